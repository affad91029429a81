import { progressText, RUN_PERIODS, startProgress } from '../output/progress.js';
import type { Streams } from '../output/streams.js';

/** How far a command has come with many rows. */
export interface RowCounts {
  readonly label: string;
  readonly done: number;
  /** Absent if it is not known. */
  readonly total?: number;
  readonly failed?: number;
}

/**
 * Shows on stderr how many rows are done, with a bar on a terminal.
 *
 * @param counts called for each drawing
 * @returns ends the display
 */
export function startRunProgress(
  streams: Streams,
  counts: () => RowCounts,
  periods: { period?: number; linePeriod?: number } = RUN_PERIODS,
): () => void {
  const startedAt = performance.now();
  const text = (): string => {
    const { label, done, total, failed = 0 } = counts();
    if (total === undefined) return `${label}  ${done} so far`;
    const elapsed = performance.now() - startedAt;
    return progressText({ label, done, total, failed, elapsed }, { bar: streams.errIsTTY });
  };
  return startProgress(text, streams, periods);
}

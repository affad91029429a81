import { visible } from './sanitise.js';
import type { Streams } from './streams.js';
import { ERASE_BELOW } from './style.js';
import { estimate } from '../text/counted.js';

type ProgressStreams = Pick<Streams, 'err' | 'errIsTTY' | 'errColumns'>;

/** Milliseconds until progress is first drawn on a terminal, and between two drawings. */
const PERIOD = 1_000;
/** Milliseconds between two lines of progress if stderr is not a terminal. */
export const LINE_PERIOD = 5_000;
/** The same for a run of many changes, whose bar moves faster. */
const RUN_PERIODS = { period: 250, linePeriod: LINE_PERIOD };

/** Terminal cells that a bar takes, without its brackets. */
const BAR = 20;

/**
 * Shows progress on stderr until it is stopped.
 *
 * @param progress the current text
 * @param periods milliseconds until the text is first shown and between two updates: `period` on a terminal, where the
 *   line is redrawn in place; `linePeriod` elsewhere, where each update is a line. Without it there are none.
 * @returns a function that stops it and erases the line on a terminal
 */
export function startProgress(
  progress: () => string,
  streams: ProgressStreams,
  { period = PERIOD, linePeriod }: { period?: number; linePeriod?: number | undefined } = {},
): () => void {
  const { err, errIsTTY } = streams;
  let drawn = '';
  /**
   * The cursor is left at the start of the line: if the window becomes narrower than the line, the terminal breaks the line,
   * and its start is still where everything that was drawn begins. Spaces serve otherwise, since a terminal without colour
   * may know no escape sequence.
   */
  const draw = (wanted: string): void => {
    const width = streams.errColumns ?? 80;
    const text = wanted.slice(0, width - 1);
    const isBroken = drawn.length >= width;
    if (text !== drawn) err.write(`\r${isBroken ? ERASE_BELOW + text : text.padEnd(drawn.length)}\r`);
    drawn = text;
  };
  const wait = errIsTTY ? period : linePeriod;
  if (wait === undefined) return () => undefined;
  const timer = setInterval(() => {
    const text = visible(progress());
    if (errIsTTY) draw(text);
    else err.write(`${text}\n`);
  }, wait);
  return () => {
    clearInterval(timer);
    draw('');
  };
}

/**
 * Passes the rows on and shows progress while they take long to come, on a terminal only. The line is erased before the
 * rows end or fail.
 */
export async function* withProgress<Row>(
  rows: AsyncIterable<Row> | Iterable<Row>,
  progress: () => string,
  streams: ProgressStreams,
  period = PERIOD,
): AsyncGenerator<Row, void, undefined> {
  const stop = startProgress(progress, streams, { period });
  try {
    yield* rows;
  } finally {
    stop();
  }
}

/** How far a command has come with many rows. */
interface RowCounts {
  /** The operation, such as `users disable`. */
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
  streams: ProgressStreams,
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

/** `elapsed` is the number of milliseconds since the run was started. */
export type RunProgress = Required<RowCounts> & { readonly elapsed: number };

/** A run's progress on one line: its rate, its failures and the time left; with a bar for a terminal. */
export function progressText({ label, done, total, failed, elapsed }: RunProgress, { bar }: { bar: boolean }): string {
  const rate = elapsed === 0 ? 0 : done / (elapsed / 1000);
  return [
    label,
    ...(bar ? [progressBar(done, total)] : []),
    `${done}/${total}`,
    `${rate < 10 ? rate.toFixed(1) : rate.toFixed(0)}/s`,
    ...(failed === 0 ? [] : [`${failed} failed`]),
    ...(rate === 0 || done >= total ? [] : [`${estimate((total - done) / rate)} left`]),
  ].join('  ');
}

/** `[#####...............]`: full once everything is done, and not before. `done` may exceed `total`. */
export function progressBar(done: number, total: number): string {
  const filled = done >= total ? BAR : Math.floor((done / total) * BAR);
  return `[${'#'.repeat(filled)}${'.'.repeat(BAR - filled)}]`;
}

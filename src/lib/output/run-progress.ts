/** How far a run is. */
export interface RunProgress {
  /** What it is doing. */
  readonly label: string;
  readonly done: number;
  readonly total: number;
  readonly failed: number;
  /** Milliseconds since it began. */
  readonly elapsed: number;
}

/** Cells that the bar takes. */
const BAR = 16;

/** How far a run is, on a line: its rate, its failures and the time that is left; with a bar for a terminal. */
export function progressText(
  { label, done, total, failed, elapsed }: RunProgress,
  { bar }: { bar: boolean },
): string {
  const rate = elapsed === 0 ? 0 : done / (elapsed / 1000);
  // Full when all is done and not before; what was counted wrong must not end a run.
  const filled = done >= total ? BAR : Math.floor((done / total) * BAR);
  return [
    label,
    ...(bar ? [`[${'#'.repeat(filled)}${'.'.repeat(BAR - filled)}]`] : []),
    `${done}/${total}`,
    `${rate < 10 ? rate.toFixed(1) : rate.toFixed(0)}/s`,
    ...(failed === 0 ? [] : [`${failed} failed`]),
    ...(rate === 0 || done >= total ? [] : [`${timeText((total - done) / rate)} left`]),
  ].join('  ');
}

/** Seconds, as a person says them who does not know exactly. */
function timeText(seconds: number): string {
  if (seconds < 60) return `${Math.ceil(seconds)} s`;
  if (seconds < 3_600) return `${Math.ceil(seconds / 60)} min`;
  return `${(seconds / 3_600).toFixed(1)} h`;
}

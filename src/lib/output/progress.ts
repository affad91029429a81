import type { Streams } from './streams.js';

type ProgressStreams = Pick<Streams, 'err' | 'errIsTTY' | 'errColumns'>;

/** Milliseconds after which a list has taken long enough to say how far it is, and between two drawings of that. */
const PERIOD = 1_000;
/** Milliseconds between two lines about what takes long, where stderr is no terminal. */
export const LINE_PERIOD = 5_000;
/** Of a run of many changes: milliseconds between two drawings of its bar, and between two lines. */
export const RUN_PERIODS = { period: 250, linePeriod: LINE_PERIOD };

/**
 * While something takes long, says on a line of stderr how far it is.
 *
 * @param progress what to say
 * @param periods milliseconds until that is said for the first time, and again: `period` on a terminal, where the line
 *   is drawn over; `linePeriod` elsewhere, a line each, and none unless it is given
 * @returns what ends it, and erases the line of a terminal
 */
export function startProgress(
  progress: () => string,
  { err, errIsTTY, errColumns = 80 }: ProgressStreams,
  { period = PERIOD, linePeriod }: { period?: number; linePeriod?: number | undefined } = {},
): () => void {
  let drawn = '';
  const draw = (): void => {
    const text = progress().slice(0, errColumns - 1);
    // Spaces, as a terminal without colour may know no escape sequence that erases.
    if (text !== drawn) err.write(`\r${text.padEnd(drawn.length)}`);
    drawn = text;
  };
  const say = (): void => {
    err.write(`${progress()}\n`);
  };
  const wait = errIsTTY ? period : linePeriod;
  if (wait === undefined) return () => undefined;
  const timer = setInterval(errIsTTY ? draw : say, wait);
  return () => {
    clearInterval(timer);
    if (drawn !== '') err.write(`\r${' '.repeat(drawn.length)}\r`);
  };
}

/**
 * Passes the rows on and, while they take long to come, says on a line of stderr how far it is. The line is erased
 * before the rows end, and wherever they fail. On anything but a terminal nothing is said.
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

import type { Streams } from './streams.js';

type ProgressStreams = Pick<Streams, 'err' | 'errIsTTY' | 'errColumns'>;

/** Milliseconds after which a list has taken long enough to say how far it is, and between two drawings of that. */
const PERIOD = 1_000;

/**
 * Passes the rows on and, while they take long to come, says on a line of stderr how far it is. The line is erased
 * before the rows end, and wherever they fail. On anything but a terminal nothing is said.
 */
export async function* withProgress<Row>(
  rows: AsyncIterable<Row> | Iterable<Row>,
  progress: () => string,
  { err, errIsTTY, errColumns = 80 }: ProgressStreams,
  period = PERIOD,
): AsyncGenerator<Row, void, undefined> {
  if (!errIsTTY) {
    yield* rows;
    return;
  }
  let drawn = '';
  const draw = (): void => {
    const text = progress().slice(0, errColumns - 1);
    // Spaces, as a terminal without colour may know no escape sequence that erases.
    if (text !== drawn) err.write(`\r${text.padEnd(drawn.length)}`);
    drawn = text;
  };
  const timer = setInterval(draw, period);
  try {
    yield* rows;
  } finally {
    clearInterval(timer);
    if (drawn !== '') err.write(`\r${' '.repeat(drawn.length)}\r`);
  }
}

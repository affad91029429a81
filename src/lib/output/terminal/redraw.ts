import { cellWidth } from '../cells.js';
import { type Streams, writeOut } from '../streams.js';
import { ERASE_BELOW } from '../style.js';

type Screen = Pick<Streams, 'out' | 'columns' | 'rows'>;

/** The size of a terminal that does not say its own. */
const DEFAULT_SIZE = { columns: 80, rows: 24 };

/**
 * Draws texts on a terminal, each in place of the one before. What was on the screen before the first text is kept, and the
 * last text stays, however the process ends.
 *
 * @returns draws a text, which must not have control characters except line feeds and colours; what does not fit the
 *   height of the terminal is left out. It throws ClosedPipe as `writeOut` does.
 */
export function drawInPlace(screen: Screen): (text: string) => Promise<void> {
  let drawn: readonly string[] = [];
  return async (text) => {
    const { columns = DEFAULT_SIZE.columns, rows = DEFAULT_SIZE.rows } = screen;
    // The window may have become narrower since, so that the lines take more rows.
    const up = Math.min(rowsOf(drawn, columns), rows - 1);
    drawn = fitting(text.replace(/\n$/, '').split('\n'), columns, rows - 1);
    await writeOut(screen, `${up === 0 ? '' : `\r\u001b[${up}A`}${ERASE_BELOW}${drawn.join('\n')}\n`);
  };
}

/** The rows of the terminal that the lines take. */
function rowsOf(lines: readonly string[], columns: number): number {
  return lines.reduce((sum, line) => sum + Math.max(1, Math.ceil(cellWidth(line) / columns)), 0);
}

/** The first lines that fit the rows, and how many more there are. */
function fitting(lines: readonly string[], columns: number, rows: number): readonly string[] {
  if (rowsOf(lines, columns) <= rows) return lines;
  let count = 0;
  while (count < lines.length && rowsOf(lines.slice(0, count + 1), columns) < rows) count += 1;
  return [...lines.slice(0, count), `… ${lines.length - count} more lines`];
}

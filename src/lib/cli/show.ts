import type { Invocation } from './invocation.js';
import type { OutputFlags } from './flags/output.js';
import { writeCard } from '../output/card.js';
import { parseColumns } from '../output/columns.js';
import { writeList } from '../output/list.js';
import { writeText } from '../output/notes.js';
import { withProgress } from '../output/progress.js';
import type { CardView, ListView, OutputOptions } from '../output/view.js';
import { counted } from '../text/counted.js';

type Showing = Pick<Invocation, 'flags' | 'streams'>;

/** Something done on this machine, as opposed to a change of the user pool. */
export interface Done {
  readonly sentence: string;
  /** What `-q` prints. */
  readonly id: string;
  readonly json: object;
}

/** What the flags say about the output. */
export function outputOptions(flags: OutputFlags): OutputOptions {
  return {
    format: flags.json ? 'json' : flags.output,
    quiet: flags.quiet,
    header: !flags['no-header'],
    rawCsv: flags['raw-csv'],
    now: new Date(),
  };
}

/** Whether the result is sentences for a person, rather than rows or an object in the format asked for. */
export function isSentence(flags: OutputFlags): boolean {
  const { format, quiet } = outputOptions(flags);
  return format === 'table' && !quiet;
}

/** Writes one thing to stdout. */
export async function showCard<T>(value: T, view: CardView<T>, { flags, streams }: Showing): Promise<void> {
  await writeCard(value, view, outputOptions(flags), streams);
}

/** Writes what was done: one short sentence, or its data in the format asked for. */
export async function showDone(done: Done, showing: Showing): Promise<void> {
  if (isSentence(showing.flags)) return writeText(showing.streams, done.sentence);
  return showCard(done, { fields: () => [], id: ({ id }) => id, json: ({ json }) => json }, showing);
}

/**
 * Writes a list to stdout, each row as it arrives if the format allows it.
 *
 * @param progress the text to show on stderr while a list that is held back takes long
 * @returns the number of rows
 */
export function showList<Row>(
  rows: AsyncIterable<Row> | Iterable<Row>,
  view: ListView<Row>,
  { flags, streams }: Showing,
  progress?: () => string,
): Promise<number> {
  const options = outputOptions(flags);
  const columns = flags.columns === undefined ? {} : { columns: parseColumns(flags.columns, view) };
  // Rows that appear on the terminal one by one show the progress themselves, and a line between them would spoil them.
  const isHeldBack = ['table', 'json'].includes(options.format) || !streams.outIsTTY;
  const shown = progress !== undefined && isHeldBack && !options.quiet ? withProgress(rows, progress, streams) : rows;
  return writeList(shown, view, { ...options, ...columns }, streams);
}

/** How many users a search has found, and how many it has read for that. */
export function searchSummary({ found, read }: { found: () => number; read: () => number }): string {
  const matches = found() === 1 ? '1 match' : `${found()} matches`;
  return `${matches} (${counted(read(), 'user')} scanned).`;
}

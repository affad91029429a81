import type { Invocation } from './invocation.js';
import type { OutputFlags } from './flags/output.js';
import { writeCard } from '../output/card.js';
import { parseColumns, pickColumns, sortedRows } from '../output/columns.js';
import { writeList } from '../output/list.js';
import { note, writeText } from '../output/notes.js';
import { withProgress } from '../output/progress.js';
import { jsonLine } from '../output/row-text.js';
import { safeJson } from '../output/sanitise.js';
import { valueLines } from '../output/selection/value-text.js';
import type { CardView, JsonText, ListView, OutputFormat, OutputOptions } from '../output/view.js';
import { counted } from '../text/counted.js';
import type { UserSearch } from '../users/read/list-users.js';

type Showing = Pick<Invocation, 'flags' | 'streams'> & Partial<Pick<Invocation, 'consolePages'>>;

const FORMATS: readonly OutputFormat[] = ['table', 'json', 'ndjson', 'csv'];

/** The flags that choose a format. A command may have further formats, which it writes itself. */
export type FormatFlags = Pick<OutputFlags, 'json'> &
  Partial<Pick<OutputFlags, 'query' | 'template'>> & { readonly output: string };

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
    ...formatOptions(flags),
    quiet: flags.quiet,
    header: !flags['no-header'],
    rawCsv: flags['raw-csv'],
    now: new Date(),
  };
}

/**
 * The format, and how its JSON is written. What `--query` selects is text for a pipeline where it can be, unless JSON is asked
 * for by name.
 */
export function formatOptions({
  json,
  output,
  query,
  template,
}: FormatFlags): Pick<OutputOptions, 'format' | 'jsonText'> {
  if (template !== undefined) return { format: 'ndjson', jsonText: (row) => `${template(row)}\n` };
  const format = json ? 'json' : (FORMATS.find((one) => one === output) ?? 'table');
  if (query === undefined) return { format };
  if (format === 'ndjson') return { format, jsonText: (row) => jsonLine(query.select(row)) };
  const text: JsonText = format === 'json' ? (value) => `${safeJson(value as object, 2)}\n` : valueLines;
  return { format: 'json', jsonText: (document) => text(query.select(document)) };
}

/** Whether the result is sentences for a person, rather than rows or an object in the format asked for. */
export function isSentence(flags: OutputFlags): boolean {
  const { format, quiet } = outputOptions(flags);
  return format === 'table' && !quiet;
}

/** Writes one thing to stdout. */
export async function showCard<T>(value: T, view: CardView<T>, showing: Showing): Promise<void> {
  await writeCard(value, view, { ...outputOptions(showing.flags), ...(await links(showing)) }, showing.streams);
}

/** Writes what was done: one short sentence, or its data in the format asked for. */
export async function showDone(done: Done, showing: Showing): Promise<void> {
  if (isSentence(showing.flags)) return writeText(showing.streams, done.sentence);
  return showCard(done, { fields: () => [], id: ({ id }) => id, json: ({ json }) => json }, showing);
}

/**
 * Writes a list to stdout, each row as it arrives if the format and the order allow it. Of the rows at most `--limit` are
 * shown, after sorting; if `rows` has more, a note says so.
 *
 * @param progress the text to show on stderr while a list that is held back takes long
 * @returns the number of rows
 */
export async function showList<Row>(
  rows: AsyncIterable<Row> | Iterable<Row>,
  view: ListView<Row>,
  showing: Showing,
  progress?: () => string,
): Promise<number> {
  const { flags, streams } = showing;
  const options = outputOptions(flags);
  const { sort, limit } = flags;
  if (sort !== undefined) pickColumns([sort], view);
  const columns = flags.columns === undefined ? {} : { columns: parseColumns(flags.columns, view) };
  // Rows that appear on the terminal one by one show the progress themselves, and a line between them would spoil them.
  const isHeldBack = sort !== undefined || ['table', 'json'].includes(options.format) || !streams.outIsTTY;
  const read = progress !== undefined && isHeldBack && !options.quiet ? withProgress(rows, progress, streams) : rows;
  const ordered = sort === undefined ? read : sortedRows(read, view, { key: sort, descending: flags.desc === true });
  const end: ListEnd = { isCut: false };
  const shown = limit === undefined ? ordered : upTo(limit, ordered, end);
  const count = await writeList(shown, view, { ...options, ...columns, ...(await links(showing)) }, streams);
  if (end.isCut) note(streams, `Showing the first ${count}; there are more. To see them, use a higher --limit.`);
  return count;
}

/** Hyperlinks to the AWS console, on a terminal that shows them, for a user pool that is there. */
async function links({ flags, streams, consolePages }: Showing): Promise<Pick<OutputOptions, 'pages'>> {
  if (!streams.outIsTTY || !isSentence(flags)) return {};
  const pages = await consolePages?.();
  return pages !== undefined && (await streams.hasHyperlinks?.()) === true ? { pages } : {};
}

interface ListEnd {
  /** Whether there were more rows than the limit. */
  isCut: boolean;
}

async function* upTo<Row>(
  limit: number,
  rows: AsyncIterable<Row> | Iterable<Row>,
  end: ListEnd,
): AsyncGenerator<Row, void, undefined> {
  let count = 0;
  for await (const row of rows) {
    if (count === limit) {
      end.isCut = true;
      return;
    }
    yield row;
    count += 1;
  }
}

/**
 * How many rows to read for a list with `--limit`: one more than are shown, so that `showList` can say that there are more,
 * or all of them (undefined) if they are to be sorted.
 */
export function rowsToRead({ limit, sort }: OutputFlags): number | undefined {
  return limit === undefined || sort !== undefined ? undefined : limit + 1;
}

/** How many users a search has found, how many it has read for that, and whether it ended because of its limit. */
export function searchSummary({ found, read, isCut }: Omit<UserSearch, 'users'>): string {
  const matches = found() === 1 ? '1 match' : `${found()} matches`;
  const more = isCut() ? ' There may be more: the search ended at --limit.' : '';
  return `${matches} (${counted(read(), 'user')} scanned).${more}`;
}

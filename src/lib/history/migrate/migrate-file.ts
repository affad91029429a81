import { AdminError } from '../../errors.js';
import { isSystemError, systemReason } from '../../files/system-error.js';
import { fileStore } from '../file/file-store.js';
import { EMPTY_HEAD, type Head, linkHash } from '../file/head.js';
import { parseEntry } from '../file/parse-entry.js';
import { type Line, recordIdOf } from '../file/read-lines.js';
import { checkLines } from '../file/verify-history.js';
import type { HistoryStore } from '../store.js';
import { type Block, blocksOf, MAX_BLOCK, MAX_LINE, type NumberedLine } from '../table/block.js';
import { hasBlock, putBlock } from '../table/put-block.js';
import type { TablePlace } from '../table/table-chain.js';
import { tableStore } from '../table/table-store.js';
import { noteTakenOver } from './taken-over.js';

/** What taking a history over has done, or would do. The keys are part of the JSON output. */
export interface Migration {
  readonly file: string;
  readonly table: string;
  /** The lines and records of the file. */
  readonly lines: number;
  readonly records: number;
  /** The lines that the table has now, and those that this call has written. */
  readonly inTable: number;
  readonly written: number;
  readonly dryRun: boolean;
}

export interface MigrateOptions {
  /** Counts only. */
  readonly dryRun?: boolean;
  /** Called before the first block is written, with the lines to write; it may throw. */
  readonly confirm?: (lines: number) => Promise<void>;
  /** Called after each block, with the lines that the table has. */
  readonly onProgress?: (lines: number) => void;
}

/**
 * Takes the history file of a pool over into the table of a team, block by block and byte by byte, so that the hashes
 * stay valid. The file is kept; what of it is in the table is read there from then on. The same call continues one
 * that was interrupted. Both are verified before and after.
 *
 * Lines of a file cannot follow those that others have written: each holds the hash of the one before it, and an
 * older change that came last would count as the latest. So a table that has other lines of the pool is refused.
 *
 * @throws AdminError HISTORY_ALTERED if the file or the table is damaged; HISTORY_CONFLICT if the table has other
 *   lines of the pool; HISTORY_UNWRITABLE for a line that is too long; as a call to DynamoDB does
 */
export async function migrateFile(
  file: string,
  place: TablePlace,
  { dryRun = false, confirm, onProgress }: MigrateOptions = {},
): Promise<Migration> {
  const source = fileStore(file);
  const target = tableStore(place);
  const { lines, records } = await sound(source);
  const start = await common(source, target);
  if (start.isOther) throw otherLines(target, start.head.n + 1, file);
  const left = lines - start.head.n;
  const result = { file, table: place.table.name, lines, records, dryRun };
  if (left <= 0 || dryRun) {
    if (!dryRun && lines > 0) await note(file, place, start);
    return { ...result, inTable: Math.min(start.head.n, lines), written: 0 };
  }
  await assertFits(source, start);
  await confirm?.(left);
  for await (const { block, end } of blocksFrom(source, start)) {
    // The answer to an earlier attempt may have been lost.
    if (!(await putBlock(place, block)) && !(await hasBlock(place, block))) throw otherLines(target, block.first, file);
    await note(file, place, end);
    onProgress?.(block.last);
  }
  await sound(target);
  const end = await common(source, target);
  if (end.head.n < lines) throw otherLines(target, end.head.n + 1, file);
  return { ...result, inTable: lines, written: left };
}

/** How far the lines of a file and a table are the same. */
interface Common {
  /** The last line that both have. */
  readonly head: Head;
  /** Where the next line of the file is. */
  readonly bytes: number;
  /** Whether the table has another line at the next number. */
  readonly isOther: boolean;
}

async function common(source: HistoryStore, target: HistoryStore): Promise<Common> {
  const others = target.lines();
  let [head, bytes] = [EMPTY_HEAD, 0];
  try {
    for await (const line of source.lines()) {
      if (!line.isWhole) break;
      const other = (await others.next()).value ?? undefined;
      if (other === undefined) break;
      if (!other.bytes.equals(line.bytes)) return { head, bytes, isOther: true };
      head = { n: head.n + 1, hash: linkHash(line.bytes) };
      bytes = source.after(line);
    }
  } finally {
    await others.return();
  }
  return { head, bytes, isOther: false };
}

/** The whole lines of a file from a place on, as blocks, each with where it ends. */
async function* blocksFrom(
  source: HistoryStore,
  start: Omit<Common, 'isOther'>,
): AsyncGenerator<{ block: Block; end: Omit<Common, 'isOther'> }, void, undefined> {
  const begun = await runsBefore(source, start.bytes);
  let gathered: (NumberedLine & { readonly bytes: number })[] = [];
  let size = 0;
  let { n } = start.head;
  function* blocks() {
    for (const block of blocksOf(gathered, begun)) {
      const last = gathered.find(({ end }) => end.n === block.last);
      if (last !== undefined) yield { block, end: { head: last.end, bytes: last.bytes } };
    }
    for (const { started } of gathered) if (started?.run !== undefined) begun.add(started.run);
    [gathered, size] = [[], 0];
  }
  for await (const line of source.lines(start.bytes)) {
    if (!line.isWhole) break;
    if (size + line.bytes.length + 1 > MAX_BLOCK) yield* blocks();
    n += 1;
    const end = { n, hash: linkHash(line.bytes) };
    gathered.push({ text: line.bytes.toString('utf8'), end, started: startedIn(line), bytes: source.after(line) });
    size += line.bytes.length + 1;
  }
  yield* blocks();
}

/** The IDs of the runs that begin before a place of the file: the index has them already. */
async function runsBefore(source: HistoryStore, bytes: number): Promise<Set<string>> {
  const found = new Set<string>();
  if (bytes === 0) return found;
  for await (const line of source.lines()) {
    if (line.offset >= bytes) break;
    const run = startedIn(line)?.run;
    if (run !== undefined) found.add(run);
  }
  return found;
}

function startedIn({ bytes }: Line): NumberedLine['started'] {
  const entry = parseEntry(bytes.toString('utf8'));
  return entry?.entry === 'started' ? { id: entry.id, run: entry.run?.id } : undefined;
}

async function note(file: string, { table }: TablePlace, { head, bytes }: Omit<Common, 'isOther'>): Promise<void> {
  try {
    await noteTakenOver(file, { table: table.name, region: table.region, head, bytes });
  } catch (error) {
    if (!isSystemError(error)) throw error;
    const message = `how far ${file} was taken over cannot be kept: ${systemReason(error)}`;
    throw new AdminError('HISTORY_UNWRITABLE', message, {
      hint: 'Check the permissions and disk of the data folder, then run the same command again: it continues.',
      cause: error,
    });
  }
}

/** Verifies a store. @throws AdminError HISTORY_ALTERED */
async function sound(store: HistoryStore): Promise<{ lines: number; records: number }> {
  const { faults, lines, records } = await checkLines(store);
  const [first] = faults;
  if (first === undefined) return { lines, records };
  throw new AdminError('HISTORY_ALTERED', `${store.name} is damaged: ${first.found}`, {
    hint: 'It is not taken over. To see all faults: sf-admin history verify',
  });
}

/** Refuses lines that a table cannot take, before the first is written. @throws AdminError HISTORY_UNWRITABLE */
async function assertFits(source: HistoryStore, { bytes }: Pick<Common, 'bytes'>): Promise<void> {
  for await (const line of source.lines(bytes)) {
    if (line.bytes.length + 1 <= MAX_LINE) continue;
    const message = `record ${recordIdOf(line.bytes)} has more than ${MAX_LINE / 1024} KB, which no table takes`;
    throw new AdminError('HISTORY_UNWRITABLE', message, {
      hint: 'Nothing was taken over. The file is read together with the table, as before.',
    });
  }
}

function otherLines(target: HistoryStore, n: number, file: string): AdminError {
  const message = `line ${n} of ${target.name} was written by another process or machine, so ${file} cannot follow it`;
  return new AdminError('HISTORY_CONFLICT', message, {
    hint:
      'The file is kept. This machine reads, lists and undoes what is in it together with the table, as before.\n' +
      'Other machines do not see these changes.',
  });
}

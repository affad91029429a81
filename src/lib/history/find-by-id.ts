import { AdminError } from '../errors.js';
import type { Started } from './file/entry.js';
import { parseEntry } from './file/parse-entry.js';
import { recordIdOf } from './file/read-lines.js';
import type { HistoryStores } from './history-stores.js';
import { indexedLines } from './indexed-lines.js';
import { type FoundRecord, newestFirst, type RecordPlace } from './newest-first.js';
import { toRecord } from './record.js';
import { type HistoryStore, UNIQUE_END } from './store.js';

type Stores = Pick<HistoryStores, 'current' | 'earlier'>;

const HINT = 'Each user pool and endpoint has its own history: --context NAME';

/**
 * The record of an ID, or of the unique start or end of one. If no index has it, the stores are read from their end, up
 * to the record; for a part that is so short that other records may have it too, they are read completely.
 *
 * @throws AdminError RECORD_NOT_FOUND; USAGE if several records match; HISTORY_UNREADABLE
 */
export async function findRecord(stores: Stores, id: string): Promise<FoundRecord> {
  const matches = matcher(id);
  const indexed = await indexedRecord(stores.current, id, matches);
  if (indexed !== undefined) return indexed;
  const found = new Map<string, FoundRecord>();
  for await (const one of newestFirst(stores, { wants: (line) => matches(recordIdOf(line)) })) {
    // Of copies of a line, the last one counts.
    if (!found.has(one.record.id)) found.set(one.record.id, one);
    if (isUnique(one.record.id, id)) break;
  }
  const only = onlyMatch('records', [...found.keys()], id);
  const record = found.get(only ?? '');
  if (record !== undefined) return record;
  throw new AdminError('RECORD_NOT_FOUND', `no record ${id} in the history of this user pool`, {
    hint: `To list the latest: sf-admin history list. ${HINT}`,
  });
}

/**
 * The ID of a run, from that ID or the unique start or end of it. Like `findRecord`, reads no further than necessary.
 *
 * @throws AdminError RUN_NOT_FOUND; USAGE if several runs match; HISTORY_UNREADABLE
 */
export async function findRunId({ current, earlier }: Stores, id: string): Promise<string> {
  const matches = matcher(id);
  const found = new Set<string>();
  for await (const { bytes } of indexedLines(current, id)) {
    const run = runIdOf(bytes);
    if (run !== undefined && matches(run)) return run;
    break;
  }
  search: for (const store of [current, ...earlier]) {
    for await (const { bytes } of store.linesFromEnd()) {
      const run = runIdOf(bytes);
      if (run === undefined || !matches(run)) continue;
      found.add(run);
      if (isUnique(run, id)) break search;
    }
  }
  const only = onlyMatch('runs', [...found], id);
  if (only !== undefined) return only;
  throw runNotFound(id);
}

/**
 * The run of an ID, as `findRunId` accepts it, with its first record.
 *
 * @throws AdminError RUN_NOT_FOUND; USAGE if several runs match; HISTORY_UNREADABLE
 */
export async function findRun(stores: Stores, id: string): Promise<{ run: string; first: FoundRecord }> {
  const run = await findRunId(stores, id);
  const { earlier, current } = stores;
  const sources = [...earlier, current].map((store) => ({ store, lines: store.lines() }));
  sources.splice(earlier.length, 0, { store: current, lines: indexedLines(current, run) });
  for (const { store, lines } of sources) {
    for await (const { bytes, offset } of lines) {
      if (runIdOf(bytes) !== run) continue;
      const entry = parseEntry(bytes.toString('utf8'));
      if (entry?.entry === 'started') return { run, first: { record: toRecord(entry, undefined), store, offset } };
    }
  }
  throw runNotFound(id);
}

/** The record whose start an index has. Its end is searched from there, which is as a rule the next line. */
async function indexedRecord(
  store: HistoryStore,
  id: string,
  matches: (id: string) => boolean,
): Promise<FoundRecord | undefined> {
  let start: (RecordPlace & { readonly entry: Started }) | undefined;
  for await (const { bytes, offset } of indexedLines(store, id)) {
    const recordId = recordIdOf(bytes);
    if (start === undefined ? !matches(recordId) : recordId !== start.entry.id) continue;
    const entry = parseEntry(bytes.toString('utf8'));
    if (entry?.entry === 'started') start ??= { store, offset, entry };
    else if (entry !== undefined && start !== undefined)
      return { store, offset: start.offset, record: toRecord(start.entry, entry) };
  }
  return start && { store, offset: start.offset, record: toRecord(start.entry, undefined) };
}

/** `run` is the last key but one of a line; a quote in a text would be escaped, so no text of a line looks like it. */
const RUN = Buffer.from('"run":{"id":"');

/** The ID of a line's run, without parsing the line. */
function runIdOf(line: Buffer): string | undefined {
  const start = line.lastIndexOf(RUN);
  if (start === -1) return undefined;
  const end = line.indexOf('"', start + RUN.length);
  return end === -1 ? undefined : line.toString('latin1', start + RUN.length, end);
}

/** Fewer characters would match by chance. */
const SHORTEST = 6;
/** The length of a ULID. */
const WHOLE = 26;

/** Case is ignored, as in every ULID. */
function matcher(asked: string): (id: string) => boolean {
  const wanted = asked.toUpperCase();
  const isLong = wanted.length >= SHORTEST;
  return (id) => id === wanted || (isLong && (id.startsWith(wanted) || id.endsWith(wanted)));
}

/** Whether no other ID than the one found can match what was asked for. */
function isUnique(found: string, asked: string): boolean {
  return asked.length >= WHOLE || (asked.length >= UNIQUE_END && found.endsWith(asked.toUpperCase()));
}

function runNotFound(id: string): AdminError {
  return new AdminError('RUN_NOT_FOUND', `no run ${id} in the history of this user pool`, {
    hint: `To see the run of each change: sf-admin history list --columns id,operation,label,run. ${HINT}`,
  });
}

function onlyMatch(what: string, found: readonly string[], asked: string): string | undefined {
  if (found.length < 2) return found[0];
  throw new AdminError('USAGE', `${asked} matches ${found.length} ${what}`, {
    hint: `Give more of the ID: ${found.slice(0, 5).join(', ')}`,
  });
}

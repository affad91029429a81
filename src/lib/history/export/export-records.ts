/*
 * export/: the history for another system, which keeps it from then on. This file says which records are exported, so
 * that none is exported twice or left out; `changes-of.ts` reads them from the stores, `head-file.ts` keeps how far it
 * came, and `ocsf.ts` writes a record as OCSF does.
 */
import type { Started } from '../file/entry.js';
import { EMPTY_HEAD, type Head } from '../file/head.js';
import type { HistoryStores } from '../history-stores.js';
import { type ChangeRecord, LONGEST_CHANGE, toRecord } from '../record.js';
import { changesOf, type Part, partsOf } from './changes-of.js';

/** How far an export came in each store, and what it has waited for. */
export interface ExportHead extends Head {
  /** The last line that was exported of each further store, by its name. */
  readonly earlier: Readonly<Record<string, Head>>;
  /**
   * When an export first saw each change that may be in progress, by the ID of its record: ISO 8601, UTC. By the clock of
   * this machine, since those of others may be wrong.
   */
  readonly open: Readonly<Record<string, string>>;
}

/** Where the first of several exports begins. */
export const BEGINNING: ExportHead = { ...EMPTY_HEAD, earlier: {}, open: {} };

export interface ExportOptions {
  /**
   * What was exported last: all of it, or the number of the last line in the pool's own store. Further stores are not
   * read then. Default: everything is exported.
   */
  readonly after?: ExportHead | Pick<Head, 'n'> | undefined;
  /** Only changes that were started since: ISO 8601, UTC. */
  readonly since?: string | undefined;
  readonly now: Date;
}

export interface RecordExport {
  /** The changes in the order in which they were started. Those of files of earlier versions come first. */
  readonly records: AsyncIterable<ChangeRecord>;
  /** Where the next export begins. Known once the records were taken. */
  readonly end: () => ExportHead;
  /** Changes that may still be in progress, or come after one that may be: they are left to the next export. */
  readonly heldBack: () => number;
  /** Lines that could not be read. */
  readonly unreadable: () => number;
}

/** Milliseconds by which the clocks of machines that share a history may differ: by a wrong time zone, for one. */
const CLOCKS = 24 * 3_600_000;

/**
 * The changes of a user pool since the last export. A change is exported once, with its outcome, in the order of the
 * lines that start changes. An export ends before the first change that may be in progress: one that has no outcome,
 * and that the exports have not seen for an hour. Others without an outcome are exported as `unknown`. So a number for
 * each store says what was exported.
 *
 * @throws AdminError while it is read: HISTORY_ALTERED if the line that was exported last is missing or is another one;
 *   HISTORY_UNREADABLE
 */
export function exportRecords(
  { current, earlier, isOwn }: HistoryStores,
  { after, since = '', now }: ExportOptions,
): RecordExport {
  const head = after !== undefined && 'open' in after ? after : undefined;
  let end: ExportHead = { ...BEGINNING, ...after, open: {} };
  let [heldBack, unreadable] = [0, 0];

  /** @param latest the latest time in the lines up to the start of the change */
  function mayBeInProgress({ id }: Started, latest: string): boolean {
    const ago = (time: string) => now.getTime() - Date.parse(time);
    if (head === undefined) return ago(latest) < LONGEST_CHANGE;
    const seen = head.open[id];
    if (seen !== undefined) return ago(seen) < LONGEST_CHANGE;
    return ago(latest) < LONGEST_CHANGE + (current.isShared ? CLOCKS : 0);
  }

  function endAt({ store, last }: Part): ExportHead {
    if (store === current) return { ...end, ...last };
    return { ...end, earlier: { ...end.earlier, [store.name]: last } };
  }

  async function* records(): AsyncGenerator<ChangeRecord, void, undefined> {
    const others = after === undefined || head !== undefined ? earlier : [];
    const positions = [
      ...others.map((store) => ({ store, from: head?.earlier[store.name] })),
      { store: current, from: after },
    ];
    const read = await partsOf(positions);
    unreadable = read.unreadable;
    for (const part of read.parts) {
      for await (const { started, finished, before, latest, index } of changesOf(part, read)) {
        // Files of earlier versions are not written any more.
        if (part.store === current && finished === undefined && mayBeInProgress(started, latest)) {
          const open = [...part.open].filter((id) => read.open.has(id));
          end = {
            ...end,
            ...before,
            open: Object.fromEntries(open.map((id) => [id, head?.open[id] ?? now.toISOString()])),
          };
          heldBack = part.started - index;
          return;
        }
        if (isOwn(started) && started.at >= since) yield toRecord(started, finished);
      }
      end = endAt(part);
    }
  }
  return { records: records(), end: () => end, heldBack: () => heldBack, unreadable: () => unreadable };
}

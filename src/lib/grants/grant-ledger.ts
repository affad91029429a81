import type { Directory } from '../directory.js';
import type { Finished, Started } from '../history/file/entry.js';
import { recordIdOf } from '../history/file/read-lines.js';
import { historyStores } from '../history/history-stores.js';
import type { RecordPlace } from '../history/newest-first.js';
import type { HistoryStore } from '../history/store.js';
import { type FieldChange, isList, movedItems } from '../model/field-change.js';
import type { Target } from '../model/target.js';

/*
 * grants/: roles that users hold for a time. The history is the only place that knows when their time is over: this file
 * reads it from there, `grant-role` gives a role, `end-grant` takes it back, and `plan-expiry` finds those to take back.
 */

/** A role that a user was given for a time which nothing has ended so far, though it may be over. */
export interface TemporaryGrant extends RecordPlace {
  /** The ID of the record that says when the time is over: that of the grant, or of its latest renewal. */
  readonly recordId: string;
  /** The user, as the record names them. */
  readonly target: Target;
  readonly role: string;
  /** ISO 8601, UTC. */
  readonly until: string;
  /** When the record was made. */
  readonly grantedAt: string;
}

/**
 * The roles that users of the pool hold for a time, the one that is to end first in front.
 *
 * @throws AdminError HISTORY_UNREADABLE
 */
export async function temporaryGrants(directory: Directory): Promise<TemporaryGrant[]> {
  const ledger = await ledgerOf(directory);
  return ledger.all().sort((one, other) => Date.parse(one.until) - Date.parse(other.until));
}

/** The role that a user holds for a time, if they do. @throws AdminError HISTORY_UNREADABLE */
export async function temporaryGrant(
  directory: Directory,
  { username, role }: { readonly username: string; readonly role: string },
): Promise<TemporaryGrant | undefined> {
  return (await ledgerOf(directory)).of(username).find((grant) => grant.role === role);
}

/** The ledger of the directory, with what was recorded until now. */
async function ledgerOf(directory: Directory): Promise<GrantLedger> {
  const ledger = directory.once(newLedgers)(directory);
  await ledger.update();
  return ledger;
}

/** One ledger for each directory, so that what was read is not read again. */
function newLedgers(): (directory: Directory) => GrantLedger {
  let ledger: GrantLedger | undefined;
  return (directory) => (ledger ??= new GrantLedger(directory));
}

/** A record that was started, as long as its end is not known. */
interface Pending {
  readonly started: Started;
  /** The grants that it made, and those that they replaced: they count again if nothing was changed. */
  readonly made: readonly TemporaryGrant[];
  readonly replaced: readonly TemporaryGrant[];
}

const GRANT = Buffer.from('"grant":{');
const TARGET = Buffer.from('"target":{"id":');
const KIND = Buffer.from(',"kind":');
const UNDOES = Buffer.from('"undoes":"');
const QUOTE = Buffer.from('"');

/**
 * Follows the history from its start, since a role whose time was over long ago may not have been taken back. Of the lines,
 * only those of grants, and later ones of users who have one, are parsed. Files of earlier versions have no grants; one of
 * this version, from before the history was shared, does.
 *
 * A grant counts as soon as it is started, since a killed process may have written the role. It is over when a later record
 * shows that the user did not hold the role: who holds it after that was given it again. If the change that took the role is
 * undone, the role is held as before: for a time.
 */
class GrantLedger {
  /** The oldest in front. */
  readonly #stores: readonly HistoryStore[];
  readonly #isOwn: (entry: Started) => boolean;
  /** The position in each store up to which it was read. */
  readonly #next = new Map<HistoryStore, number>();
  /** The grants of each user who has one, by the canonical user name as JSON, as it is in a line. */
  readonly #grants = new Map<string, readonly TemporaryGrant[]>();
  readonly #pending = new Map<string, Pending>();
  /** The grants that a change has ended, by the ID of its record. */
  readonly #ended = new Map<string, readonly TemporaryGrant[]>();
  #updating: Promise<void> = Promise.resolve();

  constructor(directory: Directory) {
    const { current, beforeTable, isOwn } = historyStores(directory);
    this.#stores = [...beforeTable, current];
    this.#isOwn = isOwn;
  }

  /** Reads what was recorded since the last time. @throws AdminError HISTORY_UNREADABLE */
  update(): Promise<void> {
    const updating = this.#updating.then(async () => {
      for (const store of this.#stores) await this.#read(store);
    });
    this.#updating = updating.catch(() => undefined);
    return updating;
  }

  all(): TemporaryGrant[] {
    return [...this.#grants.values()].flat();
  }

  of(username: string): readonly TemporaryGrant[] {
    return this.#grants.get(JSON.stringify(username)) ?? [];
  }

  async #read(store: HistoryStore): Promise<void> {
    for await (const line of store.lines(this.#next.get(store))) {
      const { bytes, offset, isWhole } = line;
      // Another process is writing it, or was killed when it did.
      if (!isWhole) return;
      this.#next.set(store, store.after(line));
      if (!this.#concerns(bytes)) continue;
      // Not at once: most histories have no grant, and the schema library takes a moment to load.
      const { parseEntry } = await import('../history/file/parse-entry.js');
      const entry = parseEntry(bytes.toString('utf8'));
      if (entry?.entry === 'finished') this.#finish(entry);
      else if (entry?.target.kind === 'user' && this.#isOwn(entry)) this.#start(entry, { store, offset });
    }
  }

  #concerns(line: Buffer): boolean {
    if (line.includes(GRANT)) return true;
    return (
      (this.#pending.size > 0 && this.#pending.has(recordIdOf(line))) ||
      (this.#grants.size > 0 && this.#grants.has(textBetween(line, TARGET, KIND))) ||
      (this.#ended.size > 0 && this.#ended.has(textBetween(line, UNDOES, QUOTE)))
    );
  }

  #start(started: Started, place: RecordPlace): void {
    const { id, target, fields, grant, undoes } = started;
    // Even if the change fails: the user was read before it.
    const isGone = notHeldBefore(fields);
    const held = this.of(target.id).filter((one) => isSameUser(one.target, target) && !isGone(one.role));
    const made = [
      ...(grant?.until == null
        ? []
        : [{ ...grant, until: grant.until, recordId: id, target, grantedAt: started.at, ...place }]),
      ...(this.#ended.get(undoes ?? '') ?? []).filter(({ role }) => isGivenBack(role, fields)),
    ];
    const isReplaced = ({ role }: TemporaryGrant) => made.some((one) => one.role === role);
    this.#pending.set(id, { started, made, replaced: held.filter(isReplaced) });
    this.#set(target.id, [...held.filter((one) => !isReplaced(one)), ...made]);
  }

  #finish({ id, result, fields: last }: Finished): void {
    const pending = this.#pending.get(id);
    if (pending === undefined) return;
    this.#pending.delete(id);
    const { started, made, replaced } = pending;
    const { target, operation, grant } = started;
    const present = this.of(target.id);
    if (result === 'failed' || result === 'unchanged') {
      // Others that were made since stay.
      const back = replaced.filter(({ role }) => made.some((one) => one.role === role && present.includes(one)));
      this.#set(target.id, [...present.filter((one) => !made.includes(one)), ...back]);
    }
    // Otherwise it is not known whether a role was taken.
    if (result !== 'done') return;
    const fields = last ?? started.fields;
    const isOver = ({ role }: TemporaryGrant) =>
      operation === 'users.delete' || isTaken(role, fields) || (grant?.until === null && grant.role === role);
    const over = present.filter(isOver);
    if (over.length === 0) return;
    this.#ended.set(id, over);
    this.#set(
      target.id,
      present.filter((one) => !over.includes(one)),
    );
  }

  #set(username: string, grants: readonly TemporaryGrant[]): void {
    const key = JSON.stringify(username);
    if (grants.length === 0) this.#grants.delete(key);
    else this.#grants.set(key, grants);
  }
}

/** A user who was deleted and created again under the same name has another `sub`. */
function isSameUser(one: Target, other: Target): boolean {
  return one.sub === undefined || other.sub === undefined || one.sub === other.sub;
}

/** Which roles the user of a change did not hold before it; none if it is not about roles. */
function notHeldBefore(fields: readonly FieldChange[]): (role: string) => boolean {
  const roles = fields.find(({ field }) => field === 'roles');
  if (roles === undefined) return () => false;
  return (role) => !isList(roles.before) || !roles.before.includes(role);
}

function isGivenBack(role: string, fields: readonly FieldChange[]): boolean {
  return movedItems(fields.find(({ field }) => field === 'roles')).added.includes(role);
}

function isTaken(role: string, fields: readonly FieldChange[]): boolean {
  const roles = fields.find(({ field }) => field === 'roles');
  return roles !== undefined && (!isList(roles.after) || !roles.after.includes(role));
}

/** A part of a line, without parsing the line; empty if it has none. In a text of the line, quotes are escaped. */
function textBetween(line: Buffer, before: Buffer, after: Buffer): string {
  const start = line.indexOf(before);
  const end = start === -1 ? -1 : line.indexOf(after, start + before.length);
  return end === -1 ? '' : line.toString('utf8', start + before.length, end);
}

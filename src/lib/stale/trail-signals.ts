import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { isByNameAlone, isByUnknownUser, isByUser, mayBeOfPool, type TrailEvent } from '../cloudtrail/trail-event.js';
import { temporaryFileError } from '../files/held-text.js';
import { SpilledMap } from '../files/spilled-map.js';
import { counted } from '../text/counted.js';
import type { Signal } from './staleness.js';

/** Three times, each a floating-point number. */
const VALUE_BYTES = 24;
/** Where the time of the latest request that succeeded is, of the latest that failed, and of the latest by a name alone. */
const [SUCCEEDED, FAILED, BY_NAME] = [0, 8, 16];

/** Milliseconds by which a log may end before now and still be complete: CloudTrail delivers within minutes, people wait. */
const SLACK = 86_400_000;

/**
 * What a file of CloudTrail says of the users of a pool. For each name, the times of the latest request that succeeded and of
 * the latest that failed are kept; what exceeds the first thousands of users goes to a file without a name, which only its
 * owner may open.
 */
export class TrailSignals {
  /** Records of the file, and those of them that are, or may be, about the pool. */
  records = 0;
  recordsOfPool = 0;
  readonly #users: SpilledMap;
  #from: number | undefined;
  #to: number | undefined;
  /** The times of the latest requests of users whom the record does not name. */
  #latestUnnamed: number | undefined;
  #unnamed = 0;
  /** The latest sign-in by a name alone; and by one that no user has claimed, unless that is to be looked up. */
  #latestByName = -Infinity;
  #latestUnclaimed: number | undefined;

  /** @param folder where the file is made, if one is needed */
  constructor(
    private readonly pool: { readonly poolId: string; readonly region: string },
    private readonly folder = tmpdir(),
  ) {
    this.#users = new SpilledMap(join(folder, `sf-admin-${randomUUID()}`), { valueBytes: VALUE_BYTES });
  }

  /** @throws AdminError OUTPUT_UNWRITABLE if the temporary file cannot be written */
  add(event: TrailEvent): void {
    this.records += 1;
    this.#from = Math.min(this.#from ?? event.at, event.at);
    this.#to = Math.max(this.#to ?? event.at, event.at);
    if (!mayBeOfPool(event, this.pool)) return;
    this.recordsOfPool += 1;
    if (isByUnknownUser(event)) {
      this.#unnamed += 1;
      this.#latestUnnamed = Math.max(this.#latestUnnamed ?? event.at, event.at);
    }
    if (!isByUser(event)) return;
    const byName = isByNameAlone(event) ? event.at : -Infinity;
    this.#latestByName = Math.max(this.#latestByName, byName);
    for (const name of keysOf(event.users)) this.#keep(name, event, byName);
  }

  /** Whether the names of all users have to be claimed before `gaps` can tell of a period. */
  needsNames(since: number): boolean {
    return this.#latestByName >= since;
  }

  /** Says that a user has these names: who signed in by one of them is known. @throws AdminError as `add` */
  claim(names: readonly string[]): void {
    for (const name of keysOf(names)) {
      this.#spilled((users) => {
        const times = users.get(name);
        if (times === undefined || times.readDoubleLE(BY_NAME) === -Infinity) return;
        times.writeDoubleLE(-Infinity, BY_NAME);
        users.replace(name, times);
      });
    }
    this.#latestUnclaimed = undefined;
  }

  /** What the file says of a user, by any of the user's names. @throws AdminError as `add` */
  of(names: readonly string[]): Signal[] {
    return keysOf(names).flatMap((name) => {
      const times = this.#spilled((users) => users.get(name));
      if (times === undefined) return [];
      return [true, false].flatMap((isByUser) => {
        const at = times.readDoubleLE(isByUser ? SUCCEEDED : FAILED);
        return at === -Infinity ? [] : [{ kind: 'cloudtrail' as const, at: new Date(at).toISOString(), isByUser }];
      });
    });
  }

  /**
   * Why a user who is not in the file may have done something in the period all the same; nothing if the file has a record of
   * every sign-in. The names of all users have been claimed, if that is needed.
   *
   * @param since the start of the period, and `now` its end, in milliseconds since 1970
   */
  gaps(since: number, now: number): string[] {
    if (this.#from === undefined || this.#to === undefined) return ['the CloudTrail file has no records'];
    return [
      ...(this.#from > since ? ['the CloudTrail file starts within the period'] : []),
      ...(this.#to < now - SLACK ? ['the CloudTrail file ends more than a day ago'] : []),
      ...((this.#latestUnnamed ?? -Infinity) >= since
        ? ['the CloudTrail file has requests in the period that may be sign-ins and name no user']
        : []),
      ...(this.#unclaimed() >= since
        ? ['the CloudTrail file has requests in the period that may be sign-ins, by names that no user of the pool has']
        : []),
    ];
  }

  /** What the file covers, as a sentence. */
  summary(): string {
    const [from, to] = [this.#from, this.#to].map((time) => (time === undefined ? '' : new Date(time).toISOString()));
    if (from === '') return 'The CloudTrail file has no records.';
    const unnamed =
      this.#unnamed === 0
        ? ''
        : `; ${counted(this.#unnamed, 'request')} that may be sign-ins ${this.#unnamed === 1 ? 'names' : 'name'} no user`;
    return (
      `The CloudTrail file has ${counted(this.records, 'record')} from ${from} to ${to}, ` +
      `${this.recordsOfPool} of them about the user pool${unnamed}.`
    );
  }

  /** Closes the file. */
  close(): void {
    this.#users.close();
  }

  #keep(name: string, { at, hasFailed }: TrailEvent, byName: number): void {
    const times = Buffer.alloc(VALUE_BYTES);
    times.writeDoubleLE(hasFailed ? -Infinity : at, SUCCEEDED);
    times.writeDoubleLE(hasFailed ? at : -Infinity, FAILED);
    times.writeDoubleLE(byName, BY_NAME);
    this.#spilled((users) => {
      const known = users.add(name, times);
      if (known === undefined) return;
      for (const place of [SUCCEEDED, FAILED, BY_NAME]) {
        times.writeDoubleLE(Math.max(times.readDoubleLE(place), known.readDoubleLE(place)), place);
      }
      if (!times.equals(known)) users.replace(name, times);
    });
  }

  /** When somebody signed in last by a name that no user has claimed. */
  #unclaimed(): number {
    this.#latestUnclaimed ??= this.#spilled((users) => {
      let latest = -Infinity;
      for (const times of users.values()) latest = Math.max(latest, times.readDoubleLE(BY_NAME));
      return latest;
    });
    return this.#latestUnclaimed;
  }

  #spilled<T>(use: (users: SpilledMap) => T): T {
    try {
      return use(this.#users);
    } catch (error) {
      throw temporaryFileError(error, this.folder, 'Set TMPDIR to a folder with more space.');
    }
  }
}

/** The names, as Cognito compares addresses. User names that differ in case alone are rare, and only make users less stale. */
function keysOf(names: readonly string[]): string[] {
  return [...new Set(names.map((name) => name.normalize('NFC').toLowerCase()))];
}

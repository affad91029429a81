import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { isByUnknownUser, isByUser, mayBeOfPool, type TrailEvent } from '../cloudtrail/trail-event.js';
import { temporaryFileError } from '../files/held-text.js';
import { SpilledMap } from '../files/spilled-map.js';
import type { User } from '../model/user.js';
import { counted } from '../text/counted.js';
import type { Signal } from './staleness.js';

/** Two times, each a floating-point number. */
const VALUE_BYTES = 16;

/** Milliseconds by which a log may end before now and still be complete: CloudTrail delivers within minutes, people wait. */
const SLACK = 86_400_000;

/**
 * What a file of CloudTrail says of the users of a pool. For each user, the times of the latest request that succeeded and of
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
    if (isByUser(event)) for (const user of event.users) this.#keep(user, event);
  }

  /** What the file says of a user. @throws AdminError as `add` */
  of({ sub, username }: Pick<User, 'sub' | 'username'>): Signal[] {
    const names = new Set([sub ?? username, username]);
    return [...names].flatMap((name) => {
      const times = this.#spilled((users) => users.get(name));
      if (times === undefined) return [];
      return [true, false].flatMap((isByUser) => {
        const at = times.readDoubleLE(placeOf(isByUser));
        return at === -Infinity ? [] : [{ kind: 'cloudtrail' as const, at: new Date(at).toISOString(), isByUser }];
      });
    });
  }

  /**
   * Why a user who is not in the file may have done something in the period all the same; nothing if the file has a record of
   * every sign-in.
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

  #keep(user: string, { at, hasFailed }: TrailEvent): void {
    const times = Buffer.alloc(VALUE_BYTES);
    times.writeDoubleLE(hasFailed ? -Infinity : at, placeOf(true));
    times.writeDoubleLE(hasFailed ? at : -Infinity, placeOf(false));
    this.#spilled((users) => {
      const known = users.add(user, times);
      if (known === undefined) return;
      for (const place of [placeOf(true), placeOf(false)]) {
        times.writeDoubleLE(Math.max(times.readDoubleLE(place), known.readDoubleLE(place)), place);
      }
      if (!times.equals(known)) users.replace(user, times);
    });
  }

  #spilled<T>(use: (users: SpilledMap) => T): T {
    try {
      return use(this.#users);
    } catch (error) {
      throw temporaryFileError(error, this.folder, 'Set TMPDIR to a folder with more space.');
    }
  }
}

/** Where the time of the latest request that succeeded is, or of the latest that failed. */
function placeOf(isByUser: boolean): number {
  return isByUser ? 0 : VALUE_BYTES / 2;
}

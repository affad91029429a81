import type { Directory } from '../directory.js';
import { AdminError, type ErrorCode } from '../errors.js';
import { isFederated, type User } from '../model/user.js';
import type { UserPool } from '../model/user-pool.js';
import { eventsSince, NO_SIGN_INS_RECORDED, recordsSignIns } from '../users/read/list-events.js';
import { openSessions } from '../users/read/list-sessions.js';
import { rememberedDevices } from '../users/read/remembered-devices.js';
import { isActive, type Known, type Signal } from './staleness.js';

/** What the user pool knows of a user. */
export type Read = Pick<Known, 'signals' | 'unread' | 'record'>;

/** What is asked about each user, and what it is called. */
const SOURCES = { sessions: 'open sessions', events: 'sign-in events', devices: 'remembered devices' } as const;

type Source = keyof typeof SOURCES;

/** Reads signals of one user after another. What the pool does not have, or the caller may not read, is asked for once. */
export class SignalReader {
  readonly #failed = new Map<Source, AdminError>();

  constructor(
    private readonly directory: Directory,
    private readonly pool: UserPool,
  ) {}

  /**
   * Reads about a user until there is a signal of the user in the period: sessions first, which every sign-in makes.
   *
   * @param since the start of the period, in milliseconds since 1970
   * @throws AdminError USER_NOT_FOUND; as the calls do, unless the pool has no such operation or the caller may not use it
   */
  async read(user: User, since: number): Promise<Read> {
    const { cognito } = this.directory;
    const { username } = user;
    const signals: Signal[] = [];
    const isEnough = () => isActive({ signals, since });
    await this.#ask('sessions', async () => {
      for await (const { createdAt, lastActiveAt } of openSessions(cognito, username)) {
        for (const at of [createdAt, lastActiveAt])
          if (at !== null) signals.push({ kind: 'session', at, isByUser: true });
      }
    });
    let reachesBack = false;
    if (!isEnough() && recordsSignIns(this.pool)) {
      await this.#ask('events', async () => {
        const { found, other, before } = await eventsSince(cognito, username, since, ({ result }) => result === 'Pass');
        for (const event of [found, other, before]) {
          if (event === undefined) continue;
          // An event without a time was not found to be earlier.
          const at = event.at ?? new Date(since).toISOString();
          signals.push({ kind: 'event', at, isByUser: event.result === 'Pass' });
        }
        reachesBack = before !== undefined;
      });
    }
    if (!isEnough() && this.pool.DeviceConfiguration !== undefined) {
      await this.#ask('devices', async () => {
        for await (const { lastSignInAt: at } of rememberedDevices(cognito, username)) {
          if (at !== null) signals.push({ kind: 'device', at, isByUser: true });
        }
      });
    }
    return { signals, unread: this.#unread(), record: this.#record(user, since, reachesBack) };
  }

  /** What may not be read; what the pool does not have holds no signals. */
  #unread(): string[] {
    return [...this.#failed]
      .filter(([, { code }]) => code === 'ACCESS_DENIED')
      .map(([source, error]) => unknown(source, error));
  }

  /**
   * Whether the events are a record of everything in the period. A renewed token is no event, so the sessions have to be known
   * too. The pool does not say since when it has recorded events: an event from before the period shows it, or that its
   * settings have not changed since.
   */
  #record(user: User, since: number, reachesBack: boolean): Read['record'] {
    if (!recordsSignIns(this.pool)) return [NO_SIGN_INS_RECORDED];
    if (isFederated(user)) return ['threat protection may not record the sign-ins of federated users'];
    for (const source of ['sessions', 'events'] as const) {
      const failed = this.#failed.get(source);
      if (failed !== undefined) return [unknown(source, failed)];
    }
    const { LastModifiedDate: changed } = this.pool;
    if (reachesBack || (changed !== undefined && changed.getTime() <= since)) return 'events';
    return ['sign-ins may not have been recorded in all of the period: the user pool was changed in it'];
  }

  async #ask(source: Source, read: () => Promise<void>): Promise<void> {
    if (this.#failed.has(source)) return;
    try {
      await read();
    } catch (error) {
      if (!(error instanceof AdminError) || !WITHOUT.has(error.code)) throw error;
      this.#failed.set(source, error);
    }
  }
}

function unknown(source: Source, { message }: AdminError): string {
  return `${SOURCES[source]} are not known: ${message}`;
}

const WITHOUT = new Set<ErrorCode>(['ACCESS_DENIED', 'UNSUPPORTED_OPERATION']);

import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';

import { AdminError } from '../../errors.js';
import { WAIT_UNSAID } from '../../files/lock.js';
import { visible } from '../../output/sanitise.js';
import { type Holder, LockItem } from './lock-item.js';
import type { Table } from './table.js';

/** Milliseconds after which a lock that is not renewed may be taken over. */
const LEASE = 10_000;
/** How often a lock is renewed in that time while it is held. */
const RENEWALS = 3;
/** Milliseconds to wait for a lock that others hold, as for one of this machine. */
const TIMEOUT = 60_000;
/** Milliseconds between two looks at a lock that another holds: at random, between these two. */
const LOOK = { least: 150, most: 450 };

/** The clocks of a process. */
export interface Clock {
  /**
   * Milliseconds since some moment, whatever the time of day is set to. On some systems it stops while the machine
   * sleeps.
   */
  readonly elapsed: () => number;
  /** Milliseconds by the time of day, which goes on while the machine sleeps. */
  readonly time: () => number;
  readonly wait: (ms: number) => Promise<unknown>;
}

const CLOCK: Clock = { elapsed: () => performance.now(), time: () => Date.now(), wait: (ms) => delay(ms) };

export interface LeaseOptions {
  /** The partition key of the lock, which no history has. */
  readonly key: string;
  /** What is locked, for messages. */
  readonly label: string;
  /** Who holds it then, for the messages of others. */
  readonly by: string;
  /** Aborts when the person interrupts the command. */
  readonly interrupt: AbortSignal;
  /** Called once with who holds it if it has not come free after `WAIT_UNSAID`. */
  readonly onWait?: (by: string) => void;
  /** Default: ten seconds. */
  readonly leaseMs?: number;
  /** Milliseconds to wait for it; default: one minute. */
  readonly timeoutMs?: number;
  readonly clock?: Clock;
}

/**
 * Takes a lock that all machines share. Clocks of machines are not compared: a process that waits takes the lock over
 * when it has seen it, by a clock of its own, without a renewal for as long as its lease is.
 *
 * @throws AdminError CHANGED_UNDERNEATH, with who holds it, if it does not become free in time; CANCELLED; as a call
 *   does
 */
export async function takeLease(table: Table, options: LeaseOptions): Promise<Lease> {
  const { key, label, by, interrupt, onWait, clock = CLOCK, timeoutMs = TIMEOUT, leaseMs = LEASE } = options;
  const item = new LockItem(table, key);
  const mine: Holder = { token: randomUUID(), by, leaseMs };
  const start = clock.elapsed();
  let sent = momentOf(clock);
  const lease = (fence: number, previous?: string) => new Lease(item, mine, { label, clock, sent, fence, previous });

  const before = await item.take(mine);
  if (before !== undefined) return lease(before.fence + 1, before.token);
  let isSaid = false;
  let seen = { token: '', renewed: -1, since: start };
  for (;;) {
    const now = clock.elapsed();
    const lock = await item.read();
    // The answer to the attempt that took it was lost.
    if (lock?.token === mine.token) return lease(lock.fence);
    if (lock !== undefined && (lock.token !== seen.token || lock.renewed !== seen.renewed)) {
      seen = { token: lock.token, renewed: lock.renewed, since: clock.elapsed() };
    }
    const isFree = lock?.isHeld !== true;
    if (isFree || now - seen.since >= lock.leaseMs) {
      sent = momentOf(clock);
      const taken = await item.take(mine, isFree ? undefined : lock);
      if (taken !== undefined) return lease(taken.fence + 1);
    } else if (now - start > timeoutMs) {
      throw new AdminError('CHANGED_UNDERNEATH', `${label} is being changed by ${visible(lock.by)}`, {
        hint: 'Nothing was changed. Run the command again when that is done.',
      });
    }
    if (!isSaid && lock?.isHeld === true && now - start > WAIT_UNSAID) {
      isSaid = true;
      onWait?.(visible(lock.by));
    }
    if (interrupt.aborted) throw new AdminError('CANCELLED', 'interrupted', { hint: 'Nothing was changed.' });
    await clock.wait(LOOK.least + Math.random() * (LOOK.most - LOOK.least));
  }
}

interface Taken {
  readonly label: string;
  readonly clock: Clock;
  /** When the request was sent that took it. */
  readonly sent: Moment;
  readonly fence: number;
  readonly previous: string | undefined;
}

/** A lock that this process has taken. It is renewed until it is released. */
export class Lease {
  /** The number of this taking of the lock: one more than that of the one before. */
  readonly fence: number;
  /** Names this taking of the lock. */
  readonly token: string;
  /**
   * The token of the one before, if it was released when this one was asked for: empty if there was none, `undefined`
   * if the lock was waited for.
   */
  readonly previous: string | undefined;
  /**
   * When the last request was sent that has shown that the lock is held. Others cannot take it until the lease has
   * passed since.
   */
  #sent: Moment;
  #isLost = false;
  readonly #renewing: NodeJS.Timeout;

  constructor(
    private readonly item: LockItem,
    private readonly mine: Holder,
    private readonly taken: Taken,
  ) {
    this.fence = taken.fence;
    this.token = mine.token;
    this.previous = taken.previous;
    this.#sent = taken.sent;
    // A renewal that fails is repeated by the next one.
    const renew = () => void this.renew().catch(() => undefined);
    this.#renewing = setInterval(renew, mine.leaseMs / RENEWALS).unref();
  }

  /** Asks the table whether the lock is still held, and renews it. @throws AdminError as a call does */
  async renew(): Promise<void> {
    const sent = momentOf(this.taken.clock);
    if (await this.item.renew(this.mine)) this.#sent = sent;
    else this.#isLost = true;
  }

  /**
   * To be called right before a write. A process that was suspended, or a machine that slept, may have lost the lock.
   *
   * @throws AdminError CHANGED_UNDERNEATH, with who has taken it over; as a call does
   */
  async assertHeld(): Promise<void> {
    const { clock, label } = this.taken;
    const { leaseMs } = this.mine;
    if (!this.#isLost && passedSince(this.#sent, clock) > leaseMs / 2) await this.renew();
    if (!this.#isLost && passedSince(this.#sent, clock) < leaseMs) return;
    const lock = await this.item.read().catch(() => undefined);
    const others = lock === undefined || lock.token === this.mine.token ? 'another process' : visible(lock.by);
    throw new AdminError('CHANGED_UNDERNEATH', `the lock of ${label} was lost: ${others} may be changing it`, {
      hint:
        `It was not renewed for ${leaseMs / 1000} seconds, as if this process had been suspended.\n` +
        'Run the command again: it makes a new plan.',
    });
  }

  /** Lets others take the lock. If the table cannot be reached, they can when the lease has lapsed. */
  async release(): Promise<void> {
    clearInterval(this.#renewing);
    await this.item.release(this.mine).catch((error: unknown) => {
      if (!(error instanceof AdminError)) throw error;
    });
  }
}

interface Moment {
  readonly elapsed: number;
  readonly time: number;
}

function momentOf({ elapsed, time }: Clock): Moment {
  return { elapsed: elapsed(), time: time() };
}

/** The longer of what the two clocks say: one may have stopped, and the other may have been set back. */
function passedSince(moment: Moment, { elapsed, time }: Clock): number {
  return Math.max(elapsed() - moment.elapsed, time() - moment.time);
}

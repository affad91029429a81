import { findUser } from '../state/lookup.js';
import type { MessageState } from '../state/outbox-state.js';
import { loadState, stampOf } from '../state/state-file.js';
import type { PoolState } from '../state/state.js';

/** A message in an outbox, as `sandbox outbox` shows it. */
export interface OutboxMessage extends Omit<MessageState, 'at' | 'subject'> {
  readonly poolId: string;
  /** Counts the messages of the pool, from 1. */
  readonly number: number;
  /** ISO 8601, UTC. */
  readonly at: string;
  /** Null for an SMS. */
  readonly subject: string | null;
}

/**
 * The messages in the state file at `path`, of all its pools, newest first; only those to `user` if it is given: a user
 * name, an address, or a `sub`. A user who has been deleted is found by the name or the address of the message. Does
 * not create the file. Throws AdminError SANDBOX_STATE if it cannot be used.
 */
export async function readOutbox(path: string, { user }: { user?: string | undefined } = {}): Promise<OutboxMessage[]> {
  const exists = (await stampOf(path)) !== undefined;
  const pools = exists ? (await loadState(path)).state.pools : {};
  const messages = Object.entries(pools).flatMap(([poolId, pool]) => {
    const isWanted = user === undefined ? () => true : matcher(pool, user);
    return Object.entries(pool.outbox ?? {})
      .filter(([, message]) => isWanted(message))
      .map(([number, message]) => ({ poolId, number: Number(number), message }));
  });
  return messages
    .sort((one, other) => other.message.at - one.message.at || other.number - one.number)
    .map(({ poolId, number, message: { at, subject = null, ...message } }) => ({
      poolId,
      number,
      at: new Date(at).toISOString(),
      subject,
      ...message,
    }));
}

function matcher(pool: PoolState, user: string): (message: MessageState) => boolean {
  const found = findUser(pool, user)?.username;
  const folded = user.toLowerCase();
  return ({ username, to }) => username === (found ?? user) || to.toLowerCase() === folded;
}

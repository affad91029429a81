/**
 * Locks of the targets of changes: `target-lock.ts` takes the one of this machine, `team-lock.ts` the one that a team
 * shares.
 */
import { join } from 'node:path';

import type { Directory } from '../../directory.js';
import { withLock } from '../../files/lock.js';
import { dataFolderError } from '../../files/system-error.js';
import type { Target } from '../../model/target.js';

/** The lock of a target while a change is made. */
export interface TargetLock {
  /** Reads the target while the lock is held. */
  readonly read: <T>(read: () => Promise<T>) => Promise<T>;
  /** Makes sure that the lock will be held for a while, as far as that takes a request. @throws as a call does */
  readonly renew: () => Promise<void>;
  /** To be called right before the write. @throws AdminError CHANGED_UNDERNEATH if the lock was lost; as a call does */
  readonly assertHeld: () => Promise<void>;
  /** Lets others change the target before `work` has ended: what it still does is not about the target. */
  readonly release: () => Promise<void>;
}

const nothing = () => Promise.resolve();

/** For what needs no lock. */
export const NO_LOCK: TargetLock = { read: (read) => read(), renew: nothing, assertHeld: nothing, release: nothing };

/** What is locked. */
export interface Locked {
  readonly target: Target;
  /** See `writesList` in `change.ts`. */
  readonly writesList?: boolean | undefined;
}

/**
 * Runs `work` while no other sf-admin on this machine changes the same target; and none on the machines of a team, if
 * the write replaces what the change has read. Others cannot be held off: the service has no lock, which is why a
 * change is planned again right before its write and verified after it.
 *
 * @throws AdminError DATA_FOLDER if the data folder cannot be written; CHANGED_UNDERNEATH if another process holds the
 *   lock; as taking the team's lock does; whatever `work` throws
 */
export function withTargetLock<T>(
  directory: Directory,
  locked: Locked,
  work: (lock: TargetLock) => Promise<T>,
): Promise<T> {
  const { dataFolder, endpoint, table } = directory;
  const file = join(dataFolder, 'locks', `${endpoint.poolId}-${locked.target.id}`.replace(/[^\w.-]/g, '_'));
  const underLock = async (assertHeldHere: () => void): Promise<T> => {
    const assertHeld = () => Promise.resolve().then(assertHeldHere);
    // A change with a directory for reading only is refused when the change is recorded.
    if (table === undefined || endpoint.readOnly === true || !isShared(locked)) {
      return work({ ...NO_LOCK, assertHeld });
    }
    const { takeTeamLock } = await import('./team-lock.js');
    const lock = takeTeamLock(directory, table, { target: locked.target, memory: `${file}.last` });
    try {
      return await work({ ...lock, assertHeld: () => lock.assertHeld().then(assertHeldHere) });
    } finally {
      await lock.release();
    }
  };
  return withLock(file, underLock, {
    onWait: () =>
      directory.note?.(`Waiting for another process of this machine, which is changing ${locked.target.label}.`),
    explain: (error) => dataFolderError(dataFolder, error, 'Nothing was changed.'),
  });
}

/**
 * Whether machines have to be kept apart. Of a user, a request changes only what it names; so that the last one of two
 * wins, as if they had come one after the other, unless one of them writes a list that was made from what was read.
 */
function isShared({ target, writesList = false }: Locked): boolean {
  return target.kind !== 'user' || writesList;
}

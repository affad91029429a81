import { readFile, writeFile } from 'node:fs/promises';

import type { Lease } from '../../cognito/table/lease.js';
import type { Table } from '../../cognito/table/table.js';
import type { Directory } from '../../directory.js';
import { AdminError } from '../../errors.js';
import { isSystemError } from '../../files/system-error.js';
import { poolKey } from '../../history/history-stores.js';
import { adviceFor, holderName, statusOf } from '../../history/history.js';
import type { Target } from '../../model/target.js';

/**
 * Starts to take the lock of a target in the table of a team: at once, so that it takes no time of its own beside the
 * first read.
 *
 * @param target whose lock this process holds on this machine until the one of the team is released
 * @param memory the file in which this machine notes when it was the last to hold the lock
 * @returns a `TargetLock`
 */
export function takeTeamLock(
  directory: Directory,
  table: Table,
  { target, memory }: { readonly target: Target; readonly memory: string },
) {
  const { endpoint } = directory;
  const taking = take();
  // Thrown where it is waited for.
  taking.catch(() => undefined);
  let isTaken = false;
  let releasing: Promise<void> | undefined;

  async function take(): Promise<Lease> {
    const { takeLease } = await import('../../cognito/table/lease.js');
    return takeLease(table, {
      key: `${poolKey(endpoint)}#lock#${target.kind}:${target.id}`,
      label: target.label,
      by: holderName(directory),
      interrupt: endpoint.interrupt,
      onWait: (by) => directory.note?.(`Waiting for ${by}, who is changing ${target.label}.`),
    });
  }

  /**
   * Whether no other machine has held the lock since this one did: then what was read before it was taken still counts.
   */
  async function isUntouched({ previous }: Lease): Promise<boolean> {
    return previous === '' || (previous !== undefined && previous === (await remembered(memory)));
  }

  async function release(): Promise<void> {
    const lease = await taking.catch(() => undefined);
    if (lease === undefined) return;
    // Users are too many for a file each.
    if (target.kind !== 'user') await remember(memory, lease.token);
    await lease.release();
  }

  return {
    async read<T>(read: () => Promise<T>): Promise<T> {
      if (isTaken) return read();
      const early = read();
      early.catch(() => undefined);
      const lease = await explained(directory, taking, { table, target });
      isTaken = true;
      return (await isUntouched(lease)) ? early : read();
    },
    renew: async () => explained(directory, (await taking).renew(), { table, target }),
    assertHeld: async () => explained(directory, (await taking).assertHeld(), { table, target }),
    release: () => (releasing ??= release()),
  };
}

/** @throws AdminError HISTORY_UNWRITABLE in place of what a call to the table throws */
async function explained<T>(
  directory: Directory,
  work: Promise<T>,
  { table, target }: { readonly table: Table; readonly target: Target },
): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof AdminError) || KEPT.has(error.code)) throw error;
    throw new AdminError(
      'HISTORY_UNWRITABLE',
      `${target.label} cannot be locked in table ${table.name}: ${error.message}`,
      {
        hint: `Nothing was changed.\n${error.hint ?? adviceFor(directory)}`,
        exitCode: statusOf(error),
        cause: error,
      },
    );
  }
}

const KEPT = new Set(['CHANGED_UNDERNEATH', 'CANCELLED']);

/** What cannot be read or kept costs another read of the target. */
async function remembered(file: string): Promise<string | undefined> {
  return readFile(file, 'utf8').catch(ignoreSystemError);
}

async function remember(file: string, token: string): Promise<void> {
  await writeFile(file, token, { mode: 0o600 }).catch(ignoreSystemError);
}

function ignoreSystemError(error: unknown): undefined {
  if (!isSystemError(error)) throw error;
  return undefined;
}

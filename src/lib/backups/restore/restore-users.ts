import { Readable } from 'node:stream';

import type { Directory } from '../../directory.js';
import { AdminError } from '../../errors.js';
import type { Row } from '../../input/rows/row.js';
import { isFederated } from '../../model/user.js';
import { attributeRules, isCaseSensitive } from '../../model/user-pool.js';
import type { RowOperation } from '../../runs/operations/row-operation.js';
import { listed } from '../../text/listed.js';
import { commandLine } from '../../directory.js';
import { shellWord } from '../../text/quoted.js';
import { type Archive, type ArchivedUser, inArchive, isSamePool, subjectOf } from '../archive/archive.js';
import { archivedUsers } from '../archive/read-archive.js';
import { restoreUser } from './restore-user.js';
import { restorableAttributes, signInName } from './sign-in-name.js';

/**
 * Restores each user of a backup who is not there.
 *
 * @throws AdminError if the pool cannot be read
 */
export async function restoreUsersOperation(directory: Directory, archive: Archive): Promise<RowOperation> {
  const pool = await directory.pool();
  return {
    operation: 'users.restore',
    intent: { digest: archive.digest },
    textKey: 'username',
    creates: true,
    withoutPlan: 'A restore has no plan that somebody could approve, as docs/plans.md explains.',
    caseSensitive: isCaseSensitive(pool),
    hasValues: true,
    // The manifest has proved that the rows are as they were written.
    columns: { keyOf: (written) => written, check: () => [], naming: ['username'] },
    check: () => [],
    nameOf: (row) => signInName(pool, userOf(row)) ?? userOf(row).username,
    plan: (acting, row) => restoreUser(acting, userOf(row)),
    recovery: { kind: 'complete', plan: (acting, row) => restoreUser(acting, userOf(row), { isRetried: true }) },
  };
}

function userOf({ original }: Row): ArchivedUser {
  return original as unknown as ArchivedUser;
}

/** The users of a backup whom a pool can create, as the input of a run. */
export function restorableUsers({ folder }: Archive): Readable {
  return Readable.from(linesOfRestorable(folder));
}

async function* linesOfRestorable(folder: string): AsyncGenerator<Buffer, void, undefined> {
  for await (const user of archivedUsers(folder)) {
    if (!isFederated(user)) yield Buffer.from(`${JSON.stringify(user)}\n`);
  }
}

/**
 * Refuses a pool into which the backup must not be restored, before anything is written.
 *
 * @param options.isSamePool whether it may be the pool that the backup was made of
 * @throws AdminError SAME_POOL for that pool; TENANT_MISMATCH if the context is bound to a tenant and the backup holds
 *   others; UNKNOWN_ATTRIBUTE if the pool lacks attributes that users of the backup have
 */
export async function assertRestorable(
  directory: Directory,
  { folder, manifest }: Archive,
  { isSamePool: isAllowed }: { isSamePool: boolean },
): Promise<void> {
  const { name, tenant } = directory.context;
  if (tenant !== undefined && manifest.tenant !== tenant) {
    throw new AdminError(
      'TENANT_MISMATCH',
      `${folder} holds other tenants, but context ${name} is bound to ${tenant}`,
      {
        hint: 'Nothing was written. Use a context that is bound to no tenant: sf-admin context list',
      },
    );
  }
  if (isSamePool(manifest, subjectOf(directory)) && !isAllowed) {
    throw new AdminError('SAME_POOL', `${folder} is a backup of this user pool, ${manifest.poolId}`, {
      hint:
        'Nothing was written. Users who were deleted since would exist again, with another sub. If that is what you want: ' +
        '--same-pool',
    });
  }
  const known = new Set(attributeRules(await directory.pool()).map((rule) => rule.name));
  const missing = new Set<string>();
  for await (const user of archivedUsers(folder)) {
    // AdminCreateUser cannot make one.
    if (isFederated(user)) continue;
    for (const attribute of restorableAttributes(user).keys()) if (!known.has(attribute)) missing.add(attribute);
  }
  if (missing.size === 0) return;
  // The backup of a tenant has no settings.
  const file = manifest.tenant === null ? shellWord(inArchive(folder, 'pool.yaml')) : 'FILE';
  throw new AdminError('UNKNOWN_ATTRIBUTE', `the user pool lacks attributes of the backup: ${listed([...missing])}`, {
    hint: `Nothing was written. To add them: ${commandLine(directory, `pool apply ${file}`)}`,
  });
}

import type { Change } from '../changes/change.js';
import type { Outcome } from '../changes/outcome.js';
import { isFatal } from '../changes/plan-all.js';
import type { Directory } from '../directory.js';
import { AdminError, type ErrorCode } from '../errors.js';
import { checkLines } from '../history/file/verify-history.js';
import { endGrant } from './end-grant.js';
import { type TemporaryGrant, temporaryGrants } from './grant-ledger.js';

/** The roles that are held for a time, the one that ends first in front. */
export interface GrantsAt {
  /** Those whose time is over. */
  readonly due: readonly TemporaryGrant[];
  readonly later: readonly TemporaryGrant[];
}

/** Which roles are to be taken back, and which later. @throws AdminError HISTORY_UNREADABLE */
export async function grantsAt(directory: Directory, now: Date): Promise<GrantsAt> {
  const grants = await temporaryGrants(directory);
  const isDue = ({ until }: TemporaryGrant) => Date.parse(until) <= now.getTime();
  return {
    // A user may have been moved since: the user's present tenant decides, see `planExpiry`.
    due: grants.filter(isDue),
    later: grants.filter((grant) => !isDue(grant) && isOwn(directory, grant)),
  };
}

/** What is to be taken back. */
export interface Expiry {
  readonly changes: readonly Change[];
  /** The grants whose end could not be planned, with why. They do not keep the others from ending. */
  readonly failed: readonly Outcome[];
  /** The first part of the history that is not as it was written, from the first of the grants on. */
  readonly fault: string | undefined;
}

/**
 * Plans to take back every role whose time is over, and no other. If the caller acts in a tenant, only from its users.
 *
 * @throws AdminError HISTORY_UNREADABLE; for failures that every grant would meet alike
 */
export async function planExpiry(directory: Directory, now: Date): Promise<Expiry> {
  const { due } = await grantsAt(directory, now);
  const changes: Change[] = [];
  const failed: Outcome[] = [];
  for (const grant of due) {
    try {
      const change = await expire(directory, grant);
      if (isOwn(directory, change)) changes.push(change);
    } catch (error) {
      if (!(error instanceof AdminError) || (isFatal(error) && !OF_ONE_USER.has(error.code))) throw error;
      if (isOwn(directory, grant)) failed.push(failure(grant, error));
    }
  }
  return { changes, failed, fault: await faultSince(due) };
}

/** Failures of the service that may be those of one user, who must not keep the roles of others from ending. */
const OF_ONE_USER = new Set<ErrorCode>(['BAD_RESPONSE', 'SERVICE_FAILED']);

function expire(directory: Directory, grant: TemporaryGrant): Promise<Change> {
  const { role, target, until } = grant;
  return endGrant(directory, grant, {
    operation: 'access.expire',
    onlyIfPresent: true,
    doneMessage: `Took ${role} back from ${target.label}: it was granted until ${until}.`,
    unchangedMessage: `The grant of ${role} to ${target.label} was renewed, or is over already.`,
  });
}

function isOwn({ tenant }: Directory, { target }: Pick<Change, 'target'>): boolean {
  return tenant === undefined || target.tenantId === tenant;
}

function failure({ target, recordId }: TemporaryGrant, error: AdminError): Outcome {
  return {
    plan: { operation: 'access.expire', target, fields: [], undoes: recordId, doneMessage: '', unchangedMessage: '' },
    changed: false,
    dryRun: false,
    requestIds: [],
    warnings: [],
    error,
  };
}

/** A damaged line may hide a later grant of the role, or that it was taken. Roles are taken back all the same. */
async function faultSince(grants: readonly TemporaryGrant[]): Promise<string | undefined> {
  // Positions of different stores cannot be compared: bytes of a file, lines of a table.
  for (const store of new Set(grants.map((grant) => grant.store))) {
    const offsets = grants.flatMap((grant) => (grant.store === store ? grant.offset : []));
    const { faults } = await checkLines(store, { from: Math.min(...offsets) });
    if (faults[0] !== undefined) return faults[0].found;
  }
  return undefined;
}

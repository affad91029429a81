import { eachPage, PAGE_SIZE } from '../../cognito/client/pages.js';
import { commandLine, type Directory } from '../../directory.js';
import { AdminError } from '../../errors.js';
import { userFromList } from '../../model/user.js';
import { closest } from '../../text/suggestion.js';
import { pageOfUsers } from './user-pages.js';

/** The tenants that users are in, as far as the pool was read. */
export interface TenantsRead {
  readonly tenants: ReadonlySet<string>;
  /** Whether the whole pool was read. */
  readonly isAll: boolean;
}

/** Pages to read where the tenants are worth a short wait: for a person, and for a run or an import. */
export const TENANT_PAGES = 20;

export interface TenantLook {
  /** The most pages of ListUsers to read. */
  readonly pages: number;
  /** The name, in any case, of a user who does not count: the one that is being created or moved. */
  readonly except?: string | undefined;
  /** Ends the reading before its next page. */
  readonly stop?: AbortSignal;
}

/** Sentences that a command shows at most about tenants without users. */
const MAX_WARNINGS = 10;

/**
 * Which of these tenants no user is in: probably mistyped, since a tenant has users. Cognito cannot search by tenant, so
 * the first pages of the pool are read until all were seen. Says nothing if the pool has more pages, if it cannot be
 * read, or about a tenant that the context lists. Throws no AdminError.
 */
export async function emptyTenantWarnings(
  directory: Directory,
  asked: Iterable<string>,
  look: TenantLook,
): Promise<string[]> {
  const listed = directory.conventions.tenant.list ?? [];
  const doubtful = [...asked].filter((tenant) => !listed.includes(tenant));
  if (doubtful.length === 0) return [];
  const { tenants, isAll } = await readTenants(directory, look, (seen) => doubtful.every((tenant) => seen.has(tenant)));
  // In a pool without tenants every tenant is new.
  if (!isAll || tenants.size === 0) return [];
  const empty = doubtful.filter((tenant) => !tenants.has(tenant));
  return empty.slice(0, MAX_WARNINGS).map((tenant) => {
    const nearest = closest(tenant, [...tenants]);
    return `no user is in ${tenant}${nearest === undefined ? '' : `; nearest: ${nearest}`}`;
  });
}

/** That no user is in the tenant that the directory acts in. */
export function tenantNotFound(directory: Directory): AdminError {
  return new AdminError('TENANT_NOT_FOUND', `no user is in ${directory.tenant ?? 'any tenant'}`, {
    hint: `To list the tenants: ${commandLine(directory, 'tenant list')}`,
  });
}

/** The tenants of the first pages of the pool, until `isEnough`. Throws no AdminError: what was read so far counts. */
export async function readTenants(
  directory: Directory,
  { pages, except, stop }: TenantLook,
  isEnough: (tenants: ReadonlySet<string>) => boolean = () => false,
): Promise<TenantsRead> {
  if (directory.addresses !== undefined) return { tenants: directory.addresses.tenants, isAll: true };
  const tenants = new Set<string>();
  const excepted = except?.toLowerCase();
  let read = 0;
  try {
    for await (const { items, nextToken } of eachPage(pageOfUsers(directory.cognito, { Limit: PAGE_SIZE }))) {
      for (const { tenantId, username, sub, email } of items.map(userFromList)) {
        const names = [username, sub, email].map((name) => name?.toLowerCase());
        if (tenantId !== null && (excepted === undefined || !names.includes(excepted))) tenants.add(tenantId);
      }
      read += 1;
      if (nextToken === undefined) return { tenants, isAll: true };
      if (read >= pages || stop?.aborted === true || isEnough(tenants)) break;
    }
  } catch (error) {
    // The command does without: it may have no permission to list users, or too many calls were made.
    if (!(error instanceof AdminError)) throw error;
  }
  return { tenants, isAll: false };
}

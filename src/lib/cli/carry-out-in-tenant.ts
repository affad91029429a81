import type { Change } from '../changes/change.js';
import type { Directory } from '../directory.js';
import { emptyTenantWarnings, TENANT_PAGES } from '../users/read/empty-tenants.js';
import { carryOutAndReport, type ChangeInvocation } from './carry-out-and-report.js';

/** Pages to read for a script, beside the calls of the change. A person sees the warning before the question. */
const PAGES_FOR_SCRIPT = 3;

export interface IntoTenant {
  /** The tenant that the change puts a user into, if it does. */
  readonly tenant: string | undefined;
  /** The user, as the command names it. */
  readonly user: string;
}

/**
 * As `carryOutAndReport`, and warns if no user is in the tenant that a user would be put into. The tenants are read while
 * the change is planned and, unless somebody is asked, made: a script does not wait for another call first.
 */
export async function carryOutInTenant(
  invocation: ChangeInvocation,
  directory: Directory,
  { tenant, user }: IntoTenant,
  plan: () => Promise<Change>,
): Promise<void> {
  const { flags, prompter, warn } = invocation;
  const isAsked = prompter !== undefined && !flags.yes;
  const pages = isAsked ? TENANT_PAGES : PAGES_FOR_SCRIPT;
  const over = new AbortController();
  const look = { pages, except: user, stop: over.signal };
  const reading = tenant === undefined ? [] : emptyTenantWarnings(directory, [tenant], look).catch((): string[] => []);
  try {
    const change = await plan();
    if (isAsked) for (const warning of await reading) warn(warning);
    await carryOutAndReport(invocation, directory, change);
    if (!isAsked) for (const warning of await reading) warn(warning);
  } finally {
    over.abort();
  }
}

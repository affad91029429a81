import type { Candidate } from './table.js';
import type { Context } from '../../config/context.js';
import { openDirectory } from '../../directory.js';
import { listGroups } from '../../groups/read-groups.js';
import { listProviders } from '../../providers/read-providers.js';
import { listUsers } from '../../users/read/list-users.js';

/** One page, and as many as anyone would look through. */
const MOST = 60;

/** What the user pool is asked for. */
export type RequestedKind = 'user' | 'tenant' | 'group' | 'provider';

/** Milliseconds that the requests may take. */
const TIME_LIMIT = 2000;

/**
 * Values that are requested from the user pool, as far as one page has them: addresses of users that begin with the typed
 * text, tenants of users, groups or identity providers. In a tenant, only users of that tenant are found.
 *
 * @throws AdminError those of `openDirectory` and `Cognito.call`
 */
export async function requestedValues(
  kind: RequestedKind,
  { context, dataFolder, tenant }: { context: Context; dataFolder: string; tenant: string | undefined },
  typed: string,
): Promise<Candidate[]> {
  const directory = openDirectory(context, {
    dataFolder,
    flagsToRepeat: '',
    tenant,
    timeoutMs: TIME_LIMIT,
    interrupt: AbortSignal.timeout(TIME_LIMIT),
    // A question in the middle of a line that is being typed would go unanswered.
    mfaCode: (device) => Promise.reject(new Error(`no MFA code of ${device}`)),
  });
  if (kind === 'group') return namesOf(listGroups(directory), ({ description }) => description);
  if (kind === 'provider') return namesOf(listProviders(directory), ({ type }) => type);
  const emailPrefix = kind === 'user' && typed !== '' ? typed : undefined;
  const found: Candidate[] = [];
  for await (const user of listUsers(directory, { emailPrefix, limit: MOST }).users) {
    const value = kind === 'user' ? user.email : user.tenantId;
    const name = [user.givenName, user.familyName].filter((part) => part !== null).join(' ');
    if (value !== null) found.push({ value, ...(kind === 'user' && name !== '' ? { description: name } : {}) });
  }
  return found;
}

async function namesOf<Item extends { readonly name: string }>(
  items: AsyncIterable<Item>,
  describe: (item: Item) => string | null,
): Promise<Candidate[]> {
  const found: Candidate[] = [];
  for await (const item of items) {
    found.push({ value: item.name, description: describe(item) ?? undefined });
    if (found.length === MOST) break;
  }
  return found;
}

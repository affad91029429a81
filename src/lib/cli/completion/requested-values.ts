import type { Candidate } from './table.js';
import type { Context } from '../../config/context.js';
import { openDirectory } from '../../directory.js';
import { listUsers } from '../../users/read/list-users.js';

/** One page of users, and as many as anyone would look through. */
const MOST_USERS = 60;

/** Milliseconds that the requests may take. */
const TIME_LIMIT = 2000;

/**
 * Values that are requested from the user pool, as far as one page of users has them: addresses that begin with the typed
 * text, or tenants. In a tenant, only users of that tenant are found.
 *
 * @throws AdminError those of `openDirectory` and `Cognito.call`
 */
export async function requestedValues(
  kind: 'user' | 'tenant',
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
  const emailPrefix = kind === 'user' && typed !== '' ? typed : undefined;
  const found: Candidate[] = [];
  for await (const user of listUsers(directory, { emailPrefix, limit: MOST_USERS }).users) {
    const value = kind === 'user' ? user.email : user.tenantId;
    const name = [user.givenName, user.familyName].filter((part) => part !== null).join(' ');
    if (value !== null) found.push({ value, ...(kind === 'user' && name !== '' ? { description: name } : {}) });
  }
  return found;
}

import { assertInTenant } from '../../changes/guard.js';
import { pages } from '../../cognito/client/pages.js';
import { readClients } from '../../client/read-clients.js';
import { privilegedGroups } from '../../conventions/roles.js';
import type { Directory } from '../../directory.js';
import { AdminError } from '../../errors.js';
import type { AppClient } from '../../model/app-client.js';
import type { SignInEvent } from '../../model/sign-in-event.js';
import { identitiesOf, type User, type UserDetail, userFromList, userLabel } from '../../model/user.js';
import { describedGroupsOfUser } from '../../groups/user-groups.js';
import { describeProviderIfAny } from '../../providers/read-providers.js';
import { counted } from '../../text/counted.js';
import { getUserIfAny, userNameOf, usersOfAddress } from '../../users/read/find-user.js';
import { signInFactors } from '../../users/read/sign-in-factors.js';
import { latestEvents } from '../../users/read/list-events.js';
import { caseVariants, serverFilter } from '../../users/read/server-filter.js';
import { pageOfUsers } from '../../users/read/user-pages.js';
import { PASSKEYS_UNREAD, registeredFactors, rolesWithFactor } from './factor-rules.js';
import type { UserFacts, UserFinding } from './user-finding.js';
import { userFindings } from './user-rules.js';

/** Why a user cannot sign in, as far as the user pool shows. */
export interface Diagnosis {
  /** The user, as `users show` prints it; `null` if no user or several users have the name. */
  readonly user: UserDetail | null;
  readonly findings: readonly UserFinding[];
  /** What could not be read, and so was not checked: sentences. */
  readonly unread: readonly string[];
  /** The summary, in a sentence. */
  readonly verdict: string;
}

/**
 * Reads everything in the user pool that decides whether a user can sign in, and checks it against what Cognito and
 * StackFlow's conventions require.
 *
 * @param input.user an email, a `sub` or a user name
 * @param now the time to which ages are counted
 * @throws AdminError USER_NOT_FOUND if no user has this name or a similar address; TENANT_MISMATCH
 */
export async function diagnoseUser(directory: Directory, input: { user: string }, now: Date): Promise<Diagnosis> {
  const asked = userNameOf(input.user);
  const found = await usersNamed(directory, asked);
  for (const user of found) assertInTenant(directory, user.tenantId, userLabel(user));
  const [user] = found;
  const unread: string[] = [];
  const address = user?.email ?? (asked.includes('@') ? asked : undefined);
  const [pool, clients, namesakes, events, factors, groups, providers] = await Promise.all([
    readOr(undefined, 'the user pool', unread, () => directory.pool()),
    readOr(undefined, 'the app clients', unread, () => everyClient(directory)),
    address === undefined ? [] : readOr([], 'similar addresses', unread, () => sameButForCase(directory, address)),
    user === undefined ? [] : readOr([], 'sign-in events', unread, () => recentEvents(directory, user.username)),
    user === undefined
      ? undefined
      : readOr(undefined, FACTORS, unread, () => signInFactors(directory.cognito, user.username)),
    user === undefined
      ? []
      : readOr([], 'the groups', unread, () => describedGroupsOfUser(directory.cognito, user.username)),
    user === undefined
      ? NO_PROVIDERS
      : readOr(NO_PROVIDERS, 'the identity providers', unread, () => providersOf(directory, user)),
  ]);
  const others = namesakes.filter(
    ({ username, tenantId }) =>
      !found.some((one) => one.username === username) &&
      // A finding names the other user, whom the caller may not see.
      (directory.tenant === undefined || directory.tenant === tenantId),
  );
  if (user === undefined && others.length === 0)
    throw notFound(directory, asked, asked.includes('@') && unread.length === 0);
  if (user !== undefined && needsPasskeys(directory, user, { pool, factors, groups }) && !unread.some(isAboutFactors)) {
    unread.push(`not checked: ${FACTORS}: ${PASSKEYS_UNREAD}`);
  }
  const facts: UserFacts = { asked, found, namesakes: others, pool, clients, events, factors, groups, providers, now };
  const findings = userFindings(facts, directory);
  return {
    user: found.length === 1 ? (user ?? null) : null,
    findings,
    unread,
    verdict: verdict(found, asked, findings, unread),
  };
}

const FACTORS = 'the factors';

function isAboutFactors(gap: string): boolean {
  return gap.startsWith(`not checked: ${FACTORS}:`);
}

/** Whether only a passkey, which could not be read, may be the second factor that a user must have. */
function needsPasskeys(
  { conventions }: Directory,
  user: UserDetail,
  { pool, factors, groups }: Pick<UserFacts, 'pool' | 'factors' | 'groups'>,
): boolean {
  const privileged = privilegedGroups(
    groups.map(({ name }) => name),
    conventions,
  );
  const isPrivileged = rolesWithFactor(user, conventions, privileged).length > 0;
  return isPrivileged && registeredFactors(user.mfa.methods, factors, pool) === undefined;
}

async function usersNamed(directory: Directory, name: string): Promise<UserDetail[]> {
  if (name.includes('@')) return usersOfAddress(directory, name);
  const user = await getUserIfAny(directory, name);
  return user === undefined ? [] : [user];
}

function verdict(
  found: readonly User[],
  asked: string,
  findings: readonly UserFinding[],
  unread: readonly string[],
): string {
  const [user] = found;
  const name = user === undefined ? asked : userLabel(user);
  const blocking = findings.filter(({ blocks }) => blocks).length;
  if (blocking > 0) return `${name} cannot sign in: ${counted(blocking, 'cause')} found. Nothing was changed.`;
  const rest = findings.length === 0 ? '' : ` ${counted(findings.length, 'finding')} worth checking.`;
  const nothing = unread.length === 0 ? 'Nothing in the user pool' : 'Nothing that could be read in the user pool';
  return `${nothing} prevents ${name} from signing in.${rest} Nothing was changed.`;
}

/** @param inAnyCase whether addresses that differ only in case were searched for */
function notFound({ endpoint }: Directory, name: string, inAnyCase: boolean): AdminError {
  return new AdminError('USER_NOT_FOUND', `no user ${name} in user pool ${endpoint.poolId}`, {
    hint:
      `${inAnyCase ? 'The search ignored upper and lower case. ' : ''}To check that it is the right pool: sf-admin whoami\n` +
      'To search for the person: sf-admin users find TEXT',
  });
}

/**
 * Reads a part of the facts. If that fails, the diagnosis goes without it and says so, since each part is worth checking
 * by itself.
 */
async function readOr<T, Missing>(
  missing: Missing,
  name: string,
  unread: string[],
  read: () => Promise<T>,
): Promise<T | Missing> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof AdminError) || error.code === 'CANCELLED') throw error;
    unread.push(`not checked: ${name}: ${error.message}`);
    return missing;
  }
}

async function everyClient(directory: Directory): Promise<AppClient[]> {
  const clients: AppClient[] = [];
  for await (const { client } of readClients(directory)) clients.push(client);
  return clients;
}

const NO_PROVIDERS: UserFacts['providers'] = new Map();

/** The identity providers with which a user signs in: at most a handful. */
async function providersOf(directory: Directory, user: UserDetail): Promise<UserFacts['providers']> {
  const names = [...new Set((identitiesOf(user) ?? []).map(({ provider }) => provider))];
  const providers = await Promise.all(names.map((name) => describeProviderIfAny(directory, name)));
  return new Map(names.map((name, index) => [name, providers[index]]));
}

/** Enough events to show a series of failures. */
const EVENTS = 20;

/** The latest sign-in events; none if the pool's tier does not record them. */
async function recentEvents({ cognito }: Directory, username: string): Promise<SignInEvent[]> {
  const events: SignInEvent[] = [];
  try {
    for await (const event of latestEvents(cognito, username, EVENTS)) events.push(event);
  } catch (error) {
    if (!(error instanceof AdminError) || error.code !== 'UNSUPPORTED_OPERATION') throw error;
  }
  return events;
}

/**
 * Every user whose address differs only in case from this one, or not at all. Cognito's filter may be case-sensitive, so
 * it is sent every combination for the first letters, and the rest is compared here.
 */
async function sameButForCase({ cognito }: Directory, address: string): Promise<User[]> {
  const found = new Map<string, User>();
  await Promise.all(
    caseVariants(address.slice(0, 3)).map(async (prefix) => {
      for await (const item of pages(pageOfUsers(cognito, { Filter: serverFilter('email', '^=', prefix) }))) {
        const user = userFromList(item);
        if (user.email?.toLowerCase() === address.toLowerCase()) found.set(user.username, user);
      }
    }),
  );
  return [...found.values()];
}

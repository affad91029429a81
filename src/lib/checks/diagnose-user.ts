import { assertInTenant } from '../changes/guard.js';
import { pages } from '../cognito/client/pages.js';
import { listClients } from '../client/list-clients.js';
import type { Directory } from '../directory.js';
import { AdminError } from '../errors.js';
import type { AppClient } from '../model/app-client.js';
import type { SignInEvent } from '../model/sign-in-event.js';
import { type User, type UserDetail, userFromList, userLabel } from '../model/user.js';
import { counted } from '../text/counted.js';
import { assertNamed, getUserIfAny, usersOfAddress } from '../users/read/find-user.js';
import { signInFactors } from '../users/read/sign-in-factors.js';
import { latestEvents } from '../users/read/list-events.js';
import { caseVariants, serverFilter } from '../users/read/server-filter.js';
import type { UserFacts, UserFinding } from './user-finding.js';
import { userFindings } from './user-rules.js';

/** Why somebody cannot sign in, as far as the user pool tells. */
export interface Diagnosis {
  /** The user, as `users show` has it; `null` where nobody or several have the name. */
  readonly user: UserDetail | null;
  readonly findings: readonly UserFinding[];
  /** What could not be read, and so was not looked at: sentences. */
  readonly unread: readonly string[];
  /** All of it in a sentence. */
  readonly verdict: string;
}

/**
 * Reads everything in the user pool that bears on whether a person can sign in, and holds it against what Cognito and
 * StackFlow's conventions need. It changes nothing.
 *
 * @param input.user an email, a `sub` or a user name
 * @param now what ages are counted to
 * @throws AdminError USER_NOT_FOUND where nobody goes by a name like it; TENANT_MISMATCH
 */
export async function diagnoseUser(
  directory: Directory,
  input: { user: string },
  now: Date,
): Promise<Diagnosis> {
  const found = await named(directory, input.user);
  for (const user of found) assertInTenant(directory, user.tenantId, userLabel(user));
  const [user] = found;
  const gaps = new Gaps();
  const address = user?.email ?? (input.user.includes('@') ? input.user : undefined);
  const [[pool], clients, namesakes, events, [factors]] = await Promise.all([
    gaps.fill('the user pool', async () => [await directory.pool()]),
    gaps.fill('the app clients', () => everyClient(directory)),
    gaps.fill('addresses alike', () => (address === undefined ? [] : sameButForCase(directory, address))),
    user === undefined
      ? []
      : gaps.fill('sign-in events', () => recentEvents(directory, user.username), { isOptional: true }),
    user === undefined ? [] : gaps.fill('the factors', () => knownFactors(directory, user.username)),
  ]);
  const others = namesakes.filter(({ username }) => !found.some((one) => one.username === username));
  if (user === undefined && others.length === 0) throw notFound(directory, input.user);
  const facts: UserFacts = {
    asked: input.user,
    found,
    namesakes: others,
    pool,
    clients,
    events,
    factors,
    now,
  };
  const findings = userFindings(facts, directory);
  return {
    user: found.length === 1 ? (user ?? null) : null,
    findings,
    unread: gaps.told,
    verdict: verdict(found, input.user, findings),
  };
}

async function named(directory: Directory, name: string): Promise<UserDetail[]> {
  assertNamed(name);
  if (name.includes('@')) return usersOfAddress(directory, name);
  const user = await getUserIfAny(directory, name);
  return user === undefined ? [] : [user];
}

function verdict(found: readonly User[], asked: string, findings: readonly UserFinding[]): string {
  const [user] = found;
  const name = user === undefined ? asked : userLabel(user);
  const blocking = findings.filter(({ blocks }) => blocks).length;
  if (blocking > 0)
    return `${name} cannot sign in: ${counted(blocking, 'reason')} found. Nothing was changed.`;
  const rest = findings.length === 0 ? '' : ` ${counted(findings.length, 'thing')} worth a look.`;
  return `Nothing in the user pool keeps ${name} from signing in.${rest} Nothing was changed.`;
}

function notFound({ endpoint }: Directory, name: string): AdminError {
  return new AdminError('USER_NOT_FOUND', `no user ${name} in user pool ${endpoint.poolId}`, {
    hint:
      'Nor anybody whose address differs in case alone. Is it the right pool: sf-admin whoami.\n' +
      'Look for the address: sf-admin users list --email-prefix …',
  });
}

/** What could not be read is told, and keeps nothing else from being read. */
class Gaps {
  readonly told: string[] = [];

  /** @param options.isOptional where the pool need not have it: then its absence is no gap */
  async fill<Item>(
    what: string,
    read: () => readonly Item[] | Promise<readonly Item[]>,
    { isOptional = false } = {},
  ): Promise<readonly Item[]> {
    try {
      return await read();
    } catch (error) {
      if (!(error instanceof AdminError) || error.code === 'CANCELLED') throw error;
      const isAbsent = isOptional && error.code === 'UNSUPPORTED_OPERATION';
      if (!isAbsent) this.told.push(`not looked at: ${what}, as ${error.message}`);
      return [];
    }
  }
}

async function everyClient(directory: Directory): Promise<AppClient[]> {
  const clients: AppClient[] = [];
  for await (const { clientId } of listClients(directory)) {
    const { UserPoolClient } = await directory.cognito.call('DescribeUserPoolClient', { ClientId: clientId });
    if (UserPoolClient !== undefined) clients.push(UserPoolClient as AppClient);
  }
  return clients;
}

/** The one list of factors; none where the pool does not tell. */
async function knownFactors({ cognito }: Directory, username: string): Promise<(readonly string[])[]> {
  const factors = await signInFactors(cognito, username);
  return factors === undefined ? [] : [factors];
}

/** Events enough to see a run of failures. */
const EVENTS = 20;

async function recentEvents({ cognito }: Directory, username: string): Promise<SignInEvent[]> {
  const events: SignInEvent[] = [];
  for await (const event of latestEvents(cognito, username, EVENTS)) events.push(event);
  return events;
}

/**
 * Everybody whose address is this one but for case. Cognito's filter may tell cases apart, so every way to write the
 * first letters is asked for, and the rest compared here.
 */
async function sameButForCase({ cognito }: Directory, address: string): Promise<User[]> {
  const found = new Map<string, User>();
  await Promise.all(
    caseVariants(address.slice(0, 3)).map(async (prefix) => {
      const users = pages(async (PaginationToken) => {
        const page = await cognito.call('ListUsers', {
          Filter: serverFilter('email', '^=', prefix),
          PaginationToken,
        });
        return { items: page.Users?.map(userFromList), nextToken: page.PaginationToken };
      });
      for await (const user of users) {
        if (user.email?.toLowerCase() === address.toLowerCase()) found.set(user.username, user);
      }
    }),
  );
  return [...found.values()];
}

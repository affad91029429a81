import { randomUUID } from 'node:crypto';
import { cp, readFile, rm, writeFile } from 'node:fs/promises';

import { expect } from 'chai';

import AccessApply from '../../src/commands/access/apply.js';
import AccessExpire from '../../src/commands/access/expire.js';
import Apply from '../../src/commands/apply.js';
import ClientAddCallback from '../../src/commands/client/add-callback.js';
import ClientAddLogout from '../../src/commands/client/add-logout.js';
import ClientRemoveCallback from '../../src/commands/client/remove-callback.js';
import ClientRemoveLogout from '../../src/commands/client/remove-logout.js';
import ClientSecretsAdd from '../../src/commands/client/secrets/add.js';
import ClientSecretsRotate from '../../src/commands/client/secrets/rotate.js';
import ClientSet from '../../src/commands/client/set.js';
import PoolApply from '../../src/commands/pool/apply.js';
import PoolBackup from '../../src/commands/pool/backup.js';
import PoolCreate from '../../src/commands/pool/create.js';
import PoolRestore from '../../src/commands/pool/restore.js';
import PoolSet from '../../src/commands/pool/set.js';
import HistoryList from '../../src/commands/history/list.js';
import HistoryUndo from '../../src/commands/history/undo.js';
import GroupsCreate from '../../src/commands/groups/create.js';
import GroupsDelete from '../../src/commands/groups/delete.js';
import GroupsSet from '../../src/commands/groups/set.js';
import TokensExchange from '../../src/commands/tokens/exchange.js';
import TokensRefresh from '../../src/commands/tokens/refresh.js';
import TenantSync from '../../src/commands/tenant/sync.js';
import UsersAddToGroup from '../../src/commands/users/add-to-group.js';
import UsersRemoveFromGroup from '../../src/commands/users/remove-from-group.js';
import UsersCreate from '../../src/commands/users/create.js';
import UsersDelete from '../../src/commands/users/delete.js';
import UsersDisable from '../../src/commands/users/disable.js';
import UsersEnable from '../../src/commands/users/enable.js';
import UsersGrant from '../../src/commands/users/grant.js';
import UsersImportStop from '../../src/commands/users/import/stop.js';
import UsersLink from '../../src/commands/users/link.js';
import UsersUnlink from '../../src/commands/users/unlink.js';
import UsersLockdown from '../../src/commands/users/lockdown.js';
import UsersResendInvite from '../../src/commands/users/resend-invite.js';
import UsersResetMfa from '../../src/commands/users/reset-mfa.js';
import UsersResetPassword from '../../src/commands/users/reset-password.js';
import UsersSessions from '../../src/commands/users/sessions.js';
import UsersSetAttributes from '../../src/commands/users/set-attributes.js';
import UsersSignOut from '../../src/commands/users/sign-out.js';
import { endpointIdentity } from '../../src/lib/cognito/client/endpoint.js';
import { isWrite } from '../../src/lib/cognito/client/is-write.js';
import { OPERATIONS } from '../../src/lib/cognito/client/operations.js';
import { SANDBOX_CLIENT_ID, SANDBOX_POOL_ID } from '../../src/lib/model/sandbox-ids.js';
import { keepReview } from '../../src/lib/reviews/review-file.js';
import { loadState } from '../../src/lib/sandbox/state/state-file.js';
import type { ImportJobState } from '../../src/lib/sandbox/state/import-job-state.js';
import { REVIEW, REVIEW_FILE } from '../contract/command-lines.js';
import { defined } from '../../src/lib/model/defined.js';
import { DEMO_PASSWORD } from '../../src/lib/sandbox/seed/seed-users.js';
import { CODE, keepCode } from '../helpers/authorization-code.js';
import { hoursAgo } from '../helpers/hours-ago.js';
import { type AskedRequest, type Json, type Lie, withLie, type Witness } from '../helpers/lying-endpoint.js';
import { ownPlace, type Place } from '../helpers/place.js';
import { type CommandClass, commandRunner } from '../helpers/run-command.js';

const BEN = 'ben.carter@tenant-one.example';
const GRACE_DISABLED = 'grace.kim@tenant-one.example';
const DAVID_WITH_SESSIONS = 'david.okafor@tenant-one.example';
const LIAM_INVITED = 'liam.obrien@tenant-two.example';
const QUINN_TOTP = 'quinn.murphy@tenant-three.example';
const NINA_NEW = 'nina@tenant-one.example';
/** The user whom the lies are about. */
const HUGO = 'hugo.martin@tenant-one.example';
const NEW_USER = [NINA_NEW, '--tenant', 'tenant_001', '--role', 'itsm_agent'];
const ROSTER = ['ROSTER', '--tenant', 'tenant_001', '--leavers', 'keep', '--no-invite', '--yes'];
const URL = 'https://new.example/callback';
const JOB = 'import-0123456789abcdef';
const IMPORT_JOB: ImportJobState = {
  name: 'joiners',
  roleArn: 'arn:aws:iam::111122223333:role/Import',
  signature: 'signature-of-the-seeded-job',
  ...{ createdAt: 1_763_690_000_000, startedAt: 1_763_690_001_000 },
  status: 'InProgress',
  ...{ imported: 0, skipped: 0, failed: 0 },
  log: [],
};

interface Line {
  readonly command: CommandClass;
  readonly argv: readonly string[];
  /** Makes what comes on stdin. */
  readonly stdin?: (place: Place) => Promise<string>;
  /** The address of the user that is meant; none if the target is no user. */
  readonly user?: string;
  /** Commands that come before it, at the endpoint while it is honest. */
  /** A group that all users leave. */
  readonly group?: string;
  /** Whether it writes to a new user pool, and to no other. */
  readonly createsPool?: true;
  readonly before?: readonly [CommandClass, readonly string[]];
  /** How many hours before the command they come. */
  readonly hours?: number;
}

/**
 * Every command that changes something, and those that use what ends by its use. `FILE` is a file with the user, `POOL_FILE`
 * one that declares the pool, `NEW_POOL_FILE` another pool, `RECORD` the latest record of the history, `PLAN` a
 * plan that the command before it has saved, `REVIEW` a review of the user, `ROSTER` a roster of the user alone, `ARCHIVE` a
 * backup from before the user was deleted, `EVIDENCE` and `SUBS` files that are missing.
 */
const LINES: Readonly<Record<string, Line>> = {
  'users create': { command: UsersCreate, argv: [...NEW_USER, '--permanent', '--generate-password'], user: NINA_NEW },
  'users create, invited': { command: UsersCreate, argv: NEW_USER, user: NINA_NEW },
  'users disable': { command: UsersDisable, argv: [BEN, '--sign-out', '--yes'], user: BEN },
  'users disable --from': { command: UsersDisable, argv: ['--from', 'FILE', '--yes'], user: BEN },
  'users enable': { command: UsersEnable, argv: [GRACE_DISABLED, '--yes'], user: GRACE_DISABLED },
  'users reset-password': {
    command: UsersResetPassword,
    argv: [BEN, '--permanent', '--generate-password', '--yes'],
    user: BEN,
  },
  'users reset-password --send-code': { command: UsersResetPassword, argv: [BEN, '--send-code', '--yes'], user: BEN },
  'users set-attributes': { command: UsersSetAttributes, argv: [BEN, '--set', 'nickname=B', '--yes'], user: BEN },
  'users set-attributes --from': {
    command: UsersSetAttributes,
    argv: ['--from', 'FILE', '--set', 'nickname=B', '--yes'],
    user: BEN,
  },
  'users set-attributes --add-role': {
    command: UsersSetAttributes,
    argv: [BEN, '--add-role', 'cloud_admin', '--yes'],
    user: BEN,
  },
  'users sign-out': { command: UsersSignOut, argv: [BEN, '--yes'], user: BEN },
  'users sessions --revoke-all': {
    command: UsersSessions,
    argv: [DAVID_WITH_SESSIONS, '--revoke-all', '--yes'],
    user: DAVID_WITH_SESSIONS,
  },
  'users resend-invite': { command: UsersResendInvite, argv: [LIAM_INVITED, '--yes'], user: LIAM_INVITED },
  'users reset-mfa': { command: UsersResetMfa, argv: [QUINN_TOTP, '--yes'], user: QUINN_TOTP },
  'users lockdown': {
    command: UsersLockdown,
    argv: [DAVID_WITH_SESSIONS, '--yes'],
    user: DAVID_WITH_SESSIONS,
  },
  'users add-to-group': { command: UsersAddToGroup, argv: [BEN, '--group', 'operators', '--yes'], user: BEN },
  'users remove-from-group': {
    command: UsersRemoveFromGroup,
    argv: [DAVID_WITH_SESSIONS, '--group', 'operators', '--yes'],
    user: DAVID_WITH_SESSIONS,
  },
  'access apply': { command: AccessApply, argv: ['REVIEW', '--evidence', 'EVIDENCE', '--yes'], user: GRACE_DISABLED },
  apply: { command: Apply, argv: ['PLAN', '--yes'], user: BEN, before: [UsersDisable, [BEN, '--plan-out', 'PLAN']] },
  'apply, of rows': {
    command: Apply,
    argv: ['PLAN', '--yes'],
    user: BEN,
    before: [UsersSetAttributes, ['--from', 'FILE', '--set', 'nickname=B', '--plan-out', 'PLAN']],
  },
  'apply, of a user to create': {
    command: Apply,
    argv: ['PLAN', '--yes', '--generate-password'],
    user: NINA_NEW,
    before: [UsersCreate, [...NEW_USER, '--permanent', '--plan-out', 'PLAN']],
  },
  'users link': {
    command: UsersLink,
    argv: [BEN, '--provider', 'AzureAD', '--subject', 'ben@corp.example', '--yes'],
    user: BEN,
  },
  'users unlink': {
    command: UsersUnlink,
    argv: [BEN, '--provider', 'AzureAD', '--yes'],
    user: BEN,
    before: [UsersLink, [BEN, '--provider', 'AzureAD', '--subject', 'ben@corp.example', '--yes']],
  },
  'groups create': { command: GroupsCreate, argv: ['auditors', '--description', 'Read only', '--yes'] },
  'groups set': { command: GroupsSet, argv: ['operators', '--precedence', '5', '--yes'] },
  'groups delete': { command: GroupsDelete, argv: ['operators', '--yes'], group: 'operators' },
  'users grant': { command: UsersGrant, argv: [BEN, '--role', 'cloud_admin', '--until', '4h', '--yes'], user: BEN },
  'access expire': {
    command: AccessExpire,
    argv: ['--yes'],
    user: BEN,
    before: [UsersGrant, [BEN, '--role', 'cloud_admin', '--until', '1h', '--yes']],
    hours: 2,
  },
  'history undo, of a grant': {
    command: HistoryUndo,
    argv: ['RECORD', '--yes'],
    user: BEN,
    before: [UsersGrant, [BEN, '--role', 'cloud_admin', '--until', '1h', '--yes']],
  },
  'tenant sync, of a mover': { command: TenantSync, argv: ROSTER, user: BEN },
  'tenant sync, of a joiner': { command: TenantSync, argv: ROSTER, user: NINA_NEW },
  'pool restore': {
    command: PoolRestore,
    argv: ['ARCHIVE', '--to', 'sandbox', '--same-pool', '--subs', 'SUBS', '--yes'],
    user: DAVID_WITH_SESSIONS,
  },
  'users delete': { command: UsersDelete, argv: [BEN, '--yes'], user: BEN },
  'users import stop': { command: UsersImportStop, argv: [JOB, '--yes'] },
  'client secrets rotate': { command: ClientSecretsRotate, argv: ['--secret-command', 'cat > /dev/null'] },
  'client secrets rotate --finish': {
    command: ClientSecretsRotate,
    argv: ['--finish', '--yes'],
    before: [ClientSecretsAdd, ['--secret-command', 'cat > /dev/null']],
  },
  'client set': { command: ClientSet, argv: ['--access-token-validity', '30m'] },
  'pool set': { command: PoolSet, argv: ['--password-min-length', '14', '--mfa', 'on', '--yes'] },
  'pool apply': { command: PoolApply, argv: ['POOL_FILE', '--yes'] },
  'pool create': { command: PoolCreate, argv: ['NEW_POOL_FILE', '--yes'], createsPool: true },
  'client add-callback': { command: ClientAddCallback, argv: [URL] },
  'client add-logout': { command: ClientAddLogout, argv: [URL] },
  'client remove-callback': {
    command: ClientRemoveCallback,
    argv: [URL, '--yes'],
    before: [ClientAddCallback, [URL]],
  },
  'client remove-logout': { command: ClientRemoveLogout, argv: [URL, '--yes'], before: [ClientAddLogout, [URL]] },
  'tokens exchange': {
    command: TokensExchange,
    argv: [],
    user: BEN,
    stdin: async (place) => {
      await place.edit((pool) => {
        keepCode(pool, BEN, { redirectUri: 'https://app.example.com/' });
      });
      return JSON.stringify({ code: CODE, redirectUri: 'https://app.example.com/' });
    },
  },
  'tokens refresh': {
    command: TokensRefresh,
    argv: [],
    user: BEN,
    stdin: (place) => place.refreshToken(BEN, DEMO_PASSWORD),
  },
  'history undo': {
    command: HistoryUndo,
    argv: ['RECORD', '--yes'],
    user: BEN,
    before: [UsersDisable, [BEN, '--yes']],
  },
  'history undo, of a group': {
    command: HistoryUndo,
    argv: ['RECORD', '--yes'],
    before: [GroupsSet, ['operators', '--precedence', '5', '--yes']],
  },
  'history undo, of a client': {
    command: HistoryUndo,
    argv: ['RECORD', '--yes'],
    before: [ClientAddCallback, [URL]],
  },
};

/** A change of every kind. */
const POOL_FILE = `
poolSpec: 1
passwordPolicy: { minimumLength: 14 }
attributes: [{ name: cost_centre, type: String }]
domain: { domain: login.example.org, certificateArn: 'arn:aws:acm:us-east-1:111122223333:certificate/c' }
hostedUiCss: .a {}
clients:
  - { name: stackflow-web, accessTokenValiditySeconds: 1800 }
  - { name: jobs, oauthScopes: [email] }
`;

/** A pool with every part. */
const NEW_POOL_FILE = `
poolSpec: 1
name: staging
usernameCaseSensitive: false
mfa: { mode: OPTIONAL, softwareToken: true }
clients: [{ name: web }, { name: jobs, generateSecret: true }]
domain: { domain: staging-sign-in }
hostedUiCss: .a {}
`;

/** What no command of the table does: the endpoint takes no upload, so no import job runs. */
const NOT_HERE = ['CreateUserImportJob', 'StartUserImportJob', 'StopUserImportJob'];

interface Attribute {
  readonly Name: string;
  readonly Value: string;
}

/** Alters one member of an answer. */
const member =
  (name: string, change: (value: Json) => unknown): Lie['lie'] =>
  async (answer) => {
    const altered = await answer();
    return { ...altered, [name]: change(altered[name] as Json) };
  };

const withAttribute = (name: string, value: string): Lie['lie'] =>
  member('UserAttributes', (all) =>
    (all as unknown as Attribute[]).map((one) => (one.Name === name ? { Name: name, Value: value } : one)),
  );

const hugo: Lie['lie'] = (_, place) => place.call('AdminGetUser', { Username: HUGO });

/**
 * Each way to lie about what an operation returns, from its first answer on, or only from a later one on. What is wrong
 * by itself is found in one place for all answers (`checkAnswer`), so there is no need to say it later on.
 */
const LIES: readonly (readonly [what: string, operation: string, lie: Lie['lie'], after?: readonly number[]])[] = [
  ['another user', 'AdminGetUser', hugo, [0, 1, 2]],
  ['a user in another tenant', 'AdminGetUser', withAttribute('custom:tenant_id', 'tenant_009'), [1, 2]],
  ['a user with another sub', 'AdminGetUser', withAttribute('sub', '99999999-9999-4999-8999-999999999999'), [1, 2]],
  [
    'a user in two tenants',
    'AdminGetUser',
    member('UserAttributes', (all) => [...(all as unknown as Attribute[]), { Name: 'custom:tenant_id', Value: 't' }]),
  ],
  ['attributes that are no list', 'AdminGetUser', member('UserAttributes', () => ({}))],
  ['a user of no time', 'AdminGetUser', (answer) => answer().then((user) => ({ ...user, UserCreateDate: 1e300 }))],
  ['users that are no list', 'ListUsers', () => ({ Users: {} })],
  ['no list of users', 'ListUsers', () => ({ Users: null })],
  ['a page that leads to itself', 'ListUsers', () => ({ Users: [], PaginationToken: 'again' })],
  [
    'another user than was created',
    'AdminCreateUser',
    async (answer, place) => {
      await answer();
      const { UserAttributes, UserMFASettingList, ...user } = await place.call('AdminGetUser', { Username: HUGO });
      return { User: { ...user, Attributes: UserAttributes } };
    },
  ],
  [
    'a new user under the name of another',
    'AdminCreateUser',
    async (answer, place) => {
      const { Username } = await place.call('AdminGetUser', { Username: HUGO });
      return { User: { ...((await answer()).User as Json), Username } };
    },
  ],
  ['no user who was created', 'AdminCreateUser', async (answer) => ({ ...(await answer()), User: undefined })],
  ['another user pool', 'DescribeUserPool', member('UserPool', (pool) => ({ ...pool, Id: 'us-east-1_Another01' }))],
  [
    'another app client',
    'DescribeUserPoolClient',
    member('UserPoolClient', (client) => ({ ...client, ClientId: 'another' })),
    [0, 1, 2, 3],
  ],
  [
    'URLs that are no list',
    'DescribeUserPoolClient',
    member('UserPoolClient', (client) => ({ ...client, CallbackURLs: URL })),
  ],
  ['secrets that are no list', 'ListUserPoolClientSecrets', () => ({ ClientSecrets: {} })],
  [
    'the secrets of another app client',
    'ListUserPoolClientSecrets',
    () => ({ ClientSecrets: [{ ClientSecretId: 'another--1763690000000', ClientSecretCreateDate: 1_763_690_000 }] }),
    [0, 1, 2],
  ],
  [
    'no secret that was added',
    'AddUserPoolClientSecret',
    async (answer) => {
      await answer();
      return {};
    },
  ],
  [
    'an old secret for a new one',
    'AddUserPoolClientSecret',
    async (answer, place) => {
      const { ClientSecrets } = await place.call('ListUserPoolClientSecrets', { ClientId: SANDBOX_CLIENT_ID });
      await answer();
      return { ClientSecretDescriptor: (ClientSecrets as Json[])[0] };
    },
  ],
  [
    'another app client than was updated',
    'UpdateUserPoolClient',
    member('UserPoolClient', (client) => ({ ...client, ClientId: 'another' })),
  ],
  [
    'another app client than was created',
    'CreateUserPoolClient',
    member('UserPoolClient', (client) => ({ ...client, ClientId: SANDBOX_CLIENT_ID })),
  ],
  ['no app client that was created', 'CreateUserPoolClient', () => ({})],
  [
    'an existing user pool for a new one',
    'CreateUserPool',
    async (answer, place) => {
      await answer();
      return place.call('DescribeUserPool', {});
    },
  ],
  [
    'a new user pool that is another one',
    'CreateUserPool',
    async (answer) => {
      const { UserPool } = await answer();
      return { UserPool: { ...(UserPool as Json), Id: 'us-east-1_Another01' } };
    },
  ],
  ['no user pool that was created', 'CreateUserPool', () => ({})],
  ['user pools that are no list', 'ListUserPools', () => ({ UserPools: {} })],
  [
    'a domain of another user pool',
    'DescribeUserPoolDomain',
    member('DomainDescription', (domain) => ({ ...domain, UserPoolId: 'us-east-1_Another01' })),
    [0, 1],
  ],
  [
    'the style of another user pool',
    'GetUICustomization',
    member('UICustomization', (style) => ({ ...style, UserPoolId: 'us-east-1_Another01' })),
    [0, 1, 2, 3],
  ],
  ['another group', 'GetGroup', member('Group', (group) => ({ ...group, GroupName: 'admins' })), [0, 1, 2]],
  [
    'another identity provider',
    'DescribeIdentityProvider',
    member('IdentityProvider', (provider) => ({ ...provider, ProviderName: 'Another' })),
  ],
  ['groups that are no list', 'AdminListGroupsForUser', () => ({ Groups: {} })],
  [
    'another import job',
    'DescribeUserImportJob',
    member('UserImportJob', (job) => ({ ...job, JobId: 'import-fedcba9876543210' })),
    [0, 1, 2],
  ],
];

/** Lies that take long, so that only one command hears them. */
const LONG_LIES: typeof LIES = [
  ['a huge answer', 'AdminGetUser', member('Padding', () => 'a'.repeat(33_000_000)), [0]],
  ['pages without an end', 'ListUsers', () => ({ Users: [], PaginationToken: randomUUID() })],
];

/** What a command may say of a lie; one that is limited to a tenant refuses a user who is suddenly in another. */
const FOUND_OUT = ['BAD_RESPONSE', 'CHANGED_UNDERNEATH', 'NOT_VERIFIED', 'TENANT_MISMATCH'];

/** How a command ended, and what it asked. */
interface Heard extends Witness {
  /** The code of the error in its JSON. */
  readonly code: string | undefined;
  readonly exitCode: number;
  readonly output: string;
  /** The names of the user that it is about, before it and after it. */
  readonly meant: unknown[];
}

/** The app clients are read for a note only, which says that it could not be made. */
const ONLY_FOR_A_NOTE = /^(users|apply)\b.* DescribeUserPoolClient$/;

describe('an endpoint that lies', function () {
  this.timeout(300_000);
  const place = ownPlace();
  const run = commandRunner(place);

  /**
   * Makes a line ready at an endpoint. `work` gets what runs it there, each time on the same state, and returns the
   * error that it reports, and what it asked.
   */
  async function whileReady<T>(line: Line, work: (hear: (lie?: Lie) => Promise<Heard>) => Promise<T>): Promise<T> {
    const { command, argv, user, group, before, hours = 0 } = line;
    const stdin = await line.stdin?.(place());
    // A job in progress keeps the pool from being changed.
    if (argv.includes(JOB)) {
      await place().edit((pool) => {
        pool.importJobs = { [JOB]: IMPORT_JOB };
      });
    }
    await writeFile(place().path('users.txt'), `${user ?? ''}\n`);
    await writeFile(place().path('roster.csv'), `email,roles,nickname\n${user ?? ''},itsm_agent,B\n`);
    await writeFile(place().path('pool.yaml'), POOL_FILE);
    await writeFile(place().path('new-pool.yaml'), NEW_POOL_FILE);
    return withLie(place(), undefined, async (url, witness) => {
      const at = ['--endpoint-url', url];
      const words: Record<string, string> = {
        REVIEW: REVIEW_FILE,
        FILE: place().path('users.txt'),
        PLAN: place().path('saved.plan'),
        ROSTER: place().path('roster.csv'),
        ARCHIVE: place().path('backup'),
        POOL_FILE: place().path('pool.yaml'),
        NEW_POOL_FILE: place().path('new-pool.yaml'),
      };
      const typed = (all: readonly string[]) => all.map((word) => words[word] ?? word);
      if (before !== undefined) {
        await hoursAgo(hours, () => run(before[0], [...typed(before[1]), ...at]));
        words.RECORD = (await run(HistoryList, ['-q', ...at])).stdout.split('\n')[0]!.trim();
      }
      if (argv.includes('ARCHIVE')) {
        await run(PoolBackup, [words.ARCHIVE!, ...at]);
        await place().edit((pool) => {
          pool.users = Object.fromEntries(
            Object.entries(pool.users).filter(([, { attributes }]) => attributes.email !== user),
          );
        });
      }
      if (argv.includes('REVIEW')) {
        const scope = { ...REVIEW, endpoint: endpointIdentity(url) };
        await keepReview(place(), scope, await readFile(REVIEW_FILE, 'utf8'));
      }
      const others = await everyoneBut(user, group);
      const names = await namesOf(user);
      const ready = place().path('ready');
      await cp(place().dataFolder, ready, { recursive: true });
      return work(async (lie) => {
        await rm(place().dataFolder, { recursive: true });
        await cp(ready, place().dataFolder, { recursive: true });
        Object.assign(witness, { asked: [], lies: 0, lie });
        words.EVIDENCE = place().path(`evidence-${randomUUID()}.md`);
        words.SUBS = place().path(`subs-${randomUUID()}.csv`);
        const { stdout, stderr, exitCode } = await run(
          command,
          [...typed(argv), ...at, '-o', 'json'],
          defined({ stdin }),
        );
        expect(await everyoneBut(user, group), 'the other users').to.deep.equal(others);
        const meant = [...names, ...(await namesOf(user))];
        const code = /"code": "([A-Z_]+)"/.exec(stdout)?.[1];
        return { code, exitCode, output: stdout + stderr, meant, ...witness };
      });
    });
  }

  /** The stored users, without the one, and the group, that a command is about. */
  async function everyoneBut(email: string | undefined, group: string | undefined) {
    const { users } = await place().pool();
    const others = Object.values(users).filter(({ attributes }) => attributes.email !== email);
    return others.map((user) => ({ ...user, groups: (user.groups ?? []).filter((name) => name !== group) }));
  }

  /** The names that a command may write under to mean a user. */
  async function namesOf(email: string | undefined): Promise<unknown[]> {
    return email === undefined ? [] : [email, (await place().user(email))?.username];
  }

  /** Runs a line with each of the lies, after it has been run without one. Returns what it asked then. */
  function expectFoundOut(line: Line, lies: typeof LIES): Promise<readonly AskedRequest[]> {
    return whileReady(line, async (hear) => {
      const honest = await hear();
      expect(honest.exitCode, honest.output).to.equal(0);
      for (const [what, operation, lie, after = [0]] of lies) {
        const count = honest.asked.filter((request) => request.operation === operation).length;
        for (const nth of after.filter((number) => number < count)) {
          const { code, exitCode, output, asked, meant, lies: lieCount } = await hear({ operation, after: nth, lie });
          const which = `${what}, from answer ${nth + 1} to ${operation} on: ${output}`;
          const isFoundOut = exitCode !== 0 && FOUND_OUT.includes(code ?? '');
          // A user who was deleted cannot be lied about in this way.
          expect(isFoundOut, which).to.equal(lieCount > 0);
          const written = asked.filter(({ operation: name }) => isWrite(name) && name !== 'CreateUserPool');
          const targets = written.map(
            ({ input }) => input.Username ?? input.ClientId ?? input.JobId ?? input.UserPoolId,
          );
          const { state } = await loadState(place().sandbox);
          const newPools = Object.keys(state.pools).filter((id) => id !== SANDBOX_POOL_ID);
          const own = line.createsPool ? newPools : [SANDBOX_CLIENT_ID, SANDBOX_POOL_ID, JOB];
          const allowed = new Set<unknown>([...meant, ...own]);
          expect(
            targets.filter((target) => !allowed.has(target)),
            which,
          ).to.deep.equal([]);
        }
      }
      return honest.asked;
    });
  }

  const met = new Set<string>();
  for (const [name, line] of Object.entries(LINES)) {
    it(`is found out by ${name}, which writes to nobody else`, async () => {
      const lies = LIES.filter(([, operation]) => !ONLY_FOR_A_NOTE.test(`${name} ${operation}`));
      for (const { operation } of await expectFoundOut(line, lies)) met.add(operation);
    });
  }

  it('is found out if its answers never end', async () => {
    await expectFoundOut(LINES['users disable']!, LONG_LIES);
  });

  it('was asked for every operation that writes', () => {
    const every = Object.keys(OPERATIONS).filter((operation) => isWrite(operation) && !NOT_HERE.includes(operation));
    expect([...met].filter(isWrite).sort()).to.deep.equal(every.sort());
  });
});

import { readdir, readFile, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';

import { expect } from 'chai';

import AccessReview from '../../src/commands/access/review.js';
import ClientAddCallback from '../../src/commands/client/add-callback.js';
import ClientAddLogout from '../../src/commands/client/add-logout.js';
import HistoryList from '../../src/commands/history/list.js';
import UsersDisable from '../../src/commands/users/disable.js';
import UsersGrant from '../../src/commands/users/grant.js';
import UsersImportStart from '../../src/commands/users/import/start.js';
import UsersImportStatus from '../../src/commands/users/import/status.js';
import UsersImportStop from '../../src/commands/users/import/stop.js';
import UsersLink from '../../src/commands/users/link.js';
import UsersSetAttributes from '../../src/commands/users/set-attributes.js';
import { INPUT_FORMATS } from '../../src/lib/input/decode/input-format.js';
import { SANDBOX_CLIENT_ID, SANDBOX_POOL_ID } from '../../src/lib/model/sandbox-ids.js';
import { type ServedSandbox, serveSandbox } from '../../src/lib/sandbox/doors/serve.js';
import type { PoolState, UserState } from '../../src/lib/sandbox/state/state.js';
import { loadState } from '../../src/lib/sandbox/state/state-file.js';
import { DEMO_PASSWORD } from '../../src/lib/sandbox/seed/seed-users.js';
import { FileStore } from '../../src/lib/sandbox/state/store.js';
import { hoursAgo } from '../helpers/hours-ago.js';
import { ANY_CREDENTIALS, writeLiveContext } from '../helpers/live-context.js';
import { Place } from '../helpers/place.js';
import { type CommandClass, type CommandResult, runCommand } from '../helpers/run-command.js';

/*
 * Runs every command, in every way in which its target can be named, in a context that is bound to a tenant: no user of
 * another tenant is changed or printed, nobody leaves the tenant, and nothing that all tenants share is changed. The same
 * lines are also run in a context that is not bound, to show that they would have done it.
 */

/** With 1, every name of a user is tried in every place for it, and for every user; takes minutes. */
const IS_WHOLE = process.env.BOUND_ALL === '1';

const BOUND = 'tenant_001';
const OTHER = 'tenant_002';
const BEN = 'ben.carter@tenant-one.example';
const CHLOE = 'chloe.dubois@tenant-one.example';
const DAVID = 'david.okafor@tenant-one.example';
const EMMA_INVITED = 'emma.larsen@tenant-one.example';
const FELIX = 'felix.braun@tenant-one.example';
const INES = 'ines.costa@tenant-two.example';
const JONAS = 'jonas.weber@tenant-two.example';
const KATYA = 'katya.novak@tenant-two.example';
const LIAM_INVITED = 'liam.obrien@tenant-two.example';
const MEI_FEDERATED = 'mei.tanaka@tenant-two.example';
const NOAH_DISABLED = 'noah.schmidt@tenant-two.example';
const OLGA = 'olga.petrova@tenant-two.example';
const PEDRO_OF_NO_TENANT = 'pedro.alvarez@tenant-three.example';
const QUINN_TOTP = 'quinn.murphy@tenant-three.example';
const ROSA = 'rosa.bianchi@tenant-three.example';
const TARA_WITH_SESSIONS = 'tara.iyer@tenant-three.example';
const NEW = 'https://new.example/callback';
/** The group of the seed, with a user of each of two tenants. */
const GROUP = 'operators';
const IDENTITY = ['--provider', 'AzureAD'];
const JOB = 'import-0123456789abcdef';

interface Line {
  readonly argv: readonly string[];
  readonly stdin?: string;
}

interface Attack {
  /** A command that only reads; other lines are refused. */
  readonly reads?: true;
  /** A command that finds by itself whom it changes: it succeeds if it finds nobody. */
  readonly finds?: true;
  /** Flags with which a user of another tenant is named in every way; absent if the command names no user. */
  readonly flags?: readonly (readonly string[])[];
  /** A user of another tenant on whom the command has an effect. */
  readonly target?: string;
  /** Likewise, of the tenant of the context. Default: Ben. */
  readonly own?: string;
  /** Lines that change other tenants, or print their users, if the context is not bound. */
  readonly lines?: (world: World) => readonly Line[];
  /** Lines that do not do so in any context. */
  readonly harmless?: (world: World) => readonly Line[];
}

/** One for every command that acts in a context. */
const ATTACKS: Readonly<Record<string, Attack>> = {
  'users create': {
    lines: () => [
      line('nina@tenant-two.example', '--tenant', OTHER, '--role', 'itsm_agent'),
      ...rows({ email: 'nina@tenant-two.example', tenantId: OTHER, roles: 'itsm_agent' }),
      { ...fromText('nina@tenant-two.example', '--tenant', OTHER, '--role', 'itsm_agent') },
    ],
    harmless: () => [
      line('nina@tenant-one.example', '--role', 'itsm_agent', '--attribute', `custom:tenant_id=${OTHER}`),
      line(JONAS, '--role', 'itsm_agent'),
      ...rows({ email: 'nina@tenant-one.example', roles: 'itsm_agent', 'custom:tenant_id': OTHER }),
      ...rows({ email: JONAS, roles: 'itsm_agent', tenantId: BOUND }),
    ],
  },
  'users set-attributes': {
    flags: [
      ['--set', 'nickname=X'],
      ['--move-to-tenant', BOUND],
    ],
    lines: ({ halfMoved }) => [
      line(BEN, '--move-to-tenant', OTHER, '--yes'),
      line(BEN, '--tenant', BOUND, '--move-to-tenant', OTHER, '--yes'),
      fromText(BEN, '--move-to-tenant', OTHER),
      ...rows({ email: BEN, moveToTenant: OTHER }),
      line(JONAS, '--email', 'jonas@tenant-one.example', '--yes'),
      line('--from', halfMoved, '--move-to-tenant', OTHER, '--yes', '--skip-invalid', '--resume'),
    ],
    harmless: () => [
      line(BEN, '--set', `custom:tenant_id=${OTHER}`),
      line(BEN, '--unset', 'custom:tenant_id'),
      line(BEN, '--email', JONAS, '--yes'),
      ...rows({ email: BEN, 'custom:tenant_id': OTHER }),
      ...rows({ email: BEN, tenantId: OTHER }),
    ],
  },
  'users disable': {
    flags: [[], ['--sign-out']],
    lines: ({ halfDisabled }) => [line('--from', halfDisabled, '--yes', '--skip-invalid', '--resume')],
  },
  'users enable': { flags: [[]], target: NOAH_DISABLED },
  'users sign-out': { flags: [[]], target: TARA_WITH_SESSIONS },
  'users lockdown': { flags: [[]], target: TARA_WITH_SESSIONS },
  'users sessions': { flags: [['--revoke-all']], target: TARA_WITH_SESSIONS },
  'users reset-mfa': { flags: [[]], target: QUINN_TOTP },
  'users resend-invite': { flags: [[]], target: LIAM_INVITED, own: EMMA_INVITED },
  'users delete': { flags: [[]] },
  'users add-to-group': { flags: [['--group', GROUP]], target: LIAM_INVITED },
  'users grant': { flags: [['--role', 'super_admin', '--until', '4h']] },
  'users remove-from-group': { flags: [['--group', GROUP]], target: JONAS, own: DAVID },
  'users link': {
    lines: (world) =>
      world
        .namesOf(LIAM_INVITED)
        .flatMap((name, index) =>
          inTurn(index, [
            line(...Object.values(name), ...IDENTITY, '--subject', 'liam@corp.example', '--yes'),
            ...rows({ ...name, provider: 'AzureAD', subject: 'liam@corp.example' }),
          ]),
        ),
  },
  'users unlink': { flags: [IDENTITY], target: TARA_WITH_SESSIONS },
  'groups create': { lines: () => [line('auditors', '--yes')] },
  'groups set': { lines: () => [line(GROUP, '--precedence', '5', '--yes')] },
  'groups delete': { lines: () => [line(GROUP, '--yes')] },
  'users reset-password': { flags: [['--send-code'], ['--permanent', '--generate-password']] },
  'users import start': {
    lines: () => rows({ email: 'nina@tenant-two.example', tenantId: OTHER, roles: 'itsm_agent' }, ['-']),
    harmless: () => rows({ email: 'nina@tenant-one.example', 'custom:tenant_id': OTHER, roles: 'itsm_agent' }, ['-']),
  },
  'users import stop': { harmless: () => [line(JOB)] },
  'access expire': { finds: true, lines: () => [line('--yes')] },
  'history undo': {
    lines: ({ records, run }) => [
      ...records.flatMap((id) => [line(id, '--yes'), line(id, '--yes', '--force')]),
      line('--run', run, '--yes'),
      line('--run', run, '--yes', '--force'),
    ],
  },
  'client add-callback': { lines: ({ client }) => [line(NEW), line(NEW, '--client-id', client)] },
  'client add-logout': { lines: ({ client }) => [line(NEW), line(NEW, '--client-id', client)] },
  'client remove-callback': { lines: ({ registered }) => [line(registered, '--yes')] },
  'client secrets add': { lines: () => [line('--secret-command', 'cat > /dev/null')] },
  'client secrets rotate': {
    lines: ({ client }) => [
      line('--secret-command', 'cat > /dev/null'),
      line('--finish', '--client-id', client, '--yes'),
    ],
  },
  'client secrets remove': { lines: ({ client, secret }) => [line(secret, '--client-id', client, '--yes')] },
  'client set': { lines: () => [line('--access-token-validity', '30m'), line('--add-scope', 'phone')] },
  'pool set': { lines: () => [line('--password-min-length', '20', '--yes')] },
  'pool apply': {
    lines: () => [
      fromFile('passwordPolicy: { minimumLength: 20 }'),
      fromFile('attributes: [{ name: cost_centre, type: String }]'),
      fromFile(
        'domain: { domain: login.example.org, certificateArn: arn:aws:acm:us-east-1:111122223333:certificate/c }',
      ),
      fromFile("hostedUiCss: '.a {}'"),
      fromFile('clients: [{ name: jobs }]'),
    ],
  },
  'pool create': { lines: () => [fromFile('name: staging')] },
  'client remove-logout': { lines: ({ registered }) => [line(registered, '--yes')] },

  'users show': { reads: true, flags: [[]] },
  'users events': { reads: true, flags: [[]] },
  'users diagnose': { reads: true, flags: [[]] },
  'users report': { reads: true, flags: [[], ['-o', 'html']] },
  'users list': { reads: true, lines: () => [line(), line('--email-prefix', 'jonas'), line('-q'), line('--json')] },
  'users check': { reads: true, lines: () => [line(), line('-q'), line('--json'), line('--tenant', OTHER)] },
  'users stale': {
    reads: true,
    lines: () => [line(), line('-q'), line('--include-unknown', '--json'), line('--tenant', OTHER)],
  },
  'users find': { reads: true, lines: () => [line('weber'), line('tenant-two', '-q')] },
  // A pool that is served by the sandbox has no page for anybody.
  'users open': { reads: true, harmless: () => [line(JONAS)] },
  'users export': { reads: true, lines: () => [line(), line('-o', 'csv'), line('--tenant', OTHER)] },
  'users import list': { reads: true, harmless: () => [line()] },
  'users import status': { reads: true, harmless: () => [line(JOB)] },
  report: { reads: true, lines: () => [line(), line('-o', 'html'), line('--json'), line('--tenant', OTHER)] },
  'history report': { reads: true, lines: () => [line(), line('-o', 'html'), line('--json'), line('--tenant', OTHER)] },
  // The history is the operator's own file, or the table of a team, which is read whole by anybody who may read it.
  'history list': { reads: true },
  'history show': { reads: true },
  'history export': { reads: true },
  'history verify': { reads: true, harmless: () => [line()] },
  // The table is of no tenant, and a pool that is not at AWS has none that could be made.
  'history init': { reads: true, harmless: () => [line(), line('--create', '--yes')] },
  'history checkpoint': { reads: true, harmless: () => [line('--to', '(home)/checkpoint.json')] },
  // A pool at another endpoint has no table.
  'history migrate': { reads: true, harmless: () => [line('--yes')] },
  'providers list': { reads: true, harmless: () => [line()] },
  'providers describe': { reads: true, harmless: () => [line('AzureAD')] },
  'tenant sync': {
    lines: () => [roster(OTHER, 'nina@tenant-one.example', '--leavers', 'delete', '--max-leavers', '99')],
    harmless: () => [roster(BOUND, JONAS, '--leavers', 'keep')],
  },
  'tenant offboard': {
    lines: () => [line(OTHER, '--archive', '(home)/let-go', '--yes')],
    harmless: () => [line(OTHER, '--archive', '(home)/let-go', '--delete', '--confirm', OTHER)],
  },
  'tenant list': { reads: true, harmless: () => [line(), line('-q'), line('--json')] },
  'tenant show': { reads: true, harmless: () => [line(OTHER), line(OTHER, '--json')] },
  'groups list': { reads: true, harmless: () => [line()] },
  'groups show': { reads: true, harmless: () => [line(GROUP)] },
  'groups members': { reads: true, lines: () => [line(GROUP), line(GROUP, '-q'), line(GROUP, '--tenant', OTHER)] },
  'tokens exchange': {
    reads: true,
    harmless: () => [{ argv: [], stdin: '{"code":"c","redirectUri":"https://a.example"}' }],
  },
  'tokens login': { reads: true, harmless: () => [line('--no-browser', '--wait', '1')] },
  'tokens refresh': { lines: ({ refreshToken }) => [{ argv: [], stdin: refreshToken }] },
  'tokens revoke': { lines: ({ refreshToken }) => [{ argv: [], stdin: refreshToken }] },
  approve: { reads: true, harmless: ({ review }) => [line(review, '--yes')] },
  'access review': { reads: true, lines: () => [line(), line('--json'), line('--tenant', OTHER)] },
  'access apply': { lines: ({ review }) => [line(review, '--yes')] },
  'client secrets list': { reads: true, harmless: () => [line()] },
  'tokens inspect': { reads: true, lines: ({ tokens }) => tokens.map((stdin) => ({ argv: ['-o', 'json'], stdin })) },
  'client list': { reads: true, harmless: () => [line()] },
  'client describe': { reads: true, harmless: () => [line()] },
  'pool describe': { reads: true, harmless: () => [line()] },
  'pool check': { reads: true, harmless: () => [line()] },
  'client check': { reads: true, harmless: () => [line()] },
  'pool diff': { reads: true },
  'pool backup': { reads: true, harmless: () => [line('(home)/backup')] },
  'pool export': { reads: true, harmless: () => [line()] },
  'pool outputs': { reads: true, harmless: () => [line()] },
  'pool triggers': { reads: true, harmless: () => [line()] },
  'pool requirements': { reads: true, harmless: () => [line()] },
  // The plans were made in a context that is not bound.
  apply: { lines: ({ plans }) => plans.map((file) => line(file, '--yes')) },
  'iam policy': { reads: true, harmless: () => [line('--all')] },
  doctor: { reads: true, harmless: () => [line()] },
  // stdin is empty, so that it serves no call. Its tools are the other commands.
  mcp: { reads: true, harmless: () => [line()] },
  whoami: { reads: true, harmless: () => [line()] },
};

function mustFail({ reads, flags, finds }: Attack): boolean {
  return (reads !== true || flags !== undefined) && finds !== true;
}

/** A pool file on stdin. */
function fromFile(setting: string): Line {
  return { argv: ['-', '--yes'], stdin: `poolSpec: 1\n${setting}\n` };
}

function line(...argv: string[]): Line {
  return { argv };
}

/** A row of an input in every format; `text` only has the name of a user. */
function rows(row: Readonly<Record<string, string>>, argv: readonly string[] = ['--from', '-']): Line[] {
  const [names, values] = [Object.keys(row), Object.values(row)];
  const contents = {
    csv: `${names.join(',')}\n${values.join(',')}\n`,
    ndjson: `${JSON.stringify(row)}\n`,
    json: JSON.stringify([row]),
    text: values.length === 1 ? `${values.join('')}\n` : undefined,
  } satisfies Record<(typeof INPUT_FORMATS)[number], string | undefined>;
  return INPUT_FORMATS.flatMap((format) => {
    const stdin = contents[format];
    return stdin === undefined ? [] : [{ argv: [...argv, '--input-format', format, '--yes'], stdin }];
  });
}

/** A roster of a tenant with one person. */
function roster(tenant: string, email: string, ...flags: string[]): Line {
  const argv = ['-', '--input-format', 'csv', '--tenant', tenant, ...flags, '--no-invite', '--yes'];
  return { argv, stdin: `email,roles\n${email},itsm_agent\n` };
}

function fromText(name: string, ...flags: string[]): Line {
  return { argv: ['--from', '-', ...flags, '--yes'], stdin: `${name}\n` };
}

interface CommandUnderTest {
  readonly name: string;
  readonly Command: CommandClass & {
    readonly args: Readonly<Record<string, { readonly multiple?: boolean }>>;
    readonly flags?: object;
  };
}

/** Every command that acts in a context; the others have no such flag. */
async function commandsOfContexts(): Promise<CommandUnderTest[]> {
  const folder = fileURLToPath(new URL('../../src/commands/', import.meta.url));
  const files = (await readdir(folder, { recursive: true })).filter((file) => file.endsWith('.ts')).sort();
  const all = await Promise.all(
    files.map(async (file) => {
      const { default: Command } = (await import(`${folder}${file}`)) as { default: CommandUnderTest['Command'] };
      return { name: file.replace(/\.ts$/, '').replaceAll('/', ' '), Command };
    }),
  );
  return all.filter(({ Command }) => 'context' in (Command.flags ?? {}));
}

/** A pool of several tenants that is served over HTTP, with a context that acts on it, and what was done there. */
class World {
  records: string[] = [];
  /** Those of them that changed the client. */
  ofClient: string[] = [];
  run = '';
  /** Inputs of runs that were stopped before their last rows. */
  halfDisabled = '';
  halfMoved = '';
  /** Plans for a user of another tenant, for rows that name one, and for the app client of all tenants. */
  readonly plans: string[] = [];
  /** A review in which the access of a user of another tenant is revoked. */
  review = '';
  /** An ID token, an access token and one that is not signed, of a user of another tenant. */
  tokens: string[] = [];
  /** Of the same user. */
  refreshToken = '';
  /** The ID of another app client, and that of one of its two secrets. */
  client = '';
  secret = '';
  /** A callback and logout URL. */
  readonly registered = 'https://registered.example/';
  private start!: PoolState;
  private foreigners!: ReadonlySet<string>;
  private files = 0;

  /** The endpoint that the context names. */
  url: string;

  private constructor(
    readonly place: Place,
    private readonly served: ServedSandbox,
  ) {
    this.url = served.url;
  }

  static async make(): Promise<World> {
    const place = await Place.make();
    const world = new World(place, await serveSandbox({ store: new FileStore(place.sandbox), port: 0 }));
    await world.bind();
    await world.prepare();
    world.start = await place.pool();
    const isForeign = ({ attributes }: UserState) => attributes['custom:tenant_id'] !== BOUND;
    world.foreigners = new Set(
      Object.values(world.start.users)
        .filter(isForeign)
        .map(({ username }) => username),
    );
    return world;
  }

  /** Writes the contexts file. */
  bind(...settings: string[]): Promise<void> {
    return writeLiveContext(this.place, this.url, ...settings);
  }

  async remove(): Promise<void> {
    await this.served.close();
    await this.place.remove();
  }

  runLine(
    Command: CommandClass,
    { argv, stdin }: Line,
    further: Readonly<Record<string, string>> = {},
  ): Promise<CommandResult> {
    // Each run with generated passwords has a new file for them.
    const isRun = argv.includes('--generate-password') && argv.includes('--from');
    const credentials = isRun ? ['--credentials', this.place.path(`passwords-${(this.files += 1)}.ndjson`)] : [];
    const env = { ...ANY_CREDENTIALS, SF_ADMIN_LOGS_ROLE: 'arn:aws:iam::111122223333:role/Import', ...further };
    return runCommand(Command, [...argv, ...credentials], { place: this.place, env, stdin: stdin ?? '' });
  }

  /**
   * What a bound context must not change: other tenants' users, who is one, the clients, the jobs and all settings, and
   * which pools there are.
   */
  async shared(): Promise<object> {
    const { users, importJobs = {}, ...pool } = await this.place.pool();
    const others = Object.values(users).filter(
      ({ username, attributes }) => this.foreigners.has(username) || attributes['custom:tenant_id'] !== BOUND,
    );
    const { state } = await loadState(this.place.sandbox);
    return { ...pool, job: importJobs[JOB], others, pools: Object.keys(state.pools) };
  }

  async reset(): Promise<void> {
    const { state } = await loadState(this.place.sandbox);
    if (JSON.stringify(state.pools) === JSON.stringify({ [SANDBOX_POOL_ID]: this.start })) return;
    await new FileStore(this.place.sandbox).update((current) => {
      current.pools = { [SANDBOX_POOL_ID]: structuredClone(this.start) };
    });
  }

  prints(printed: string): boolean {
    // Markdown escapes the characters of an address.
    const text = printed.replaceAll('\\', '');
    return [...this.foreigners].some((name) => {
      const { email = name } = this.start.users[name]?.attributes ?? {};
      return text.includes(name) || text.includes(email);
    });
  }

  /** The ways in which a user can be named. */
  namesOf(email: string): Readonly<Record<string, string>>[] {
    const user = Object.values(this.start.users).find(({ attributes }) => attributes.email === email)!;
    const { sub = '' } = user.attributes;
    return [{ email }, { email: email.toUpperCase() }, { sub }, { username: user.username }, { user: email }];
  }

  private async prepare(): Promise<void> {
    const { place } = this;
    await place.edit((pool) => {
      pool.settings.UserPoolAddOns = { AdvancedSecurityMode: 'AUDIT' };
      pool.settings.UserPoolTier = 'PLUS';
      const pedro = Object.values(pool.users).find(({ attributes }) => attributes.email === PEDRO_OF_NO_TENANT)!;
      delete pedro.attributes['custom:tenant_id'];
      const job = { name: 'joiners', roleArn: 'arn:aws:iam::111122223333:role/Import', signature: 's' };
      const counts = { imported: 0, skipped: 0, failed: 0, log: [] };
      pool.importJobs = { [JOB]: { ...job, ...counts, createdAt: Date.now(), status: 'Created' } };
    });
    const { UserPoolClient } = await place.call('CreateUserPoolClient', {
      ClientName: 'second',
      GenerateSecret: true,
    });
    this.client = (UserPoolClient as { ClientId: string }).ClientId;
    const added = await place.call('AddUserPoolClientSecret', { ClientId: this.client });
    this.secret = (added.ClientSecretDescriptor as { ClientSecretId: string }).ClientSecretId;

    await this.do(ClientAddCallback, line(this.registered));
    await this.do(ClientAddLogout, line(this.registered));
    this.ofClient = (await this.history()).map(({ id }) => id);
    await this.do(UsersLink, line(TARA_WITH_SESSIONS, ...IDENTITY, '--subject', 'tara@corp.example', '--yes'));
    await this.do(UsersDisable, line(KATYA, '--yes'));
    await this.do(UsersSetAttributes, line(JONAS, '--set', 'nickname=J'));
    await this.do(UsersSetAttributes, line(CHLOE, '--move-to-tenant', OTHER, '--yes'));
    // Was in another tenant, and is in the bound one: an undo moves the user back.
    await this.do(UsersSetAttributes, line(INES, '--move-to-tenant', BOUND, '--yes'));
    this.records = (await this.history()).map(({ id }) => id);
    // Of the bound tenant, which may undo it.
    await this.do(UsersLink, line(BEN, ...IDENTITY, '--subject', 'ben@corp.example', '--yes'));
    const both = `email,moveToTenant\n${OLGA},${BOUND}\n${FELIX},${OTHER}\n`;
    await this.do(UsersSetAttributes, { argv: ['--from', '-', '--input-format', 'csv', '--yes'], stdin: both });
    this.run = (await this.history())[0]?.run?.id ?? '';
    const { IdToken, AccessToken, RefreshToken } = await place.tokens(JONAS, DEMO_PASSWORD);
    this.refreshToken = RefreshToken;
    this.tokens = [IdToken, AccessToken, IdToken.replace(/[^.]*$/, 'AAAA')];
    await this.savePlan(UsersDisable, line(JONAS));
    await this.savePlan(UsersDisable, { argv: ['--from', '-'], stdin: `${JONAS}\n` });
    await this.savePlan(ClientAddCallback, line('https://other.example/'));
    this.review = place.path('review.csv');
    await this.do(AccessReview, line('--tenant', OTHER, '--privileged', '--reviewer', 'ana', '--to', this.review));
    await writeFile(this.review, (await readFile(this.review, 'utf8')).replaceAll(/,,$/gm, ',revoke,'));
    this.halfDisabled = await this.stoppedRun(UsersDisable, ROSA);
    // A role whose time is over.
    await hoursAgo(2, () => this.do(UsersGrant, line(JONAS, '--role', 'cloud_admin', '--until', '1h', '--yes')));
    this.halfMoved = await this.stoppedRun(UsersSetAttributes, DAVID, '--move-to-tenant', OTHER);
  }

  private async do(Command: CommandClass, one: Line): Promise<void> {
    const { exitCode, stderr } = await this.runLine(Command, one);
    expect(exitCode, stderr).to.equal(0);
  }

  private async savePlan(Command: CommandClass, { argv, ...one }: Line): Promise<void> {
    const file = this.place.path(`${this.plans.length}.plan`);
    await this.do(Command, { ...one, argv: [...argv, '--plan-out', file] });
    this.plans.push(file);
  }

  private async history(): Promise<{ id: string; run: { id: string } | null }[]> {
    const { stdout } = await this.runLine(HistoryList, line('--json'));
    return JSON.parse(stdout) as { id: string; run: { id: string } | null }[];
  }

  /** The input of a run that was stopped at its first row, which names nobody. */
  private async stoppedRun(Command: CommandClass, name: string, ...flags: string[]): Promise<string> {
    const file = this.place.path(`${name}.txt`);
    await writeFile(file, `nobody@tenant-one.example\n${name}\n`);
    const argv = ['--from', file, ...flags, '--yes', '--skip-invalid', '--max-failures', '0', '--max-concurrency', '1'];
    const { stderr } = await this.runLine(Command, { argv });
    expect(stderr).to.include('--resume');
    return file;
  }
}

/** One of the lines, a different one for each index, or all of them. */
function inTurn(index: number, lines: readonly Line[]): readonly Line[] {
  return IS_WHOLE ? lines : lines.filter((_, position) => position === index % lines.length);
}

/** An argument, the second argument, and a file. */
const PLACES = 3;

/**
 * Command lines that name a user of another tenant: as the only argument, as the second, or in a file. `names` are those
 * of the user, by column. Each is tried in one of these places, in turn, and in one format of a file, or in all of them.
 */
function linesForUser({ Command }: CommandUnderTest, attack: Attack, names: readonly Record<string, string>[]): Line[] {
  const { args, flags: known = {} } = Command;
  const yes = 'yes' in known ? ['--yes'] : [];
  return (attack.flags ?? []).flatMap((flags) =>
    names.flatMap((row, index) => {
      const [name = ''] = Object.values(row);
      const isList = args.user?.multiple === true;
      return inTurn(index, [
        line(name, ...flags, ...yes),
        ...(isList ? [line(attack.own ?? BEN, name, ...flags, ...yes)] : []),
        ...('from' in known ? inTurn(index, rows(row, ['--from', '-', ...flags])) : []),
      ]);
    }),
  );
}

/**
 * An endpoint in front of the sandbox that claims once that a user of another tenant is in the bound one: in the answer to
 * the first AdminGetUser after `arm`. To sf-admin it looks as if the user were moved right after the plan.
 */
async function lyingEndpoint(sandbox: string): Promise<{ url: string; arm: () => void; close: () => void }> {
  let isArmed = false;
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const chunks: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
    const { 'x-amz-target': target = '', authorization = '', 'content-type': type = '' } = request.headers;
    const headers = { 'x-amz-target': String(target), authorization, 'content-type': type };
    const real = await fetch(sandbox, { method: 'POST', headers, body: Buffer.concat(chunks) });
    const text = await real.text();
    const isLie = isArmed && String(target).endsWith('.AdminGetUser') && text.includes('custom:tenant_id');
    if (isLie) isArmed = false;
    response.writeHead(real.status, { 'content-type': type });
    response.end(isLie ? text.replaceAll(/tenant_00[23]/g, BOUND) : text);
  };
  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    arm: () => {
      isArmed = true;
    },
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

describe('a context that is bound to a tenant', () => {
  let commands: readonly CommandUnderTest[];
  let world: World;

  before(async () => {
    commands = await commandsOfContexts();
  });
  beforeEach(async () => {
    world = await World.make();
  });
  afterEach(() => world.remove());

  it('is attacked with every command that acts in a context', () => {
    expect(commands.map(({ name }) => name)).to.deep.equal(Object.keys(ATTACKS).sort());
  });

  it('changes and prints nothing of other tenants, and nothing that all tenants share', async () => {
    await world.bind(`tenant: ${BOUND}`);
    const before = await world.shared();
    for (const command of commands) {
      const attack = ATTACKS[command.name] ?? {};
      const ofOthers = [MEI_FEDERATED, PEDRO_OF_NO_TENANT].flatMap((email) =>
        world.namesOf(email).filter((row) => IS_WHOLE || 'username' in row),
      );
      const lines = [
        ...linesForUser(command, attack, [...world.namesOf(attack.target ?? JONAS), ...ofOthers]),
        ...(attack.lines?.(world) ?? []),
        ...(attack.harmless?.(world) ?? []),
      ];
      for (const one of lines) {
        const { stdout, stderr, exitCode } = await world.runLine(command.Command, one);
        const seen = `${command.name} ${one.argv.join(' ')}\n${one.stdin ?? ''}${stderr}`;
        expect(world.prints(stdout), `${seen}${stdout}`).to.equal(false);
        if (mustFail(attack)) expect(exitCode, seen).to.be.oneOf([2, 3, 5, 8]);
        expect(await world.shared(), seen).to.deep.equal(before);
        await world.reset();
      }
    }
  });

  it('keeps to its tenant if the pool is named by its ID', async () => {
    await world.bind(`tenant: ${BOUND}`);
    const before = await world.shared();
    const env = {
      USER_POOL_ID: SANDBOX_POOL_ID,
      USER_POOL_CLIENT_ID: SANDBOX_CLIENT_ID,
      AWS_ENDPOINT_URL: world.url,
    };
    for (const command of commands) {
      const attack = ATTACKS[command.name] ?? {};
      const names = world.namesOf(attack.target ?? JONAS).slice(0, 1);
      const [one] = [...linesForUser(command, attack, names), ...(attack.lines?.(world) ?? [])];
      if (one === undefined) continue;
      const { stdout, stderr, exitCode } = await world.runLine(command.Command, one, env);
      const seen = `${command.name} ${one.argv.join(' ')}\n${one.stdin ?? ''}${stderr}`;
      expect(world.prints(stdout), `${seen}${stdout}`).to.equal(false);
      if (mustFail(attack)) expect(exitCode, seen).to.be.oneOf([2, 3, 5, 8]);
      expect(await world.shared(), seen).to.deep.equal(before);
    }
  });

  it('would have, if it were not bound', async () => {
    const before = JSON.stringify(await world.shared());
    for (const command of commands) {
      const attack = ATTACKS[command.name] ?? {};
      const names = world.namesOf(attack.target ?? JONAS).slice(0, IS_WHOLE ? undefined : PLACES);
      const named = linesForUser(command, attack, names);
      for (const one of [...named, ...(attack.lines?.(world) ?? [])]) {
        const { stdout, stderr, exitCode } = await world.runLine(command.Command, one);
        const isDone = attack.reads ? world.prints(stdout) : JSON.stringify(await world.shared()) !== before;
        const isRead = attack.reads === true && attack.flags !== undefined && [0, 9].includes(exitCode);
        expect(isDone || isRead, `${command.name} ${one.argv.join(' ')}\n${one.stdin ?? ''}${stderr}`).to.equal(true);
        await world.reset();
      }
    }
  });

  it('writes nothing to a user who turns out to be in another tenant right before the write', async () => {
    const endpoint = await lyingEndpoint(world.url);
    world.url = endpoint.url;
    await world.bind(`tenant: ${BOUND}`);
    const before = await world.shared();
    try {
      for (const command of commands) {
        const attack = ATTACKS[command.name] ?? {};
        if (attack.reads === true) continue;
        const all = world.namesOf(attack.target ?? JONAS);
        const names = IS_WHOLE ? all : Array.from({ length: PLACES }, () => all.find((row) => 'sub' in row)!);
        for (const one of linesForUser(command, { ...attack, own: attack.target ?? JONAS }, names)) {
          endpoint.arm();
          const { stderr, exitCode } = await world.runLine(command.Command, one);
          const seen = `${command.name} ${one.argv.join(' ')}\n${one.stdin ?? ''}${stderr}`;
          // A user who seems to be in the tenant already is not moved there.
          if (!one.argv.includes('--move-to-tenant')) expect(exitCode, seen).to.be.oneOf([3, 5, 8]);
          expect(await world.shared(), seen).to.deep.equal(before);
        }
      }
    } finally {
      endpoint.close();
    }
  });

  it('stops an import job of its own users that was started on this machine, and no other', async () => {
    const rowsOf = (tenant: string, length: number) =>
      Array.from({ length }, (_, index) => `${tenant}-${index}@tenant-one.example,${tenant},itsm_agent\n`);
    const started = async (tenant: string, length: number) => {
      const stdin = `email,tenantId,roles\n${rowsOf(tenant, length).join('')}`;
      const argv = ['-', '--input-format', 'csv', '--yes', '--no-wait', '--json'];
      const { stdout, stderr } = await world.runLine(UsersImportStart, { argv, stdin });
      return /import-[0-9a-f]+/.exec(stdout + stderr)?.[0] ?? '';
    };
    const stopped = async (job: string) => {
      const { exitCode, stderr } = await world.runLine(UsersImportStop, line(job, '--yes'));
      await world.runLine(UsersImportStatus, line(job, '--wait'));
      const { status } = (await world.place.pool()).importJobs?.[job] ?? {};
      return { exitCode, stderr, status };
    };
    const others = await started(OTHER, 1);
    await world.bind(`tenant: ${BOUND}`, 'mayEditClient: true');
    const ofOthers = await stopped(others);
    const ofOwn = await stopped(await started(BOUND, 5_500));
    expect([ofOthers, { ...ofOwn, stderr: '' }]).to.deep.equal([
      {
        exitCode: 3,
        stderr:
          'error: import job stdin may concern other tenants, but context live is bound to tenant_001\n' +
          '  Nothing was written. Use a context that is bound to no tenant: sf-admin context list\n',
        status: 'Succeeded',
      },
      { exitCode: 0, stderr: '', status: 'Stopped' },
    ]);
  });

  it('changes the client, and nothing else that all tenants share, if the contexts file says so', async () => {
    await world.bind(`tenant: ${BOUND}`, 'mayEditClient: true');
    const added = await world.runLine(ClientAddCallback, line(NEW));
    const before = await world.shared();
    for (const { name, Command } of commands) {
      const { reads, lines } = ATTACKS[name] ?? {};
      if (name.startsWith('client ') || reads === true) continue;
      for (const one of lines?.(world) ?? []) {
        // The record of the client's URL may be undone, as the client may be changed.
        if (name === 'history undo' && world.ofClient.some((id) => one.argv.includes(id))) continue;
        await world.runLine(Command, one);
        expect(await world.shared(), `${name} ${one.argv.join(' ')}`).to.deep.equal(before);
      }
    }
    expect([added.exitCode, (await world.place.callbackUrls()).includes(NEW)]).to.deep.equal([0, true]);
  });
});

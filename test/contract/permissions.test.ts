import { writeFile } from 'node:fs/promises';

import { expect } from 'chai';

import { OPERATIONS } from '../../src/lib/cognito/client/operations.js';
import { SERVICE_OPERATIONS } from '../../src/lib/cognito/services/operations.js';
import { isNeverCalled } from '../../src/lib/permissions/called-operations.js';
import type { CommandName } from '../../src/lib/permissions/command-name.js';
import { COMMAND_OPERATIONS } from '../../src/lib/permissions/command-operations.js';
import { SandboxRequestHandler } from '../../src/lib/sandbox/doors/in-process.js';
import { DEMO_PASSWORD } from '../../src/lib/sandbox/seed/seed-users.js';
import { ownPlace } from '../helpers/place.js';
import { requireBuild } from '../helpers/run-bin.js';
import { LINES, prepareForLines, REVIEW_FILE, WHOLE_ARCHIVE } from './command-lines.js';
import { runInProcess } from './run-in-process.js';

const ANA = 'ana.silva@tenant-one.example';
const BEN = 'ben.carter@tenant-one.example';
const DAVID_WITH_SESSIONS = 'david.okafor@tenant-one.example';
const TARA_WITH_SESSIONS = 'tara.iyer@tenant-three.example';
const KATYA_WITH_SMS = 'katya.novak@tenant-two.example';
const MEI_FEDERATED = 'mei.tanaka@tenant-two.example';

/** In an argument: the ID of the latest record of the history, of its run, and of the latest import job. */
const LATEST = 'LATEST-RECORD';
const LATEST_RUN = 'LATEST-RUN';
const LATEST_JOB = 'LATEST-JOB';
/** On stdin: a token of Ben. */
const TOKEN = 'TOKEN';
const UNDO: Line = ['history undo', [LATEST, '--yes']];

/** Files to import: of a user that exists, and of so many that a job does not end at once. */
const EXISTING = 'existing.csv';
const EVIDENCE = 'evidence.md';
const MANY = 'many.csv';

/** Something of everything that a file can change or add. */
const WHOLE_POOL = `
poolSpec: 1
mfa: { softwareToken: false }
attributes: [{ name: floor, type: Number }]
domain:
  domain: login.example.com
  certificateArn: arn:aws:acm:us-east-1:000000000000:certificate/login
hostedUiCss: '.label-customizable { color: blue; }'
clients:
  - { name: stackflow-web, accessTokenValiditySeconds: 1800 }
  - { name: jobs, accessTokenValiditySeconds: 1800 }
`;

const NEW_POOL = `
poolSpec: 1
name: new
mfa: { mode: OPTIONAL, softwareToken: true }
domain: { domain: new-pool }
hostedUiCss: '.label-customizable { color: blue; }'
`;

type Line = readonly [name: string, argv: readonly string[], stdin?: string];

/** A sync of a tenant of its own with some rows; further flags begin with dashes. */
function synced(...rows: string[]): Line {
  const isFlag = (text: string) => text.startsWith('--');
  const argv = [
    '-',
    '--input-format',
    'csv',
    '--tenant',
    'tenant_090',
    '--max-leavers',
    '100%',
    '--no-invite',
    '--yes',
  ];
  const roster = ['email,roles,givenName', ...rows.filter((text) => !isFlag(text))].join('\n');
  return ['tenant sync', [...argv, ...rows.filter(isFlag)], `${roster}\n`];
}

/** Further lines, for operations that a command calls only with certain flags, or for certain users. */
const MORE: readonly Line[] = [
  ['users sessions', [DAVID_WITH_SESSIONS, '--revoke-all', '--yes']],
  ['users lockdown', ['--from', '-', '--yes'], `${TARA_WITH_SESSIONS}\n`],
  ['users sign-out', ['--from', '-', '--yes'], `${ANA}\n`],
  ['users disable', ['--from', '-', '--yes'], `${ANA}\n`],
  ['users enable', ['--from', '-', '--yes'], `${ANA}\n`],
  ['history undo', ['--run', LATEST_RUN, '--yes']],
  ['users delete', ['--from', '-', '--yes'], `${ANA}\n`],
  ['users enable', [TARA_WITH_SESSIONS, '--yes']],
  UNDO,
  ['users set-attributes', [KATYA_WITH_SMS, '--department', 'dept_it']],
  UNDO,
  ['users reset-mfa', [KATYA_WITH_SMS, '--yes']],
  UNDO,
  ['client add-callback', ['https://new.example/callback']],
  UNDO,
  ['users add-to-group', [BEN, '--group', 'operators', '--yes']],
  UNDO,
  ['users remove-from-group', [DAVID_WITH_SESSIONS, '--group', 'operators']],
  UNDO,
  ['users link', [BEN, '--provider', 'AzureAD', '--subject', 'ben@corp.example', '--yes']],
  UNDO,
  [
    'users link',
    ['--from', '-', '--input-format', 'csv', '--provider', 'AzureAD', '--yes'],
    `user,subject\n${BEN},ben@corp.example\n`,
  ],
  ['users unlink', ['--from', '-', '--provider', 'AzureAD', '--yes'], `${BEN}\n`],
  ['history undo', ['--run', LATEST_RUN, '--yes']],
  ['users unlink', [KATYA_WITH_SMS, '--provider', 'AzureAD']],
  ['groups set', ['operators', '--precedence', '7', '--yes']],
  UNDO,
  ['groups delete', ['operators', '--yes']],
  UNDO,
  ['groups create', ['temporary']],
  UNDO,
  ['users grant', [KATYA_WITH_SMS, '--role', 'super_admin', '--until', '4h', '--yes']],
  UNDO,
  ['users grant', ['--from', '-', '--role', 'super_admin', '--until', '4h', '--yes'], `${KATYA_WITH_SMS}\n`],
  ['users add-to-group', ['--from', '-', '--group', 'operators', '--yes'], `${KATYA_WITH_SMS}\n`],
  ['users remove-from-group', ['--from', '-', '--group', 'operators', '--yes'], `${KATYA_WITH_SMS}\n`],
  ['pool set', ['--password-min-length', '14', '--mfa-totp', 'off', '--yes']],
  UNDO,
  ['pool apply', ['-', '--yes'], "poolSpec: 1\nhostedUiCss: '.label-customizable { color: red; }'\n"],
  UNDO,
  ['pool apply', ['-', '--yes'], WHOLE_POOL],
  ['pool create', ['-', '--yes'], NEW_POOL],
  [
    'users set-attributes',
    ['--from', '-', '--input-format', 'csv', '--yes'],
    `email,newEmail\n${KATYA_WITH_SMS},katya@tenant-two.example\n`,
  ],
  ['history undo', ['--run', LATEST_RUN, '--yes']],
  ['access apply', [REVIEW_FILE, '--yes', '--evidence', EVIDENCE]],
  ['users diagnose', [MEI_FEDERATED]],
  ['users report', [MEI_FEDERATED]],
  ['client check', ['--all']],
  ['users check', ['--inactive', '1']],
  // Two people join; one of them is changed and the other one leaves; comes back; and is deleted.
  synced('first@tenant-one.example,itsm_agent,', 'second@tenant-one.example,itsm_agent,'),
  synced('first@tenant-one.example,itsm_agent,First'),
  synced('first@tenant-one.example,itsm_agent,First', 'second@tenant-one.example,itsm_agent,'),
  synced('first@tenant-one.example,itsm_agent,First', '--leavers=delete'),
  ['users stale', ['--inactive', '1']],
  ['pool check', ['--baseline', 'hardened']],
  ['report', ['--baseline', 'hardened', '--inactive', '1']],
  ['tokens inspect', [], TOKEN],
  // A group, somebody in it, and somebody who is disabled.
  ['groups delete', ['operators', '--yes']],
  ['users delete', [DAVID_WITH_SESSIONS, '--yes']],
  ['users delete', ['grace.kim@tenant-one.example', '--yes']],
  ['pool restore', [WHOLE_ARCHIVE, '--to', 'sandbox', '--same-pool', '--yes']],
  ['tenant offboard', ['tenant_003', '--archive', '(home)/let-go', '--yes']],
  ['tenant offboard', ['tenant_003', '--archive', '(home)/let-go', '--delete', '--confirm', 'tenant_003']],
  // Last, since it makes the pool large.
  ['users import start', [EXISTING, '--dry-run']],
  ['users import start', [MANY, '--yes', '--no-wait']],
  ['users import stop', [LATEST_JOB]],
];

/**
 * What no line can show: the sandbox's users are in no console, it keeps the logs of its jobs itself, its user names are
 * not addresses, by which users would have to be looked up, its contexts name no privileged group, and
 * groups and providers are listed only for a name that none of them has.
 */
const NOT_IN_SANDBOX: Readonly<Record<string, readonly string[]>> = {
  'users open': ['AdminGetUser', 'ListUsers'],
  // No group of the sandbox counts as privileged, and the user of the review has another role.
  'access review': ['ListUsersInGroup'],
  'access apply': [
    ...['AdminDisableUser', 'AdminListGroupsForUser', 'AdminRemoveUserFromGroup', 'AdminUserGlobalSignOut'],
    ...['DescribeUserPoolClient', 'GetGroup', 'ListGroups', 'ListUserPoolClients', 'ListUsers'],
  ],
  'users check': ['ListUsersInGroup'],
  // Its pool remembers no devices.
  'users stale': ['AdminListDevices'],
  report: ['ListUsersInGroup'],
  'tenant list': ['ListUsersInGroup'],
  'tenant show': ['ListUsersInGroup'],
  // Its pool remembers no devices.
  'tenant offboard': ['AdminListDevices'],
  'tokens inspect': ['DescribeUserPool'],
  // They need the hosted UI, which is served over HTTP only.
  'tokens exchange': ['DescribeUserPool', 'DescribeUserPoolClient'],
  'tokens login': ['DescribeUserPool', 'DescribeUserPoolClient'],
  'tokens refresh': ['DescribeUserPool', 'DescribeUserPoolClient'],
  'tokens revoke': ['DescribeUserPool', 'DescribeUserPoolClient'],
  'users import status': ['DescribeUserPool'],
  'history undo': ['ListGroups', 'ListIdentityProviders', 'ListUsers'],
  'users add-to-group': ['ListGroups'],
  'users remove-from-group': ['ListGroups'],
  'users link': ['AdminListGroupsForUser', 'ListIdentityProviders'],
  // Its context has no privileged groups.
  'tenant sync': ['AdminListGroupsForUser'],
  'users enable': ['AdminListGroupsForUser'],
  'users reset-mfa': ['AdminListGroupsForUser'],
  'users reset-password': ['AdminListGroupsForUser'],
  'users set-attributes': ['AdminListGroupsForUser'],
  'users unlink': ['ListIdentityProviders'],
  'groups show': ['ListGroups'],
  'providers describe': ['ListIdentityProviders'],
  'groups set': ['ListGroups'],
  'groups delete': ['ListGroups'],
};

describe('the operations of each command', () => {
  const place = ownPlace();
  // A build derives them from the code; it writes the table that the program reads.
  before(requireBuild);

  /** The operations that a line sends. */
  async function sentBy([name, argv, stdin]: Line): Promise<string[]> {
    const words: string[] = [];
    for (const word of argv) words.push(await standIn(word));
    const input = await standIn(stdin ?? '');
    const sent: string[] = [];
    const { prototype } = SandboxRequestHandler;
    const handle = Object.getOwnPropertyDescriptor(prototype, 'handle')!;
    const original = handle.value as SandboxRequestHandler['handle'];
    prototype.handle = function (request, options) {
      const target = request.headers['x-amz-target'];
      if (target !== undefined) sent.push(target.replace(/^.*\./, ''));
      return original.call(this, request, options);
    };
    try {
      await lineOutput([...name.split(' '), ...words], input);
    } finally {
      Object.defineProperty(prototype, 'handle', handle);
    }
    return sent;
  }

  async function lineOutput(words: readonly string[], stdin = ''): Promise<string> {
    const { stdout, stderr, code } = await runInProcess(words, { place: place(), stdin });
    // 9: a check has findings.
    expect(code, `${words.join(' ')}: ${stderr}`).to.be.oneOf([0, 9]);
    return stdout;
  }

  async function standIn(word: string): Promise<string> {
    return Object.hasOwn(standIns, word) ? standIns[word]!() : word;
  }

  const standIns: Readonly<Record<string, () => Promise<string>>> = {
    [LATEST]: async () => (await latestRecord()).id,
    [LATEST_RUN]: async () => (await latestRecord()).run!.id,
    [LATEST_JOB]: async () => (await lineOutput(['users', 'import', 'list', '-q'])).split('\n')[0]!,
    [TOKEN]: async () => (await place().tokens(BEN, DEMO_PASSWORD)).IdToken,
    [EVIDENCE]: () => Promise.resolve(place().path(EVIDENCE)),
    [EXISTING]: () => written(EXISTING, [BEN]),
    [MANY]: () =>
      written(
        MANY,
        Array.from({ length: 4500 }, (_, index) => `user-${index}@tenant-one.example`),
      ),
  };

  async function latestRecord(): Promise<{ id: string; run: { id: string } | null }> {
    const records = JSON.parse(await lineOutput(['history', 'list', '--limit', '1', '-o', 'json'])) as never[];
    return records[0]!;
  }

  async function written(name: string, emails: readonly string[]): Promise<string> {
    const rows = emails.map((email) => `${email},tenant_001,itsm_agent\n`);
    await writeFile(place().path(name), `email,tenantId,roles\n${rows.join('')}`);
    return place().path(name);
  }

  it('are derived from the names of all operations', async () => {
    const script = new URL('../../scripts/build/command-operations.js', import.meta.url);
    const derived = (await import(script.href)) as { operationNames: () => Promise<string[]> };
    expect(await derived.operationNames()).to.deep.equal([
      ...Object.keys(OPERATIONS),
      ...Object.keys(SERVICE_OPERATIONS),
    ]);
  });

  it('are called by it, and no others; for apply they are those of the command of the plan', async () => {
    const sent = new Map<string, Set<string>>(
      Object.keys(COMMAND_OPERATIONS).map((name) => [name, new Set(NOT_IN_SANDBOX[name])]),
    );
    await prepareForLines(place());
    const runAll = async (lines: readonly Line[]): Promise<void> => {
      for (const line of lines) for (const operation of await sentBy(line)) sent.get(line[0])?.add(operation);
    };
    await runAll(LINES.filter(([name]) => name !== 'pool set' && name !== 'apply'));
    await place().edit(({ users, clients, settings }) => {
      // Disabling a user ends the sessions too, so that nothing would be left to revoke.
      const tara = Object.values(users).find(({ attributes }) => attributes.email === TARA_WITH_SESSIONS)!;
      tara.enabled = false;
      // The checks look at risks in this tier only, and at providers only for a client that may write custom attributes.
      Object.assign(settings, { UserPoolTier: 'PLUS', UserPoolAddOns: { AdvancedSecurityMode: 'AUDIT' } });
      for (const client of Object.values(clients)) client.settings.WriteAttributes?.push('custom:role');
    });
    await runAll(MORE);
    const found = [...sent].map(([name, operations]) => [name, [...operations].sort()]);
    // Other services are not called in the sandbox: the tests of `checks/requirements` and `checks/doctor` show that they are.
    // Nor are limits read of an embedded pool, which has none: those of `runs/plan/run-cost` show that others' are.
    const declared = Object.entries(COMMAND_OPERATIONS).map(([name, operations]) => [
      name,
      operations
        .filter((operation) => !operation.includes(':') && operation !== 'GetProvisionedLimit')
        .filter((operation) => !isNeverCalled(name as CommandName, operation)),
    ]);
    expect(Object.fromEntries(found)).to.deep.equal(Object.fromEntries(declared));
  });
});

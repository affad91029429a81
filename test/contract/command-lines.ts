import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { writePoolArchive } from '../../src/lib/backups/archive/pool-archive.js';
import { writeTenantArchive } from '../../src/lib/backups/archive/tenant-archive.js';
import { appendEntries } from '../../src/lib/history/file/append.js';
import { sandboxHistory } from '../../src/lib/history/history-stores.js';
import { SANDBOX_CLIENT_ID, SANDBOX_POOL_ID } from '../../src/lib/model/sandbox-ids.js';
import type { ReviewScope } from '../../src/lib/reviews/review.js';
import { keepReview } from '../../src/lib/reviews/review-file.js';
import { FileStore } from '../../src/lib/sandbox/state/store.js';
import { openTestDirectory } from '../helpers/directory.js';
import type { Place } from '../helpers/place.js';

const ANA = 'ana.silva@tenant-one.example';
const BEN = 'ben.carter@tenant-one.example';
const DAVID_WITH_SESSIONS = 'david.okafor@tenant-one.example';
const QUINN_TOTP = 'quinn.murphy@tenant-three.example';
const NEW_USER = ['nina@tenant-one.example', '--tenant', 'tenant_001', '--role', 'itsm_agent'];
const GENERATED = ['--permanent', '--generate-password'];
const URL = 'https://new.example/callback';

/** An import job that `prepareForLines` makes: it skipped a user and was then stopped. */
const JOB = 'import-0123456789abcdef';

/** An app client with two secrets that `prepareForLines` makes, and the ID of the older one. */
const TWO_SECRETS = 'sandbox0stackflow0client02';
const OLD_SECRET = `${TWO_SECRETS}--1763690000000`;
/** Reads a secret. */
const STORE = 'cat > /dev/null';

/** Two users to import. */
const JOINERS = fileURLToPath(import.meta.resolve('./joiners.csv'));

/** A backup of the users of tenant_003 that `prepareForLines` makes. One of them is deleted by an earlier line. */
const ARCHIVE = '(home)/tenant-003';

/** A backup of the whole pool that `prepareForLines` makes. */
export const WHOLE_ARCHIVE = '(home)/whole-pool';

/** A roster that changes a user and names a new one. */
const ROSTER = fileURLToPath(import.meta.resolve('./roster.csv'));

/** A review in which the access of a user is revoked. */
export const REVIEW_FILE = fileURLToPath(import.meta.resolve('./review.csv'));

/** A file that the pool does not differ from. */
const POOL_FILE = fileURLToPath(import.meta.resolve('./pool.yaml'));

/** A file with one setting that the pool has otherwise. */
const CHANGE_FILE = fileURLToPath(import.meta.resolve('./pool-change.yaml'));

/** A file that declares another pool. */
const NEW_POOL_FILE = fileURLToPath(import.meta.resolve('./new-pool.yaml'));

/** A plan to sign Emma out, which expires in the year 9999. */
export const PLAN_FILE = fileURLToPath(import.meta.resolve('./sign-out.plan'));

/** What REVIEW_FILE is about. */
export const REVIEW: ReviewScope = {
  ...{ id: '01M7YF3M2ZBSRVG354N1927E3B', madeAt: '2026-11-21T04:00:00.000Z', reviewer: 'ana' },
  madeBy: { osUser: 'ana', host: 'desk', accessKeyId: null },
  ...{ poolId: SANDBOX_POOL_ID, endpoint: null, tenant: null, privileged: true },
};

/** The ID of a record that `prepareForLines` writes: Grace, who is disabled, was disabled. */
const RECORD = '01M7YF3M2ZBSRVG354N1927E3A';

/** The ID of a record that `prepareForLines` writes: a role that Grace was given for a time that is over. */
const GRANT = '01M7YG5N3ZBSRVG354N2038F4B';

/** At least one line for every command that ends by itself, in an order in which each succeeds. */
export const LINES: readonly (readonly [name: string, argv: readonly string[]])[] = [
  ['users create', [...NEW_USER, ...GENERATED]],
  ['users create', [...NEW_USER, '--if-not-exists']],
  ['users show', [ANA]],
  ['users show', ['hugo.martin@tenant-one.example']],
  ['users list', []],
  ['users find', ['silva']],
  ['users export', ['--columns', 'email,custom:employee_no']],
  ['users disable', [BEN, '--yes', '--sign-out']],
  ['users enable', [BEN]],
  ['users reset-password', [BEN, ...GENERATED]],
  ['users reset-password', [ANA, '--send-code']],
  ['users set-attributes', [BEN, '--add-role', 'cloud_admin', '--set', 'nickname=B', '--yes']],
  ['users grant', [BEN, '--role', 'itsm_admin', '--until', '4h', '--yes']],
  ['access expire', ['--yes']],
  ['users sessions', [DAVID_WITH_SESSIONS]],
  ['users events', [BEN]],
  ['users diagnose', ['chloe.dubois@tenant-one.example']],
  // Its findings are medium or high.
  ['users check', ['--severity', 'critical']],
  ['users stale', []],
  ['users report', [BEN]],
  ['show-plan', [PLAN_FILE]],
  ['apply', [PLAN_FILE, '--yes']],
  ['users sign-out', [BEN]],
  ['users resend-invite', ['liam.obrien@tenant-two.example']],
  ['users reset-mfa', [QUINN_TOTP, '--yes']],
  ['users lockdown', [DAVID_WITH_SESSIONS, '--yes']],
  ['users delete', ['pedro.alvarez@tenant-three.example', '--yes']],
  ['groups create', ['auditors', '--description', 'Read only']],
  ['groups set', ['operators', '--precedence', '5', '--yes']],
  ['users add-to-group', [BEN, '--group', 'operators', '--yes']],
  ['users link', [BEN, '--provider', 'AzureAD', '--subject', 'ben@corp.example', '--yes']],
  ['users unlink', [BEN, '--provider', 'AzureAD', '--yes']],
  ['providers describe', ['AzureAD']],
  ['providers list', []],
  ['tenant list', []],
  ['tenant sync', [ROSTER, '--tenant', 'tenant_001', '--leavers', 'keep', '--no-invite', '--yes']],
  ['tenant show', ['tenant_001']],
  ['groups list', []],
  ['groups show', ['operators']],
  ['groups members', ['operators']],
  ['users remove-from-group', [DAVID_WITH_SESSIONS, '--group', 'operators']],
  ['groups delete', ['operators', '--yes']],
  ['users import start', [JOINERS, '--yes']],
  ['users import status', [JOB]],
  ['users import list', []],
  ['users import stop', [JOB]],
  ['history list', []],
  ['history show', [RECORD]],
  ['history undo', [RECORD]],
  ['history verify', []],
  ['history export', []],
  ['history init', []],
  ['history checkpoint', ['--to', '(home)/checkpoint.json']],
  ['history report', []],
  ['access review', ['--privileged']],
  ['access apply', [REVIEW_FILE, '--dry-run']],
  ['client set', ['--access-token-validity', '30m']],
  ['client secrets list', []],
  ['client secrets remove', [OLD_SECRET, '--client-id', TWO_SECRETS, '--yes']],
  ['client secrets add', ['--secret-command', STORE]],
  ['client secrets rotate', ['--finish', '--yes']],
  ['client secrets rotate', ['--secret-command', STORE]],
  ['client list', []],
  ['client describe', []],
  ['client check', ['--all']],
  ['client add-callback', [URL]],
  ['client remove-callback', [URL, '--yes']],
  ['client add-logout', [URL]],
  ['client remove-logout', [URL, '--yes']],
  ['pool triggers', []],
  ['pool set', ['--password-min-length', '14']],
  ['pool apply', [CHANGE_FILE]],
  ['pool create', [NEW_POOL_FILE, '--yes']],
  ['pool describe', []],
  ['pool check', []],
  ['pool diff', [POOL_FILE]],
  ['pool export', []],
  ['pool backup', ['(home)/backup']],
  ['pool restore', [ARCHIVE, '--to', 'sandbox', '--same-pool', '--yes']],
  ['tenant offboard', ['tenant_003', '--archive', '(home)/offboarded', '--yes']],
  ['pool outputs', []],
  ['pool requirements', []],
  ['iam policy', ['--all', '-o', 'json']],
  ['report', []],
  ['doctor', []],
  ['whoami', []],
  ['version', []],
  ['completion', ['bash']],
  ['sandbox status', []],
  ['sandbox outbox', []],
  ['sandbox reset', []],
  ['context list', []],
  ['context show', ['stackflow']],
  ['context add', ['staging', '--pool-id', 'eu-west-1_AbCdEf123']],
  ['context use', ['staging']],
  ['context remove', ['staging']],
];

/**
 * Adds what the lines need and the seed lacks: threat protection, an event that it recorded, an import job, a
 * message, and a change in the history.
 */
export async function prepareForLines(place: Place): Promise<void> {
  await place.edit((pool) => {
    Object.assign(pool.settings, { UserPoolTier: 'PLUS', UserPoolAddOns: { AdvancedSecurityMode: 'AUDIT' } });
    const [createdAt, startedAt, completedAt] = [1_763_690_000_000, 1_763_690_001_000, 1_763_690_002_000];
    const { settings, ...client } = pool.clients[SANDBOX_CLIENT_ID]!;
    pool.clients[TWO_SECRETS] = {
      ...client,
      settings: { ...settings, ClientName: 'two-secrets' },
      secretCreatedAt: createdAt,
      secondSecret: { value: 'sandboxsecret1sandboxsecret1sandboxsecret1sandbox11', createdAt: startedAt },
    };
    pool.importJobs = {
      [JOB]: {
        name: 'joiners',
        roleArn: 'arn:aws:iam::111122223333:role/Import',
        signature: 'signature-of-the-seeded-job',
        ...{ createdAt, startedAt, completedAt },
        status: 'Stopped',
        message: 'The Import Job was stopped by the developer.',
        ...{ imported: 0, skipped: 1, failed: 0 },
        log: [{ from: 2, to: 2, outcome: 'SKIPPED', message: 'The user already exists.' }],
      },
    };
    pool.outbox = {
      1: {
        at: createdAt,
        username: '5af10000-0000-4000-8000-000000000005',
        kind: 'invitation',
        medium: 'EMAIL',
        to: 'emma.larsen@tenant-one.example',
        subject: 'Your temporary password',
        text: 'Your username is emma.larsen@tenant-one.example and temporary password is Welcome-Demo-2026!.',
      },
    };
  });
  const directory = openTestDirectory({ store: new FileStore(place.sandbox), tenant: 'tenant_003' });
  await writeTenantArchive(directory, join(place.home, 'tenant-003')).run();
  await writePoolArchive(
    openTestDirectory({ store: new FileStore(place.sandbox) }),
    join(place.home, 'whole-pool'),
  ).run();
  await keepReview(place, REVIEW, await readFile(REVIEW_FILE, 'utf8'));
  await place.signIn(BEN, 'Sandbox-Demo-2026!');
  const file = sandboxHistory(place.dataFolder);
  const username = '5af10000-0000-4000-8000-000000000007';
  const started = {
    entry: 'started',
    context: 'sandbox',
    poolId: SANDBOX_POOL_ID,
    region: 'us-east-1',
    endpoint: null,
    operator: { osUser: 'ana', host: 'desk', accessKeyId: null },
    target: {
      kind: 'user',
      id: username,
      sub: username,
      label: 'grace.kim@tenant-one.example',
      tenantId: 'tenant_001',
    },
    reason: null,
    undoes: null,
  } as const;
  const disabled = { id: RECORD, at: '2026-11-21T03:00:00.000Z', operation: 'users.disable' };
  const enabled = [{ field: 'enabled', before: true, after: false }];
  await appendEntries(file, { ...started, ...disabled, fields: enabled });
  const ended = { entry: 'finished', result: 'done', requestIds: ['request-1'] } as const;
  await appendEntries(file, { ...ended, id: RECORD, at: '2026-11-21T03:00:01.000Z' });
  const grant = { role: 'itsm_admin', until: '2026-11-21T05:00:00Z' };
  const granted = { id: GRANT, at: '2026-11-21T03:01:00.000Z', operation: 'users.grant', grant };
  const fields = [
    { field: 'roles', before: ['itsm_agent'], after: ['itsm_agent', 'itsm_admin'], relative: true as const },
    { field: 'roleEndsAt', before: null, after: grant.until },
  ];
  await appendEntries(file, { ...started, ...granted, fields });
  await appendEntries(file, { ...ended, id: GRANT, at: '2026-11-21T03:01:01.000Z' });
}

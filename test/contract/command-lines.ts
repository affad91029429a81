import { fileURLToPath } from 'node:url';

import { appendEntries } from '../../src/lib/history/file/append.js';
import { sandboxHistory } from '../../src/lib/history/history-files.js';
import { SANDBOX_CLIENT_ID, SANDBOX_POOL_ID } from '../../src/lib/model/sandbox-ids.js';
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

/** A file that the pool does not differ from. */
const POOL_FILE = fileURLToPath(import.meta.resolve('./pool.yaml'));

/** A file with one setting that the pool has otherwise. */
const CHANGE_FILE = fileURLToPath(import.meta.resolve('./pool-change.yaml'));

/** A file that declares another pool. */
const NEW_POOL_FILE = fileURLToPath(import.meta.resolve('./new-pool.yaml'));

/** The ID of a record that `prepareForLines` writes: Grace, who is disabled, was disabled. */
const RECORD = '01M7YF3M2ZBSRVG354N1927E3A';

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
  ['users sessions', [DAVID_WITH_SESSIONS]],
  ['users events', [BEN]],
  ['users diagnose', ['chloe.dubois@tenant-one.example']],
  // Its findings are medium or high.
  ['users check', ['--severity', 'critical']],
  ['users report', [BEN]],
  ['users sign-out', [BEN]],
  ['users resend-invite', ['liam.obrien@tenant-two.example']],
  ['users reset-mfa', [QUINN_TOTP, '--yes']],
  ['users lockdown', [DAVID_WITH_SESSIONS, '--yes']],
  ['users delete', ['pedro.alvarez@tenant-three.example', '--yes']],
  ['groups create', ['auditors', '--description', 'Read only']],
  ['groups set', ['operators', '--precedence', '5', '--yes']],
  ['users add-to-group', [BEN, '--group', 'operators', '--yes']],
  ['providers describe', ['AzureAD']],
  ['providers list', []],
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
  ['history report', []],
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
  await place.signIn(BEN, 'Sandbox-Demo-2026!');
  const file = sandboxHistory(place.dataFolder);
  const username = '5af10000-0000-4000-8000-000000000007';
  await appendEntries(file, {
    entry: 'started',
    id: RECORD,
    at: '2026-11-21T03:00:00.000Z',
    context: 'sandbox',
    poolId: SANDBOX_POOL_ID,
    region: 'us-east-1',
    endpoint: null,
    operator: { osUser: 'ana', host: 'desk', accessKeyId: null },
    operation: 'users.disable',
    target: {
      kind: 'user',
      id: username,
      sub: username,
      label: 'grace.kim@tenant-one.example',
      tenantId: 'tenant_001',
    },
    fields: [{ field: 'enabled', before: true, after: false }],
    reason: null,
    undoes: null,
  });
  const ended = { entry: 'finished', id: RECORD, at: '2026-11-21T03:00:01.000Z' } as const;
  await appendEntries(file, { ...ended, result: 'done', requestIds: ['request-1'] });
}

import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { expect } from 'chai';

import HistoryShow from '../../../../src/commands/history/show.js';
import HistoryUndo from '../../../../src/commands/history/undo.js';
import UsersImportList from '../../../../src/commands/users/import/list.js';
import UsersImportStart from '../../../../src/commands/users/import/start.js';
import UsersImportStatus from '../../../../src/commands/users/import/status.js';
import UsersImportStop from '../../../../src/commands/users/import/stop.js';
import { ANY_CREDENTIALS, whileServed, writeLiveContext } from '../../../helpers/live-context.js';
import { ownPlace } from '../../../helpers/place.js';
import { commandRunner, type RunOptions } from '../../../helpers/run-command.js';
import { outcomesIn } from '../../../helpers/outcomes.js';

const ANA = 'ana.silva@tenant-one.example';
const NINA = 'nina@tenant-one.example';
const OTTO = 'otto@tenant-two.example';
const ROWS = `email,tenantId,roles,givenName
${NINA},tenant_001,"itsm_agent,cloud_admin",Nina

${ANA},tenant_001,itsm_agent,Ana
${OTTO},tenant_002,itsm_agent,Otto
`;
const SUMMARY =
  '3 users will be imported\nin tenant_001 (2), tenant_002 (1)\nprivileged roles granted: cloud_admin (1)\n' +
  'Unlike users create, an import sends no invitations and sets no passwords: the users have the status ' +
  'RESET_REQUIRED and set a password at their first sign-in. Existing users are skipped.\n';

const DRY_RUN_SUMMARY = SUMMARY.replace('3 users will be imported', 'The input has 3 users').replace(
  'Unlike',
  '2 will be created, 1 exists already and will be skipped\nUnlike',
);

/** More than the sandbox imports between two polls, so that the job is still running. */
const MANY = Array.from({ length: 4_500 }, (_, index) => `user${index}@tenant-one.example,tenant_001,itsm_agent\n`);

describe('users import', () => {
  const place = ownPlace();
  const run = commandRunner(place);

  async function file(text: string, name = 'joiners.csv'): Promise<string> {
    await writeFile(place().path(name), text);
    return place().path(name);
  }

  async function start(text: string, argv: readonly string[] = ['--yes'], options: Omit<RunOptions, 'place'> = {}) {
    return run(UsersImportStart, [await file(text), ...argv], options);
  }

  /** The newest job. */
  async function lastJob(): Promise<{ id: string; status: string }> {
    const { UserImportJobs } = await place().call('ListUserImportJobs', { MaxResults: 1 });
    const [job] = UserImportJobs as { JobId: string; Status: string }[];
    return { id: job?.JobId ?? '', status: job?.Status ?? '' };
  }

  /** An output without the random job ID. */
  const plain = (text: string): string => text.replaceAll(/import-[0-9a-f]+/g, 'JOB');

  it('warns of a tenant that no user is in', async () => {
    const { stderr } = await start(ROWS.replaceAll('tenant_002', 'tenant_099'), ['--dry-run']);
    expect(stderr.match(/^warning: .*$/gm)).to.deep.equal(['warning: no user is in tenant_099; nearest: tenant_001']);
  });

  it('imports a file, lists the skipped users by their lines, and exits with 8', async () => {
    const { stdout, stderr, exitCode } = await start(ROWS);
    const nina = await place().user(NINA);
    expect({
      stdout,
      stderr: plain(stderr),
      exitCode,
      nina: [nina?.status, nina?.attributes['custom:role'], nina?.attributes.email_verified],
    }).to.deep.equal({
      stdout: 'Started the import of 3 users from joiners.csv.\nImported 2 users, 1 skipped.\n',
      stderr:
        `${SUMMARY}error: import job JOB: 2 imported, 1 skipped, 0 failed of 3 users\n` +
        '  line 4: skipped: The user already exists\n',
      exitCode: 8,
      nina: ['RESET_REQUIRED', 'itsm_agent,cloud_admin', 'true'],
    });
  });

  it('leaves no file with personal data', async () => {
    await start(ROWS);
    const folder = join(place().dataFolder, 'imports');
    const texts = await Promise.all((await readdir(folder)).map((name) => readFile(join(folder, name), 'utf8')));
    expect(texts).to.deep.equal(['{"v":1,"source":"joiners.csv","rows":3,"tenantId":null,"lines":[[2,0],[3,1]]}']);
  });

  it('works over HTTP as it does in process', async () => {
    const { stdout, stderr, exitCode } = await whileServed(place(), async (url) => {
      await writeLiveContext(place(), url);
      const role = ['--logs-role', 'arn:aws:iam::111122223333:role/Import'];
      return start(ROWS, ['--yes', ...role], { env: ANY_CREDENTIALS });
    });
    expect({ stdout, lines: plain(stderr).split('\n').slice(4), exitCode }).to.deep.equal({
      stdout: 'Started the import of 3 users from joiners.csv.\nImported 2 users, 1 skipped.\n',
      lines: [
        'error: import job JOB: 2 imported, 1 skipped, 0 failed of 3 users',
        '  line 4: skipped: The user already exists',
        '',
      ],
      exitCode: 8,
    });
  });

  it('needs no role for a dry run', async () => {
    const { stdout, exitCode } = await whileServed(place(), async (url) => {
      await writeLiveContext(place(), url);
      return start(ROWS, ['--dry-run'], { env: ANY_CREDENTIALS });
    });
    expect([stdout.split('\n').at(-2), exitCode]).to.deep.equal(['  privileged roles: (none) → cloud_admin', 0]);
  });

  for (const [format, stdin] of [
    ['text', ''],
    ['csv', 'email,tenantId,roles\n'],
    ['ndjson', ''],
    ['json', '[]'],
  ] as const) {
    it(`succeeds with no users and makes no job if the list is empty: ${format}`, async () => {
      const before = await place().bytes();
      const argv = ['-', '--input-format', format];
      const sentence = await run(UsersImportStart, argv, { stdin });
      const dryRun = await run(UsersImportStart, [...argv, '--dry-run'], { stdin });
      const json = await run(UsersImportStart, [...argv, '-o', 'json'], { stdin });
      expect([sentence.stdout, dryRun.stdout, outcomesIn(json.stdout)]).to.deep.equal([
        'users import: 0 users in the input.\n',
        'users import: 0 users in the input.\n',
        [],
      ]);
      expect([sentence.exitCode, dryRun.exitCode, json.exitCode]).to.deep.equal([0, 0, 0]);
      expect([await readdir(join(place().dataFolder, 'imports')), await place().bytes()]).to.deep.equal([[], before]);
    });
  }

  it('lists invalid rows with line and column, and changes nothing', async () => {
    const before = await place().bytes();
    const { stdout, stderr, exitCode } = await start(`${ROWS}nobody,tenant_001,itsm_agent,N\n`);
    expect({ stdout, stderr, exitCode, isUntouched: before === (await place().bytes()) }).to.deep.equal({
      stdout: '',
      stderr:
        'error: 1 row of the input cannot be used\n' +
        '  line 6, email: "nobody" is not an email address. Add the domain, as in ada@example.com\n' +
        '  Nothing was changed. To continue with the valid rows: --skip-invalid\n',
      exitCode: 2,
      isUntouched: true,
    });
  });

  it('--skip-invalid imports the valid rows', async () => {
    const { stderr, exitCode } = await start(
      `email,tenantId,roles\nnobody,tenant_001,itsm_agent\n${NINA},tenant_001,itsm_agent\n`,
      ['--yes', '--skip-invalid'],
    );
    expect([stderr.split('\n')[0], exitCode, (await place().user(NINA))?.status]).to.deep.equal([
      'warning: skipped: line 2, email: "nobody" is not an email address. Add the domain, as in ada@example.com',
      0,
      'RESET_REQUIRED',
    ]);
  });

  it('--dry-run shows what would be done, and changes nothing', async () => {
    const before = await place().bytes();
    const { stdout, stderr, exitCode } = await start(ROWS, ['--dry-run']);
    expect({ stdout, stderr, exitCode, isUntouched: before === (await place().bytes()) }).to.deep.equal({
      stdout: [
        'users import joiners.csv',
        '  job: (none) → joiners.csv',
        '  file: (none) → joiners.csv',
        '  users: (none) → 3',
        '  new users: (none) → 2',
        '  existing users: (none) → 1',
        '  tenants: (none) → tenant_001, tenant_002',
        '  privileged roles: (none) → cloud_admin',
        '  logs role: (none) → arn:aws:iam::000000000000:role/sandbox\n',
      ].join('\n'),
      stderr: `${DRY_RUN_SUMMARY}Dry run: nothing is written.\n`,
      exitCode: 0,
      isUntouched: true,
    });
  });

  it('asks at a terminal, and removes the compiled file if the answer is no', async () => {
    const { exitCode, asked } = await start(ROWS, [], { tty: true, answers: [false] });
    expect({
      asked: asked.map(({ message }) => message),
      exitCode,
      left: await readdir(join(place().dataFolder, 'imports')),
    }).to.deep.equal({ asked: ['users import joiners.csv in context sandbox. Continue?'], exitCode: 130, left: [] });
  });

  it('needs a role outside the sandbox', async () => {
    const { stderr, exitCode } = await whileServed(place(), async (url) => {
      await writeLiveContext(place(), url);
      return start(ROWS, ['--yes'], { env: ANY_CREDENTIALS });
    });
    expect([stderr.split('\n')[0], exitCode]).to.deep.equal([
      'error: an import job needs an IAM role to write its log to CloudWatch',
      2,
    ]);
  });

  it('--no-wait returns when the job has started, and says how to follow it', async () => {
    const { stdout, stderr, exitCode } = await start(`email,tenantId,roles\n${MANY.join('')}`, ['--yes', '--no-wait']);
    const { id } = await lastJob();
    expect({ stdout, lastLine: stderr.split('\n').at(-2), exitCode }).to.deep.equal({
      stdout: 'Started the import of 4500 users from joiners.csv.\n',
      lastLine: `To follow the job: sf-admin users import status ${id} --wait`,
      exitCode: 0,
    });
  });

  it('status --wait follows a job to its end', async () => {
    await start(`email,tenantId,roles\n${MANY.join('')}`, ['--yes', '--no-wait']);
    const { id } = await lastJob();
    const { stdout, exitCode } = await run(UsersImportStatus, [id, '--wait', '-o', 'json']);
    const { status, imported, rows, source, failures } = JSON.parse(stdout) as Record<string, unknown>;
    expect({ status, imported, rows, source, failures, exitCode }).to.deep.equal({
      status: 'Succeeded',
      imported: 4500,
      rows: 4500,
      source: 'joiners.csv',
      failures: [],
      exitCode: 0,
    });
  });

  it('status --log shows the failures of a downloaded log by the lines of the file', async () => {
    await start(ROWS);
    const log = await file(
      'EVENTS\tCognito User Pools Import - Test Log\nEVENTS\t[FAILED] Line Number 4 - The user is invalid.\n',
      'import.log',
    );
    const { stdout } = await run(UsersImportStatus, [(await lastJob()).id, '--log', log, '-o', 'json']);
    expect((JSON.parse(stdout) as { failures: unknown }).failures).to.deep.equal([
      { line: 5, compiledLine: 4, result: 'failed', reason: 'The user is invalid.' },
    ]);
  });

  it('stop stops a job and keeps its imported users; a second stop changes nothing', async () => {
    const { stdout } = await start(`email,tenantId,roles\n${MANY.join('')}`, ['--yes', '--no-wait', '-q']);
    const id = stdout.trim();
    const first = await run(UsersImportStop, [id]);
    const { status } = await lastJob();
    const second = await run(UsersImportStop, [id]);
    expect({
      first: [plain(first.stdout), first.exitCode],
      status,
      second: [plain(second.stdout), second.exitCode],
    }).to.deep.equal({
      first: ['Stopped import job JOB. It has imported 3000 users.\n', 0],
      status: 'Stopped',
      second: ['Import job JOB has already ended: Stopped. Nothing was changed.\n', 0],
    });
  });

  it('stop says that a job that was never started does nothing and expires', async () => {
    await place().call('CreateUserImportJob', {
      JobName: 'never',
      CloudWatchLogsRoleArn: 'arn:aws:iam::111122223333:role/CognitoImport',
    });
    const { stderr, exitCode } = await run(UsersImportStop, [(await lastJob()).id]);
    expect([stderr.split('\n')[1], exitCode]).to.deep.equal([
      '  The job was never started. It does nothing and expires within two days.',
      2,
    ]);
  });

  it('list shows the jobs of the user pool, newest first', async () => {
    await start(ROWS, ['--yes', '--name', 'first']);
    await start(ROWS, ['--yes', '--name', 'second']);
    const { stdout, exitCode } = await run(UsersImportList, ['-o', 'csv', '--columns', 'name,status,imported,skipped']);
    expect([stdout, exitCode]).to.deep.equal([
      'name,status,imported,skipped\nsecond,Failed,0,3\nfirst,Succeeded,2,1\n',
      0,
    ]);
  });

  it('is recorded in the history and cannot be undone', async () => {
    const { stdout } = await start(ROWS, ['--yes', '--no-wait', '-o', 'json']);
    const [{ recordId = '' }] = outcomesIn(stdout) as [{ recordId?: string }];
    const shown = await run(HistoryShow, [recordId, '-o', 'json']);
    const { operation, target, result } = JSON.parse(shown.stdout) as Record<string, unknown>;
    const undone = await run(HistoryUndo, [recordId, '--yes']);
    expect({
      record: [operation, (target as { kind: string }).kind, result],
      undone: [undone.stderr.split('\n')[0], undone.exitCode],
    }).to.deep.equal({
      record: ['users.import', 'import-job', 'done'],
      undone: [
        'error: users import joiners.csv cannot be undone: undoing an import would delete the users it created, which is irreversible: sf-admin users delete --from FILE',
        3,
      ],
    });
  });

  it('exits with 4 if there is no such job', async () => {
    const { stderr, exitCode } = await run(UsersImportStatus, ['import-nope']);
    expect([stderr.split('\n')[0], exitCode]).to.deep.equal([
      'error: no import job import-nope in user pool us-east-1_Sandbox01',
      4,
    ]);
  });
});

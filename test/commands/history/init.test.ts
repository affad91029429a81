import { writeFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';

import { expect } from 'chai';
import { parse } from 'yaml';

import HistoryInit from '../../../src/commands/history/init.js';
import { ANY_CREDENTIALS } from '../../helpers/live-context.js';
import { ownPlace } from '../../helpers/place.js';
import { commandRunner, type RunOptions } from '../../helpers/run-command.js';
import { errorOf, mockServices } from '../../lib/cognito/services-mock.js';
import { answersOf, type FakeTable, goodTable, NAME } from '../../lib/history/set-up/fake-table.js';

describe('history init', () => {
  const place = ownPlace();
  const run = commandRunner(place);
  const services = mockServices();

  beforeEach(async () => {
    await mkdir(place().configFolder, { recursive: true });
    await writeFile(
      join(place().configFolder, 'config.yaml'),
      `current: prod\ncontexts:\n  prod:\n    poolId: eu-west-1_AbCdEf123\n    team: { table: ${NAME} }\n  alone:\n    poolId: eu-west-1_AbCdEf124\n`,
    );
  });

  /** Runs the command against a table, and returns what was written to that as well. */
  async function init(fake: FakeTable, argv: readonly string[], options: Partial<RunOptions> = {}) {
    const { answers, writes } = answersOf(fake);
    services.answer(answers);
    const result = await run(HistoryInit, argv, { ...options, env: { ...ANY_CREDENTIALS, ...options.env } });
    return { ...result, writes: writes.map(([operation]) => operation) };
  }

  it('prints a template of the table that the context names, and asks AWS nothing', async () => {
    const [yaml, json, terraform, quiet] = [
      await run(HistoryInit, []),
      await run(HistoryInit, ['-o', 'json']),
      await run(HistoryInit, ['--as', 'terraform', '--context', 'alone']),
      await run(HistoryInit, ['-q']),
    ];
    expect(parse(yaml.stdout)).to.deep.equal(JSON.parse(json.stdout));
    expect(yaml.stdout).to.include(`TableName: ${NAME}\n`);
    expect(terraform.stdout).to.include('  name                        = "sf-admin-history"\n');
    expect([quiet.stdout, services.asked()]).to.deep.equal([`${NAME}\n`, []]);
  });

  it('finds with --check what differs, and changes nothing', async () => {
    const [good, bad] = [
      await init(goodTable(), ['--check', '-o', 'json']),
      await init({ ...goodTable(), recovery: false }, ['--check', '-o', 'json']),
    ];
    const rows = JSON.parse(bad.stdout) as { setting: string; status: string; changed: boolean }[];
    expect({
      codes: [good.exitCode, bad.exitCode],
      writes: [...good.writes, ...bad.writes],
      differing: rows.filter(({ status }) => status !== 'ok'),
      notes: bad.stderr.split('\n').slice(-3),
    }).to.deep.equal({
      codes: [0, 9],
      writes: [],
      differing: [
        { setting: 'RECOVERY', status: 'differs', found: 'off', wanted: 'point-in-time recovery', changed: false },
      ],
      notes: [`Table ${NAME}: 7 ok, 1 different, 0 unknown.`, 'To set them: sf-admin history init --create', ''],
    });
  });

  it('creates the table after a question, and then nothing is left to do', async () => {
    const fake: FakeTable = { recovery: false };
    const first = await init(fake, ['--create'], { tty: true, answers: [true] });
    const second = await init(fake, ['--create'], { tty: true });
    expect({
      codes: [first.exitCode, second.exitCode],
      asked: [first.asked.map(({ message }) => message), second.asked],
      writes: [first.writes, second.writes],
      last: [first.stderr.trim().split('\n').at(-1), second.stderr.trim().split('\n').at(-1)],
    }).to.deep.equal({
      codes: [0, 0],
      asked: [[`Create table ${NAME} in context prod?`], []],
      writes: [['CreateTable', 'UpdateContinuousBackups', 'PutResourcePolicy'], []],
      last: [
        `Table ${NAME}: 8 ok, 0 different, 0 unknown, 3 written.`,
        `Table ${NAME}: 8 ok, 0 different, 0 unknown, 0 written.`,
      ],
    });
  });

  it('writes nothing if the answer is no, if nobody can be asked, or in a directory for reading only', async () => {
    const no = await init({ recovery: false }, ['--create'], { tty: true, answers: [false] });
    const nobody = await init({ recovery: false }, ['--create']);
    const reading = await init({ recovery: false }, ['--create', '--yes'], { env: { SF_ADMIN_READ_ONLY: '1' } });
    expect([no, nobody, reading].map(({ exitCode, writes }) => [exitCode, writes])).to.deep.equal([
      [130, []],
      [2, []],
      [3, []],
    ]);
    expect(nobody.stderr).to.include('needs confirmation, and there is no terminal to ask on');
  });

  it('names what it could not read, and does the rest', async () => {
    const fake: FakeTable = { recovery: false };
    const { answers, writes } = answersOf(fake);
    services.answer({ ...answers, 'dynamodb:GetResourcePolicy': errorOf('UnknownOperationException') });
    const { stdout, stderr, exitCode } = await run(HistoryInit, ['--create', '--yes', '-o', 'json'], {
      env: ANY_CREDENTIALS,
    });
    const rows = JSON.parse(stdout) as { setting: string; status: string }[];
    expect({
      exitCode,
      unknown: rows.filter(({ status }) => status === 'unknown').map(({ setting }) => setting),
      writes: writes.map(([operation]) => operation),
      counted: stderr.includes('7 ok, 0 different, 1 unknown, 2 written'),
    }).to.deep.equal({
      exitCode: 0,
      unknown: ['RESOURCE_POLICY'],
      writes: ['CreateTable', 'UpdateContinuousBackups'],
      counted: true,
    });
  });

  for (const flags of [['--check'], ['--create', '--yes']]) {
    it(`fails with ${flags.join(' ')} if the table may not be looked at`, async () => {
      const { answers, writes } = answersOf(goodTable());
      services.answer({ ...answers, 'dynamodb:DescribeTable': errorOf('AccessDeniedException', 'not authorized') });
      const { stdout, stderr, exitCode } = await run(HistoryInit, flags, { env: ANY_CREDENTIALS });
      expect([exitCode, stdout, writes]).to.deep.equal([6, '', []]);
      expect(stderr).to.match(/^error: .*not authorized/m);
    });
  }

  it('refuses a context that names no table, and the embedded sandbox', async () => {
    const alone = await run(HistoryInit, ['--check', '--context', 'alone'], { env: ANY_CREDENTIALS });
    const sandbox = await run(HistoryInit, ['--create', '--yes', '--context', 'sandbox']);
    expect([alone.exitCode, alone.stderr, sandbox.exitCode, sandbox.stderr]).to.deep.equal([
      2,
      'error: context alone names no table\n  Add it to the contexts file: team: {table: sf-admin-history}\n',
      2,
      'error: the history of the embedded sandbox is always a file\n  Use a context of a user pool in AWS: --context NAME\n',
    ]);
  });
});

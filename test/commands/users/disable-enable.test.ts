import { expect } from 'chai';

import UsersDisable from '../../../src/commands/users/disable.js';
import UsersEnable from '../../../src/commands/users/enable.js';
import { ANY_CREDENTIALS, whileServed, writeLiveContext } from '../../helpers/live-context.js';
import { ownPlace } from '../../helpers/place.js';
import { type CommandResult, commandRunner } from '../../helpers/run-command.js';
import { outcomesIn } from '../../helpers/outcomes.js';

const ANA = 'ana.silva@tenant-one.example';
const BEN = 'ben.carter@tenant-one.example';
const GRACE_DISABLED = 'grace.kim@tenant-one.example';
const INES = 'ines.costa@tenant-two.example';
const PASSWORD = 'Sandbox-Demo-2026!';
const ID = (number: string): string => `5af10000-0000-4000-8000-0000000000${number}`;

describe('users disable', () => {
  const place = ownPlace();
  const run = commandRunner(place);

  it('prevents a user from signing in and prints one sentence', async () => {
    const before = await place().signIn(BEN, PASSWORD);
    const { stdout, exitCode } = await run(UsersDisable, [BEN, '--yes']);
    expect({ before, stdout, exitCode, after: await place().signIn(BEN, PASSWORD) }).to.deep.equal({
      before: 'signed in',
      stdout: `Disabled ${BEN}.\n`,
      exitCode: 0,
      after: 'User is disabled.',
    });
  });

  it('asks once for all and shows what would change', async () => {
    const result = await run(UsersDisable, [BEN, INES], { tty: true, answers: [true] });
    expect({
      asked: result.asked,
      stdout: result.stdout,
      shown: result.stderr.split('\n').slice(0, 4),
    }).to.deep.equal({
      asked: [{ kind: 'confirm', message: 'users disable 2 users in context sandbox. Continue?' }],
      stdout: `Disabled ${BEN}.\nDisabled ${INES}.\n`,
      shown: [
        `users disable ${BEN} (tenant_001)`,
        '  enabled: yes → no',
        `users disable ${INES} (tenant_002)`,
        '  enabled: yes → no',
      ],
    });
  });

  for (const [where, options, argv, exitCode] of [
    ['on a terminal if the answer is no', { tty: true, answers: [false] }, [], 130],
    ['in a script without --yes', {}, [], 2],
    ['on a terminal with --no-input and without --yes', { tty: true }, ['--no-input'], 2],
  ] as const) {
    it(`writes nothing ${where}`, async () => {
      const before = await place().bytes();
      const result = await run(UsersDisable, [BEN, ...argv], options);
      expect({
        exitCode: result.exitCode,
        stdout: result.stdout,
        isUntouched: before === (await place().bytes()),
      }).to.deep.equal({ exitCode, stdout: '', isUntouched: true });
    });
  }

  it('asks nothing and writes nothing if the user is already disabled', async () => {
    const before = await place().bytes();
    const result = await run(UsersDisable, [GRACE_DISABLED]);
    expect({ ...result, isUntouched: before === (await place().bytes()) }).to.deep.equal({
      stdout: `${GRACE_DISABLED} is already disabled. Nothing was changed.\n`,
      stderr: '',
      exitCode: 0,
      asked: [],
      isUntouched: true,
    });
  });

  it('shows what would change with --dry-run and writes nothing', async () => {
    const before = await place().bytes();
    const result = await run(UsersDisable, [BEN, '--sign-out', '--dry-run']);
    expect({ ...result, isUntouched: before === (await place().bytes()) }).to.deep.equal({
      stdout: `users disable ${BEN} (tenant_001)\n  enabled: yes → no\n  refresh tokens: valid → revoked\n`,
      stderr: 'Dry run: nothing is written.\n',
      exitCode: 0,
      asked: [],
      isUntouched: true,
    });
  });

  it('disables none if one of several does not exist or belongs to another tenant', async () => {
    const before = await place().bytes();
    const missing = await run(UsersDisable, [BEN, 'nobody@example.com', '--yes']);
    const foreign = await run(UsersDisable, [BEN, INES, '--tenant', 'tenant_001', '--yes']);
    expect({
      missing: missing.exitCode,
      foreign: foreign.exitCode,
      stdout: missing.stdout + foreign.stdout,
      isUntouched: before === (await place().bytes()),
    }).to.deep.equal({ missing: 4, foreign: 3, stdout: '', isUntouched: true });
  });

  it('prints each user with -o json, one who was already disabled too', async () => {
    const { stdout } = await run(UsersDisable, [BEN, GRACE_DISABLED, '--yes', '-o', 'json']);
    const outcomes = outcomesIn(stdout) as { requestIds: string[]; recordId?: string }[];
    expect(
      outcomes.map(({ recordId: _, ...outcome }) => ({ ...outcome, requestIds: outcome.requestIds.length })),
    ).to.deep.equal([
      {
        changed: true,
        dryRun: false,
        operation: 'users.disable',
        target: { kind: 'user', id: ID('02'), sub: ID('02'), label: BEN, tenantId: 'tenant_001' },
        fields: [{ field: 'enabled', before: true, after: false }],
        requestIds: 1,
      },
      {
        changed: false,
        dryRun: false,
        operation: 'users.disable',
        target: { kind: 'user', id: ID('07'), sub: ID('07'), label: GRACE_DISABLED, tenantId: 'tenant_001' },
        fields: [],
        requestIds: 0,
      },
    ]);
  });

  it('prints the user names with -q, and important notes on stderr', async () => {
    expect(await run(UsersDisable, [BEN, ANA, '--yes', '-q'])).to.deep.equal({
      stdout: `${ID('02')}\n${ID('01')}\n`,
      stderr:
        'APIs that verify access tokens offline still accept tokens that were already issued, ' +
        'for at most 1 hour.\n',
      exitCode: 0,
      asked: [],
    });
  });

  it('says that nothing is written with -q --dry-run', async () => {
    expect(await run(UsersDisable, [BEN, ANA, '--dry-run', '-q'])).to.deep.include({
      stdout: `${ID('02')}\n${ID('01')}\n`,
      stderr: 'Dry run: nothing is written.\n',
    });
  });

  it('changes a user once who is given twice', async () => {
    const { stdout } = await run(UsersDisable, [BEN, ID('02'), BEN, '--yes']);
    expect(stdout).to.equal(`Disabled ${BEN}.\n`);
  });

  it('requires the name to be typed in a protected context before an irreversible change', async () => {
    const typed = (name: string): Promise<CommandResult> =>
      whileServed(place(), async (url) => {
        await writeLiveContext(place(), url, 'protected: true');
        return run(UsersDisable, [BEN, '--sign-out'], { tty: true, answers: [name], env: ANY_CREDENTIALS });
      });
    const wrong = await typed('ben');
    const isEnabledStill = (await place().user(BEN))?.enabled;
    const right = await typed(BEN);
    expect({
      asked: [...wrong.asked, ...right.asked],
      codes: [wrong.exitCode, right.exitCode],
      enabled: [isEnabledStill, (await place().user(BEN))?.enabled],
    }).to.deep.equal({
      asked: Array(2).fill({
        kind: 'typed',
        message: `users disable ${BEN} in context live (protected). Type ${BEN} to continue:`,
      }),
      codes: [130, 0],
      enabled: [true, false],
    });
  });
});

describe('users enable', () => {
  const place = ownPlace();
  const run = commandRunner(place);

  it('lets a user in again without asking', async () => {
    await run(UsersDisable, [BEN, '--yes']);
    const before = await place().signIn(BEN, PASSWORD);
    const { stderr, ...result } = await run(UsersEnable, [BEN], { tty: true });
    expect(stderr).to.match(/^To undo it: sf-admin history undo [0-9A-Z]{26}\n$/);
    expect({ before, ...result, after: await place().signIn(BEN, PASSWORD) }).to.deep.equal({
      before: 'User is disabled.',
      stdout: `Enabled ${BEN}.\n`,
      exitCode: 0,
      asked: [],
      after: 'signed in',
    });
  });

  it('writes nothing if the user is already enabled', async () => {
    const before = await place().bytes();
    const result = await run(UsersEnable, [BEN]);
    expect({ ...result, isUntouched: before === (await place().bytes()) }).to.deep.equal({
      stdout: `${BEN} is already enabled. Nothing was changed.\n`,
      stderr: '',
      exitCode: 0,
      asked: [],
      isUntouched: true,
    });
  });

  it('writes nothing with --dry-run', async () => {
    const before = await place().bytes();
    const result = await run(UsersEnable, [GRACE_DISABLED, '--dry-run', '-o', 'json']);
    const [outcome] = outcomesIn(result.stdout);
    expect({ outcome, isUntouched: before === (await place().bytes()) }).to.deep.equal({
      outcome: {
        changed: false,
        dryRun: true,
        operation: 'users.enable',
        target: { kind: 'user', id: ID('07'), sub: ID('07'), label: GRACE_DISABLED, tenantId: 'tenant_001' },
        fields: [{ field: 'enabled', before: false, after: true }],
        requestIds: [],
      },
      isUntouched: true,
    });
  });
});

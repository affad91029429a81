import { expect } from 'chai';

import HistoryUndo from '../../../src/commands/history/undo.js';
import PoolSet from '../../../src/commands/pool/set.js';
import { ownPlace } from '../../helpers/place.js';
import { commandRunner } from '../../helpers/run-command.js';

describe('pool set', () => {
  const place = ownPlace();
  const run = commandRunner(place);
  const triggers = async () => {
    const { UserPool } = (await place().call('DescribeUserPool', {})) as { UserPool: { LambdaConfig: object } };
    return Object.keys(UserPool.LambdaConfig);
  };

  it('changes one setting, and can be undone', async () => {
    expect(await run(PoolSet, ['--password-min-length', '14', '--reason', 'Audit'])).to.deep.equal({
      stdout: 'Changed passwordPolicy.minimumLength of user pool stackflow-sandbox.\n',
      stderr: '',
      exitCode: 0,
      asked: [],
    });
    const { stdout } = await run(PoolSet, ['--password-min-length', '14', '-o', 'json']);
    expect(stdout).to.include('"changed": false');
    const { outcomes } = JSON.parse((await run(PoolSet, ['--password-min-length', '15', '-o', 'json'])).stdout) as {
      outcomes: { recordId: string; fields: unknown[] }[];
    };
    expect(outcomes[0]?.fields).to.deep.equal([{ field: 'passwordPolicy.minimumLength', before: 14, after: 15 }]);
    const undone = await run(HistoryUndo, [outcomes[0]!.recordId]);
    expect([undone.stdout, undone.exitCode]).to.deep.equal(['Reverted pool set on stackflow-sandbox.\n', 0]);
  });

  it('asks before it changes what people notice', async () => {
    const { asked, stdout } = await run(PoolSet, ['--trigger', 'pre-sign-up=none'], { tty: true, answers: [true] });
    expect(asked.map(({ message }) => message)).to.deep.equal([
      'pool set stackflow-sandbox in context sandbox. Continue?',
    ]);
    expect(stdout).to.equal('Changed triggers.preSignUp of user pool stackflow-sandbox.\n');
    expect(await triggers()).to.deep.equal(['PostConfirmation', 'PreTokenGeneration', 'PreTokenGenerationConfig']);
    const { exitCode } = await run(PoolSet, ['--mfa', 'off']);
    expect(exitCode).to.equal(2);
  });

  for (const [what, argv, message] of [
    ['nothing to set', [], 'no setting is given'],
    ['a number out of range', ['--password-min-length', '5'], 'invalid value "5" for --password-min-length'],
    ['a value that is not one of the few', ['--mfa', 'yes'], 'invalid value "yes" for --mfa'],
    ['a trigger that does not exist', ['--trigger', 'pre-sign=none'], 'invalid trigger "pre-sign=none"'],
    ['a trigger without a function', ['--trigger', 'pre-sign-up'], 'trigger pre-sign-up has no value'],
    ['no first factor', ['--first-factors', 'none'], 'invalid value "none" for --first-factors'],
    ['a function that is none', ['--trigger', 'pre-sign-up=x'], 'invalid value "x" for trigger pre-sign-up'],
  ] as const) {
    it(`exits with 2 for ${what}`, async () => {
      const { stderr, exitCode } = await run(PoolSet, argv);
      expect([stderr.split('\n')[0], exitCode]).to.deep.equal([`error: ${message}`, 2]);
    });
  }

  it('exits with 3 for settings that contradict each other, and says what to do', async () => {
    const { stderr, exitCode } = await run(PoolSet, ['--mfa-totp', 'off', '--mfa-sms', 'off', '--yes']);
    expect([exitCode, stderr]).to.deep.equal([
      3,
      'error: user pool stackflow-sandbox: MFA is on without a second factor\n' +
        '  Nothing was changed.\n' +
        '  Turn one on too: --mfa-totp on, --mfa-sms on or --mfa-email on\n',
    ]);
  });
});

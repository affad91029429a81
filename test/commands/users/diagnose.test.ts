import { expect } from 'chai';

import UsersDiagnose from '../../../src/commands/users/diagnose.js';
import { everyCommand } from '../../contract/every-command.js';
import { ANY_CREDENTIALS, whileServed, writeLiveContext } from '../../helpers/live-context.js';
import { ownPlace } from '../../helpers/place.js';
import { type CommandClass, commandRunner } from '../../helpers/run-command.js';

const CHLOE = 'chloe.dubois@tenant-one.example';
const SAM_DISABLED_UNCONFIRMED = 'sam.nguyen@tenant-three.example';

interface Diagnosis {
  readonly user: { readonly email: string } | null;
  readonly findings: readonly {
    readonly rule: string;
    readonly blocks: boolean;
    readonly found: string;
    readonly fix: string;
    readonly command: string | null;
  }[];
  readonly unread: readonly string[];
  readonly verdict: string;
}

describe('users diagnose', () => {
  const place = ownPlace();
  const run = commandRunner(place);

  async function diagnosis(user: string): Promise<Diagnosis> {
    return JSON.parse((await run(UsersDiagnose, [user, '--json'])).stdout) as Diagnosis;
  }

  it('exits with 0 if nothing prevents the user from signing in, and changes nothing', async () => {
    const before = await place().bytes();
    const result = await run(UsersDiagnose, [CHLOE]);
    expect({ ...result, isUntouched: before === (await place().bytes()) }).to.deep.equal({
      stdout: '',
      stderr: `Nothing in the user pool prevents ${CHLOE} from signing in. Nothing was changed.\n`,
      exitCode: 0,
      asked: [],
      isUntouched: true,
    });
  });

  it('exits with 9 and shows its findings, blocking ones first, and changes nothing', async () => {
    const before = await place().bytes();
    const result = await run(UsersDiagnose, [SAM_DISABLED_UNCONFIRMED]);
    expect({ ...result, isUntouched: before === (await place().bytes()) }).to.deep.equal({
      stdout: [
        'Prevents sign-in',
        '  cause    the account is disabled',
        '  fix      Find out who disabled it and why, then enable it.',
        `  command  sf-admin users enable ${SAM_DISABLED_UNCONFIRMED}`,
        '  cause    the user signed up and never confirmed the address',
        '  fix      Set a permanent password, which confirms the account.',
        `  command  sf-admin users reset-password ${SAM_DISABLED_UNCONFIRMED} --permanent --generate-password`,
        '',
        'Worth checking',
        '  cause    the address is not verified: codes and resets do not reach the user',
        '  fix      If the address is right, mark it as verified.',
        `  command  sf-admin users set-attributes ${SAM_DISABLED_UNCONFIRMED} --email ${SAM_DISABLED_UNCONFIRMED}`,
        '',
      ].join('\n'),
      stderr: `${SAM_DISABLED_UNCONFIRMED} cannot sign in: 2 causes found. Nothing was changed.\n`,
      exitCode: 9,
      asked: [],
      isUntouched: true,
    });
  });

  for (const [user, rules, exitCode] of [
    [CHLOE, [], 0],
    ['ana.silva@tenant-one.example', ['MFA_ON'], 0],
    ['rosa.bianchi@tenant-three.example', ['EMAIL_CHANGE_PENDING'], 0],
    ['liam.obrien@tenant-two.example', ['INVITATION_EXPIRED'], 9],
    ['grace.kim@tenant-one.example', ['DISABLED', 'MFA_MISSING'], 9],
    ['hugo.martin@tenant-one.example', ['UNCONFIRMED', 'EMAIL_NOT_VERIFIED'], 9],
  ] as const) {
    it(`exits with ${exitCode} if all it finds is ${rules.join(', ') || 'nothing'}`, async () => {
      const result = await run(UsersDiagnose, [user, '-q']);
      expect([result.stdout.trim().split('\n').filter(Boolean), result.exitCode]).to.deep.equal([rules, exitCode]);
    });
  }

  it('prints the same findings with --json, and their rules with -q, for every seeded user', async () => {
    const users = Object.keys((await place().pool()).users);
    const before = await place().bytes();
    for (const user of users) {
      const read = await run(UsersDiagnose, [user]);
      const json = await run(UsersDiagnose, [user, '--json']);
      const quiet = await run(UsersDiagnose, [user, '-q']);
      const { findings } = JSON.parse(json.stdout) as Diagnosis;
      const exitCode = findings.some(({ blocks }) => blocks) ? 9 : 0;
      // Labels are as wide as the widest.
      const width = findings.some(({ command }) => command !== null) ? 7 : 5;
      const lines = findings.flatMap(({ found, fix, command }) => [
        `  ${'cause'.padEnd(width)}  ${found}`,
        `  ${'fix'.padEnd(width)}  ${fix}`,
        ...(command === null ? [] : [`  command  ${command}`]),
      ]);
      expect({
        shown: read.stdout.split('\n').filter((line) => line.startsWith('  ')),
        rules: quiet.stdout.split('\n').filter((line) => line !== ''),
        codes: [read.exitCode, json.exitCode, quiet.exitCode],
      }).to.deep.equal({
        shown: lines,
        rules: findings.map(({ rule }) => rule),
        codes: [exitCode, exitCode, exitCode],
      });
    }
    expect(before === (await place().bytes())).to.equal(true);
  });

  for (const [user, rule] of [
    ['grace.kim@tenant-one.example', 'DISABLED'],
    ['rosa.bianchi@tenant-three.example', 'EMAIL_CHANGE_PENDING'],
    ['hugo.martin@tenant-one.example', 'UNCONFIRMED'],
    ['hugo.martin@tenant-one.example', 'EMAIL_NOT_VERIFIED'],
    ['ana.silva@tenant-one.example', 'MFA_ON'],
    ['katya.novak@tenant-two.example', 'MFA_ON'],
    ['liam.obrien@tenant-two.example', 'INVITATION_EXPIRED'],
  ] as const) {
    it(`gives a complete command that fixes ${rule} of ${user}`, async () => {
      const { findings } = await diagnosis(user);
      const command = findings.find((finding) => finding.rule === rule)?.command;
      if (command === undefined || command === null) throw new Error(`no command for ${rule}`);
      const [, ...words] = command.split(' ');
      const commands = new Map(await everyCommand());
      const Command = commands.get(words.slice(0, 2).join(' ')) as unknown as CommandClass;
      const { exitCode, stderr } = await run(Command, [...words.slice(2), '--yes']);
      expect(exitCode, stderr).to.equal(0);
      expect((await diagnosis(user)).findings.map((finding) => finding.rule)).to.not.include(rule);
    });
  }

  it('prints a record for each finding with -o csv', async () => {
    const { stdout, exitCode } = await run(UsersDiagnose, [SAM_DISABLED_UNCONFIRMED, '-o', 'csv']);
    expect([stdout.split('\n').slice(0, 2), exitCode]).to.deep.equal([
      [
        'rule,blocks,subject,found,fix,command',
        `DISABLED,true,user ${SAM_DISABLED_UNCONFIRMED},the account is disabled,` +
          `"Find out who disabled it and why, then enable it.",sf-admin users enable ${SAM_DISABLED_UNCONFIRMED}`,
      ],
      9,
    ]);
  });

  it('repeats the context in suggested commands', async () => {
    const { stdout } = await whileServed(place(), async (url) => {
      await writeLiveContext(place(), url);
      return run(UsersDiagnose, [SAM_DISABLED_UNCONFIRMED, '-c', 'live', '--json'], { env: ANY_CREDENTIALS });
    });
    const { findings } = JSON.parse(stdout) as Diagnosis;
    expect(findings[0]?.command).to.equal(`sf-admin users enable ${SAM_DISABLED_UNCONFIRMED} --context live`);
  });

  it('fails for an unknown user and for one of another tenant', async () => {
    const missing = await run(UsersDiagnose, ['nobody@example.com']);
    const foreign = await run(UsersDiagnose, [CHLOE, '--tenant', 'tenant_002']);
    expect([missing.exitCode, foreign.exitCode]).to.deep.equal([4, 3]);
  });
});

import { expect } from 'chai';

import UsersResetPassword from '../../../src/commands/users/reset-password.js';
import { ownPlace } from '../../helpers/place.js';
import { commandRunner } from '../../helpers/run-command.js';
import { outcomesIn } from '../../helpers/outcomes.js';

const BEN = 'ben.carter@tenant-one.example';
const EMMA_INVITED = 'emma.larsen@tenant-one.example';
const MEI_FEDERATED = 'mei.tanaka@tenant-two.example';
const OLD = 'Sandbox-Demo-2026!';
const NEW = 'Correct-Horse-7';

describe('users reset-password', () => {
  const place = ownPlace();
  const run = commandRunner(place);

  it('sets a temporary password by default, which the user changes at the first sign-in', async () => {
    const { stdout, stderr, exitCode } = await run(UsersResetPassword, [BEN, '--password-stdin'], {
      stdin: NEW,
    });
    expect({
      stdout,
      stderr,
      exitCode,
      old: await place().signIn(BEN, OLD),
      now: await place().signIn(BEN, NEW),
    }).to.deep.equal({
      stdout: `Set a temporary password for ${BEN}.\n`,
      stderr: 'It is valid for 7 days, and has to be changed at the first sign-in.\n',
      exitCode: 0,
      old: 'Incorrect username or password.',
      now: 'NEW_PASSWORD_REQUIRED',
    });
  });

  it('sets a permanent password, and the old one stops working', async () => {
    const { stdout, stderr, exitCode } = await run(UsersResetPassword, [BEN, '--permanent', '--password-stdin'], {
      stdin: NEW,
    });
    expect({
      stdout,
      stderr,
      exitCode,
      old: await place().signIn(BEN, OLD),
      now: await place().signIn(BEN, NEW),
    }).to.deep.equal({
      stdout: `Set a permanent password for ${BEN}.\n`,
      stderr: '',
      exitCode: 0,
      old: 'Incorrect username or password.',
      now: 'signed in',
    });
  });

  it('prints a generated password once, after it was set, and it works', async () => {
    const { stdout } = await run(UsersResetPassword, [BEN, '--permanent', '--generate-password']);
    const [first, second, ...rest] = stdout.split('\n');
    const password = second?.replace('Password, shown only once: ', '') ?? '';
    expect({ first, rest, now: await place().signIn(BEN, password) }).to.deep.equal({
      first: `Set a permanent password for ${BEN}.`,
      rest: [''],
      now: 'signed in',
    });
  });

  it('prints the password in the object of -o json, but not in its fields', async () => {
    const { stdout } = await run(UsersResetPassword, [...[BEN, '--permanent', '--generate-password', '-o', 'json']]);
    const {
      password,
      requestIds,
      recordId: _,
      ...rest
    } = outcomesIn(stdout)[0] as {
      password: string;
      recordId: string;
      requestIds: string[];
    };
    expect({ rest, requests: requestIds.length, now: await place().signIn(BEN, password) }).to.deep.equal({
      rest: {
        changed: true,
        dryRun: false,
        operation: 'users.reset-password',
        target: {
          kind: 'user',
          id: '5af10000-0000-4000-8000-000000000002',
          sub: '5af10000-0000-4000-8000-000000000002',
          label: BEN,
          tenantId: 'tenant_001',
        },
        fields: [{ field: 'password', before: '(hidden)', after: 'another' }],
      },
      requests: 1,
      now: 'signed in',
    });
  });

  it('prompts for it, hidden, on a terminal', async () => {
    const { asked } = await run(UsersResetPassword, [BEN, '--permanent'], { tty: true, answers: [NEW] });
    expect({ asked, now: await place().signIn(BEN, NEW) }).to.deep.equal({
      asked: [{ kind: 'password', message: `New password for ${BEN}` }],
      now: 'signed in',
    });
  });

  it('sends a code with which the user chooses a password', async () => {
    const { stdout, exitCode } = await run(UsersResetPassword, [BEN, '--send-code']);
    expect({ stdout, exitCode, status: (await place().user(BEN))?.status }).to.deep.equal({
      stdout: `Sent ${BEN} a code to choose a password with.\n`,
      exitCode: 0,
      status: 'RESET_REQUIRED',
    });
  });

  for (const [rule, argv, exitCode, message] of [
    [
      'no password without a terminal to ask on',
      [BEN],
      2,
      `error: no new password for ${BEN}\n  Add --generate-password or --password-stdin, or have Cognito send the user a code to choose one with: --send-code\n`,
    ],
    [
      'a password for a federated user',
      [MEI_FEDERATED, '--generate-password'],
      3,
      `error: ${MEI_FEDERATED} signs in through an identity provider and has no password here\n` +
        '  Reset it at the provider. A password here would disconnect the user from it.\n',
    ],
    [
      'a code for a federated user',
      [MEI_FEDERATED, '--send-code'],
      3,
      `error: ${MEI_FEDERATED} signs in through an identity provider and has no password here\n` +
        '  Reset it at the provider. A password here would disconnect the user from it.\n',
    ],
    [
      'a code for a user who must still change a temporary password',
      [EMMA_INVITED, '--send-code'],
      3,
      `error: no code can be sent to ${EMMA_INVITED}: the user still has to change a temporary password\n` +
        `  Set a temporary password instead: sf-admin users reset-password ${EMMA_INVITED} --temporary --generate-password\n`,
    ],
    [
      'two kinds of password at once',
      [BEN, '--permanent', '--temporary', '--generate-password'],
      2,
      'error: --permanent cannot also be provided when using --temporary\n' + '  Use --help to see the usage.\n',
    ],
  ] as const) {
    it(`refuses ${rule}, and writes nothing`, async () => {
      const before = await place().bytes();
      const result = await run(UsersResetPassword, argv);
      expect({ ...result, isUntouched: before === (await place().bytes()) }).to.deep.equal({
        stdout: '',
        stderr: message,
        exitCode,
        asked: [],
        isUntouched: true,
      });
    });
  }

  it('shows what would change with --dry-run, without a password, and writes nothing', async () => {
    const before = await place().bytes();
    const result = await run(UsersResetPassword, [BEN, '--generate-password', '--dry-run']);
    expect({ ...result, isUntouched: before === (await place().bytes()) }).to.deep.equal({
      stdout: [
        `users reset-password ${BEN} (tenant_001)`,
        '  password: will be replaced',
        '  status: CONFIRMED → FORCE_CHANGE_PASSWORD',
        '',
      ].join('\n'),
      stderr: 'Dry run: nothing is written.\n',
      exitCode: 0,
      asked: [],
      isUntouched: true,
    });
  });
});

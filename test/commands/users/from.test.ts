import { readFile, writeFile } from 'node:fs/promises';

import { expect } from 'chai';

import UsersCreate from '../../../src/commands/users/create.js';
import UsersDelete from '../../../src/commands/users/delete.js';
import UsersDisable from '../../../src/commands/users/disable.js';
import UsersEnable from '../../../src/commands/users/enable.js';
import UsersList from '../../../src/commands/users/list.js';
import UsersLockdown from '../../../src/commands/users/lockdown.js';
import UsersResendInvite from '../../../src/commands/users/resend-invite.js';
import UsersResetPassword from '../../../src/commands/users/reset-password.js';
import UsersSetAttributes from '../../../src/commands/users/set-attributes.js';
import UsersSignOut from '../../../src/commands/users/sign-out.js';
import { importHeader } from '../../../src/lib/sandbox/imports/import-file.js';
import { ownPlace } from '../../helpers/place.js';
import { commandRunner } from '../../helpers/run-command.js';
import { outcomesIn } from '../../helpers/outcomes.js';

const ANA = 'ana.silva@tenant-one.example';
const BEN = 'ben.carter@tenant-one.example';
const CHLOE = 'chloe.dubois@tenant-one.example';
const GRACE_DISABLED = 'grace.kim@tenant-one.example';
const LIAM_INVITED = 'liam.obrien@tenant-two.example';
const NOBODY = 'nobody@tenant-one.example';
const NEW = ['nina@tenant-one.example', 'otto@tenant-one.example'];
const FROM = ['--from', '-'];
const ID = (number: string): string => `5af10000-0000-4000-8000-0000000000${number}`;

describe('users … --from', () => {
  const place = ownPlace();
  const run = commandRunner(place);
  const rows = (...names: readonly string[]) => ({ stdin: names.map((name) => `${name}\n`).join('') });

  const PASSWORDS = ['--permanent', '--generate-password', '--credentials'];
  for (const [Command, argv, users, sentence] of [
    [UsersCreate, ['--tenant', 'tenant_001', '--role', 'itsm_agent', '--no-invite'], NEW, 'create: 2 changed.'],
    [UsersDisable, [], [BEN, GRACE_DISABLED], 'disable: 1 changed, 1 unchanged.'],
    [UsersEnable, [], [BEN, GRACE_DISABLED], 'enable: 1 changed, 1 unchanged.'],
    [UsersResetPassword, PASSWORDS, [ANA, BEN], 'reset-password: 2 changed.'],
    [UsersSetAttributes, ['--set', 'nickname=N'], [ANA, BEN], 'set-attributes: 2 changed.'],
    [UsersSignOut, [], [ANA, BEN], 'sign-out: 2 changed.'],
    [UsersResendInvite, [], [LIAM_INVITED], 'resend-invite: 1 changed.'],
    [UsersLockdown, [], [ANA, BEN], 'lockdown: 2 changed.'],
    [UsersDelete, [], [ANA, BEN], 'delete: 2 changed.'],
  ] as const) {
    it(`changes every row and prints the counts: users ${sentence}`, async () => {
      const file = argv === PASSWORDS ? [place().path('passwords.ndjson')] : [];
      const { stdout, exitCode } = await run(Command, [...FROM, ...argv, ...file, '--yes'], rows(...users));
      expect([stdout, exitCode]).to.deep.equal([`users ${sentence}\n`, 0]);
    });
  }

  const NO_USERS = [
    ['text', ''],
    ['text', '\n'],
    ['csv', 'email,roles\n'],
    ['ndjson', ''],
    ['json', '[]'],
  ] as const;
  for (const [Command, argv] of [
    [UsersCreate, []],
    [UsersDisable, []],
    [UsersEnable, []],
    [UsersResetPassword, PASSWORDS],
    [UsersSetAttributes, ['--department', 'dept_alumni']],
    [UsersSignOut, []],
    [UsersResendInvite, []],
    [UsersLockdown, []],
    [UsersDelete, []],
  ] as const) {
    it(`succeeds with no users if the list is empty, in every format: ${Command.name}`, async () => {
      const before = await place().bytes();
      for (const [index, [format, stdin]] of NO_USERS.entries()) {
        const file = argv === PASSWORDS ? [place().path(`passwords-${index}`)] : [];
        const given = [...FROM, '--input-format', format, ...argv, ...file];
        const sentence = await run(Command, given, { stdin });
        expect([sentence.stdout.replace(/^users [a-z-]+: /, ''), sentence.exitCode, sentence.asked]).to.deep.equal([
          '0 users in the input.\n',
          0,
          [],
        ]);
      }
      expect(await place().bytes()).to.equal(before);
    });
  }

  it('gives an empty list of outcomes for an empty list of users', async () => {
    const printed = async (format: string) => {
      const { stdout, exitCode } = await run(UsersDisable, [...FROM, '-o', format], { stdin: '' });
      return [format === 'json' ? outcomesIn(stdout) : stdout.split(',')[0], exitCode];
    };
    expect([await printed('json'), await printed('ndjson'), await printed('csv')]).to.deep.equal([
      [[], 0],
      ['', 0],
      ['line', 0],
    ]);
  });

  for (const columns of ['email,newEmail', 'username,email']) {
    it(`changes the addresses of many users by the columns ${columns}`, async () => {
      const named = columns.startsWith('email') ? [BEN, CHLOE] : [ID('02'), ID('03')];
      const stdin = `${columns}\n${named[0]},${NEW[0]}\n${named[1]},${NEW[1]}\n`;
      const { stdout } = await run(UsersSetAttributes, [...FROM, '--input-format', 'csv'], { stdin });
      const users = await Promise.all(NEW.map((email) => place().user(email)));
      expect([stdout, users.map((user) => [user?.username, user?.attributes.email_verified])]).to.deep.equal([
        'users set-attributes: 2 changed.\n',
        [
          [ID('02'), 'true'],
          [ID('03'), 'true'],
        ],
      ]);
    });
  }

  it('refuses rows that pass an address on, and changes nobody', async () => {
    const stdin = `email,newEmail\n${ANA},${BEN}\n${BEN},${NEW[0]}\n`;
    const before = await place().bytes();
    const { stderr, exitCode } = await run(UsersSetAttributes, [...FROM, '--input-format', 'csv'], { stdin });
    expect([exitCode, stderr.split('\n')[1], before === (await place().bytes())]).to.deep.equal([
      2,
      `  line 3: "${BEN}" is the new address of the user in line 2. Put one of the two rows in a file of its own`,
      true,
    ]);
  });

  for (const flags of [[], ['--dry-run']]) {
    it(`refuses an address that another user has, and changes nobody: ${flags.join()}`, async () => {
      const stdin = `email,newEmail\n${BEN},${CHLOE}\n${ANA},${NEW[0]}\n`;
      const before = await place().bytes();
      const given = [...FROM, '--input-format', 'csv', ...flags];
      const { stdout, stderr, exitCode } = await run(UsersSetAttributes, given, { stdin });
      expect([exitCode, stdout, /line 2: .*/.exec(stderr)?.[0], before === (await place().bytes())]).to.deep.equal([
        5,
        '',
        `line 2: another user has this address: ${CHLOE}`,
        true,
      ]);
    });
  }

  it("takes the columns of Cognito's own import file", async () => {
    const header = importHeader(await place().pool());
    const cells: Readonly<Record<string, string>> = {
      'cognito:username': NEW[0]!,
      'cognito:mfa_enabled': 'FALSE',
      email: NEW[0]!,
      email_verified: 'TRUE',
      given_name: 'Nina',
      'custom:tenant_id': 'tenant_001',
      'custom:role': 'itsm_agent',
    };
    const stdin = `${header.join(',')}\n${header.map((name) => cells[name] ?? '').join(',')}\n`;
    const created = await run(UsersCreate, [...FROM, '--input-format', 'csv', '--no-invite'], { stdin });
    const { attributes } = (await place().user(NEW[0]!))!;
    expect([created.stdout, attributes.given_name]).to.deep.equal(['users create: 1 changed.\n', 'Nina']);
  });

  it('says which columns of list-users to leave out where they cannot be set', async () => {
    const Attributes = [
      { Name: 'email_verified', Value: 'true' },
      { Name: 'custom:tenant_id', Value: 'tenant_001' },
    ];
    const Users = [
      { Username: BEN, Attributes, UserStatus: 'CONFIRMED', UserCreateDate: '2026-01-01', MFAOptions: [] },
    ];
    const stdin = JSON.stringify({ Users });
    const given = [...FROM, '--input-format', 'json', '--yes'];
    const disabled = await run(UsersDisable, given, { stdin });
    const { stderr } = await run(UsersSetAttributes, given, { stdin });
    expect([disabled.stdout, stderr.split('\n').slice(0, 6)]).to.deep.equal([
      'users disable: 1 changed.\n',
      [
        'error: 1 row of the input cannot be used',
        '  line 1, UserStatus: Cognito sets it. Remove the column',
        '  line 1, UserCreateDate: Cognito sets it. Remove the column',
        '  line 1, MFAOptions: Cognito sets it. Remove the column',
        '  line 1, email_verified: Cognito sets it. Remove the column',
        '  line 1, custom:tenant_id: does not move a user. Remove the column, or use moveToTenant',
      ],
    ]);
  });

  for (const [title, words, stdin] of [
    ['after --', (names: string[]) => ['--', ...names], () => ''],
    ['in a file', () => FROM, (names: string[]) => names.join('\n')],
  ] as const) {
    it(`accepts what \`users list -q\` prints ${title}, also a user name that begins with a dash`, async () => {
      await place().edit(({ users }) => {
        const ben = Object.values(users).find(({ attributes }) => attributes.email === BEN)!;
        users['-yes'] = { ...ben, username: '-yes', attributes: { ...ben.attributes, sub: ID('99'), email: NOBODY } };
      });
      const listed = await run(UsersList, ['--email-prefix', 'nobody', '-q']);
      const names = listed.stdout.trim().split('\n');
      const { exitCode, stderr } = await run(UsersDisable, ['--yes', ...words(names)], { stdin: stdin(names) });
      expect([names, exitCode, (await place().user(NOBODY))?.enabled], stderr).to.deep.equal([['-yes'], 0, false]);
    });
  }

  it('prints on stderr what will change, what was skipped, and how to undo the run', async () => {
    const { stdout, stderr } = await run(
      UsersSetAttributes,
      [...FROM, '--set', 'nickname=N', '--yes'],
      rows(BEN, CHLOE, BEN),
    );
    expect([stdout, stderr.replace(/run [0-9A-Z]{26}/, 'run ID')]).to.deep.equal([
      'users set-attributes: 2 changed, 1 skipped.\n',
      [
        `warning: line 3 repeats "${BEN}" from line 1: ignored`,
        '2 users will change',
        'in tenant_001 (2)',
        'monthly active users: at most 2 more, 0.03 USD (Essentials)',
        'To undo the run: sf-admin history undo --run ID',
        '',
      ].join('\n'),
    ]);
  });

  it('asks once for all rows on a terminal, harmless ones included; a no writes nothing', async () => {
    const before = await place().bytes();
    const { asked, exitCode, stdout, stderr } = await run(
      UsersSetAttributes,
      ['--from', place().path('rows.txt'), '--set', 'nickname=N'],
      { tty: true, answers: [false], ...(await inFile(BEN, CHLOE)) },
    );
    expect({
      asked,
      exitCode,
      stdout,
      last: stderr.trimEnd().split('\n').slice(-2),
      isUntouched: before === (await place().bytes()),
    }).to.deep.equal({
      asked: [{ kind: 'confirm', message: 'users set-attributes 2 users in context sandbox. Continue?' }],
      exitCode: 130,
      stdout: '',
      last: ['error: cancelled', '  Nothing was changed.'],
      isUntouched: true,
    });
  });

  it('without a terminal and --yes it refuses disruptive changes and makes harmless ones', async () => {
    const refused = await run(UsersDisable, FROM, rows(BEN, CHLOE));
    const done = await run(UsersEnable, FROM, rows('sam.nguyen@tenant-three.example'));
    expect([
      refused.exitCode,
      refused.stdout,
      refused.stderr.split('\n').find((line) => line.startsWith('error')),
      done.exitCode,
    ]).to.deep.equal([2, '', 'error: users disable 2 users needs confirmation, and there is no terminal to ask on', 0]);
  });

  it('names every invalid row with line and column, exits with 2 and writes nothing', async () => {
    const before = await place().bytes();
    await writeFile(
      place().path('rows.csv'),
      `email,tenantId,roles\n${NEW[0]},tenant_001,itsm_agent\nnina,tenant_1,itsm_agent\n`,
    );
    const { exitCode, stdout, stderr } = await run(UsersCreate, ['--from', place().path('rows.csv'), '--yes']);
    expect({ exitCode, stdout, isUntouched: before === (await place().bytes()) }).to.deep.equal({
      exitCode: 2,
      stdout: '',
      isUntouched: true,
    });
    expect(stderr).to.match(
      /^error: 1 row of the input cannot be used\n {2}line 3, email: .*\n {2}line 3, tenantId: .*\n {2}Nothing was changed\. To continue with the valid rows: --skip-invalid\n$/,
    );
  });

  it('exits with 8 if rows fail, reports why, and omits them with -q', async () => {
    const argv = [...FROM, '--skip-invalid', '--yes', '-q', '--ordered'];
    expect(await run(UsersEnable, argv, rows(NOBODY, BEN, GRACE_DISABLED))).to.deep.equal({
      stdout: `${ID('02')}\n${ID('07')}\n`,
      stderr: `warning: line 1, ${NOBODY}: no user ${NOBODY} in user pool us-east-1_Sandbox01\n`,
      exitCode: 8,
      asked: [],
    });
  });

  for (const format of ['json', 'ndjson']) {
    it(`prints each row with its line with -o ${format}`, async () => {
      const { stdout } = await run(
        UsersEnable,
        [...FROM, '--skip-invalid', '--yes', '--ordered', '-o', format],
        rows('', BEN, NOBODY, GRACE_DISABLED),
      );
      const outcomes = (
        format === 'json'
          ? outcomesIn(stdout)
          : stdout
              .trimEnd()
              .split('\n')
              .map((line) => JSON.parse(line) as unknown)
      ) as { line: number; changed: boolean; recordId?: string; error?: { code: string } }[];
      expect(
        outcomes.map((outcome) => [
          Object.keys(outcome)[0],
          outcome.line,
          outcome.changed,
          typeof outcome.recordId,
          outcome.error?.code,
        ]),
      ).to.deep.equal([
        ['line', 2, false, 'undefined', undefined],
        ['line', 3, false, 'undefined', 'USER_NOT_FOUND'],
        ['line', 4, true, 'string', undefined],
      ]);
    });
  }

  it('prints a record with its line for each row with -o csv', async () => {
    const { stdout } = await run(UsersEnable, [...FROM, '--yes', '-o', 'csv'], rows(GRACE_DISABLED));
    const [header, row] = stdout.split('\n');
    expect([header, row?.split(',').slice(0, 6)]).to.deep.equal([
      'line,changed,dryRun,operation,id,label,tenantId,recordId,password,error,context',
      ['1', 'true', 'false', 'users.enable', ID('07'), GRACE_DISABLED],
    ]);
  });

  it('shows what would change with --dry-run, and a summary', async () => {
    const before = await place().bytes();
    const result = await run(UsersDisable, [...FROM, '--dry-run'], rows(BEN, GRACE_DISABLED));
    expect({ ...result, isUntouched: before === (await place().bytes()) }).to.deep.equal({
      stdout: `users disable ${BEN} (tenant_001)\n  enabled: yes → no\n1 user will change, 1 unchanged\nin tenant_001 (1)\nmonthly active users: at most 1 more, 0.02 USD (Essentials)\n`,
      stderr: 'Dry run: nothing is written.\n',
      exitCode: 0,
      asked: [],
      isUntouched: true,
    });
  });

  describe('the passwords of a run', () => {
    const NEEDED = ['--tenant', 'tenant_001', '--role', 'itsm_agent'];
    const generated = [...FROM, ...NEEDED, '--permanent', '--generate-password'];

    it('are written only to the file, and work', async () => {
      const file = place().path('passwords.ndjson');
      const argv = [...generated, '--credentials', file, '-o', 'json'];
      const { stdout, stderr, exitCode } = await run(UsersCreate, argv, rows(...NEW));
      const lines = (await readFile(file, 'utf8'))
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as { email: string; password: string });
      expect({
        exitCode,
        emails: lines.map(({ email }) => email).sort(),
        leaked: lines.filter(({ password }) => (stdout + stderr).includes(password)),
        doors: await Promise.all(lines.map(({ email, password }) => place().signIn(email, password))),
      }).to.deep.equal({ exitCode: 0, emails: NEW, leaked: [], doors: ['signed in', 'signed in'] });
    });

    for (const [what, argv, exitCode, first] of [
      ['need a file', generated, 2, 'error: no file to save the passwords of many users to'],
      [
        'are not one password for all',
        [...FROM, ...NEEDED, '--password-stdin'],
        2,
        'error: --password-stdin gives one password, and --from names many users',
      ],
      ['are required for permanent passwords', [...FROM, ...NEEDED, '--permanent'], 2, undefined],
    ] as const) {
      it(what, async () => {
        const before = await place().bytes();
        const refused = await run(UsersCreate, argv, rows(...NEW));
        expect([refused.exitCode, refused.stdout, before === (await place().bytes())]).to.deep.equal([
          exitCode,
          '',
          true,
        ]);
        if (first !== undefined) expect(refused.stderr.split('\n')[0]).to.equal(first);
      });
    }

    it('are written to their file with -q too, which prints only identifiers', async () => {
      const file = place().path('passwords.ndjson');
      const argv = [...generated, '--credentials', file, '--quiet'];
      const { exitCode, stdout, stderr } = await run(UsersCreate, argv, rows(...NEW));
      const ids = await Promise.all(NEW.map(async (email) => (await place().user(email))?.username));
      const lines = (await readFile(file, 'utf8')).trimEnd().split('\n');
      expect([exitCode, stdout.trimEnd().split('\n').sort(), stderr, lines.length]).to.deep.equal([
        0,
        ids.sort(),
        '',
        NEW.length,
      ]);
    });

    it('are never written to a file that exists', async () => {
      const file = place().path('passwords.ndjson');
      await writeFile(file, 'mine\n');
      const { exitCode, stdout } = await run(UsersCreate, [...generated, '--credentials', file], rows(...NEW));
      expect([exitCode, stdout, await readFile(file, 'utf8'), await place().user(NEW[0] ?? '')]).to.deep.equal([
        5,
        '',
        'mine\n',
        undefined,
      ]);
    });
  });

  for (const [what, argv] of [
    ['users given as arguments too', [BEN, ...FROM]],
    ['a flag of a run without --from', [BEN, '--resume']],
  ] as const) {
    it(`refuses ${what}`, async () => {
      const { exitCode, stdout } = await run(UsersDisable, [...argv, '--yes'], rows(CHLOE));
      expect([exitCode, stdout]).to.deep.equal([2, '']);
    });
  }

  async function inFile(...names: readonly string[]): Promise<object> {
    await writeFile(place().path('rows.txt'), names.join('\n'));
    return {};
  }
});

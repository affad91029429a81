import { writeFile } from 'node:fs/promises';

import { expect } from 'chai';

import UsersCreate from '../../../src/commands/users/create.js';
import { passwordViolations } from '../../../src/lib/conventions/password.js';
import { ownPlace } from '../../helpers/place.js';
import { commandRunner } from '../../helpers/run-command.js';
import { outcomesIn } from '../../helpers/outcomes.js';

const NEW = 'nina@tenant-one.example';
const ANA = 'ana.silva@tenant-one.example';
const NEEDED = ['--tenant', 'tenant_001', '--role', 'itsm_agent'];
const PASSWORD = 'Correct-Horse-7';
const PROFILE_NOTE = /No StackFlow profile record is created/g;

describe('users create', () => {
  const place = ownPlace();
  const run = commandRunner(place);

  it('creates a user with a verified email, and says once that no profile record is created', async () => {
    const result = await run(UsersCreate, [
      ...[NEW, ...NEEDED, '--department', 'dept_it', '--given-name', 'Nina', '--family-name', 'Rossi'],
      ...['--attribute', 'locale=it-IT'],
    ]);
    const { status, enabled, attributes } = (await place().user(NEW))!;
    const { sub, ...rest } = attributes;
    expect({
      stdout: result.stdout,
      exitCode: result.exitCode,
      notes: result.stderr.match(PROFILE_NOTE)?.length,
      status,
      enabled,
      rest,
      isNamedBySub: sub === (await usernameOf(NEW)),
    }).to.deep.equal({
      stdout: `Created ${NEW} in tenant_001.\n`,
      exitCode: 0,
      notes: 1,
      status: 'FORCE_CHANGE_PASSWORD',
      enabled: true,
      isNamedBySub: true,
      rest: {
        email: NEW,
        email_verified: 'true',
        given_name: 'Nina',
        family_name: 'Rossi',
        locale: 'it-IT',
        'custom:tenant_id': 'tenant_001',
        'custom:role': 'itsm_agent',
        'custom:department': 'dept_it',
      },
    });
  });

  it('stores each role once, in the order of the conventions, however roles are separated', async () => {
    await run(UsersCreate, [
      ...[NEW, '--tenant', 'tenant_001', '--yes'],
      ...['--role', 'cloud_admin, itsm_agent', '--role', 'itsm_admin', '--role', 'itsm_agent'],
    ]);
    expect((await place().user(NEW))?.attributes['custom:role']).to.equal('itsm_agent,itsm_admin,cloud_admin');
  });

  it('prints only the user name with -q, and still says that no profile record is created', async () => {
    const { stdout, stderr } = await run(UsersCreate, [NEW, ...NEEDED, '-q']);
    expect({ stdout, notes: stderr.match(PROFILE_NOTE)?.length }).to.deep.equal({
      stdout: `${await usernameOf(NEW)}\n`,
      notes: 1,
    });
  });

  it('prints the email with -q --dry-run, as there is no user name yet, and says that nothing is written', async () => {
    const { stdout, stderr } = await run(UsersCreate, [NEW, ...NEEDED, '-q', '--dry-run']);
    expect({ stdout, stderr, user: await place().user(NEW) }).to.deep.equal({
      stdout: `${NEW}\n`,
      stderr: 'Dry run: nothing is written.\n',
      user: undefined,
    });
  });

  it('prints everything with -o json, and nothing else on stdout', async () => {
    const { stdout, exitCode } = await run(UsersCreate, [NEW, ...NEEDED, '--no-invite', '-o', 'json']);
    const [{ requestIds, recordId: _, ...rest }] = outcomesIn(stdout) as [{ requestIds: string[]; recordId: string }];
    expect({ rest, exitCode, requests: requestIds.length }).to.deep.equal({
      exitCode: 0,
      requests: 1,
      rest: {
        changed: true,
        dryRun: false,
        operation: 'users.create',
        target: {
          kind: 'user',
          id: await usernameOf(NEW),
          sub: await usernameOf(NEW),
          label: NEW,
          tenantId: 'tenant_001',
        },
        fields: [
          { field: 'email', before: null, after: NEW },
          { field: 'emailVerified', before: false, after: true },
          { field: 'tenantId', before: null, after: 'tenant_001' },
          { field: 'roles', before: [], after: ['itsm_agent'] },
          { field: 'status', before: null, after: 'FORCE_CHANGE_PASSWORD' },
          { field: 'invitation', before: null, after: 'not mailed' },
        ],
      },
    });
  });

  it('shows every field with --dry-run and writes nothing', async () => {
    const before = await place().bytes();
    const result = await run(UsersCreate, [NEW, ...NEEDED, '--generate-password', '--permanent', '--dry-run']);
    expect({ ...result, isUntouched: before === (await place().bytes()) }).to.deep.equal({
      stdout: [
        `users create ${NEW} (tenant_001)`,
        `  email: (none) → ${NEW}`,
        '  email verified: no → yes',
        '  tenant ID: (none) → tenant_001',
        '  roles: (none) → itsm_agent',
        '  password: will be set',
        '  status: (none) → CONFIRMED',
        '  invitation: (none) → not mailed',
        '',
      ].join('\n'),
      stderr: 'Dry run: nothing is written.\n',
      exitCode: 0,
      asked: [],
      isUntouched: true,
    });
  });

  describe('in a tenant that no user is in', () => {
    const WARNING = 'warning: no user is in tenant_099; nearest: tenant_001\n';
    const NEW_TENANT = ['--tenant', 'tenant_099', '--role', 'itsm_agent'];

    it('warns and creates the user all the same; once another user is in it, it does not warn', async () => {
      const { stderr, exitCode } = await run(UsersCreate, [NEW, ...NEW_TENANT]);
      expect([stderr.includes(WARNING), exitCode]).to.deep.equal([true, 0]);
      expect((await run(UsersCreate, [`other-${NEW}`, ...NEW_TENANT])).stderr).not.to.contain('no user is in');
    });

    it('warns before the question, and in a dry run', async () => {
      const argv = [NEW, '--tenant', 'tenant_099', '--role', 'cloud_admin'];
      const asked = await run(UsersCreate, [...argv, '--department', 'dept_it'], { tty: true, answers: [false] });
      expect([asked.stderr.includes(WARNING), asked.asked.length]).to.deep.equal([true, 1]);
      expect((await run(UsersCreate, [...argv, '--dry-run'])).stderr).to.contain(WARNING);
    });

    it('warns once for each such tenant of a run, before anything is written', async () => {
      const rows = ['a', 'b', 'c'].map((name) => `${name}-${NEW},tenant_09${name === 'c' ? 8 : 9},itsm_agent`);
      await writeFile(place().path('new.csv'), ['email,tenantId,roles', ...rows, ''].join('\n'));
      for (const flag of ['--dry-run', '--yes']) {
        const { stderr } = await run(UsersCreate, ['--from', place().path('new.csv'), flag]);
        expect(stderr.match(/^warning: .*$/gm)).to.deep.equal([
          WARNING.trim(),
          'warning: no user is in tenant_098; nearest: tenant_001',
        ]);
      }
    });
  });

  describe('asking', () => {
    it('asks for everything on a terminal, with a list of roles', async () => {
      const { asked, exitCode } = await run(UsersCreate, [], {
        tty: true,
        answers: [NEW, 'tenant_002', ['itsm_agent'], 'dept_hr'],
      });
      expect({ asked, exitCode, attributes: await storedConventions(NEW) }).to.deep.equal({
        exitCode: 0,
        asked: [
          { kind: 'text', message: 'Email' },
          {
            kind: 'select',
            message: 'Tenant',
            choices: ['tenant_001', 'tenant_002', 'tenant_003', 'Another tenant'],
          },
          {
            kind: 'checkbox',
            message: 'Roles',
            choices: ['itsm_agent', 'itsm_admin (privileged)', 'cloud_admin (privileged)', 'super_admin (privileged)'],
          },
          { kind: 'text', message: 'Department (Enter for none)' },
        ],
        attributes: ['tenant_002', 'itsm_agent', 'dept_hr'],
      });
    });

    it('asks only for what is missing', async () => {
      const { asked } = await run(UsersCreate, [NEW, '--role', 'itsm_agent'], {
        tty: true,
        answers: ['tenant_003', ''],
      });
      expect({
        asked: asked.map(({ message }) => message),
        attributes: await storedConventions(NEW),
      }).to.deep.equal({
        asked: ['Tenant', 'Department (Enter for none)'],
        attributes: ['tenant_003', 'itsm_agent', undefined],
      });
    });

    it('asks nothing if everything is given, or with --yes if everything required is', async () => {
      for (const rest of [['--department', 'dept_it', '--dry-run'], ['--yes']]) {
        const { asked, exitCode } = await run(UsersCreate, [NEW, ...NEEDED, ...rest], { tty: true });
        expect({ asked, exitCode }).to.deep.equal({ asked: [], exitCode: 0 });
      }
    });

    it('explains an invalid answer and asks again', async () => {
      const { asked } = await run(UsersCreate, ['--role', 'itsm_agent'], {
        tty: true,
        answers: ['nina', NEW, 'Another tenant', 'tenant_1', 'tenant_001', 'no department', ''],
      });
      expect(asked).to.deep.equal([
        {
          kind: 'text',
          message: 'Email',
          refused: ['"nina" is not an email address. Add the domain, as in ada@example.com'],
        },
        {
          kind: 'select',
          message: 'Tenant',
          choices: ['tenant_001', 'tenant_002', 'tenant_003', 'Another tenant'],
        },
        {
          kind: 'text',
          message: 'Tenant',
          refused: [
            'tenant "tenant_1" is not a StackFlow tenant ID. Did you mean tenant_001? A tenant ID looks like tenant_001',
          ],
        },
        {
          kind: 'text',
          message: 'Department (Enter for none)',
          refused: [
            'department "no department" is not a StackFlow department ID. Did you mean no_department? ' +
              'A department ID matches ^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$',
          ],
        },
      ]);
    });

    for (const [where, argv, options] of [
      ['on a terminal with --no-input', ['--no-input'], { tty: true }],
      ['in a script', [], {}],
    ] as const) {
      it(`names everything missing at once ${where}`, async () => {
        expect(await run(UsersCreate, argv, options)).to.deep.equal({
          stdout: '',
          stderr:
            'error: a new user needs EMAIL, --tenant ID, --role ROLE\n' +
            '  For example: sf-admin users create ana@example.com --tenant tenant_001 --role itsm_agent\n',
          exitCode: 2,
          asked: [],
        });
      });
    }

    for (const role of ['', ',', ' , ']) {
      it(`treats a --role of ${JSON.stringify(role)} as missing`, async () => {
        const before = await place().bytes();
        const { exitCode, stdout } = await run(UsersCreate, [NEW, '--tenant', 'tenant_001', '--role', role]);
        expect({ exitCode, stdout, isUntouched: before === (await place().bytes()) }).to.deep.equal({
          exitCode: 2,
          stdout: '',
          isUntouched: true,
        });
      });
    }

    it('asks before it grants a privileged role; a no writes nothing and exits with 130', async () => {
      const before = await place().bytes();
      const privileged = [NEW, '--tenant', 'tenant_001', '--role', 'super_admin', '--department', 'dept_it'];
      const declined = await run(UsersCreate, privileged, { tty: true, answers: [false] });
      expect({
        asked: declined.asked,
        exitCode: declined.exitCode,
        stdout: declined.stdout,
        last: declined.stderr.split('\n').slice(-3),
        isUntouched: before === (await place().bytes()),
      }).to.deep.equal({
        asked: [{ kind: 'confirm', message: `users create ${NEW} in context sandbox. Continue?` }],
        exitCode: 130,
        stdout: '',
        last: ['error: cancelled', '  Nothing was changed.', ''],
        isUntouched: true,
      });
      expect((await run(UsersCreate, privileged, { tty: true, answers: [true] })).exitCode).to.equal(0);
    });

    it('refuses to grant a privileged role without --yes if there is no terminal to ask on', async () => {
      const privileged = [NEW, '--tenant', 'tenant_001', '--role', 'cloud_admin'];
      const { exitCode, stderr } = await run(UsersCreate, privileged);
      expect({ exitCode, first: stderr.split('\n')[0] }).to.deep.equal({
        exitCode: 2,
        first: `error: users create ${NEW} needs confirmation, and there is no terminal to ask on`,
      });
      expect((await run(UsersCreate, [...privileged, '--yes'])).exitCode).to.equal(0);
    });
  });

  describe('passwords', () => {
    it('generates a temporary password that meets the policy, prints it once, and it works once', async () => {
      const { stdout, stderr } = await run(UsersCreate, [NEW, ...NEEDED, '--generate-password']);
      const password = /^Password, shown only once: (.*)$/m.exec(stdout)?.[1] ?? '';
      expect({
        violations: passwordViolations(password, {
          minimumLength: 12,
          requireUppercase: true,
          requireLowercase: true,
          requireNumbers: true,
          requireSymbols: true,
          temporaryPasswordValidityDays: 7,
        }),
        lastNote: stderr.split('\n').at(-2),
        next: await place().signIn(NEW, password),
      }).to.deep.equal({
        violations: [],
        lastNote: 'The temporary password is valid for 7 days.',
        next: 'NEW_PASSWORD_REQUIRED',
      });
    });

    it('reads a permanent password from stdin, which works at once and is never printed', async () => {
      const { stdout, stderr } = await run(UsersCreate, [NEW, ...NEEDED, '--password-stdin', '--permanent'], {
        stdin: `${PASSWORD}\n`,
      });
      expect({
        shown: (stdout + stderr).includes(PASSWORD),
        next: await place().signIn(NEW, PASSWORD),
        stdout,
        lastNote: stderr.split('\n').at(-2),
      }).to.deep.equal({
        shown: false,
        next: 'signed in',
        stdout: `Created ${NEW} in tenant_001.\n`,
        lastNote: 'No invitation is mailed: the password is permanent.',
      });
    });

    it('prompts for a permanent password, hidden, if no flag gives it', async () => {
      const { asked } = await run(UsersCreate, [NEW, ...NEEDED, '--permanent', '--yes'], {
        tty: true,
        answers: [PASSWORD],
      });
      expect({ asked, next: await place().signIn(NEW, PASSWORD) }).to.deep.equal({
        asked: [{ kind: 'password', message: `New password for ${NEW}` }],
        next: 'signed in',
      });
    });

    it('refuses --permanent without a password if there is no terminal to ask on', async () => {
      expect(await run(UsersCreate, [NEW, ...NEEDED, '--permanent'])).to.deep.equal({
        stdout: '',
        stderr:
          'error: a new user needs --generate-password or --password-stdin\n' +
          '  For example: sf-admin users create ana@example.com --tenant tenant_001 --role itsm_agent\n',
        exitCode: 2,
        asked: [],
      });
    });

    it('checks a password against the policy before anything is written, and never prints it', async () => {
      const before = await place().bytes();
      const result = await run(UsersCreate, [NEW, ...NEEDED, '--password-stdin'], { stdin: 'tooweakforus' });
      expect({ ...result, isUntouched: before === (await place().bytes()) }).to.deep.equal({
        stdout: '',
        stderr:
          "error: the password does not satisfy the user pool's policy\n" +
          '  It needs an upper-case letter, a digit, a symbol. To generate one: --generate-password\n',
        exitCode: 2,
        asked: [],
        isUntouched: true,
      });
    });

    it('refuses to generate a password if only identifiers are printed', async () => {
      const { exitCode, stdout } = await run(UsersCreate, [NEW, ...NEEDED, '--generate-password', '-q']);
      expect({ exitCode, stdout }).to.deep.equal({ exitCode: 2, stdout: '' });
    });
  });

  describe('for a user who exists', () => {
    it('is a conflict', async () => {
      expect(await run(UsersCreate, [ANA, ...NEEDED])).to.deep.equal({
        stdout: '',
        stderr:
          `error: user ${ANA} already exists\n` +
          `  To see it: sf-admin users show ${ANA} --tenant tenant_001\n` +
          '  To accept an existing user: --if-not-exists\n',
        exitCode: 5,
        asked: [],
      });
    });

    it('succeeds with --if-not-exists, writes nothing, and reports what differs', async () => {
      const before = await place().bytes();
      const result = await run(UsersCreate, [ANA, ...NEEDED, '--if-not-exists']);
      expect(result.stdout).to.match(/^ana\.silva@.* already exists in tenant_001, .*roles\. Nothing was changed\.$/m);
      expect({ ...result, stdout: '', isUntouched: before === (await place().bytes()) }).to.deep.equal({
        stdout: '',
        stderr: '',
        exitCode: 0,
        asked: [],
        isUntouched: true,
      });
    });

    it('reports changed: false with --if-not-exists -o json', async () => {
      const { stdout } = await run(UsersCreate, [ANA, ...NEEDED, '--if-not-exists', '-o', 'json']);
      expect(outcomesIn(stdout)[0]).to.deep.equal({
        changed: false,
        dryRun: false,
        operation: 'users.create',
        target: { kind: 'user', id: await usernameOf(ANA), label: ANA, tenantId: 'tenant_001' },
        fields: [],
        requestIds: [],
      });
    });

    it('is refused with --if-not-exists if the user belongs to another tenant', async () => {
      const { exitCode, stderr } = await run(UsersCreate, [
        ...[ANA, '--tenant', 'tenant_002', '--role', 'itsm_agent', '--if-not-exists'],
      ]);
      expect({ exitCode, first: stderr.split('\n')[0] }).to.deep.equal({
        exitCode: 3,
        first: `error: ${ANA} already exists, in tenant_001 and not in tenant_002`,
      });
    });
  });

  async function usernameOf(email: string): Promise<string | undefined> {
    return (await place().user(email))?.username;
  }

  async function storedConventions(email: string): Promise<(string | undefined)[]> {
    const attributes = (await place().user(email))?.attributes ?? {};
    return ['custom:tenant_id', 'custom:role', 'custom:department'].map((name) => attributes[name]);
  }
});

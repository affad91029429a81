import { expect } from 'chai';

import UsersCheck from '../../../src/commands/users/check.js';
import UsersDisable from '../../../src/commands/users/disable.js';
import UsersResendInvite from '../../../src/commands/users/resend-invite.js';
import UsersSetAttributes from '../../../src/commands/users/set-attributes.js';
import { answerError, proxyTo, withFakeEndpoint } from '../../contract/fake-endpoint.js';
import { ANY_CREDENTIALS, whileServed } from '../../helpers/live-context.js';
import { ownPlace } from '../../helpers/place.js';
import { type CommandClass, commandRunner } from '../../helpers/run-command.js';

const ID = (number: number) => `5af10000-0000-4000-8000-${String(number).padStart(12, '0')}`;
const [GRACE, LIAM, NOAH, ROSA, SAM] = [7, 12, 14, 18, 19].map(ID) as [string, string, string, string, string];

interface Row {
  readonly rule: string;
  readonly status: string;
  readonly subject: string;
  readonly username: string | null;
  readonly tenantId: string | null;
}

describe('users check', () => {
  const place = ownPlace();
  const run = commandRunner(place);
  const rowsOf = (stdout: string) =>
    stdout
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Row);

  it('finds what is wrong with the seeded users, counts it by tenant and kind, and changes nothing', async () => {
    const before = await place().bytes();
    const { stdout, stderr, exitCode } = await run(UsersCheck, ['-o', 'ndjson']);
    expect(rowsOf(stdout).map(({ username, rule }) => [username, rule])).to.deep.equal([
      [ID(4), 'MFA_MISSING'],
      [GRACE, 'MFA_MISSING'],
      [GRACE, 'DISABLED_PRIVILEGED'],
      [ID(8), 'EMAIL_NOT_VERIFIED'],
      [ID(10), 'MFA_MISSING'],
      [LIAM, 'INVITATION_EXPIRED'],
      [NOAH, 'DISABLED_PRIVILEGED'],
      [ROSA, 'EMAIL_CHANGE_PENDING'],
      [SAM, 'EMAIL_NOT_VERIFIED'],
      [ID(20), 'MFA_MISSING'],
    ]);
    expect(stderr.trimEnd().split('\n')).to.deep.equal([
      'Checked 20 users: 10 findings (4 high, 6 medium).',
      'tenant_001: 4 findings',
      '  MFA_MISSING: 2',
      '  DISABLED_PRIVILEGED: 1',
      '  EMAIL_NOT_VERIFIED: 1',
      'tenant_002: 3 findings',
      '  MFA_MISSING: 1',
      '  INVITATION_EXPIRED: 1',
      '  DISABLED_PRIVILEGED: 1',
      'tenant_003: 3 findings',
      '  EMAIL_CHANGE_PENDING: 1',
      '  EMAIL_NOT_VERIFIED: 1',
      '  MFA_MISSING: 1',
    ]);
    expect([exitCode, before === (await place().bytes())]).to.deep.equal([9, true]);
  });

  it('prints every detail of a finding', async () => {
    const { stdout } = await run(UsersCheck, ['--only', 'DISABLED_PRIVILEGED', '--tenant', 'tenant_001', '--json']);
    expect(JSON.parse(stdout)).to.deep.equal([
      {
        rule: 'DISABLED_PRIVILEGED',
        severity: 'medium',
        status: 'open',
        subject: 'user grace.kim@tenant-one.example',
        expected: 'a disabled account has no privileged role',
        found: 'the account is disabled and still has itsm_admin',
        why: 'If the account is enabled again, its roles take effect at once.',
        fix: 'Remove the role, or delete the user.',
        command: `sf-admin users set-attributes ${GRACE} --remove-role itsm_admin --tenant tenant_001`,
        acceptance: null,
        username: GRACE,
        tenantId: 'tenant_001',
        removeRoles: ['itsm_admin'],
      },
    ]);
  });

  it('names only users of the tenant', async () => {
    const { stdout, stderr } = await run(UsersCheck, ['-o', 'ndjson', '--tenant', 'tenant_003']);
    expect([[...new Set(rowsOf(stdout).map(({ tenantId }) => tenantId))], stderr.split('\n')[0]]).to.deep.equal([
      ['tenant_003'],
      'Checked 5 users: 3 findings (1 high, 2 medium).',
    ]);
    expect(`${stdout}${stderr}`).to.not.match(/tenant_00[12]|tenant-(one|two)/);
  });

  for (const [flags, exitCode] of [
    [['--severity', 'critical'], 0],
    [['--severity', 'high'], 9],
    [['--severity', 'high', '--skip', 'MFA_MISSING'], 0],
    [['--only', 'TENANT_MISSING'], 0],
    [['--only', 'MFA_MISSING'], 9],
  ] as const) {
    it(`exits with ${exitCode} with ${flags.join(' ')}`, async () => {
      expect((await run(UsersCheck, [...flags])).exitCode).to.equal(exitCode);
    });
  }

  it('prints user names with -q, and nothing on stderr', async () => {
    const { stdout, stderr } = await run(UsersCheck, ['-q', '--only', 'DISABLED_PRIVILEGED']);
    expect([stdout, stderr]).to.deep.equal([`${GRACE}\n${NOAH}\n`, '']);
  });

  it('lists what could not be checked once, and exits with 0 if that is all', async () => {
    const flags = ['--inactive', '30', '--only', 'NOT_SIGNED_IN'];
    const { stdout, stderr, exitCode } = await run(UsersCheck, [...flags, '-o', 'ndjson']);
    const quiet = await run(UsersCheck, [...flags, '-q']);
    expect(rowsOf(stdout).map(({ status, subject, username }) => [status, subject, username])).to.deep.equal([
      ['notCheckable', 'user pool us-east-1_Sandbox01', null],
    ]);
    const warning =
      'warning: not checked: NOT_SIGNED_IN: the user pool records sign-ins only with threat protection, which is off\n';
    expect([stderr, exitCode, quiet.stdout, quiet.stderr]).to.deep.equal([
      `${warning}Checked 20 users: 0 findings, 1 not checkable.\n`,
      0,
      '',
      warning,
    ]);
  });

  for (const [what, flags, code, exitCode] of [
    ['an unknown rule', ['--only', 'NO_SUCH_RULE'], 'USAGE', 2],
    ['inactive users without a number of days', ['--only', 'NOT_SIGNED_IN'], 'MISSING_INPUT', 2],
    ['a malformed tenant', ['--tenant', 'acme'], 'INVALID_TENANT', 3],
  ] as const) {
    it(`refuses ${what}`, async () => {
      const result = await run(UsersCheck, [...flags, '--json']);
      const { error } = JSON.parse(result.stdout) as { error: { code: string } };
      expect([error.code, result.exitCode]).to.deep.equal([code, exitCode]);
    });
  }

  describe('if a page of users cannot be read', () => {
    /** Runs the check against the sandbox with two pages of users, of which the second fails. */
    const broken = (...flags: readonly string[]) =>
      whileServed(place(), async (url) => {
        const proxy = proxyTo(url, (operation, { PaginationToken }, response) => {
          if (operation !== 'ListUsers' || PaginationToken === undefined) return false;
          answerError(response, 'InternalErrorException', 'It broke.');
          return true;
        });
        await place().edit((pool) => {
          const [user] = Object.values(pool.users);
          for (let number = 100; number < 200; number += 1) {
            const attributes = { ...user!.attributes, sub: ID(number), email: `u${number}@tenant-one.example` };
            pool.users[ID(number)] = { ...user!, username: ID(number), attributes };
          }
        });
        return withFakeEndpoint(proxy, (through) =>
          run(UsersCheck, ['--endpoint-url', through, ...flags], { env: ANY_CREDENTIALS }),
        );
      });

    it('prints the findings so far, then one error, and exits as the error says', async () => {
      const { stdout, stderr, exitCode } = await broken('-o', 'ndjson', '--only', 'MFA_MISSING');
      const errors = stderr.split('\n').filter((line) => line.startsWith('error:'));
      expect([rowsOf(stdout).length > 0, errors.length, exitCode, stderr.includes('Checked')]).to.deep.equal([
        true,
        1,
        7,
        false,
      ]);
    });

    it('prints the error alone with --json', async () => {
      const { stdout, exitCode } = await broken('--json');
      const { error } = JSON.parse(stdout) as { error: { code: string } };
      expect([error.code, exitCode]).to.deep.equal(['SERVICE_FAILED', 7]);
    });
  });

  for (const format of ['table', 'json', 'ndjson', 'csv', 'markdown', 'sarif', 'junit']) {
    it(`shows a hostile directory as ${format} without a raw control character`, async () => {
      const texts = [
        '\u001b[31m RED\u0007',
        '\u202egnp\u202c',
        '=cmd|calc',
        'x'.repeat(2_048),
        'a\r\nb',
        '</td>|`',
        "';--",
      ];
      await place().edit((pool) => {
        for (const [at, text] of texts.entries()) {
          const username = `odd-${text.slice(0, 60)}`;
          const attributes = {
            sub: ID(900 + at),
            'custom:role': text,
            'custom:tenant_id': text,
            'custom:department': text,
          };
          pool.users[username] = { ...pool.users[ID(2)]!, username, attributes };
        }
        pool.users.bare = { ...pool.users[ID(2)]!, username: 'bare', attributes: {} };
      });
      const { stdout, stderr, exitCode } = await run(UsersCheck, ['-o', format], { tty: format === 'table' });
      expect(exitCode, stderr).to.equal(9);
      expect(`${stdout}${stderr}`).to.not.match(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/);
      expect(stderr).to.contain('Checked 28 users');
    });
  }

  describe('as rows for --from', () => {
    for (const [rule, Command, flags, summary] of [
      ['INVITATION_EXPIRED', UsersResendInvite, [], 'users resend-invite: 1 changed.'],
      ['EMAIL_NOT_VERIFIED', UsersSetAttributes, [], 'users set-attributes: 2 changed.'],
      ['EMAIL_CHANGE_PENDING', UsersSetAttributes, [], 'users set-attributes: 1 changed.'],
      ['DISABLED_PRIVILEGED', UsersSetAttributes, ['--add-role', 'itsm_agent'], 'users set-attributes: 2 changed.'],
      ['ROLE_UNKNOWN', UsersSetAttributes, ['--add-role', 'itsm_agent'], 'users set-attributes: 1 changed.'],
      ['ROLE_MISSING', UsersSetAttributes, ['--add-role', 'itsm_agent'], 'users set-attributes: 1 changed.'],
      ['TENANT_MISSING', UsersSetAttributes, ['--move-to-tenant', 'tenant_001'], 'users set-attributes: 1 changed.'],
      ['TENANT_INVALID', UsersSetAttributes, ['--move-to-tenant', 'tenant_001'], 'users set-attributes: 1 changed.'],
      ['DEPARTMENT_INVALID', UsersSetAttributes, [], 'users set-attributes: 1 changed.'],
      ['INVITATION_EXPIRED', UsersDisable, [], 'users disable: 1 changed.'],
    ] as readonly [string, CommandClass, readonly string[], string][]) {
      it(`${summary.split(':')[0]} takes the findings of ${rule}${flags.length === 0 ? '' : ` with ${flags[0]}`}`, async () => {
        await place().edit((pool) => {
          const broken: Record<string, Record<string, string>> = {
            ROLE_UNKNOWN: { 'custom:role': 'boss,chief' },
            ROLE_MISSING: { 'custom:role': '' },
            TENANT_MISSING: { 'custom:tenant_id': '' },
            TENANT_INVALID: { 'custom:tenant_id': 'acme' },
            DEPARTMENT_INVALID: { 'custom:department': 'IT & more' },
          };
          Object.assign(pool.users[ID(2)]!.attributes, broken[rule]);
        });
        const found = await run(UsersCheck, ['--only', rule, '-o', 'ndjson']);
        const fixed = await run(Command, ['--from', '-', '--input-format', 'ndjson', ...flags, '--yes'], {
          stdin: found.stdout,
        });
        expect([fixed.stdout, fixed.exitCode], fixed.stderr).to.deep.equal([`${summary}\n`, 0]);
        const after = await run(UsersCheck, ['--only', rule, '-o', 'ndjson']);
        expect(after.stdout).to.equal('');
      });
    }

    it('skips what could not be checked', async () => {
      const found = await run(UsersCheck, ['--inactive', '30', '--only', 'NOT_SIGNED_IN', '-o', 'ndjson']);
      const fixed = await run(UsersDisable, ['--from', '-', '--input-format', 'ndjson', '--yes'], {
        stdin: found.stdout,
      });
      expect([fixed.exitCode, fixed.stdout]).to.deep.equal([0, 'users disable: 0 users in the input.\n']);
    });

    it('takes CSV too, and does not set what only describes the finding', async () => {
      const found = await run(UsersCheck, ['--only', 'EMAIL_CHANGE_PENDING', '-o', 'csv']);
      const fixed = await run(UsersSetAttributes, ['--from', '-', '--input-format', 'csv', '-o', 'ndjson', '--yes'], {
        stdin: found.stdout,
      });
      expect(fixed.exitCode, fixed.stderr).to.equal(0);
      expect((await place().pool()).users[ROSA]!.attributes.email_verified).to.equal('true');
    });
  });
});

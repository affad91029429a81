import { expect } from 'chai';

import UsersSetAttributes from '../../../src/commands/users/set-attributes.js';
import { ownPlace } from '../../helpers/place.js';
import { commandRunner } from '../../helpers/run-command.js';

const BEN = 'ben.carter@tenant-one.example';

describe('users set-attributes', () => {
  const place = ownPlace();
  const run = commandRunner(place);

  it('sets and removes attributes in one call; other attributes stay the same', async () => {
    const { attributes: before } = (await place().user(BEN))!;
    const { stdout, exitCode } = await run(UsersSetAttributes, [
      ...[BEN, '--set', 'nickname=Bee=B', '--unset', 'family_name', '--department', 'dept_hr'],
      ...['--given-name', 'Benjamin'],
    ]);
    const { family_name: _removed, ...kept } = before;
    expect({ stdout, exitCode, attributes: (await place().user(BEN))?.attributes }).to.deep.equal({
      stdout: `Set given name, nickname, department, removed family name of ${BEN}.\n`,
      exitCode: 0,
      attributes: { ...kept, nickname: 'Bee=B', given_name: 'Benjamin', 'custom:department': 'dept_hr' },
    });
  });

  it('marks a new email as verified, and the user can sign in with it', async () => {
    const address = 'ben@tenant-one.example';
    const { exitCode } = await run(UsersSetAttributes, [BEN, '--email', address]);
    expect({
      exitCode,
      verified: (await place().user(address))?.attributes.email_verified,
      old: await place().signIn(BEN, 'Sandbox-Demo-2026!'),
      now: await place().signIn(address, 'Sandbox-Demo-2026!'),
    }).to.deep.equal({
      exitCode: 0,
      verified: 'true',
      old: 'Incorrect username or password.',
      now: 'signed in',
    });
  });

  it('replaces, adds and removes roles in the order of the conventions', async () => {
    const roles = async (...flags: string[]): Promise<string | undefined> => {
      await run(UsersSetAttributes, [BEN, ...flags, '--yes']);
      return (await place().user(BEN))?.attributes['custom:role'];
    };
    expect([
      await roles('--role', 'cloud_admin', '--role', 'itsm_agent'),
      await roles('--add-role', 'itsm_admin'),
      await roles('--remove-role', 'cloud_admin,itsm_agent', '--add-role', 'super_admin'),
    ]).to.deep.equal(['itsm_agent,cloud_admin', 'itsm_agent,itsm_admin,cloud_admin', 'itsm_admin,super_admin']);
  });

  it('moves a user between tenants only with --move-to-tenant, and asks first', async () => {
    const { asked, exitCode, stderr } = await run(
      UsersSetAttributes,
      [BEN, '--tenant', 'tenant_001', '--move-to-tenant', 'tenant_002'],
      { tty: true, answers: [true] },
    );
    expect({
      asked,
      exitCode,
      shown: stderr.split('\n').slice(0, 2),
      tenant: (await place().user(BEN))?.attributes['custom:tenant_id'],
    }).to.deep.equal({
      asked: [{ kind: 'confirm', message: `users set-attributes ${BEN} in context sandbox. Continue?` }],
      exitCode: 0,
      shown: [`users set-attributes ${BEN} (tenant_001)`, '  tenant ID: tenant_001 → tenant_002'],
      tenant: 'tenant_002',
    });
  });

  it('warns of a move into a tenant that no other user is in, for one user and for many', async () => {
    const move = [BEN, '--tenant', 'tenant_001', '--move-to-tenant', 'tenant_099', '--yes'];
    const warning = 'warning: no user is in tenant_099; nearest: tenant_001\n';
    expect((await run(UsersSetAttributes, [...move, '--dry-run'])).stderr).to.contain(warning);
    const rows = { stdin: `${BEN}\n` };
    expect((await run(UsersSetAttributes, ['--from', '-', '--dry-run', ...move.slice(1)], rows)).stderr).to.contain(
      warning,
    );
    expect((await run(UsersSetAttributes, move)).stderr).to.contain(warning);
    expect((await run(UsersSetAttributes, [BEN, '--move-to-tenant', 'tenant_002', '--yes'])).stderr).not.to.contain(
      'no user is in',
    );
  });

  it('says so and writes nothing if everything is unchanged', async () => {
    const before = await place().bytes();
    const result = await run(UsersSetAttributes, [
      ...[BEN, '--role', 'itsm_agent', '--department', 'dept_it', '--email', BEN, '--unset', 'nickname'],
    ]);
    expect({ ...result, isUntouched: before === (await place().bytes()) }).to.deep.equal({
      stdout: `${BEN} already has these attributes. Nothing was changed.\n`,
      stderr: '',
      exitCode: 0,
      asked: [],
      isUntouched: true,
    });
  });

  it('shows the plan field by field with --dry-run and writes nothing', async () => {
    const before = await place().bytes();
    const result = await run(UsersSetAttributes, [
      ...[BEN, '--add-role', 'itsm_admin', '--set', 'nickname=Bee', '--dry-run'],
    ]);
    expect({ ...result, isUntouched: before === (await place().bytes()) }).to.deep.equal({
      stdout: [
        `users set-attributes ${BEN} (tenant_001)`,
        '  nickname: (none) → Bee',
        '  roles:',
        '    + itsm_admin',
        '',
      ].join('\n'),
      stderr: 'Dry run: nothing is written.\n',
      exitCode: 0,
      asked: [],
      isUntouched: true,
    });
  });

  for (const [rule, argv, exitCode, message] of [
    ['nothing to set', [], 2, `nothing to set on ${BEN}`],
    [
      'a privileged role without --yes',
      ['--add-role', 'itsm_admin'],
      2,
      /needs confirmation, and there is no terminal to ask on/,
    ],
    [
      'a move without --yes',
      ['--move-to-tenant', 'tenant_002'],
      2,
      /needs confirmation, and there is no terminal to ask on/,
    ],
    ['an empty role', ['--role', ''], 2, 'no role is given'],
    ['an unknown role', ['--add-role', 'itsm_agnt'], 3, 'role "itsm_agnt" is not a StackFlow role'],
    [
      '--role together with --add-role',
      ['--role', 'itsm_agent', '--add-role', 'itsm_agent'],
      2,
      /cannot also be provided/,
    ],
    ['the tenant set by its attribute name', ['--set', 'custom:tenant_id=tenant_002'], 3, /custom:tenant_id/],
    ['the roles set by their attribute name', ['--set', 'custom:role=super_admin'], 3, /custom:role/],
    ['to remove the tenant', ['--unset', 'custom:tenant_id'], 3, 'custom:tenant_id cannot be removed from a user'],
    ['to remove the email', ['--unset', 'email'], 3, 'email cannot be removed from a user'],
    ['an attribute both set and unset', ['--set', 'nickname=B', '--unset', 'nickname'], 2, /both set and unset/],
    ['an attribute that the pool does not have', ['--set', 'shoe=42'], 2, 'the user pool has no attribute "shoe"'],
    ["an attribute that is not StackFlow's", ['--set', 'custom:employee_no=E1'], 3, /is not allowed in this context/],
    ['an attribute that Cognito sets', ['--set', 'sub=1'], 2, /set by Cognito/],
    ['an assignment without =', ['--set', 'nickname'], 2, /invalid assignment "nickname"/],
    ['an empty value', ['--set', 'nickname='], 2, 'invalid value "" for attribute "nickname"'],
    ['an invalid email', ['--email', 'ben'], 2, '"ben" is not an email address'],
    ['the email of another user', ['--email', 'ana.silva@tenant-one.example'], 5, /has this address/],
    [
      'the email of another user in a dry run',
      ['--email', 'Ana.Silva@tenant-one.example', '--dry-run'],
      5,
      /has this address/,
    ],
    ['a malformed tenant', ['--move-to-tenant', 'tenant_2'], 3, 'tenant "tenant_2" is not a StackFlow tenant ID'],
    ['a malformed department', ['--department', 'a b'], 3, /is not a StackFlow department ID/],
    ['a user of another tenant', ['--tenant', 'tenant_003', '--set', 'nickname=B'], 3, /belongs to tenant_001/],
  ] as const) {
    it(`refuses ${rule}, and writes nothing`, async () => {
      const before = await place().bytes();
      const result = await run(UsersSetAttributes, [BEN, ...argv]);
      const first = result.stderr.split('\n')[0]?.replace('error: ', '');
      if (message instanceof RegExp) expect(first).to.match(message);
      else expect(first).to.equal(message);
      expect({
        exitCode: result.exitCode,
        stdout: result.stdout,
        isUntouched: before === (await place().bytes()),
      }).to.deep.equal({ exitCode, stdout: '', isUntouched: true });
    });
  }
});

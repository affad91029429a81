import { expect } from 'chai';
import { carryOut } from '../../../../src/lib/changes/carry-out.js';
import { SANDBOX_POOL_ID } from '../../../../src/lib/model/sandbox-ids.js';
import { disableUser } from '../../../../src/lib/users/changes/disable-user.js';
import { openTestDirectory, type TestDirectoryOptions } from '../../../helpers/directory.js';
import { AGREED, DRY_RUN, NOBODY, somebody, unrecorded } from '../../changes/agreement.js';
import { lostAnswer, serviceError } from '../../cognito/cognito-mock.js';
import { rejection } from '../../conventions/refusal.js';
import { mockUsers } from '../mock-users.js';
import { ANA, ANA_EMAIL, anaAnswer } from '../ana.js';

const ON_ANA = { UserPoolId: SANDBOX_POOL_ID, Username: ANA };

describe('disableUser', () => {
  const cognito = mockUsers();

  function answer(...states: { enabled: boolean }[]) {
    cognito.answerByWrites('AdminGetUser', ...states.map((state) => anaAnswer(state)));
    cognito.answer('AdminDisableUser', {});
    cognito.answer('AdminUserGlobalSignOut', {});
  }

  async function disable(signOut: boolean, options = AGREED, where: TestDirectoryOptions = {}) {
    const directory = openTestDirectory(where);
    const change = await disableUser(directory, { user: ANA_EMAIL, signOut });
    const [outcome] = await carryOut(directory, [change], options);
    return unrecorded(outcome!);
  }

  it('disables by the canonical user name, and verifies it', async () => {
    answer({ enabled: true }, { enabled: false });
    const { plan, ...outcome } = await disable(false);
    expect(outcome).to.deep.equal({
      changed: true,
      dryRun: false,
      requestIds: ['AdminDisableUser-1'],
      warnings: [],
    });
    expect([plan.fields, plan.doneMessage]).to.deep.equal([
      [{ field: 'enabled', before: true, after: false }],
      `Disabled ${ANA_EMAIL}.`,
    ]);
    expect(cognito.written()).to.deep.equal([['AdminDisableUser', ON_ANA]]);
    const onUsers = cognito.sent().filter(([operation]) => operation.startsWith('Admin'));
    expect(onUsers.slice(-3)).to.deep.equal([
      ['AdminGetUser', ON_ANA],
      ['AdminDisableUser', ON_ANA],
      ['AdminGetUser', ON_ANA],
    ]);
  });

  it('is not verified if the user can still sign in', async () => {
    answer({ enabled: true });
    const { changed, error } = await disable(false);
    expect([changed, error?.message]).to.deep.equal([
      true,
      `${ANA_EMAIL} was written, but now has other values: enabled`,
    ]);
  });

  it('writes nothing and asks nothing for a user who is already disabled', async () => {
    answer({ enabled: false });
    const outcome = await disable(false, NOBODY);
    expect([outcome.changed, outcome.plan.unchangedMessage]).to.deep.equal([
      false,
      `${ANA_EMAIL} is already disabled.`,
    ]);
    expect(cognito.written()).to.deep.equal([]);
  });

  it('asks for confirmation, and writes nothing without a terminal, if the answer is no, and in a dry run', async () => {
    answer({ enabled: true });
    expect(await rejection(disable(false, NOBODY))).to.deep.equal({
      code: 'CONFIRMATION_REQUIRED',
      message: `users disable ${ANA_EMAIL} needs confirmation, and there is no terminal to ask on`,
      hint: 'They cannot sign in until enabled again.\n' + 'To confirm: --yes\nTo see every change first: --dry-run',
    });
    expect((await rejection(disable(false, somebody(false).options))).code).to.equal('CANCELLED');
    expect((await disable(false, DRY_RUN)).dryRun).to.equal(true);
    expect(cognito.written()).to.deep.equal([]);
  });

  it('refuses a user of another tenant', async () => {
    answer({ enabled: true });
    const refusal = await rejection(disable(false, AGREED, { tenant: 'tenant_002' }));
    expect(refusal.code).to.equal('TENANT_MISMATCH');
    expect(cognito.written()).to.deep.equal([]);
  });

  describe('says how long access tokens stay valid', () => {
    const client = (ClientId: string, hours: number) => ({
      UserPoolClient: {
        ClientId,
        UserPoolId: SANDBOX_POOL_ID,
        AccessTokenValidity: hours,
        TokenValidityUnits: { AccessToken: 'hours' as const },
      },
    });

    it("from the clients' longest validity", async () => {
      answer({ enabled: true }, { enabled: false });
      cognito.answer('ListUserPoolClients', { UserPoolClients: [{ ClientId: 'web' }, { ClientId: 'api' }] });
      cognito.answer('DescribeUserPoolClient', client('web', 2), client('api', 1));
      expect((await disable(false)).plan.notes).to.deep.equal([
        'APIs that verify access tokens offline still accept tokens that were already issued, for at most 2 hours.',
      ]);
    });

    it('which is read beside the user, so that nobody waits for it after the write', async () => {
      answer({ enabled: true }, { enabled: false });
      cognito.answer('ListUserPoolClients', { UserPoolClients: [{ ClientId: 'web' }] });
      cognito.answer('DescribeUserPoolClient', client('web', 2));
      await disable(false);
      const sent = cognito.sent().map(([operation]) => operation);
      expect(sent.slice(0, 3)).to.have.members(['ListUserPoolClients', 'AdminGetUser', 'ListUsers']);
      expect(sent.slice(-3)).to.deep.equal(['AdminGetUser', 'AdminDisableUser', 'AdminGetUser']);
    });

    it('or where to read it, if that cannot be read', async () => {
      answer({ enabled: true }, { enabled: false });
      cognito.answer('ListUserPoolClients', serviceError('AccessDeniedException'));
      expect((await disable(false)).plan.notes).to.deep.equal([
        'APIs that verify access tokens offline still accept tokens that were already issued, ' +
          'until they expire. To see how long that is: sf-admin client describe',
      ]);
    });
  });

  describe('with sign-out', () => {
    it('disables the user, then revokes the refresh tokens', async () => {
      answer({ enabled: true }, { enabled: false });
      const outcome = await disable(true);
      expect(cognito.written()).to.deep.equal([
        ['AdminDisableUser', ON_ANA],
        ['AdminUserGlobalSignOut', ON_ANA],
      ]);
      expect([outcome.plan.doneMessage, outcome.requestIds]).to.deep.equal([
        `Disabled ${ANA_EMAIL} and signed them out.`,
        ['AdminDisableUser-1', 'AdminUserGlobalSignOut-1'],
      ]);
    });

    it('signs out a user who is already disabled, and does not disable again', async () => {
      answer({ enabled: false });
      await disable(true);
      expect(cognito.written()).to.deep.equal([['AdminUserGlobalSignOut', ON_ANA]]);
    });

    it('says that the user is disabled if the sign-out fails', async () => {
      answer({ enabled: true });
      cognito.answer('AdminUserGlobalSignOut', serviceError('InternalErrorException', 'Something broke.'));
      expect(await rejection(disable(true))).to.deep.equal({
        code: 'PARTIAL',
        message: `${ANA_EMAIL} is disabled, but was not signed out: AdminUserGlobalSignOut failed: Something broke`,
        hint: 'Run the same command again to sign them out.',
      });
    });

    it('reports an unknown result if the answer was lost, since reading the user does not tell', async () => {
      answer({ enabled: true }, { enabled: false });
      cognito.answer('AdminDisableUser', lostAnswer());
      const { code, hint } = await rejection(disable(true));
      expect([code, hint]).to.deep.equal([
        'TIMEOUT',
        `It is not known whether it was done. Check before you repeat it: sf-admin users show ${ANA_EMAIL}`,
      ]);
    });

    it('asks for the address in a protected context', async () => {
      answer({ enabled: true }, { enabled: true }, { enabled: false });
      const { options, asked } = somebody(true);
      await disable(true, options, { context: { protected: true } });
      expect(asked).to.deep.equal([
        `users disable ${ANA_EMAIL} in context sandbox (protected). Type ${ANA_EMAIL} to continue: [${ANA_EMAIL}]`,
      ]);
    });
  });
});

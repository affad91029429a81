import { expect } from 'chai';

import { carryOut } from '../../../../src/lib/changes/carry-out.js';
import { SANDBOX_POOL_ID } from '../../../../src/lib/model/sandbox-ids.js';
import { lockDownUser } from '../../../../src/lib/users/changes/lockdown-user.js';
import { openTestDirectory, type TestDirectoryOptions } from '../../../helpers/directory.js';
import { AGREED, DRY_RUN, NOBODY, somebody, unrecorded } from '../../changes/agreement.js';
import { serviceError } from '../../cognito/cognito-mock.js';
import { rejection } from '../../conventions/refusal.js';
import { ANA, ANA_EMAIL, anaAnswer } from '../ana.js';
import { mockUsers } from '../mock-users.js';

const ON_ANA = { UserPoolId: SANDBOX_POOL_ID, Username: ANA };
const ALL_GONE = serviceError('ResourceNotFoundException', 'No such thing.');

describe('lockDownUser', () => {
  const cognito = mockUsers();

  /** A user with two sessions and, over two pages, two devices. */
  function answer(...states: { enabled: boolean }[]) {
    cognito.answerByWrites('AdminGetUser', ...states.map((state) => anaAnswer(state)));
    cognito.answer('AdminDisableUser', {});
    cognito.answer('AdminUserGlobalSignOut', {});
    cognito.answer('AdminListUserSessions', { Sessions: [{ SessionId: 'tkn1' }, { SessionId: 'sso1' }] });
    cognito.answer('AdminRevokeUserSession', {});
    cognito.answer(
      'AdminListDevices',
      { Devices: [{ DeviceKey: 'd-1' }], PaginationToken: 'more' },
      { Devices: [{ DeviceKey: 'd-2' }] },
    );
    cognito.answer('AdminForgetDevice', {});
  }

  async function lockDown(options = AGREED, where: TestDirectoryOptions = {}) {
    const directory = openTestDirectory(where);
    const change = await lockDownUser(directory, { user: ANA_EMAIL });
    const [outcome] = await carryOut(directory, [change], options);
    return unrecorded(outcome!);
  }

  it('disables, signs out, revokes every session, forgets every device, and verifies what can be read', async () => {
    answer({ enabled: true }, { enabled: false });
    const { plan, ...outcome } = await lockDown();
    expect({ outcome, fields: plan.fields, doneMessage: plan.doneMessage, notes: plan.notes }).to.deep.equal({
      outcome: {
        changed: true,
        dryRun: false,
        requestIds: [
          'AdminDisableUser-1',
          'AdminUserGlobalSignOut-1',
          'AdminRevokeUserSession-1',
          'AdminRevokeUserSession-2',
          'AdminForgetDevice-1',
          'AdminForgetDevice-2',
        ],
        warnings: [],
        steps: [
          { step: 'disable', result: 'done' },
          { step: 'sign out everywhere', result: 'done' },
          { step: 'revoke sessions', result: 'done', detail: '2 sessions' },
          { step: 'forget devices', result: 'done', detail: '2 devices' },
        ],
      },
      fields: [
        { field: 'enabled', before: true, after: false },
        { field: 'refreshTokens', before: 'as issued', after: 'revoked', unreadable: true },
        { field: 'sessions', before: 'as open', after: 'revoked', unreadable: true },
        { field: 'devices', before: 'as remembered', after: 'forgotten', unreadable: true },
      ],
      doneMessage: `Locked ${ANA_EMAIL} down.`,
      notes: [
        'APIs that verify access tokens offline still accept tokens that were already issued,\nfor at most 1 hour.',
      ],
    });
    expect(cognito.written()).to.deep.equal([
      ['AdminDisableUser', ON_ANA],
      ['AdminUserGlobalSignOut', ON_ANA],
      ['AdminRevokeUserSession', { ...ON_ANA, SessionId: 'tkn1' }],
      ['AdminRevokeUserSession', { ...ON_ANA, SessionId: 'sso1' }],
      ['AdminForgetDevice', { ...ON_ANA, DeviceKey: 'd-1' }],
      ['AdminForgetDevice', { ...ON_ANA, DeviceKey: 'd-2' }],
    ]);
    expect(cognito.sent().filter(([operation]) => operation === 'AdminListDevices')).to.deep.equal([
      ['AdminListDevices', { ...ON_ANA, Limit: 60 }],
      ['AdminListDevices', { ...ON_ANA, Limit: 60, PaginationToken: 'more' }],
    ]);
  });

  it('takes the other steps for a user who is already disabled', async () => {
    answer({ enabled: false });
    const { changed, steps } = await lockDown();
    expect([changed, steps?.[0]]).to.deep.equal([true, { step: 'disable', result: 'unchanged' }]);
    expect(cognito.written()[0]).to.deep.equal(['AdminUserGlobalSignOut', ON_ANA]);
  });

  it('skips what the pool does not have, and succeeds', async () => {
    answer({ enabled: true }, { enabled: false });
    cognito.answer('AdminListUserSessions', serviceError('OperationNotEnabledException', 'Not tracked.'));
    cognito.answer('AdminListDevices', serviceError('InvalidUserPoolConfigurationException', 'No devices.'));
    const { steps, error } = await lockDown();
    expect({ steps: steps?.slice(2), error }).to.deep.equal({
      steps: [
        {
          step: 'revoke sessions',
          result: 'skipped',
          detail: 'the sandbox does not support AdminListUserSessions for this pool: Not tracked',
        },
        {
          step: 'forget devices',
          result: 'skipped',
          detail: 'the sandbox does not support AdminListDevices for this pool: No devices',
        },
      ],
      error: undefined,
    });
  });

  it('accepts that a session and a device are gone in the meantime', async () => {
    answer({ enabled: true }, { enabled: false });
    cognito.answer('AdminRevokeUserSession', ALL_GONE, {});
    cognito.answer('AdminForgetDevice', ALL_GONE);
    const { steps, error } = await lockDown();
    expect({ steps: steps?.slice(2), error }).to.deep.equal({
      steps: [
        { step: 'revoke sessions', result: 'done', detail: '1 session' },
        { step: 'forget devices', result: 'unchanged', detail: 'no device' },
      ],
      error: undefined,
    });
  });

  it('is partial if a step fails, and takes the later steps', async () => {
    answer({ enabled: true }, { enabled: false });
    cognito.answer('AdminUserGlobalSignOut', serviceError('InternalErrorException', 'It broke.'));
    const { steps, error } = await lockDown();
    expect({ results: steps?.map(({ result }) => result), error: error?.message }).to.deep.equal({
      results: ['done', 'unknown', 'done', 'done'],
      error: `${ANA_EMAIL}: 1 step failed`,
    });
  });

  it('takes the other steps if the disabling fails', async () => {
    answer({ enabled: true });
    cognito.answer('AdminDisableUser', serviceError('InternalErrorException', 'It broke.'));
    const { steps, error } = await lockDown();
    expect({ results: steps?.map(({ result }) => result), code: error?.code }).to.deep.equal({
      results: ['failed', 'done', 'done', 'done'],
      code: 'PARTIAL',
    });
  });

  it('is not verified if the user can still sign in', async () => {
    answer({ enabled: true });
    const { error } = await lockDown();
    expect(error?.message).to.equal(`${ANA_EMAIL} was written, but now has other values: enabled`);
  });

  it('asks for confirmation, and for the name in a protected context', async () => {
    answer({ enabled: true });
    expect((await rejection(lockDown(NOBODY))).code).to.equal('CONFIRMATION_REQUIRED');
    const { options, asked } = somebody(false);
    const refusal = await rejection(lockDown(options, { context: { protected: true } }));
    expect([refusal.code, asked]).to.deep.equal([
      'CANCELLED',
      [`users lockdown ${ANA_EMAIL} in context sandbox (protected). Type ${ANA_EMAIL} to continue: [${ANA_EMAIL}]`],
    ]);
    expect(cognito.written()).to.deep.equal([]);
  });

  it('writes nothing in a dry run or to a user of another tenant', async () => {
    answer({ enabled: true });
    expect((await lockDown(DRY_RUN)).dryRun).to.equal(true);
    expect((await rejection(lockDown(AGREED, { tenant: 'tenant_002' }))).code).to.equal('TENANT_MISMATCH');
    expect(cognito.written()).to.deep.equal([]);
  });
});

import { expect } from 'chai';

import { carryOut } from '../../../../src/lib/changes/carry-out.js';
import { SANDBOX_POOL_ID } from '../../../../src/lib/model/sandbox-ids.js';
import { revokeSessions } from '../../../../src/lib/users/changes/revoke-sessions.js';
import { openTestDirectory, type TestDirectoryOptions } from '../../../helpers/directory.js';
import { AGREED, DRY_RUN, NOBODY, somebody, unrecorded } from '../../changes/agreement.js';
import { serviceError } from '../../cognito/cognito-mock.js';
import { rejection } from '../../conventions/refusal.js';
import { ANA, ANA_EMAIL, anaAnswer } from '../ana.js';
import { mockUsers } from '../mock-users.js';

const ON_ANA = { UserPoolId: SANDBOX_POOL_ID, Username: ANA };
const TOKEN = { SessionId: 'tkn1', OriginSessionId: 'sso1' };
const HOSTED = { SessionId: 'sso1' };
const OTHER = { SessionId: 'tkn2' };
const OFFLINE =
  'APIs that verify access tokens offline still accept tokens that were already issued,\nfor at most 1 hour.';

describe('revokeSessions', () => {
  const cognito = mockUsers();

  /** The sessions that are open at first, after the first write, after the second. */
  function answer(...open: { SessionId: string; OriginSessionId?: string }[][]) {
    cognito.answer('AdminGetUser', anaAnswer());
    cognito.answerByWrites('AdminListUserSessions', ...open.map((Sessions) => ({ Sessions })));
    cognito.answer('AdminRevokeUserSession', {});
  }

  async function revoke(session?: string, options = AGREED, where: TestDirectoryOptions = {}) {
    const directory = openTestDirectory(where);
    const change = await revokeSessions(directory, { user: ANA_EMAIL, session });
    const [outcome] = await carryOut(directory, [change], options);
    return unrecorded(outcome!);
  }

  it('revokes the named session, verifies it, and names the session that it was opened through', async () => {
    answer([TOKEN, HOSTED, OTHER], [HOSTED, OTHER]);
    const { plan, ...outcome } = await revoke('tkn1');
    expect({ outcome, fields: plan.fields, doneMessage: plan.doneMessage, notes: plan.notes }).to.deep.equal({
      outcome: { changed: true, dryRun: false, requestIds: ['AdminRevokeUserSession-1'], warnings: [] },
      fields: [
        {
          field: 'sessions',
          before: ['tkn1', 'sso1', 'tkn2'],
          after: ['sso1', 'tkn2'],
          relative: true,
        },
      ],
      doneMessage: `Revoked 1 session of ${ANA_EMAIL}.`,
      notes: [
        'It was opened through session sso1 of the hosted UI, which can open another. To revoke that too:\n' +
          `sf-admin users sessions ${ANA_EMAIL} --revoke sso1`,
        OFFLINE,
      ],
    });
    expect(cognito.written()).to.deep.equal([['AdminRevokeUserSession', { ...ON_ANA, SessionId: 'tkn1' }]]);
  });

  it('revokes all sessions if none is named', async () => {
    answer([TOKEN, HOSTED], [HOSTED], []);
    const { plan } = await revoke();
    expect([plan.doneMessage, plan.notes]).to.deep.equal([`Revoked 2 sessions of ${ANA_EMAIL}.`, [OFFLINE]]);
    expect(cognito.written().map(([, { SessionId }]) => SessionId)).to.deep.equal(['tkn1', 'sso1']);
  });

  it('is not verified if one is still open', async () => {
    answer([OTHER]);
    const { changed, error } = await revoke();
    expect([changed, error?.code]).to.deep.equal([true, 'NOT_VERIFIED']);
  });

  it('writes nothing and asks nothing if none is open', async () => {
    answer([]);
    const { changed, plan } = await revoke(undefined, NOBODY, { context: { protected: true } });
    expect([changed, plan.unchangedMessage, cognito.written()]).to.deep.equal([
      false,
      `${ANA_EMAIL} has no open session.`,
      [],
    ]);
  });

  it('refuses a session that is not open, and writes nothing', async () => {
    answer([OTHER]);
    expect(await rejection(revoke('tkn9'))).to.deep.equal({
      code: 'SESSION_NOT_FOUND',
      message: `${ANA_EMAIL} has no open session tkn9`,
      hint: `Nothing was changed. To list the open ones: sf-admin users sessions ${ANA_EMAIL}`,
    });
    expect(cognito.written()).to.deep.equal([]);
  });

  it('asks for the name in a protected context, and writes nothing in a dry run or to another tenant', async () => {
    answer([OTHER]);
    const { options, asked } = somebody(false);
    const refusal = await rejection(revoke('tkn2', options, { context: { protected: true } }));
    expect([refusal.code, asked]).to.deep.equal([
      'CANCELLED',
      [`users sessions ${ANA_EMAIL} in context sandbox (protected). Type ${ANA_EMAIL} to continue: [${ANA_EMAIL}]`],
    ]);
    expect((await revoke('tkn2', DRY_RUN)).dryRun).to.equal(true);
    const foreign = await rejection(revoke('tkn2', AGREED, { tenant: 'tenant_002' }));
    expect(foreign.code).to.equal('TENANT_MISMATCH');
    expect(cognito.written()).to.deep.equal([]);
  });

  it('reports that the pool does not track sessions', async () => {
    answer([]);
    cognito.answer('AdminListUserSessions', serviceError('OperationNotEnabledException', 'Not tracked.'));
    expect((await rejection(revoke())).code).to.equal('UNSUPPORTED_OPERATION');
  });
});

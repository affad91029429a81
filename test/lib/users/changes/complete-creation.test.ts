import { expect } from 'chai';

import { carryOut } from '../../../../src/lib/changes/carry-out.js';
import { planEssence } from '../../../../src/lib/changes/change.js';
import { SANDBOX_POOL_ID } from '../../../../src/lib/model/sandbox-ids.js';
import { completeCreation } from '../../../../src/lib/users/changes/complete-creation.js';
import { openTestDirectory } from '../../../helpers/directory.js';
import { AGREED, unrecorded } from '../../changes/agreement.js';
import { lostAnswer, serviceError } from '../../cognito/cognito-mock.js';
import { rejection } from '../../conventions/refusal.js';
import { ANA, ANA_EMAIL, anaAnswer, POOL_ANSWER } from '../ana.js';
import { creationInput, type CreationText } from '../creation-input.js';
import { mockUsers } from '../mock-users.js';

const INPUT: CreationText = {
  email: ANA_EMAIL,
  tenant: 'tenant_001',
  roles: ['itsm_agent'],
  attributes: [],
  permanent: false,
  invite: false,
  ifNotExists: false,
  isOneOfMany: true,
};
const NOT_FOUND = serviceError('UserNotFoundException');
const INVITED = anaAnswer({ status: 'FORCE_CHANGE_PASSWORD' });
const GENERATE = { kind: 'generate' } as const;

describe('completeCreation', () => {
  const cognito = mockUsers();
  beforeEach(() => {
    cognito.answer('DescribeUserPool', POOL_ANSWER);
    cognito.answer('AdminSetUserPassword', {});
  });

  const plan = (input: Partial<CreationText> = {}) =>
    completeCreation(openTestDirectory(), creationInput({ ...INPUT, ...input }));

  async function complete(input: Partial<CreationText> = {}) {
    const [outcome] = await carryOut(openTestDirectory(), [await plan(input)], AGREED);
    return unrecorded(outcome!);
  }

  it('creates the user if there is none', async () => {
    cognito.answer('AdminGetUser', NOT_FOUND);
    cognito.answer('AdminCreateUser', {
      User: { Username: ANA, Attributes: INVITED.UserAttributes, UserStatus: 'FORCE_CHANGE_PASSWORD' },
    });
    const { changed, error } = await complete({ password: GENERATE });
    expect([changed, error, cognito.written().map(([operation]) => operation)]).to.deep.equal([
      true,
      undefined,
      ['AdminCreateUser'],
    ]);
  });

  for (const [permanent, status] of [
    [true, 'CONFIRMED'],
    [false, 'FORCE_CHANGE_PASSWORD'],
  ] as const) {
    it(`sets a new ${permanent ? 'permanent' : 'temporary'} password for a user who was created, and shows it`, async () => {
      cognito.answerByWrites('AdminGetUser', INVITED, anaAnswer({ status }));
      const outcome = await complete({ password: GENERATE, permanent });
      const [[, sent]] = cognito.written() as [[string, { Password: string }]];
      expect(cognito.written()).to.deep.equal([
        [
          'AdminSetUserPassword',
          { UserPoolId: SANDBOX_POOL_ID, Username: ANA, Password: sent.Password, Permanent: permanent },
        ],
      ]);
      expect(outcome).to.deep.equal({
        plan: {
          operation: 'users.create',
          target: { kind: 'user', id: ANA, sub: ANA, label: ANA_EMAIL, tenantId: 'tenant_001' },
          fields: [
            { field: 'email', before: null, after: ANA_EMAIL },
            { field: 'emailVerified', before: false, after: true },
            { field: 'tenantId', before: null, after: 'tenant_001' },
            { field: 'roles', before: [], after: ['itsm_agent'] },
            { field: 'password', before: null, after: '(hidden)', unreadable: true },
            { field: 'status', before: null, after: status },
            { field: 'invitation', before: null, after: 'not mailed' },
          ],
          doneMessage: `Created ${ANA_EMAIL} in tenant_001.`,
          unchangedMessage: `${ANA_EMAIL} already exists.`,
          notes: outcome.plan.notes,
        },
        changed: true,
        dryRun: false,
        requestIds: ['AdminSetUserPassword-1'],
        warnings: [],
        password: sent.Password,
      });
    });
  }

  it('writes nothing if the user was created without a password of ours', async () => {
    cognito.answer('AdminGetUser', INVITED);
    const { changed, plan: done } = await complete();
    expect([changed, done.unchangedMessage, cognito.written()]).to.deep.equal([
      false,
      `${ANA_EMAIL} already exists in tenant_001.`,
      [],
    ]);
  });

  it('refuses a user with other attributes, even with --if-not-exists', async () => {
    const others = [
      { 'custom:role': 'super_admin' },
      { 'custom:tenant_id': 'tenant_002' },
      { email_verified: 'false' },
    ];
    for (const attributes of others) {
      cognito.answer('AdminGetUser', anaAnswer({ status: 'FORCE_CHANGE_PASSWORD', attributes }));
      const { code } = await rejection(complete({ password: GENERATE, ifNotExists: true }));
      expect(code, JSON.stringify(attributes)).to.equal('USER_EXISTS');
    }
    expect(cognito.written()).to.deep.equal([]);
  });

  it('does not show a password if the answer to setting it was lost', async () => {
    cognito.answer('AdminGetUser', INVITED);
    cognito.answer('AdminSetUserPassword', lostAnswer());
    const { code, hint } = await rejection(complete({ password: GENERATE }));
    expect([code, hint]).to.deep.equal([
      'TIMEOUT',
      `It is not known whether it was done. Check before you repeat it: sf-admin users show ${ANA_EMAIL}`,
    ]);
  });

  it('is not verified if the status does not match the password', async () => {
    cognito.answer('AdminGetUser', INVITED);
    const { error } = await complete({ password: GENERATE, permanent: true });
    expect(error?.message).to.equal(`${ANA_EMAIL} was written, but now has other values: status`);
  });

  it('plans the same again, although the password differs', async () => {
    cognito.answer('AdminGetUser', INVITED);
    const change = await plan({ password: GENERATE });
    const again = await change.replan();
    expect(planEssence(again)).to.equal(planEssence(change));
    expect(again.reveal?.()).to.not.equal(change.reveal?.());
  });
});

import { expect } from 'chai';

import { carryOut } from '../../../../src/lib/changes/carry-out.js';
import { SANDBOX_POOL_ID } from '../../../../src/lib/model/sandbox-ids.js';
import { resendInvite } from '../../../../src/lib/users/passwords/resend-invite.js';
import { openTestDirectory } from '../../../helpers/directory.js';
import { AGREED, DRY_RUN, NOBODY, unrecorded } from '../../changes/agreement.js';
import { lostAnswer } from '../../cognito/cognito-mock.js';
import { rejection } from '../../conventions/refusal.js';
import { ANA, ANA_EMAIL, anaAnswer, type AnaOptions, POOL_ANSWER } from '../ana.js';
import { mockUsers } from '../mock-users.js';

const RESENT = [
  [
    'AdminCreateUser',
    {
      UserPoolId: SANDBOX_POOL_ID,
      Username: ANA_EMAIL,
      MessageAction: 'RESEND',
      DesiredDeliveryMediums: ['EMAIL'],
    },
  ],
];

describe('resendInvite', () => {
  const cognito = mockUsers();

  function answer(state: AnaOptions = {}, answered: string | undefined = ANA) {
    cognito.answer('DescribeUserPool', POOL_ANSWER);
    cognito.answer('AdminGetUser', anaAnswer({ status: 'FORCE_CHANGE_PASSWORD', ...state }));
    cognito.answer('AdminCreateUser', { User: { Username: answered } });
  }

  async function resend(options = AGREED, user = ANA) {
    const directory = openTestDirectory();
    const [outcome] = await carryOut(directory, [await resendInvite(directory, { user })], options);
    return unrecorded(outcome!);
  }

  it('mails again by address, the only name that AdminCreateUser accepts', async () => {
    answer();
    const { plan, ...outcome } = await resend(NOBODY);
    expect({ outcome, fields: plan.fields, doneMessage: plan.doneMessage, notes: plan.notes }).to.deep.equal({
      outcome: { changed: true, dryRun: false, requestIds: ['AdminCreateUser-1'], warnings: [] },
      fields: [
        { field: 'password', before: '(hidden)', after: 'another, temporary', unreadable: true },
        { field: 'invitation', before: 'as mailed', after: 'mailed again', unreadable: true },
      ],
      doneMessage: `Mailed ${ANA_EMAIL} a new invitation.`,
      notes: ['Its temporary password is valid for 7 days.'],
    });
    expect(cognito.written()).to.deep.equal(RESENT);
  });

  it('says if the account is disabled, since the invitation does not help then', async () => {
    answer({ enabled: false });
    const { plan } = await resend();
    expect(plan.notes).to.have.lengthOf(2);
    expect(plan.notes?.[1]).to.include(`sf-admin users enable ${ANA_EMAIL}`);
  });

  it('refuses a user without a pending invitation, an address or a password here, and writes nothing', async () => {
    answer({ status: 'CONFIRMED' });
    const confirmed = await rejection(resend());
    answer({ attributes: { email: undefined } });
    const addressless = await rejection(resend());
    answer({ username: 'AzureAD_ana', status: 'EXTERNAL_PROVIDER' });
    const federated = await rejection(resend(AGREED, 'AzureAD_ana'));
    expect({ confirmed, addressless, federated: federated.code, written: cognito.written() }).to.deep.equal({
      confirmed: {
        code: 'USER_STATE',
        message: `${ANA_EMAIL} has no pending invitation: the status is CONFIRMED`,
        hint: `To set another password: sf-admin users reset-password ${ANA_EMAIL}`,
      },
      addressless: {
        code: 'USER_STATE',
        message: `${ANA} has no address to mail an invitation to`,
        hint: `To set one: sf-admin users set-attributes ${ANA} --email ADDRESS`,
      },
      federated: 'FEDERATED_USER',
      written: [],
    });
  });

  it('reports an answer about another user', async () => {
    answer({}, 'another-user');
    expect(await rejection(resend())).to.deep.equal({
      code: 'BAD_RESPONSE',
      message: `Cognito returned user another-user when asked to invite ${ANA_EMAIL} again`,
      hint:
        `It is not known whether it was done. Check before you repeat it: sf-admin users show ${ANA_EMAIL}\n` +
        `Two users may share the address: sf-admin users diagnose ${ANA_EMAIL}`,
    });
  });

  it('mails nothing in a dry run', async () => {
    answer();
    expect((await resend(DRY_RUN)).dryRun).to.equal(true);
    expect(cognito.written()).to.deep.equal([]);
  });

  it('reports an unknown result if the answer was lost', async () => {
    answer();
    cognito.answer('AdminCreateUser', lostAnswer());
    const { code, hint } = await rejection(resend());
    expect([code, hint]).to.deep.equal([
      'TIMEOUT',
      `It is not known whether it was done. Check before you repeat it: sf-admin users show ${ANA_EMAIL}`,
    ]);
  });
});

import { expect } from 'chai';

import { SANDBOX_POOL_ID } from '../../../src/lib/model/sandbox-ids.js';
import type { ChangeRecord } from '../../../src/lib/history/record.js';
import { restoreUser } from '../../../src/lib/undo/restore-user.js';
import { openTestDirectory } from '../../helpers/directory.js';
import { rejection } from '../conventions/refusal.js';
import { ANA, ANA_EMAIL, anaAlone, anaAnswer, type AnaOptions } from '../users/ana.js';
import { mockUsers } from '../users/mock-users.js';
import { exampleRecord, recordId } from './example-record.js';

const ON_ANA = { UserPoolId: SANDBOX_POOL_ID, Username: ANA };

describe('restoreUser', () => {
  const cognito = mockUsers();

  function restore(differences: Partial<ChangeRecord>, now: AnaOptions = {}, mfa: readonly string[] = []) {
    const answer = anaAlone(now);
    cognito.answer('AdminGetUser', (input) => ({ ...answer(input), UserMFASettingList: [...mfa] }));
    cognito.answer('AdminUpdateUserAttributes', {});
    cognito.answer('AdminSetUserMFAPreference', {});
    cognito.answer('AdminDisableUser', {});
    cognito.answer('AdminEnableUser', {});
    return restoreUser(openTestDirectory(), exampleRecord(differences), { force: false });
  }

  it('plans the recorded values, and names the change that it reverts', async () => {
    const change = await restore({}, { attributes: { given_name: 'Anna' } });
    expect(change).to.deep.include({
      operation: 'history.undo',
      undoes: recordId(1),
      fields: [{ field: 'givenName', before: 'Anna', after: 'Ana' }],
      doneMessage: `Reverted users set-attributes on ${ANA_EMAIL}.`,
      notes: [],
    });
  });

  it('refuses to restore an address that another user has by now', async () => {
    const record = { fields: [{ field: 'email', before: 'taken@example.com', after: ANA_EMAIL }] };
    cognito.answer('AdminGetUser', ({ Username }) =>
      Username === ANA ? anaAnswer() : anaAnswer({ username: 'other', attributes: { email: 'taken@example.com' } }),
    );
    const refused = await rejection(restoreUser(openTestDirectory(), exampleRecord(record), { force: true }));
    expect(refused).to.deep.include({
      code: 'USER_EXISTS',
      message: 'another user has this address: taken@example.com',
    });
  });

  it('writes all attributes in one request, and a restored address with its verified mark', async () => {
    const now = { email: 'anna@example.com', given_name: undefined };
    const change = await restore(
      {
        fields: [
          { field: 'email', before: ANA_EMAIL, after: 'anna@example.com' },
          { field: 'givenName', before: 'Ana', after: null },
          { field: 'department', before: null, after: 'dept_it' },
        ],
      },
      { attributes: { ...now, 'custom:department': 'dept_it' } },
    );
    await change.apply();
    expect(cognito.written()).to.deep.equal([
      [
        'AdminUpdateUserAttributes',
        {
          ...ON_ANA,
          UserAttributes: [
            { Name: 'email', Value: ANA_EMAIL },
            { Name: 'given_name', Value: 'Ana' },
            { Name: 'custom:department', Value: '' },
            { Name: 'email_verified', Value: 'true' },
          ],
        },
      ],
    ]);
  });

  it('turns second factors on again, by the parameters of the call', async () => {
    const change = await restore({
      operation: 'users.reset-mfa',
      fields: [
        { field: 'mfaMethods', before: ['SMS_MFA'], after: [] },
        { field: 'mfaPreferred', before: 'SMS_MFA', after: null },
      ],
    });
    await change.apply();
    expect(cognito.written()).to.deep.equal([
      ['AdminSetUserMFAPreference', { ...ON_ANA, SMSMfaSettings: { Enabled: true, PreferredMfa: true } }],
    ]);
  });

  it('keeps the preferred factor if the record says nothing about it', async () => {
    const change = await restore({ fields: [{ field: 'mfaMethods', before: ['EMAIL_OTP'], after: ['SMS_MFA'] }] }, {}, [
      'SMS_MFA',
    ]);
    await change.apply();
    expect(cognito.written()).to.deep.equal([
      [
        'AdminSetUserMFAPreference',
        {
          ...ON_ANA,
          SMSMfaSettings: { Enabled: false, PreferredMfa: false },
          EmailMfaSettings: { Enabled: true, PreferredMfa: false },
        },
      ],
    ]);
  });

  it('reports each step if several calls are needed, and what cannot be undone', async () => {
    const change = await restore(
      {
        operation: 'users.lockdown',
        fields: [
          { field: 'enabled', before: true, after: false },
          { field: 'givenName', before: 'Ana', after: 'Anna' },
          { field: 'devices', before: 'as remembered', after: 'forgotten', unreadable: true },
        ],
      },
      { enabled: false, attributes: { given_name: 'Anna' } },
    );
    const { steps } = await change.apply();
    expect({ steps, notes: change.notes, calls: cognito.written().map(([call]) => call) }).to.deep.equal({
      steps: [
        { step: 'restore the attributes', result: 'done' },
        { step: 'enable', result: 'done' },
      ],
      notes: ['Not undone: a forgotten device is remembered again at the next sign-in.'],
      calls: ['AdminUpdateUserAttributes', 'AdminEnableUser'],
    });
  });

  it('says what it does to the user: disabled, moved, granted a privileged role', async () => {
    const change = await restore(
      {
        fields: [
          { field: 'enabled', before: false, after: true },
          { field: 'tenantId', before: 'tenant_002', after: 'tenant_001' },
          { field: 'roles', before: ['itsm_agent', 'super_admin'], after: ['itsm_agent'] },
        ],
      },
      {},
    );
    expect(change.disruption).to.equal(
      `${ANA_EMAIL} cannot sign in until enabled again. ` +
        `${ANA_EMAIL} moves from tenant_001 to tenant_002, and sees that tenant's data from the next token on. ` +
        `${ANA_EMAIL} would hold super_admin, which is privileged.`,
    );
  });

  it('refuses if a field has changed since', async () => {
    const { code } = await rejection(restore({}, { attributes: { given_name: 'Annie' } }));
    expect(code).to.equal('CHANGED_UNDERNEATH');
  });

  it('refuses a user who was created again under the same name', async () => {
    const { target } = exampleRecord();
    expect(await rejection(restore({ target: { ...target, sub: 'former-sub' } }))).to.deep.equal({
      code: 'CHANGED_UNDERNEATH',
      message: `${ANA_EMAIL} is not the user of record ${recordId(1)}`,
      hint: `Nothing was changed. The sub was former-sub then, and is ${ANA} now.`,
    });
  });
});

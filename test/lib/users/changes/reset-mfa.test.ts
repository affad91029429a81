import { expect } from 'chai';

import { carryOut } from '../../../../src/lib/changes/carry-out.js';
import { SANDBOX_POOL_ID } from '../../../../src/lib/model/sandbox-ids.js';
import { mfaPreference, resetMfa } from '../../../../src/lib/users/changes/reset-mfa.js';
import { openTestDirectory, type TestDirectoryOptions } from '../../../helpers/directory.js';
import { AGREED, DRY_RUN, NOBODY, unrecorded } from '../../changes/agreement.js';
import { serviceError } from '../../cognito/cognito-mock.js';
import { rejection } from '../../conventions/refusal.js';
import { ANA, ANA_EMAIL, anaAnswer, POOL_ANSWER } from '../ana.js';
import { mockUsers } from '../mock-users.js';

const ON_ANA = { UserPoolId: SANDBOX_POOL_ID, Username: ANA };
const OFF = { Enabled: false, PreferredMfa: false };
const TOTP = 'SOFTWARE_TOKEN_MFA';

interface Factors {
  readonly methods: readonly string[];
  readonly preferred?: string;
  /** What AdminGetUserAuthFactors returns; `undefined` if it fails. */
  readonly configured: readonly string[] | undefined;
}

const WITH_TOTP: Factors = { methods: [TOTP], preferred: TOTP, configured: ['PASSWORD', 'SOFTWARE_TOKEN'] };
const WITHOUT: Factors = { methods: [], configured: ['PASSWORD'] };

describe('resetMfa', () => {
  const cognito = mockUsers();

  /** The state at first, after the first write, and after the second. */
  function answer(...states: Factors[]) {
    pool('OPTIONAL');
    users({}, ...states);
    cognito.answer('AdminSetUserMFAPreference', {});
    cognito.answer('AdminDeleteSoftwareToken', {});
  }

  function pool(MfaConfiguration: 'OPTIONAL' | 'ON') {
    cognito.answer('DescribeUserPool', { UserPool: { ...POOL_ANSWER.UserPool, MfaConfiguration } });
  }

  function users(attributes: Record<string, string>, ...states: Factors[]) {
    cognito.answerByWrites(
      'AdminGetUser',
      ...states.map(({ methods, preferred }) => ({
        ...anaAnswer({ attributes }),
        UserMFASettingList: [...methods],
        ...(preferred === undefined ? {} : { PreferredMfaSetting: preferred }),
      })),
    );
    cognito.answerByWrites(
      'AdminGetUserAuthFactors',
      ...states.map(({ configured }) =>
        configured === undefined
          ? serviceError('AccessDeniedException')
          : { Username: ANA, ConfiguredUserAuthFactors: configured as 'PASSWORD'[] },
      ),
    );
  }

  async function reset(options = AGREED, where: TestDirectoryOptions = {}) {
    const directory = openTestDirectory(where);
    const [outcome] = await carryOut(directory, [await resetMfa(directory, { user: ANA_EMAIL })], options);
    return unrecorded(outcome!);
  }

  it('clears the preference, then removes the TOTP factor, and verifies both', async () => {
    answer(WITH_TOTP, { ...WITHOUT, configured: WITH_TOTP.configured }, WITHOUT);
    const { plan, ...outcome } = await reset();
    expect({ outcome, fields: plan.fields, doneMessage: plan.doneMessage, notes: plan.notes }).to.deep.equal({
      outcome: {
        changed: true,
        dryRun: false,
        requestIds: ['AdminSetUserMFAPreference-1', 'AdminDeleteSoftwareToken-1'],
        warnings: [],
        steps: [
          { step: 'clear the preference', result: 'done' },
          { step: 'remove the TOTP factor', result: 'done' },
        ],
      },
      fields: [
        { field: 'mfaMethods', before: [TOTP], after: [] },
        { field: 'mfaPreferred', before: TOTP, after: null },
        { field: 'totpFactor', before: 'registered', after: null },
      ],
      doneMessage: `Reset the second factors of ${ANA_EMAIL}.`,
      notes: [],
    });
    expect(cognito.written()).to.deep.equal([
      ['AdminSetUserMFAPreference', { ...ON_ANA, SoftwareTokenMfaSettings: OFF }],
      ['AdminDeleteSoftwareToken', ON_ANA],
    ]);
  });

  it('removes a factor that is turned off and still registered', async () => {
    answer({ ...WITHOUT, configured: ['PASSWORD', 'SOFTWARE_TOKEN'] }, WITHOUT);
    await reset();
    expect(cognito.written()).to.deep.equal([['AdminDeleteSoftwareToken', ON_ANA]]);
  });

  it('clears SMS and mail too, and removes no TOTP factor if there is none', async () => {
    answer({ methods: ['SMS_MFA', 'EMAIL_OTP'], preferred: 'SMS_MFA', configured: ['PASSWORD'] }, WITHOUT);
    await reset();
    expect(cognito.written()).to.deep.equal([
      ['AdminSetUserMFAPreference', { ...ON_ANA, SMSMfaSettings: OFF, EmailMfaSettings: OFF }],
    ]);
  });

  it('leaves the other factors on if the pool requires MFA', async () => {
    const both: Factors = { ...WITH_TOTP, methods: [TOTP, 'SMS_MFA'] };
    const sms: Factors = { methods: ['SMS_MFA'], configured: ['PASSWORD', 'SMS_OTP'] };
    answer(both, both, sms);
    pool('ON');
    expect((await reset()).plan.fields.map(({ after }) => after)).to.deep.equal([['SMS_MFA'], null, null]);
    expect(cognito.written()[0]).to.deep.equal([
      'AdminSetUserMFAPreference',
      {
        ...ON_ANA,
        SMSMfaSettings: { Enabled: true, PreferredMfa: false },
        SoftwareTokenMfaSettings: OFF,
      },
    ]);
  });

  it('relies on the enabled methods if the pool does not list the factors', async () => {
    answer({ ...WITH_TOTP, configured: undefined }, { ...WITHOUT, configured: undefined });
    await reset();
    expect(cognito.written().map(([operation]) => operation)).to.deep.equal([
      'AdminSetUserMFAPreference',
      'AdminDeleteSoftwareToken',
    ]);
  });

  it('accepts that the TOTP factor is already gone', async () => {
    answer(WITH_TOTP, WITHOUT);
    cognito.answer('AdminDeleteSoftwareToken', serviceError('ResourceNotFoundException', 'No such token.'));
    expect((await reset()).steps).to.deep.equal([
      { step: 'clear the preference', result: 'done' },
      { step: 'remove the TOTP factor', result: 'unchanged' },
    ]);
  });

  it('is partial if the factor could not be removed', async () => {
    answer(WITH_TOTP);
    cognito.answer('AdminDeleteSoftwareToken', serviceError('InternalErrorException', 'It broke.'));
    const { changed, steps, error } = await reset();
    expect({ changed, steps, code: error?.code }).to.deep.equal({
      changed: true,
      steps: [
        { step: 'clear the preference', result: 'done' },
        {
          step: 'remove the TOTP factor',
          result: 'failed',
          detail: 'AdminDeleteSoftwareToken failed: It broke',
        },
      ],
      code: 'PARTIAL',
    });
  });

  it('says that a privileged user must register a new factor', async () => {
    answer();
    users({ 'custom:role': 'itsm_agent,super_admin' }, WITH_TOTP, WITHOUT);
    expect((await reset()).plan.notes).to.deep.equal([
      `${ANA_EMAIL} holds super_admin and must register a new factor at the next sign-in.`,
    ]);
  });

  it('writes nothing and asks nothing if there is no factor', async () => {
    answer(WITHOUT);
    const { changed, plan } = await reset(NOBODY);
    expect([changed, plan.unchangedMessage, cognito.written()]).to.deep.equal([
      false,
      `${ANA_EMAIL} has no second factor.`,
      [],
    ]);
  });

  it('asks for confirmation, and writes nothing in a dry run or to a user of another tenant', async () => {
    answer(WITH_TOTP);
    expect((await rejection(reset(NOBODY))).code).to.equal('CONFIRMATION_REQUIRED');
    expect((await reset(DRY_RUN)).dryRun).to.equal(true);
    expect((await rejection(reset(AGREED, { tenant: 'tenant_002' }))).code).to.equal('TENANT_MISMATCH');
    expect(cognito.written()).to.deep.equal([]);
  });
});

describe('mfaPreference', () => {
  it('turns off the enabled methods that are not wanted, each by its own parameter', () => {
    const from = ['SMS_MFA', 'SOFTWARE_TOKEN_MFA', 'EMAIL_OTP'];
    expect(mfaPreference(from, { methods: [], preferred: null })).to.deep.equal({
      SMSMfaSettings: OFF,
      SoftwareTokenMfaSettings: OFF,
      EmailMfaSettings: OFF,
    });
  });

  it('turns on the wanted methods, and prefers one of them', () => {
    const to = { methods: ['SOFTWARE_TOKEN_MFA', 'EMAIL_OTP'], preferred: 'EMAIL_OTP' };
    expect(mfaPreference(['SOFTWARE_TOKEN_MFA'], to)).to.deep.equal({
      SoftwareTokenMfaSettings: { Enabled: true, PreferredMfa: false },
      EmailMfaSettings: { Enabled: true, PreferredMfa: true },
    });
  });

  it('leaves out methods in neither list, and those that this call cannot set', () => {
    expect(mfaPreference(['WEB_AUTHN'], { methods: [], preferred: null })).to.deep.equal({});
  });
});

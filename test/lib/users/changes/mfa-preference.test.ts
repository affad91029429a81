import { expect } from 'chai';

import { mfaPreference } from '../../../../src/lib/users/changes/mfa-preference.js';

const OFF = { Enabled: false, PreferredMfa: false };

describe('mfaPreference', () => {
  it('turns off what is on and not wanted, each method by its own parameter', () => {
    const from = ['SMS_MFA', 'SOFTWARE_TOKEN_MFA', 'EMAIL_OTP'];
    expect(mfaPreference(from, { methods: [], preferred: null })).to.deep.equal({
      SMSMfaSettings: OFF,
      SoftwareTokenMfaSettings: OFF,
      EmailMfaSettings: OFF,
    });
  });

  it('turns on what is wanted, and prefers one of them', () => {
    const to = { methods: ['SOFTWARE_TOKEN_MFA', 'EMAIL_OTP'], preferred: 'EMAIL_OTP' };
    expect(mfaPreference(['SOFTWARE_TOKEN_MFA'], to)).to.deep.equal({
      SoftwareTokenMfaSettings: { Enabled: true, PreferredMfa: false },
      EmailMfaSettings: { Enabled: true, PreferredMfa: true },
    });
  });

  it('names no method that is in neither, nor one that Cognito does not set this way', () => {
    expect(mfaPreference(['WEB_AUTHN'], { methods: [], preferred: null })).to.deep.equal({});
  });
});

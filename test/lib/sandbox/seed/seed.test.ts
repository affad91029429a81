import { expect } from 'chai';
import { SANDBOX_POOL_ID } from '../../../../src/lib/model/sandbox-ids.js';
import { seedState } from '../../../../src/lib/sandbox/seed/seed.js';
import type { UserState } from '../../../../src/lib/sandbox/state/state.js';
import { DAVID_DEVICES, KATYA_SMS, START, TARA_SSO } from '../harness.js';

function people(users?: number): UserState[] {
  const { pools } = seedState({ now: START, ...(users === undefined ? {} : { users }) });
  return Object.values(pools[SANDBOX_POOL_ID]!.users);
}

function values(users: UserState[], name: string): (string | undefined)[] {
  return users.map(({ attributes }) => attributes[name]);
}

describe('the seed of the sandbox', () => {
  it('is the same every time', () => {
    expect(seedState({ now: START })).to.deep.equal(seedState({ now: START }));
  });

  it('has twenty users in three tenants, with every status and role', () => {
    const users = people();
    expect(users).to.have.length(20);
    expect(new Set(values(users, 'custom:tenant_id'))).to.deep.equal(
      new Set(['tenant_001', 'tenant_002', 'tenant_003']),
    );
    expect(new Set(users.map(({ status }) => status))).to.deep.equal(
      new Set(['CONFIRMED', 'FORCE_CHANGE_PASSWORD', 'RESET_REQUIRED', 'UNCONFIRMED', 'EXTERNAL_PROVIDER']),
    );
    const roles = values(users, 'custom:role').flatMap((stored) => stored!.split(','));
    expect(new Set(roles)).to.deep.equal(new Set(['itsm_agent', 'itsm_admin', 'cloud_admin', 'super_admin']));
  });

  it('has a federated user, and some that are disabled, have a second factor or lack attributes', () => {
    const users = people();
    const count = (test: (user: UserState) => boolean) => users.filter(test).length;
    expect({
      federated: count(({ username }) => username.startsWith('AzureAD_')),
      disabled: count(({ enabled }) => !enabled),
      totp: count(({ mfa }) => mfa.preferred === 'SOFTWARE_TOKEN_MFA'),
      unnamed: count(({ attributes }) => attributes.given_name === undefined),
      withoutDepartment: count(({ attributes }) => attributes['custom:department'] === undefined),
    }).to.deep.equal({ federated: 1, disabled: 3, totp: 4, unnamed: 2, withoutDepartment: 5 });
  });

  it('has users with SMS as second factor, devices, sessions and an unverified address', () => {
    const users = people();
    const emails = (test: (user: UserState) => boolean) => values(users.filter(test), 'email');
    expect({
      sms: emails(({ mfa }) => mfa.preferred === 'SMS_MFA'),
      devices: emails(({ devices = {} }) => Object.keys(devices).length === 2),
      sessions: emails(({ refreshTokens }) => Object.values(refreshTokens).some(({ session }) => session)),
      sso: emails(({ ssoSessions = {} }) => Object.keys(ssoSessions).length === 1),
      unverified: emails(({ status, attributes }) => status === 'CONFIRMED' && attributes.email_verified === 'false'),
    }).to.deep.equal({
      sms: [KATYA_SMS],
      devices: [DAVID_DEVICES],
      sessions: [DAVID_DEVICES, TARA_SSO],
      sso: [TARA_SSO],
      unverified: ['rosa.bianchi@tenant-three.example'],
    });
  });

  it('uses the sub as the name of each native user, without duplicates', () => {
    const users = people(300);
    const native = users.filter(({ status }) => status !== 'EXTERNAL_PROVIDER');
    expect(native.every(({ username, attributes }) => username === attributes.sub)).to.be.true;
    for (const name of ['sub', 'email', 'custom:employee_no']) {
      expect(new Set(values(users, name)).size).to.equal(300);
    }
  });

  it('has the requested number of users, starting with the same ones', () => {
    expect(people(0)).to.deep.equal([]);
    expect(people(5)).to.deep.equal(people().slice(0, 5));
    expect(people(300).slice(0, 20)).to.deep.equal(people());
  });

  it('has no modification date before the creation date or in the future', () => {
    for (const { createdAt, modifiedAt } of people(300)) {
      expect(createdAt).to.be.at.most(modifiedAt);
      expect(modifiedAt).to.be.at.most(START.getTime());
    }
  });
});

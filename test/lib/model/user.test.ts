import { expect } from 'chai';
import fc from 'fast-check';
import {
  identitiesOf,
  splitRoles,
  storedAttributes,
  userFromGet,
  userFromList,
  userLabel,
} from '../../../src/lib/model/user.js';

const pairs = (attributes: Record<string, string>) =>
  Object.entries(attributes).map(([Name, Value]) => ({ Name, Value }));

const EVERYTHING = {
  sub: 'sub-of-ana',
  email: 'ana@example.com',
  email_verified: 'true',
  given_name: 'Ana',
  family_name: 'Silva',
  'custom:tenant_id': 'tenant_001',
  'custom:role': 'itsm_agent,itsm_admin',
  'custom:department': 'dept_it',
};

const ANA = {
  username: 'name-of-ana',
  sub: 'sub-of-ana',
  email: 'ana@example.com',
  emailVerified: true,
  givenName: 'Ana',
  familyName: 'Silva',
  tenantId: 'tenant_001',
  roles: ['itsm_agent', 'itsm_admin'],
  department: 'dept_it',
  enabled: true,
  status: 'CONFIRMED',
  createdAt: '2026-01-01T00:00:00.000Z',
  updatedAt: '2026-02-01T00:00:00.000Z',
};

const ENVELOPE = {
  Username: 'name-of-ana',
  Enabled: true,
  UserStatus: 'CONFIRMED' as const,
  UserCreateDate: new Date('2026-01-01T00:00:00Z'),
  UserLastModifiedDate: new Date('2026-02-01T00:00:00Z'),
};

const NOBODY = {
  username: '',
  sub: null,
  email: null,
  emailVerified: false,
  givenName: null,
  familyName: null,
  tenantId: null,
  roles: [],
  department: null,
  enabled: false,
  status: 'UNKNOWN',
  createdAt: null,
  updatedAt: null,
};

describe('userFromList', () => {
  it('has a field for each named attribute', () => {
    expect(userFromList({ ...ENVELOPE, Attributes: pairs(EVERYTHING) })).to.deep.equal(ANA);
  });

  it('has null for missing and empty attributes', () => {
    expect(userFromList({})).to.deep.equal(NOBODY);
    const blank = Object.fromEntries(Object.keys(EVERYTHING).map((name) => [name, '']));
    expect(userFromList({ Attributes: [...pairs(blank), { Name: 'locale' }] as never })).to.deep.equal(NOBODY);
  });

  it('has a verified address only if the attribute is "true"', () => {
    const verified = (email_verified: string) => userFromList({ Attributes: pairs({ email_verified }) }).emailVerified;
    expect(['true', 'false', 'True', '1'].map(verified)).to.deep.equal([true, false, false, false]);
  });
});

describe('userFromGet', () => {
  it('has the other attributes and the MFA settings as well', () => {
    expect(
      userFromGet({
        $metadata: {},
        ...ENVELOPE,
        UserAttributes: pairs({ ...EVERYTHING, locale: 'pt', 'custom:floor': '4' }),
        UserMFASettingList: ['SOFTWARE_TOKEN_MFA'],
        PreferredMfaSetting: 'SOFTWARE_TOKEN_MFA',
      }),
    ).to.deep.equal({
      ...ANA,
      attributes: { locale: 'pt', 'custom:floor': '4' },
      mfa: { preferred: 'SOFTWARE_TOKEN_MFA', methods: ['SOFTWARE_TOKEN_MFA'] },
    });
  });

  it('has no MFA if none is set', () => {
    const { attributes, mfa } = userFromGet({ $metadata: {}, Username: 'x' });
    expect([attributes, mfa]).to.deep.equal([{}, { preferred: null, methods: [] }]);
  });
});

describe('storedAttributes', () => {
  it('returns the attributes that the user was read from', () => {
    const values = fc.string({ minLength: 1 });
    const attributes = fc.record(
      {
        sub: values,
        email: values,
        given_name: values,
        family_name: values,
        'custom:tenant_id': values,
        'custom:department': values,
        locale: values,
        'custom:floor': values,
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(attributes, fc.boolean(), (some, verified) => {
        const stored = {
          ...some,
          ...(some.email === undefined ? {} : { email_verified: String(verified) }),
          'custom:role': 'itsm_agent,old_role',
        };
        const user = userFromGet({ $metadata: {}, Username: 'x', UserAttributes: pairs(stored) });
        expect(storedAttributes(user)).to.deep.equal(stored);
      }),
    );
  });
});

describe('userLabel', () => {
  it('is the address, or the user name if there is none', () => {
    expect([userLabel(ANA), userLabel({ ...ANA, email: null })]).to.deep.equal(['ana@example.com', 'name-of-ana']);
  });
});

describe('splitRoles', () => {
  it('reads the names trimmed, without empty ones or duplicates, in the stored order', () => {
    expect([splitRoles(' b, a ,,b,c '), splitRoles(''), splitRoles(undefined)]).to.deep.equal([
      ['b', 'a', 'c'],
      [],
      [],
    ]);
  });
});

describe('identitiesOf', () => {
  const of = (identities: string) => identitiesOf({ ...ANA, attributes: { identities } });

  it('reads the identities in the forms that Cognito writes', () => {
    const google = { userId: '1', providerName: 'Google', providerType: 'Google', issuer: null };
    expect([
      of(JSON.stringify([{ ...google, primary: false, dateCreated: 1_700_000_000_000 }])),
      of(JSON.stringify([{ ...google, primary: 'true', dateCreated: '1700000000000' }])),
      of(JSON.stringify([{ userId: '1', providerName: 'Google' }])),
      identitiesOf({ ...ANA, attributes: {} }),
    ]).to.deep.equal([
      [{ provider: 'Google', type: 'Google', subject: '1', primary: false, createdAt: '2023-11-14T22:13:20.000Z' }],
      [{ provider: 'Google', type: 'Google', subject: '1', primary: true, createdAt: '2023-11-14T22:13:20.000Z' }],
      [{ provider: 'Google', type: null, subject: '1', primary: false, createdAt: null }],
      [],
    ]);
  });

  it('does not take what it cannot read for none', () => {
    const forms = ['', '{}', 'null', '[null]', '[{"providerName":"Google"}]', '[{"userId":1,"providerName":"Google"}]'];
    expect(forms.map(of)).to.deep.equal(forms.map(() => null));
  });
});

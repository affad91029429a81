import { expect } from 'chai';
import { camelKey, camelKeys } from '../../../src/lib/model/camel-keys.js';

describe('camelKey', () => {
  const KEYS: [string, string][] = [
    ['ClientName', 'clientName'],
    ['CallbackURLs', 'callbackUrls'],
    ['LogoutURLs', 'logoutUrls'],
    ['DefaultRedirectURI', 'defaultRedirectUri'],
    ['AllowedOAuthFlows', 'allowedOAuthFlows'],
    ['KMSKeyID', 'kmsKeyId'],
    ['MFA', 'mfa'],
    ['SmsMfaConfiguration', 'smsMfaConfiguration'],
    ['Id', 'id'],
    ['already', 'already'],
  ];
  for (const [key, camel] of KEYS) {
    it(`writes ${key} as ${camel}`, () => {
      expect(camelKey(key)).to.equal(camel);
    });
  }
});

describe('camelKeys', () => {
  it('converts the keys of nested structures and of structures in lists', () => {
    expect(
      camelKeys({
        Policies: { PasswordPolicy: { MinimumLength: 12 } },
        SchemaAttributes: [{ Name: 'email', AttributeDataType: 'String' }],
        ReadAttributes: ['Email'],
        CreationDate: new Date(0),
        Nothing: null,
        Absent: undefined,
      }),
    ).to.deep.equal({
      policies: { passwordPolicy: { minimumLength: 12 } },
      schemaAttributes: [{ name: 'email', attributeDataType: 'String' }],
      readAttributes: ['Email'],
      creationDate: '1970-01-01T00:00:00.000Z',
      nothing: null,
    });
  });

  it('leaves the keys of maps unchanged', () => {
    expect(camelKeys({ UserPoolTags: { CostCenter: 'X', URLs: 'y' } })).to.deep.equal({
      userPoolTags: { CostCenter: 'X', URLs: 'y' },
    });
  });
});

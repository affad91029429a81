import type { SchemaAttributeType } from '@aws-sdk/client-cognito-identity-provider';
import { expect } from 'chai';
import { attributeRules, isCaseSensitive, passwordPolicy } from '../../../src/lib/model/user-pool.js';

const BARE = { Id: 'us-east-1_Pool' };

describe('a user pool', () => {
  it('has the password policy that it is configured with', () => {
    const PasswordPolicy = {
      MinimumLength: 12,
      RequireUppercase: true,
      RequireLowercase: true,
      RequireNumbers: true,
      RequireSymbols: true,
      TemporaryPasswordValidityDays: 3,
    };
    expect(passwordPolicy({ ...BARE, Policies: { PasswordPolicy } })).to.deep.equal({
      minimumLength: 12,
      requireUppercase: true,
      requireLowercase: true,
      requireNumbers: true,
      requireSymbols: true,
      temporaryPasswordValidityDays: 3,
    });
  });

  it("has Cognito's defaults without a password policy", () => {
    expect(passwordPolicy(BARE)).to.deep.equal({
      minimumLength: 8,
      requireUppercase: false,
      requireLowercase: false,
      requireNumbers: false,
      requireSymbols: false,
      temporaryPasswordValidityDays: 7,
    });
  });

  it('is case-sensitive unless it is configured otherwise', () => {
    const configured = (CaseSensitive: boolean) =>
      isCaseSensitive({ ...BARE, UsernameConfiguration: { CaseSensitive } });
    expect([isCaseSensitive(BARE), configured(true), configured(false)]).to.deep.equal([true, true, false]);
  });

  it('has a rule for each attribute of its schema, with the bounds that Cognito keeps as text as numbers', () => {
    const SchemaAttributes: SchemaAttributeType[] = [
      {
        Name: 'custom:tenant_id',
        AttributeDataType: 'String',
        DeveloperOnlyAttribute: false,
        Mutable: false,
        Required: true,
        StringAttributeConstraints: { MinLength: '0', MaxLength: '256' },
      },
      {
        Name: 'updated_at',
        AttributeDataType: 'Number',
        Mutable: true,
        Required: false,
        NumberAttributeConstraints: { MinValue: '-1', MaxValue: '2.5' },
      },
    ];
    expect([attributeRules(BARE), attributeRules({ ...BARE, SchemaAttributes })]).to.deep.equal([
      [],
      [
        {
          name: 'custom:tenant_id',
          type: 'String',
          mutable: false,
          required: true,
          minLength: 0,
          maxLength: 256,
        },
        { name: 'updated_at', type: 'Number', mutable: true, required: false, minimum: -1, maximum: 2.5 },
      ],
    ]);
  });

  it('has no bound if the schema has none, or one that is not a number', () => {
    const attribute = {
      Name: 'custom:x',
      StringAttributeConstraints: { MinLength: '' },
      NumberAttributeConstraints: { MaxValue: 'many' },
    };
    expect(attributeRules({ ...BARE, SchemaAttributes: [attribute] })).to.deep.equal([
      { name: 'custom:x', type: 'String', mutable: true, required: false },
    ]);
  });
});

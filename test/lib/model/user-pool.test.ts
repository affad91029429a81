import { expect } from 'chai';
import { attributeRules, isCaseSensitive, passwordPolicy } from '../../../src/lib/model/user-pool.js';

const BARE = { Id: 'us-east-1_Pool' };

describe('a user pool', () => {
  it('demands of a password what its policy says', () => {
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

  it("demands Cognito's defaults where it has no policy", () => {
    expect(passwordPolicy(BARE)).to.deep.equal({
      minimumLength: 8,
      requireUppercase: false,
      requireLowercase: false,
      requireNumbers: false,
      requireSymbols: false,
      temporaryPasswordValidityDays: 7,
    });
  });

  it('tells case apart unless it was told otherwise', () => {
    const told = (CaseSensitive: boolean) =>
      isCaseSensitive({ ...BARE, UsernameConfiguration: { CaseSensitive } });
    expect([isCaseSensitive(BARE), told(true), told(false)]).to.deep.equal([true, true, false]);
  });

  it('has a rule for each attribute of its schema', () => {
    const pool = { ...BARE, SchemaAttributes: [{ Name: 'email', Required: true }, { Name: 'custom:x' }] };
    expect([attributeRules(BARE), attributeRules(pool).map(({ name }) => name)]).to.deep.equal([
      [],
      ['email', 'custom:x'],
    ]);
  });
});

import { expect } from 'chai';
import { applyTokenRules, FIXED_CLAIMS, type TokenRule } from '../../../../src/lib/sandbox/sign-in/token-rules.js';

const EVERYBODY: TokenRule = { when: {}, tokens: ['id'], add: {}, suppress: [] };
const HOLDER = {
  groups: ['admins'],
  attributes: { 'custom:role': 'itsm_agent, itsm_admin', 'custom:tenant_id': 'tenant_001' },
};

describe('token rules', () => {
  const apply = (rules: Partial<TokenRule>[], claims: object = {}, token: 'id' | 'access' = 'id') =>
    applyTokenRules(
      rules.map((rule) => ({ ...EVERYBODY, ...rule })),
      token,
      { ...claims },
      HOLDER,
    );

  it('add, replace and suppress claims, in their order', () => {
    const rules: Partial<TokenRule>[] = [{ add: { plan: 'pro', tier: 1 } }, { add: { tier: 2 }, suppress: ['email'] }];
    expect(apply(rules, { plan: 'free', email: 'a@b.example' })).to.deep.equal({ plan: 'pro', tier: 2 });
  });

  it('collect the lists of several rules, and replace a list of the token', () => {
    const rules = [{ add: { rights: ['read'] } }, { add: { rights: ['write', 'read'] } }];
    expect(apply(rules, { rights: ['old'] })).to.deep.equal({ rights: ['read', 'write'] });
  });

  it('are for the ID token unless they name the access token', () => {
    expect(apply([{ add: { a: 1 } }], {}, 'access')).to.deep.equal({});
    expect(apply([{ add: { a: 1 }, tokens: ['id', 'access'] }], {}, 'access')).to.deep.equal({ a: 1 });
  });

  for (const [when, applies] of [
    [{}, true],
    [{ group: 'admins' }, true],
    [{ group: 'others' }, false],
    [{ role: 'itsm_admin' }, true],
    [{ role: 'itsm' }, false],
    [{ tenant: 'tenant_001' }, true],
    [{ tenant: 'tenant_002' }, false],
    [{ role: 'itsm_admin', tenant: 'tenant_001' }, true],
    [{ role: 'itsm_admin', tenant: 'tenant_002' }, false],
  ] as const) {
    it(`${applies ? 'apply' : 'do not apply'} when ${JSON.stringify(when)}`, () => {
      expect(apply([{ when, add: { a: 1 } }])).to.deep.equal(applies ? { a: 1 } : {});
    });
  }

  it('can change no claim that identifies a token', () => {
    expect(FIXED_CLAIMS).to.include.members(['iss', 'sub', 'aud', 'exp', 'token_use', 'cognito:username']);
  });
});

import { expect } from 'chai';
import fc from 'fast-check';

import { evaluatePolicy, type Verdict } from '../../../../src/lib/checks/requirements/resource-policy.js';

const FUNCTION = 'arn:aws:lambda:us-east-1:373544523367:function:PreToken';
const POOL = 'arn:aws:cognito-idp:us-east-1:373544523367:userpool/us-east-1_WKK1AVJ2m';
const ALLOW = {
  Effect: 'Allow',
  Principal: { Service: 'cognito-idp.amazonaws.com' },
  Action: 'lambda:InvokeFunction',
  Resource: FUNCTION,
};

const verdict = (...statements: object[]): Verdict =>
  evaluatePolicy(JSON.stringify({ Version: '2012-10-17', Statement: statements }), {
    service: 'cognito-idp.amazonaws.com',
    action: 'lambda:InvokeFunction',
    resource: FUNCTION,
    keys: { 'aws:sourcearn': POOL, 'aws:sourceaccount': '373544523367' },
  });
const under = (Condition: unknown) => verdict({ ...ALLOW, Condition });

describe('evaluatePolicy', () => {
  const CASES: [what: string, found: Verdict, expected: Verdict][] = [
    ['no statement', verdict(), 'denied'],
    ['a statement without a condition', verdict(ALLOW), 'allowed'],
    [
      'several services',
      verdict({ ...ALLOW, Principal: { Service: ['a.com', 'cognito-idp.amazonaws.com'] } }),
      'allowed',
    ],
    ['every principal', verdict({ ...ALLOW, Principal: '*' }), 'allowed'],
    ['every AWS principal', verdict({ ...ALLOW, Principal: { AWS: '*' } }), 'allowed'],
    ['another service', verdict({ ...ALLOW, Principal: { Service: 'apigateway.amazonaws.com' } }), 'denied'],
    ['no principal', verdict({ ...ALLOW, Principal: undefined }), 'denied'],
    ['every action', verdict({ ...ALLOW, Action: '*' }), 'allowed'],
    ['an action in other letters', verdict({ ...ALLOW, Action: ['LAMBDA:invoke*'] }), 'allowed'],
    ['another action', verdict({ ...ALLOW, Action: 'lambda:GetFunction' }), 'denied'],
    ['another function', verdict({ ...ALLOW, Resource: `${FUNCTION}2` }), 'denied'],
    ['a function in other letters', verdict({ ...ALLOW, Resource: FUNCTION.toLowerCase() }), 'denied'],
    ['this pool', under({ ArnLike: { 'AWS:SourceArn': POOL } }), 'allowed'],
    ['any pool of the account', under({ ArnLike: { 'aws:SourceArn': POOL.replace(/\/.*/, '/*') } }), 'allowed'],
    ['this pool as text', under({ StringEquals: { 'aws:SourceArn': [POOL, 'other'] } }), 'allowed'],
    ['a pattern that is compared as text', under({ StringEquals: { 'aws:SourceArn': '*' } }), 'denied'],
    [
      'any ARN, part by part',
      under({ ArnLike: { 'aws:SourceArn': 'arn:aws:cognito-idp:*:*:userpool/us-east-1_WKK?AVJ2m' } }),
      'allowed',
    ],
    [
      'an ARN whose star would have to go beyond a colon',
      under({ ArnLike: { 'aws:SourceArn': 'arn:aws:cognito-idp:*:userpool/us-east-1_WKK1AVJ2m' } }),
      'unclear',
    ],
    [
      'an ARN whose parts are shifted',
      under({ ArnLike: { 'aws:SourceArn': 'arn:*:us-east-1:*:*:userpool/us-east-1_WKK1AVJ2m' } }),
      'denied',
    ],
    ['a star in place of an ARN', under({ ArnLike: { 'aws:SourceArn': '*' } }), 'unclear'],
    ['an account that is a number', under({ StringEquals: { 'aws:SourceAccount': 373544523367 } }), 'allowed'],
    ['another pool', under({ ArnEquals: { 'aws:SourceArn': `${POOL}x` } }), 'denied'],
    [
      'this pool, and another account',
      under({ ArnLike: { 'aws:SourceArn': POOL }, StringEquals: { 'aws:SourceAccount': '111122223333' } }),
      'denied',
    ],
    ['a key that is not known', under({ StringEquals: { 'aws:PrincipalOrgID': 'o-1' } }), 'unclear'],
    ['an operator that is not known', under({ ArnNotLike: { 'aws:SourceArn': 'x' } }), 'unclear'],
    ['a condition of another type', under('x'), 'unclear'],
    ['an element that is not evaluated', verdict({ ...ALLOW, NotAction: 'x' }), 'unclear'],
    ['a statement that denies it', verdict(ALLOW, { ...ALLOW, Effect: 'Deny' }), 'denied'],
    [
      'a statement that denies it, perhaps',
      verdict(ALLOW, { ...ALLOW, Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
      'unclear',
    ],
    ['a statement of no effect', verdict({ ...ALLOW, Effect: 'Maybe' }), 'denied'],
    ['a statement that is no object', evaluate('{"Statement":["x"]}'), 'unclear'],
    ['no object', evaluate('[]'), 'unclear'],
    ['no JSON', evaluate(''), 'unclear'],
  ];
  for (const [what, found, expected] of CASES) {
    it(`${what}: ${expected}`, () => {
      expect(found).to.equal(expected);
    });
  }

  it('matches patterns as IAM does', () => {
    const texts = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?'), maxLength: 8 });
    fc.assert(
      fc.property(texts, texts, (pattern, value) => {
        const expected = new RegExp(`^${pattern.replaceAll('*', '.*').replaceAll('?', '.')}$`).test(value);
        const found = evaluatePolicy(
          JSON.stringify({ Statement: [{ ...ALLOW, Condition: { StringLike: { 'aws:SourceArn': pattern } } }] }),
          {
            service: 'cognito-idp.amazonaws.com',
            action: 'lambda:InvokeFunction',
            resource: FUNCTION,
            keys: { 'aws:sourcearn': value },
          },
        );
        expect(found).to.equal(expected ? 'allowed' : 'denied');
      }),
    );
  });

  it('takes no time for a pattern of stars', () => {
    expect(under({ StringLike: { 'aws:SourceArn': `${'*a'.repeat(1000)}!` } })).to.equal('denied');
  });
});

function evaluate(text: string): Verdict {
  return evaluatePolicy(text, { service: 'a', action: 'b', resource: 'c', keys: {} });
}

import { expect } from 'chai';

import { type Expectation, holds } from '../../../../src/lib/checks/baselines/expectation.js';
import { isBaseline, readBaseline } from '../../../../src/lib/checks/baselines/read-baseline.js';
import { parseYaml } from '../../../../src/lib/pool-spec/source/parse-yaml.js';

function read(text: string) {
  const parsed = parseYaml(text);
  const root = 'documents' in parsed ? parsed.documents[0] : undefined;
  if (!isBaseline(root)) throw new Error('not a baseline');
  const { expectations, problems } = readBaseline(root, 'own.yaml');
  return { expectations, problems: problems.map(({ at, key, message }) => `${at.line} ${key ?? ''}: ${message}`) };
}

const problems = (text: string) => read(`baseline: 1\n${text}`).problems;
const one = (text: string): Expectation => read(`baseline: 1\n${text}`).expectations[0]!;
const OPERATOR = '2 tier: expected one of equals, atLeast, atMost, oneOf, contains';

describe('readBaseline', () => {
  it('reads a value as one that the setting must equal', () => {
    expect(read('baseline: 1\npasswordPolicy: { minimumLength: 12 }')).to.deep.equal({
      problems: [],
      expectations: [
        {
          of: { kind: 'pool' },
          field: 'passwordPolicy.minimumLength',
          operator: 'equals',
          operand: 12,
          rule: 'PASSWORD_POLICY_MINIMUM_LENGTH',
          severity: 'medium',
          expected: 'passwordPolicy.minimumLength: 12',
          why: 'The baseline own.yaml expects it.',
        },
      ],
    });
  });

  it('reads an operator with severity, reason and rule', () => {
    const { operator, operand, rule, severity, why, expected } = one(
      'mfa: { mode: { oneOf: [OPTIONAL, "ON"], severity: high, reason: Because., rule: MY_MFA } }',
    );
    expect({ operator, operand, rule, severity, why, expected }).to.deep.equal({
      operator: 'oneOf',
      operand: ['OPTIONAL', 'ON'],
      rule: 'MY_MFA',
      severity: 'high',
      why: 'Because.',
      expected: 'mfa.mode: one of OPTIONAL, ON',
    });
  });

  it('reads what it expects of every app client, of one, and of an attribute', () => {
    const { expectations } = read(
      'baseline: 1\nclients:\n- tokenRevocation: true\n- name: web\n  oauthFlows: { contains: code }\n' +
        'attributes:\n- name: tenant_id\n  mutable: true',
    );
    expect(expectations.map(({ of, rule, operand }) => [of, rule, operand])).to.deep.equal([
      [{ kind: 'client', name: undefined }, 'CLIENT_TOKEN_REVOCATION', true],
      [{ kind: 'client', name: 'web' }, 'CLIENT_OAUTH_FLOWS', ['code']],
      [{ kind: 'attribute', name: 'tenant_id' }, 'ATTRIBUTE_TENANT_ID_MUTABLE', true],
    ]);
  });

  for (const [what, text, expected] of [
    ['an unknown key', 'tiers: PLUS', '2 tiers: unknown key'],
    ['a value of another type', 'deletionProtection: 3', '2 deletionProtection: expected true or false'],
    ['an operand of another type', 'tier: { oneOf: [PLUS, HUGE] }', '2 tier: expected one of: LITE, ESSENTIALS, PLUS'],
    ['atLeast for text', 'tier: { atLeast: 3 }', '2 tier: atLeast is for numbers: use equals or oneOf'],
    ['contains for a text', 'tier: { contains: PLUS }', '2 tier: contains is for lists: use equals or oneOf'],
    ['two operators', 'tier: { equals: PLUS, oneOf: [PLUS] }', OPERATOR],
    ['no operator', 'tier: { severity: high }', OPERATOR],
    ['an unknown operator', 'tier:\n  is: PLUS', '3 tier.is: unknown key'],
    [
      'an unknown severity',
      'tier: { equals: PLUS, severity: bad }',
      '2 tier.severity: expected one of: note, low, medium, high, critical',
    ],
    [
      'an ID in small letters',
      'tier: { equals: PLUS, rule: x }',
      '2 tier.rule: expected the ID of a rule in capital letters, such as LONG_PASSWORDS',
    ],
    ['a value instead of a map', 'mfa: 3', '2 mfa: expected a map'],
    ['a map instead of a list', 'clients: { name: x }', '2 clients: expected a list'],
    [
      'an attribute without a name',
      'attributes: [{ mutable: true }]',
      '2 attributes: expected the name of an attribute',
    ],
  ] as const) {
    it(`refuses ${what}, with its line`, () => {
      expect(problems(text)).to.deep.equal([expected]);
    });
  }

  it('refuses another version', () => {
    expect(read('baseline: 2').problems).to.deep.equal(['1 baseline: expected 1']);
  });
});

describe('holds', () => {
  const tables: readonly (readonly [text: string, good: readonly unknown[], bad: readonly unknown[]])[] = [
    ['deletionProtection: true', [true], [false, undefined]],
    ['usernameCaseSensitive: false', [false, undefined], [true]],
    ['verifyBeforeUpdate: [email, phone_number]', [['phone_number', 'email']], [['email'], undefined]],
    ['passwordPolicy: { minimumLength: { atLeast: 12 } }', [12, 99], [11, undefined, null]],
    ['passwordPolicy: { minimumLength: { atMost: 12 } }', [12, 6], [13, undefined]],
    ['tier: { oneOf: [PLUS, LITE] }', ['LITE', 'PLUS'], ['ESSENTIALS', undefined]],
    [
      'verifyBeforeUpdate: { contains: email }',
      [['email'], ['phone_number', 'email']],
      [['phone_number'], [], undefined],
    ],
    [
      'accountRecovery: [verified_email, admin_only]',
      [['verified_email', 'admin_only']],
      [['admin_only', 'verified_email']],
    ],
  ];
  for (const [text, good, bad] of tables) {
    it(`judges ${text}`, () => {
      const judge = (values: readonly unknown[]) => values.map((value) => holds(one(text), value));
      expect([judge(good), judge(bad)]).to.deep.equal([good.map(() => true), bad.map(() => false)]);
    });
  }
});

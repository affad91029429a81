import { expect } from 'chai';
import fc from 'fast-check';
import {
  checkAttribute,
  checkAttributeAllowed,
  findAttributeRule,
  parseAssignment,
} from '../../../src/lib/conventions/attribute.js';
import type { AttributeRule } from '../../../src/lib/model/user-pool.js';
import { quoted } from '../../../src/lib/text/quoted.js';
import { refusal } from './refusal.js';

const rules: AttributeRule[] = [
  { name: 'sub', type: 'String', mutable: false, required: true, minLength: 1, maxLength: 2048 },
  { name: 'given_name', type: 'String', mutable: true, required: false, minLength: 0, maxLength: 2048 },
  { name: 'birthdate', type: 'String', mutable: true, required: false, minLength: 10, maxLength: 10 },
  { name: 'email_verified', type: 'Boolean', mutable: true, required: false },
  { name: 'updated_at', type: 'Number', mutable: true, required: false, minimum: 0 },
  { name: 'custom:tenant_id', type: 'String', mutable: true, required: false },
  { name: 'custom:cost_centre', type: 'String', mutable: false, required: false, minLength: 2, maxLength: 8 },
  { name: 'custom:floor', type: 'Number', mutable: true, required: false, minimum: -2, maximum: 40 },
  { name: 'custom:joined', type: 'DateTime', mutable: true, required: false },
];

describe('parseAssignment', () => {
  it('splits at the first = and leaves the value unchanged', () => {
    expect([parseAssignment('a=b=c '), parseAssignment(' custom:x ='), parseAssignment('a==')]).to.deep.equal([
      { name: 'a', value: 'b=c ' },
      { name: 'custom:x', value: '' },
      { name: 'a', value: '=' },
    ]);
  });

  it('splits any joined name and value', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z:_]+$/), fc.string(), (name, value) => {
        expect(parseAssignment(`${name}=${value}`)).to.deep.equal({ name, value });
      }),
    );
  });

  for (const text of ['', 'given_name', '=Ada', ' =Ada']) {
    it(`refuses ${JSON.stringify(text)}`, () => {
      expect(refusal(() => parseAssignment(text))).to.deep.equal({
        code: 'INVALID_ATTRIBUTE',
        message: `invalid assignment ${JSON.stringify(text)}`,
        hint: 'Write NAME=VALUE, such as given_name=Ada',
      });
    });
  }
});

describe('findAttributeRule', () => {
  const CUSTOM = 'Custom attributes: custom:tenant_id, custom:cost_centre, custom:floor, custom:joined';

  it('returns the rule of the schema', () => {
    expect(findAttributeRule('custom:floor', rules)).to.deep.equal(rules[7]);
  });

  for (const [typed, meant] of [
    ['tenant_id', 'custom:tenant_id'],
    ['givenname', 'given_name'],
    ['custom:flor', 'custom:floor'],
    ['Email_Verified', 'email_verified'],
  ] as const) {
    it(`suggests ${meant} for ${typed}`, () => {
      expect(refusal(() => findAttributeRule(typed, rules))).to.deep.equal({
        code: 'UNKNOWN_ATTRIBUTE',
        message: `the user pool has no attribute "${typed}"`,
        hint: `Did you mean ${meant}? ${CUSTOM}`,
      });
    });
  }

  it('lists the custom attributes if none is similar', () => {
    expect(refusal(() => findAttributeRule('shoe', rules)).hint).to.equal(CUSTOM);
  });
});

describe('checkAttribute', () => {
  const accepted: [name: string, value: string, occasion: 'create' | 'update'][] = [
    ['given_name', 'Zoë 😀', 'update'],
    ['given_name', 'a'.repeat(2048), 'create'],
    ['custom:tenant_id', 'a'.repeat(2048), 'update'],
    ['birthdate', '1990-01-31', 'update'],
    ['email_verified', 'true', 'update'],
    ['email_verified', 'false', 'update'],
    ['updated_at', '0', 'update'],
    ['custom:floor', '-2', 'update'],
    ['custom:floor', '39.5', 'update'],
    ['custom:joined', '2026-02-28', 'update'],
    ['custom:joined', '2026-01-31T12:00:00.5+02:00', 'update'],
    ['custom:cost_centre', 'CC-1', 'create'],
  ];
  for (const [name, value, occasion] of accepted) {
    it(`accepts ${name}=${value.slice(0, 20)} on ${occasion}`, () => {
      expect(() => {
        checkAttribute(name, value, rules, occasion);
      }).not.to.throw();
    });
  }

  const CONTROL = 'Write it without tabs, line breaks or other control characters';
  const TIME = 'Write a date or a date and time, such as 2026-01-31T12:00:00Z';
  const refused: [name: string, value: string, hint: string][] = [
    ['given_name', 'a'.repeat(2049), 'It must have 0 to 2048 characters; this value has 2049'],
    ['custom:tenant_id', 'a'.repeat(2049), 'It must have 0 to 2048 characters; this value has 2049'],
    ['birthdate', '1990', 'It must have exactly 10 characters; this value has 4'],
    ['given_name', 'A\nB', CONTROL],
    ['given_name', 'A\u001bB', CONTROL],
    ['given_name', 'A\u0085B', CONTROL],
    ['given_name', 'A\ud800', CONTROL],
    ['given_name', '', 'Give it a value, or remove it with --unset'],
    ['email_verified', 'yes', 'Write true or false'],
    ['email_verified', 'True', 'Write true or false'],
    ['updated_at', '-1', 'It must be at least 0'],
    ['custom:floor', '41', 'It must be at most 40'],
    ['custom:floor', 'four', 'Write a number, such as 42'],
    ['custom:floor', '0x1F', 'Write a number, such as 42'],
    ['custom:floor', '1e1', 'Write a number, such as 42'],
    ['custom:joined', 'yesterday', TIME],
    ['custom:joined', '2026-02-30', TIME],
    ['custom:joined', '2026-02-30T10:00:00Z', TIME],
    ['custom:joined', '2026-13-01', TIME],
    ['custom:joined', '2026-01-01T25:00Z', TIME],
  ];
  for (const [name, value, hint] of refused) {
    it(`refuses ${name}=${JSON.stringify(value.slice(0, 25))}`, () => {
      const refused = refusal(() => {
        checkAttribute(name, value, rules, 'update');
      });
      expect(refused).to.deep.equal({
        code: 'INVALID_ATTRIBUTE',
        message: `invalid value ${quoted(value)} for attribute "${name}"`,
        hint,
      });
    });
  }

  it('refuses a value that is too long or too short at creation', () => {
    for (const value of ['1', '123456789']) {
      expect(
        refusal(() => {
          checkAttribute('custom:cost_centre', value, rules, 'create');
        }).hint,
      ).to.equal(`It must have 2 to 8 characters; this value has ${value.length}`);
    }
  });

  it('refuses an immutable attribute on an update', () => {
    expect(
      refusal(() => {
        checkAttribute('custom:cost_centre', 'CC-2', rules, 'update');
      }),
    ).to.deep.equal({
      code: 'IMMUTABLE_ATTRIBUTE',
      message: 'attribute "custom:cost_centre" cannot change once the user exists',
      hint: 'Leave it out: it is immutable in the user pool, so it can be set only when the user is created',
    });
  });

  it('refuses sub at creation too', () => {
    expect(
      refusal(() => {
        checkAttribute('sub', 'x', rules, 'create');
      }).code,
    ).to.equal('IMMUTABLE_ATTRIBUTE');
  });

  it('refuses an attribute that is not in the schema', () => {
    expect(
      refusal(() => {
        checkAttribute('nickname', 'x', rules, 'create');
      }).code,
    ).to.equal('UNKNOWN_ATTRIBUTE');
  });

  it('suggests leaving out an empty value at creation', () => {
    expect(
      refusal(() => {
        checkAttribute('given_name', '', rules, 'create');
      }),
    ).to.deep.equal({
      code: 'INVALID_ATTRIBUTE',
      message: 'invalid value "" for attribute "given_name"',
      hint: 'Give it a value, or leave it out',
    });
  });
});

describe('checkAttributeAllowed', () => {
  const conventions = { customAttributes: ['custom:tenant_id', 'custom:role', 'custom:department'] };

  it('accepts every standard attribute, and the custom ones that the conventions list', () => {
    expect(() => {
      for (const name of ['given_name', 'email', 'custom:role']) checkAttributeAllowed(name, conventions);
    }).not.to.throw();
  });

  it('refuses another custom attribute, with a suggestion', () => {
    expect(
      refusal(() => {
        checkAttributeAllowed('custom:roles', conventions);
      }),
    ).to.deep.equal({
      code: 'ATTRIBUTE_NOT_ALLOWED',
      message: `attribute "custom:roles" is not allowed in this context`,
      hint: 'Did you mean custom:role? Allowed custom attributes: custom:tenant_id, custom:role, custom:department',
    });
  });

  it('lists none if no custom attribute is allowed', () => {
    expect(
      refusal(() => {
        checkAttributeAllowed('custom:x', { customAttributes: [] });
      }).hint,
    ).to.equal('Allowed custom attributes: none');
  });
});

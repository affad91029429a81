import { expect } from 'chai';
import fc from 'fast-check';
import {
  checkAttributeAllowed,
  findAttributeRule,
  parseAttribute,
  parseAssignment,
} from '../../../src/lib/conventions/attribute.js';
import type { AttributeRule } from '../../../src/lib/model/user-pool.js';
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

describe('parseAttribute', () => {
  it('returns the value as it is stored', () => {
    expect(parseAttribute('email_verified', ' TRUE', rules, 'update')).to.equal('true');
    expect(parseAttribute('custom:cost_centre', 'CC-1 ', rules, 'create')).to.equal('CC-1');
  });

  it('refuses what the schema does not allow', () => {
    expect(refusal(() => parseAttribute('custom:floor', '41', rules, 'update'))).to.deep.equal({
      code: 'INVALID_ATTRIBUTE',
      message: 'invalid value "41" for attribute "custom:floor"',
      hint: 'It must be at most 40',
    });
  });

  it('refuses a value that is too long or too short at creation', () => {
    for (const value of ['1', '123456789']) {
      expect(refusal(() => parseAttribute('custom:cost_centre', value, rules, 'create')).hint).to.equal(
        `It must have 2 to 8 characters; this value has ${value.length}`,
      );
    }
  });

  it('refuses an immutable attribute on an update', () => {
    expect(refusal(() => parseAttribute('custom:cost_centre', 'CC-2', rules, 'update'))).to.deep.equal({
      code: 'IMMUTABLE_ATTRIBUTE',
      message: 'attribute "custom:cost_centre" cannot change once the user exists',
      hint: 'Leave it out: it is immutable in the user pool, so it can be set only when the user is created',
    });
  });

  it('refuses sub at creation too', () => {
    expect(refusal(() => parseAttribute('sub', 'x', rules, 'create')).code).to.equal('IMMUTABLE_ATTRIBUTE');
  });

  it('refuses an attribute that is not in the schema', () => {
    expect(refusal(() => parseAttribute('nickname', 'x', rules, 'create')).code).to.equal('UNKNOWN_ATTRIBUTE');
  });

  it('suggests to remove an attribute instead of giving an existing user an empty value', () => {
    expect(refusal(() => parseAttribute('given_name', ' ', rules, 'update')).hint).to.equal(
      'Give it a value, or remove it with --unset',
    );
  });

  it('suggests leaving out an empty value at creation', () => {
    expect(refusal(() => parseAttribute('given_name', '', rules, 'create'))).to.deep.equal({
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

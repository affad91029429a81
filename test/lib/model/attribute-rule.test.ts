import { expect } from 'chai';
import { attributeRuleFromSdk } from '../../../src/lib/model/attribute-rule.js';

describe('attributeRuleFromSdk', () => {
  it('reads the bounds, which Cognito keeps as text, as numbers', () => {
    expect([
      attributeRuleFromSdk({
        Name: 'custom:tenant_id',
        AttributeDataType: 'String',
        DeveloperOnlyAttribute: false,
        Mutable: false,
        Required: true,
        StringAttributeConstraints: { MinLength: '0', MaxLength: '256' },
      }),
      attributeRuleFromSdk({
        Name: 'updated_at',
        AttributeDataType: 'Number',
        Mutable: true,
        Required: false,
        NumberAttributeConstraints: { MinValue: '-1', MaxValue: '2.5' },
      }),
    ]).to.deep.equal([
      {
        name: 'custom:tenant_id',
        type: 'String',
        mutable: false,
        required: true,
        minLength: 0,
        maxLength: 256,
      },
      { name: 'updated_at', type: 'Number', mutable: true, required: false, minimum: -1, maximum: 2.5 },
    ]);
  });

  it('has no bound where the schema has none, or one that is no number', () => {
    expect(
      attributeRuleFromSdk({
        Name: 'custom:x',
        StringAttributeConstraints: { MinLength: '' },
        NumberAttributeConstraints: { MaxValue: 'many' },
      }),
    ).to.deep.equal({ name: 'custom:x', type: 'String', mutable: true, required: false });
  });
});

import type { SchemaAttributeType } from '@aws-sdk/client-cognito-identity-provider';

/** What a user pool's schema says about one attribute. */
export interface AttributeRule {
  /** As users carry it, prefix included: `email`, `custom:tenant_id`. */
  readonly name: string;
  readonly type: 'String' | 'Number' | 'DateTime' | 'Boolean';
  /** An immutable attribute is writable when the user is created, and never again. */
  readonly mutable: boolean;
  readonly required: boolean;
  /** Characters, of a String. */
  readonly minLength?: number;
  readonly maxLength?: number;
  /** Bounds of a Number, both included. */
  readonly minimum?: number;
  readonly maximum?: number;
}

/**
 * One entry of `SchemaAttributes`, as DescribeUserPool answers. What the answer leaves out is read as no rule, so that
 * Cognito decides and not a guess. Cognito keeps the bounds as text (API reference, StringAttributeConstraintsType).
 */
export function attributeRuleFromSdk(attribute: SchemaAttributeType): AttributeRule {
  const lengths = attribute.StringAttributeConstraints;
  const values = attribute.NumberAttributeConstraints;
  return {
    name: attribute.Name ?? '',
    type: attribute.AttributeDataType ?? 'String',
    mutable: attribute.Mutable ?? true,
    required: attribute.Required ?? false,
    ...bound('minLength', lengths?.MinLength),
    ...bound('maxLength', lengths?.MaxLength),
    ...bound('minimum', values?.MinValue),
    ...bound('maximum', values?.MaxValue),
  };
}

type Bound = 'minLength' | 'maxLength' | 'minimum' | 'maximum';

function bound(key: Bound, text: string | undefined): Partial<Record<Bound, number>> {
  const value = text === undefined || text.trim() === '' ? Number.NaN : Number(text);
  return Number.isNaN(value) ? {} : { [key]: value };
}

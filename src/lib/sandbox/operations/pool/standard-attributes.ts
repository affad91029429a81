import type { SchemaAttributeType } from '@aws-sdk/client-cognito-identity-provider';

/** The attributes that every pool has, as DescribeUserPool returns them. */
export function standardAttributes(): SchemaAttributeType[] {
  return [
    { ...text('sub', 1), Mutable: false, Required: true },
    ...['name', 'given_name', 'family_name', 'middle_name', 'nickname', 'preferred_username'].map((name) => text(name)),
    ...['profile', 'picture', 'website', 'email'].map((name) => text(name)),
    attribute('email_verified', 'Boolean'),
    text('gender'),
    text('birthdate', 10, 10),
    ...['zoneinfo', 'locale', 'phone_number'].map((name) => text(name)),
    attribute('phone_number_verified', 'Boolean'),
    text('address'),
    { ...attribute('updated_at', 'Number'), NumberAttributeConstraints: { MinValue: '0' } },
    { ...attribute('identities', 'String'), StringAttributeConstraints: {} },
  ];
}

/** A custom text attribute (`name` without `custom:`) of the maximum length. */
export function customText(name: string, mutable: boolean): SchemaAttributeType {
  return { ...text(`custom:${name}`), Mutable: mutable };
}

function text(name: string, min = 0, max = 2048): SchemaAttributeType {
  const limits = { MinLength: String(min), MaxLength: String(max) };
  return { ...attribute(name, 'String'), StringAttributeConstraints: limits };
}

function attribute(name: string, type: SchemaAttributeType['AttributeDataType']): SchemaAttributeType {
  return {
    Name: name,
    AttributeDataType: type,
    DeveloperOnlyAttribute: false,
    Mutable: true,
    Required: false,
  };
}

import type { SchemaAttributeType } from '@aws-sdk/client-cognito-identity-provider';

/** The attributes that every pool has, as DescribeUserPool returns them. */
export function standardAttributes(): SchemaAttributeType[] {
  return [
    { ...text('sub', 1), Mutable: false, Required: true },
    text('name'),
    text('given_name'),
    text('family_name'),
    text('middle_name'),
    text('nickname'),
    text('preferred_username'),
    text('profile'),
    text('picture'),
    text('website'),
    text('email'),
    flag('email_verified'),
    text('gender'),
    text('birthdate', 10, 10),
    text('zoneinfo'),
    text('locale'),
    text('phone_number'),
    flag('phone_number_verified'),
    text('address'),
    { ...optional('updated_at'), AttributeDataType: 'Number', NumberAttributeConstraints: { MinValue: '0' } },
    { ...optional('identities'), AttributeDataType: 'String', StringAttributeConstraints: {} },
  ];
}

/** A custom text attribute (`name` without `custom:`) of the maximum length. */
export function customText(name: string, mutable: boolean): SchemaAttributeType {
  return { ...text(`custom:${name}`), Mutable: mutable };
}

function text(name: string, min = 0, max = 2048): SchemaAttributeType {
  return {
    ...optional(name),
    AttributeDataType: 'String',
    StringAttributeConstraints: { MinLength: String(min), MaxLength: String(max) },
  };
}

function flag(name: string): SchemaAttributeType {
  return { ...optional(name), AttributeDataType: 'Boolean' };
}

function optional(name: string): SchemaAttributeType {
  return { Name: name, DeveloperOnlyAttribute: false, Mutable: true, Required: false };
}

import type { AttributeType, SchemaAttributeType } from '@aws-sdk/client-cognito-identity-provider';
import { invalidParameter, type ServiceError } from '../../engine/service-error.js';

/** The attributes of a request by name. A missing value is blank, which deletes; of duplicates, the last one counts. */
export function attributeMap(given: readonly AttributeType[] | undefined): Map<string, string> {
  return new Map((given ?? []).map(({ Name, Value }) => [Name ?? '', Value ?? '']));
}

/** Attributes that only Cognito writes. */
export const READ_ONLY_ATTRIBUTES = ['sub', 'identities'];

/**
 * Throws InvalidParameterException with a line for each attribute that violates the schema: unknown, of the wrong type,
 * too long, or, in an update, immutable. A blank value deletes, so only its name is checked.
 */
export function checkAttributes(
  schema: readonly SchemaAttributeType[],
  given: ReadonlyMap<string, string>,
  occasion: 'create' | 'update',
): void {
  const readOnly = READ_ONLY_ATTRIBUTES.find((name) => given.has(name));
  if (readOnly !== undefined) throw invalidParameter(`Cannot modify the non-mutable attribute ${readOnly}`);

  const rules = new Map(schema.map((rule) => [rule.Name, rule]));
  const violations = [...given].flatMap(([name, value]) => {
    const text = violation(rules.get(name), value, occasion);
    return text === undefined ? [] : [`${name}: ${text}`];
  });
  if (violations.length > 0) throw nonConforming(violations);
  const email = given.get('email') ?? '';
  const phone = given.get('phone_number') ?? '';
  if (email !== '' && !isEmail(email)) throw invalidParameter('Invalid email address format.');
  if (phone !== '' && !isPhoneNumber(phone)) throw invalidParameter('Invalid phone number format.');
}

/** Throws InvalidParameterException if a required attribute has no value. */
export function checkRequired(
  schema: readonly SchemaAttributeType[],
  attributes: Readonly<Record<string, string>>,
): void {
  const missing = schema.filter(({ Required, Name }) => Required === true && !Object.hasOwn(attributes, Name ?? ''));
  if (missing.length > 0) throw nonConforming(missing.map(({ Name }) => `${Name ?? ''}: The attribute is required`));
}

function nonConforming(violations: readonly string[]): ServiceError {
  const lines = violations.map((line) => `${line}\n`);
  return invalidParameter(`Attributes did not conform to the schema: ${lines.join('')}`);
}

/** As loose as the service's own check. */
export function isEmail(text: string): boolean {
  return /^[^\s@]+@(?=[^\s@]+\.[^\s@])[^\s@]+$/.test(text);
}

export function isPhoneNumber(text: string): boolean {
  return /^\+[0-9]{1,15}$/.test(text);
}

function violation(
  rule: SchemaAttributeType | undefined,
  value: string,
  occasion: 'create' | 'update',
): string | undefined {
  if (!rule) return 'Attribute does not exist in the schema.';
  if (occasion === 'update' && rule.Mutable === false) return 'Attribute cannot be updated.';
  if (value === '') return undefined;
  switch (rule.AttributeDataType) {
    case 'Number':
      return numberViolation(rule, value);
    case 'Boolean':
      return value === 'true' || value === 'false' ? undefined : 'Attribute value must be true or false.';
    case 'DateTime':
      return Number.isNaN(Date.parse(value)) ? 'Attribute value must be a date and time.' : undefined;
    case 'String':
    case undefined:
      return lengthViolation(rule, value);
  }
}

function lengthViolation(
  { StringAttributeConstraints: limits }: SchemaAttributeType,
  value: string,
): string | undefined {
  const { length } = value;
  const min = Number(limits?.MinLength ?? 0);
  const max = Number(limits?.MaxLength ?? 2048);
  if (length < min) return `String must be at least ${min} characters long.`;
  if (length > max) return `String must be no longer than ${max} characters.`;
  return undefined;
}

function numberViolation(
  { NumberAttributeConstraints: limits }: SchemaAttributeType,
  value: string,
): string | undefined {
  if (!/^-?[0-9]+$/.test(value)) return 'Attribute value must be a number.';
  if (Number(value) < Number(limits?.MinValue ?? -Infinity))
    return `Number must be at least ${limits?.MinValue ?? ''}.`;
  if (Number(value) > Number(limits?.MaxValue ?? Infinity)) return `Number must be at most ${limits?.MaxValue ?? ''}.`;
  return undefined;
}

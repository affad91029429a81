import type { SchemaAttributeType } from '@aws-sdk/client-cognito-identity-provider';
import { operation } from '../../engine/operation.js';
import { ONE_POOL } from '../../engine/parameters.js';
import { invalidParameter } from '../../engine/service-error.js';
import { boolean, list, required, string, structure } from '../../engine/shape.js';
import { assertNoImport, requirePool } from '../../state/lookup.js';
import { standardAttributes } from './standard-attributes.js';

const ATTRIBUTE = structure({
  Name: string({ min: 1, max: 20, pattern: '[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}]+' }),
  AttributeDataType: string({ oneOf: ['String', 'Number', 'DateTime', 'Boolean'] }),
  DeveloperOnlyAttribute: boolean,
  Mutable: boolean,
  Required: boolean,
  NumberAttributeConstraints: structure({ MinValue: string(), MaxValue: string() }),
  StringAttributeConstraints: structure({ MinLength: string(), MaxLength: string() }),
});

export const SCHEMA = list(ATTRIBUTE, { min: 1, max: 50 });

/** A pool's custom attributes, of all requests together (quotas in the developer guide). */
const MAX_CUSTOM = 50;
/** Characters of an attribute's value (quotas in the developer guide). */
const MAX_LENGTH = 2048;

/** Whether an attribute is not a standard one. Those for developers only have a prefix of their own. */
export function isCustom(name: string): boolean {
  return /^(dev:)?custom:/.test(name);
}

const Request = structure({ ...ONE_POOL, CustomAttributes: required(list(ATTRIBUTE, { min: 1, max: 25 })) });

/** Adds to the schema for good: no operation removes or changes an attribute. */
export const AddCustomAttributes = operation(Request, ({ store, now }, input) =>
  store.update((state) => {
    const pool = requirePool(state, input.UserPoolId);
    assertNoImport(pool);
    for (const attribute of input.CustomAttributes.map(customAttribute)) {
      const { Name = '' } = attribute;
      if (pool.schema.some((known) => known.Name === Name)) {
        throw invalidParameter(`${Name}: Existing attribute already has name ${Name}.`);
      }
      pool.schema.push(attribute);
    }
    // The wording is the sandbox's.
    if (pool.schema.filter(({ Name = '' }) => isCustom(Name)).length > MAX_CUSTOM) {
      throw invalidParameter(`A user pool can have at most ${MAX_CUSTOM} custom attributes.`);
    }
    pool.modifiedAt = now().getTime();
    return {};
  }),
);

/**
 * The standard attributes, with the changes of the request, and the custom ones under their full names.
 *
 * Throws InvalidParameterException for a standard attribute of another type, one that is given twice, and limits that
 * no value can meet or that are none.
 */
export function schemaFrom(given: readonly SchemaAttributeType[]): SchemaAttributeType[] {
  const standard = new Map(standardAttributes().map((attribute) => [attribute.Name ?? '', attribute]));
  const schema = new Map(standard);
  const seen = new Set<string>();
  for (const attribute of given) {
    const known = standard.get(attribute.Name ?? '');
    const checked = known === undefined ? customAttribute(attribute) : changedStandard(known, attribute);
    const { Name = '' } = checked;
    if (seen.has(Name)) throw invalidParameter(`${Name}: Existing attribute already has name ${Name}.`);
    seen.add(Name);
    schema.set(Name, checked);
  }
  return [...schema.values()];
}

function changedStandard(known: SchemaAttributeType, given: SchemaAttributeType): SchemaAttributeType {
  const { Name = '', AttributeDataType: type } = known;
  if ((given.AttributeDataType ?? type) !== type || given.DeveloperOnlyAttribute === true) {
    throw invalidParameter(
      `${Name}: You can not change AttributeDataType or set developerOnlyAttribute for standard schema attribute ${Name}.`,
    );
  }
  checkLimits(given);
  return { ...known, ...given };
}

/** Documented: lengths are at most 2,048. The wording is the sandbox's. */
function checkLimits({ Name = '', ...given }: SchemaAttributeType): void {
  const { MinLength, MaxLength } = given.StringAttributeConstraints ?? {};
  const { MinValue, MaxValue } = given.NumberAttributeConstraints ?? {};
  const refuse = (what: string) => invalidParameter(`${Name}: ${what}`);
  for (const length of [MinLength, MaxLength]) {
    if (length === undefined) continue;
    if (!/^\d+$/.test(length)) throw refuse(`"${length}" is not a length.`);
    if (Number(length) > MAX_LENGTH) throw refuse(`A length can be at most ${MAX_LENGTH}.`);
  }
  for (const value of [MinValue, MaxValue]) {
    if (value !== undefined && !/^-?\d+(\.\d+)?$/.test(value)) throw refuse(`"${value}" is not a number.`);
  }
  if (Number(MinLength ?? 0) > Number(MaxLength ?? MAX_LENGTH)) throw refuse('MinLength exceeds MaxLength.');
  if (Number(MinValue ?? -Infinity) > Number(MaxValue ?? Infinity)) throw refuse('MinValue exceeds MaxValue.');
}

function customAttribute(given: SchemaAttributeType): SchemaAttributeType {
  const name = given.Name ?? '';
  if (given.Required === true) throw invalidParameter('Required custom attributes are not supported currently.');
  if (name === '' || given.AttributeDataType === undefined) {
    throw invalidParameter('Invalid AttributeDataType input, consider using the provided AttributeDataType enum.');
  }
  checkLimits(given);
  const isText = given.AttributeDataType === 'String';
  return {
    DeveloperOnlyAttribute: false,
    Mutable: true,
    Required: false,
    ...(isText ? { StringAttributeConstraints: {} } : {}),
    ...given,
    Name: `${given.DeveloperOnlyAttribute === true ? 'dev:' : ''}custom:${name.replace(/^custom:/, '')}`,
  };
}

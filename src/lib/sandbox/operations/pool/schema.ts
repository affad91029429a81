import type { SchemaAttributeType } from '@aws-sdk/client-cognito-identity-provider';
import { operation } from '../../engine/operation.js';
import { ONE_POOL } from '../../engine/parameters.js';
import { invalidParameter } from '../../engine/service-error.js';
import { boolean, list, required, string, structure } from '../../engine/shape.js';
import { requirePool } from '../../state/lookup.js';
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

const Request = structure({ ...ONE_POOL, CustomAttributes: required(list(ATTRIBUTE, { min: 1, max: 25 })) });

/** Adds to the schema for good: no operation removes or changes an attribute. */
export const AddCustomAttributes = operation(Request, ({ store, now }, input) =>
  store.update((state) => {
    const pool = requirePool(state, input.UserPoolId);
    for (const attribute of input.CustomAttributes.map(customAttribute)) {
      const { Name = '' } = attribute;
      if (pool.schema.some((known) => known.Name === Name)) {
        throw invalidParameter(`${Name}: Existing attribute already has name ${Name}.`);
      }
      pool.schema.push(attribute);
    }
    // The wording is the sandbox's.
    if (pool.schema.filter(({ Name }) => Name?.startsWith('custom:')).length > MAX_CUSTOM) {
      throw invalidParameter(`A user pool can have at most ${MAX_CUSTOM} custom attributes.`);
    }
    pool.modifiedAt = now().getTime();
    return {};
  }),
);

/** The standard attributes, with the changes of the request, and the custom ones under their full names. */
export function schemaFrom(given: readonly SchemaAttributeType[]): SchemaAttributeType[] {
  const standard = standardAttributes();
  const names = standard.map(({ Name }) => Name);
  const custom = given.filter(({ Name }) => !names.includes(Name));
  return [
    ...standard.map((attribute) => ({ ...attribute, ...given.find(({ Name }) => Name === attribute.Name) })),
    ...custom.map(customAttribute),
  ];
}

function customAttribute(given: SchemaAttributeType): SchemaAttributeType {
  const name = given.Name ?? '';
  if (given.Required === true) throw invalidParameter('Required custom attributes are not supported currently.');
  if (name === '' || given.AttributeDataType === undefined) {
    throw invalidParameter('Invalid AttributeDataType input, consider using the provided AttributeDataType enum.');
  }
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

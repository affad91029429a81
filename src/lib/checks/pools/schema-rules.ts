import { attributeRules, type UserPool } from '../../model/user-pool.js';
import type { PoolRule } from './pool-rule.js';

/** The custom attributes of the conventions, each with what the schema says about it. */
function attributes(live: { pool: object }, names: readonly string[]) {
  const schema = new Map(attributeRules(live.pool as UserPool).map((rule) => [rule.name, rule]));
  return names.map((name) => ({ name, rule: schema.get(name) }));
}

export const CUSTOM_ATTRIBUTE_MISSING: PoolRule = {
  rule: 'CUSTOM_ATTRIBUTE_MISSING',
  severity: 'high',
  expected: 'the schema has every custom attribute of the conventions',
  why: 'sf-admin writes them for each user, and Cognito refuses an attribute that the schema does not have.',
  find: ({ live }, { conventions }) =>
    attributes(live, conventions.customAttributes)
      .filter(({ rule }) => rule === undefined)
      .map(({ name }) => ({
        found: `the schema has no ${name}`,
        fix: `Declare ${name} (String, mutable) in a file: sf-admin pool apply FILE. It cannot be removed again.`,
      })),
};

export const CUSTOM_ATTRIBUTE_IMMUTABLE: PoolRule = {
  rule: 'CUSTOM_ATTRIBUTE_IMMUTABLE',
  severity: 'high',
  expected: 'the custom attributes of the conventions are mutable',
  why: 'Tenants, roles and departments of a user change.',
  find: ({ live }, { conventions }) =>
    attributes(live, conventions.customAttributes)
      .filter(({ rule }) => rule?.mutable === false)
      .map(({ name }) => ({
        found: `${name} cannot change once a user exists`,
        fix: 'This cannot change after the attribute is created: it takes a new pool.',
      })),
};

import { AdminError } from '../errors.js';
import type { AttributeRule } from '../model/user-pool.js';
import type { Conventions } from '../model/conventions.js';
import { listed } from '../text/listed.js';
import { quoted } from '../text/quoted.js';
import { closest, didYouMean } from '../text/suggestion.js';
import { parseAttributeValue } from './attribute-value.js';

/**
 * Splits `NAME=VALUE` at the first `=`. The name is trimmed, the value unchanged.
 *
 * @throws AdminError INVALID_ATTRIBUTE without a `=` or without a name
 */
export function parseAssignment(text: string): { name: string; value: string } {
  const split = text.indexOf('=');
  const name = text.slice(0, Math.max(split, 0)).trim();
  if (name === '') {
    throw new AdminError('INVALID_ATTRIBUTE', `invalid assignment ${quoted(text)}`, {
      hint: 'Write NAME=VALUE, such as given_name=Ada',
    });
  }
  return { name, value: text.slice(split + 1) };
}

/** The schema's rule for an attribute. @throws AdminError UNKNOWN_ATTRIBUTE, with a suggestion */
export function findAttributeRule(name: string, rules: readonly AttributeRule[]): AttributeRule {
  const rule = rules.find((candidate) => candidate.name === name);
  if (rule !== undefined) return rule;
  const names = rules.map((candidate) => candidate.name);
  const meant = names.find((candidate) => candidate === `custom:${name}`) ?? closest(name, names);
  throw new AdminError('UNKNOWN_ATTRIBUTE', `the user pool has no attribute ${quoted(name)}`, {
    hint: `${didYouMean(meant)}Custom attributes: ${listed(names.filter((known) => known.startsWith('custom:')))}`,
  });
}

/**
 * A value as it is to be stored, checked against the pool's schema before Cognito does, so that the message can say how
 * to correct it.
 *
 * An empty value is refused: Cognito would delete the attribute, which has a flag of its own. `sub` is always refused,
 * since Cognito sets it.
 *
 * @throws AdminError UNKNOWN_ATTRIBUTE, IMMUTABLE_ATTRIBUTE, INVALID_ATTRIBUTE
 */
export function parseAttribute(
  name: string,
  text: string,
  rules: readonly AttributeRule[],
  occasion: 'create' | 'update',
): string {
  const rule = findAttributeRule(name, rules);
  if (name === 'sub') {
    throw new AdminError('IMMUTABLE_ATTRIBUTE', 'attribute "sub" is set by Cognito and cannot be changed', {
      hint: 'Leave it out',
    });
  }
  if (occasion === 'update' && !rule.mutable) {
    throw new AdminError('IMMUTABLE_ATTRIBUTE', `attribute ${quoted(name)} cannot change once the user exists`, {
      hint: 'Leave it out: it is immutable in the user pool, so it can be set only when the user is created',
    });
  }
  const emptyHint = `Give it a value, or ${occasion === 'create' ? 'leave it out' : 'remove it with --unset'}`;
  return parseAttributeValue(text, rule, emptyHint);
}

/** @throws AdminError ATTRIBUTE_NOT_ALLOWED for a custom attribute that the conventions do not list */
export function checkAttributeAllowed(name: string, conventions: Pick<Conventions, 'customAttributes'>): void {
  const allowed = conventions.customAttributes;
  if (!name.startsWith('custom:') || allowed.includes(name)) return;
  throw new AdminError('ATTRIBUTE_NOT_ALLOWED', `attribute ${quoted(name)} is not allowed in this context`, {
    hint: `${didYouMean(closest(name, allowed))}Allowed custom attributes: ${listed(allowed)}`,
  });
}

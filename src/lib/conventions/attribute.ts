import { AdminError } from '../errors.js';
import type { AttributeRule } from '../model/user-pool.js';
import type { Conventions } from '../model/conventions.js';
import { listed } from '../text/listed.js';
import { quoted } from '../text/quoted.js';
import { closest, didYouMean } from '../text/suggestion.js';
import { holdsControls, MAX_STORED } from './storable-text.js';

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
 * Checks a value against the pool's schema before Cognito does, so that the message can say how to correct it.
 *
 * An empty value is refused: Cognito would delete the attribute, which has a flag of its own. `sub` is always refused,
 * since Cognito sets it.
 *
 * @throws AdminError UNKNOWN_ATTRIBUTE, IMMUTABLE_ATTRIBUTE, INVALID_ATTRIBUTE
 */
export function checkAttribute(
  name: string,
  value: string,
  rules: readonly AttributeRule[],
  occasion: 'create' | 'update',
): void {
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
  const hint = valueProblem(value, rule, occasion);
  if (hint === undefined) return;
  throw new AdminError('INVALID_ATTRIBUTE', `invalid value ${quoted(value)} for attribute ${quoted(name)}`, { hint });
}

/** @throws AdminError ATTRIBUTE_NOT_ALLOWED for a custom attribute that the conventions do not list */
export function checkAttributeAllowed(name: string, conventions: Pick<Conventions, 'customAttributes'>): void {
  const allowed = conventions.customAttributes;
  if (!name.startsWith('custom:') || allowed.includes(name)) return;
  throw new AdminError('ATTRIBUTE_NOT_ALLOWED', `attribute ${quoted(name)} is not allowed in this context`, {
    hint: `${didYouMean(closest(name, allowed))}Allowed custom attributes: ${listed(allowed)}`,
  });
}

/** How to correct a value; undefined if it is valid. */
function valueProblem(value: string, rule: AttributeRule, occasion: 'create' | 'update'): string | undefined {
  if (value === '') return `Give it a value, or ${occasion === 'create' ? 'leave it out' : 'remove it with --unset'}`;
  if (holdsControls(value)) return 'Write it without tabs, line breaks or other control characters';
  switch (rule.type) {
    case 'String':
      return lengthProblem(value, rule);
    case 'Number':
      return numberProblem(value, rule);
    case 'Boolean':
      return value === 'true' || value === 'false' ? undefined : 'Write true or false';
    case 'DateTime':
      return isDateTime(value) ? undefined : 'Write a date or a date and time, such as 2026-01-31T12:00:00Z';
  }
}

function lengthProblem(value: string, rule: AttributeRule): string | undefined {
  const least = rule.minLength ?? 0;
  const most = rule.maxLength ?? MAX_STORED;
  if (value.length >= least && value.length <= most) return undefined;
  const range = least === most ? `exactly ${most}` : `${least} to ${most}`;
  return `It must have ${range} characters; this value has ${value.length}`;
}

function numberProblem(value: string, { minimum = -Infinity, maximum = Infinity }: AttributeRule): string | undefined {
  if (!/^-?\d+(?:\.\d+)?$/.test(value)) return 'Write a number, such as 42';
  const number = Number(value);
  if (number < minimum) return `It must be at least ${minimum}`;
  if (number > maximum) return `It must be at most ${maximum}`;
  return undefined;
}

/**
 * Whether a value is a date or time in ISO 8601, as the AWS APIs write it; which other forms Cognito accepts is
 * unverified. `Date.parse` alone would accept 30 February as 2 March.
 */
function isDateTime(value: string): boolean {
  const form = /^(\d{4}-\d{2}-\d{2})(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2})?)?$/.exec(value);
  const day = form?.[1];
  if (day === undefined || Number.isNaN(Date.parse(value))) return false;
  return new Date(`${day}T00:00:00Z`).toISOString().startsWith(day);
}

import { AdminError } from '../errors.js';
import type { AttributeRule } from '../model/user-pool.js';
import type { Conventions } from '../model/conventions.js';
import { listed } from '../text/listed.js';
import { quoted } from '../text/quoted.js';
import { closest, didYouMean } from '../text/suggestion.js';
import { holdsControls, MAX_STORED } from './storable-text.js';

/**
 * `NAME=VALUE` as typed: split at the first `=`, the name trimmed, the value kept to the byte.
 *
 * @throws AdminError INVALID_ATTRIBUTE without a `=` or without a name.
 */
export function parseAssignment(text: string): { name: string; value: string } {
  const split = text.indexOf('=');
  const name = text.slice(0, Math.max(split, 0)).trim();
  if (name === '') {
    throw new AdminError('INVALID_ATTRIBUTE', `${quoted(text)} does not give an attribute a value`, {
      hint: 'Write NAME=VALUE, such as given_name=Ada',
    });
  }
  return { name, value: text.slice(split + 1) };
}

/**
 * The schema's rule for an attribute.
 *
 * @throws AdminError UNKNOWN_ATTRIBUTE if the pool has no attribute of that name, with a suggestion.
 */
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
 * Holds a value against the pool's schema before Cognito would, so that the message can say what to mend.
 *
 * An empty value is refused: to Cognito it means "delete", which is asked for by name (`findAttributeRule` serves
 * there). `sub` is refused on every occasion, since Cognito alone gives it.
 *
 * @throws AdminError UNKNOWN_ATTRIBUTE, IMMUTABLE_ATTRIBUTE (on an update), INVALID_ATTRIBUTE.
 */
export function checkAttribute(
  name: string,
  value: string,
  rules: readonly AttributeRule[],
  occasion: 'create' | 'update',
): void {
  const rule = findAttributeRule(name, rules);
  if (name === 'sub') {
    throw new AdminError('IMMUTABLE_ATTRIBUTE', 'attribute "sub" is given by Cognito and cannot be set', {
      hint: 'Leave it out',
    });
  }
  if (occasion === 'update' && !rule.mutable) {
    throw new AdminError(
      'IMMUTABLE_ATTRIBUTE',
      `attribute ${quoted(name)} cannot change once the user exists`,
      {
        hint: 'Leave it out: the user pool has it immutable, so it takes a value when the user is created, and never again',
      },
    );
  }
  const mend = value === '' ? emptyMend(occasion) : (textMend(value) ?? typeMend(value, rule));
  if (mend === undefined) return;
  throw new AdminError('INVALID_ATTRIBUTE', `attribute ${quoted(name)} cannot be ${quoted(value)}`, {
    hint: mend,
  });
}

/**
 * Custom attributes are an administrator's to write, and only those that StackFlow gives a meaning to.
 *
 * @throws AdminError ATTRIBUTE_NOT_ALLOWED for a `custom:` name that the conventions do not list.
 */
export function checkAttributeAllowed(
  name: string,
  conventions: Pick<Conventions, 'customAttributes'>,
): void {
  const allowed = conventions.customAttributes;
  if (!name.startsWith('custom:') || allowed.includes(name)) return;
  throw new AdminError('ATTRIBUTE_NOT_ALLOWED', `attribute ${quoted(name)} is not one of StackFlow's`, {
    hint: `${didYouMean(closest(name, allowed))}Custom attributes allowed in this context: ${listed(allowed)}`,
  });
}

function emptyMend(occasion: 'create' | 'update'): string {
  return occasion === 'create'
    ? 'Give it a value, or leave it out'
    : 'Give it a value, or remove it with --unset';
}

function textMend(value: string): string | undefined {
  return holdsControls(value) ? 'Write it without tabs, line breaks or other control characters' : undefined;
}

function typeMend(value: string, rule: AttributeRule): string | undefined {
  switch (rule.type) {
    case 'String':
      return lengthMend(value, rule);
    case 'Number':
      return numberMend(value, rule);
    case 'Boolean':
      return value === 'true' || value === 'false' ? undefined : 'Write true or false';
    case 'DateTime':
      return isDateTime(value) ? undefined : 'Write a date or a date and time, such as 2026-01-31T12:00:00Z';
  }
}

function lengthMend(value: string, rule: AttributeRule): string | undefined {
  const least = rule.minLength ?? 0;
  const most = rule.maxLength ?? MAX_STORED;
  if (value.length >= least && value.length <= most) return undefined;
  const range = least === most ? `exactly ${most}` : `${least} to ${most}`;
  return `It takes ${range} characters, and this has ${value.length}`;
}

function numberMend(
  value: string,
  { minimum = -Infinity, maximum = Infinity }: AttributeRule,
): string | undefined {
  if (!/^-?\d+(?:\.\d+)?$/.test(value)) return 'Write a number, such as 42';
  const number = Number(value);
  if (number < minimum) return `The least it takes is ${minimum}`;
  if (number > maximum) return `The most it takes is ${maximum}`;
  return undefined;
}

/**
 * ISO 8601, as every AWS interface writes time; which other forms Cognito takes for a DateTime is unverified.
 * `Date.parse` alone would take 30 February for 2 March.
 */
function isDateTime(value: string): boolean {
  const form = /^(\d{4}-\d{2}-\d{2})(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2})?)?$/.exec(
    value,
  );
  const day = form?.[1];
  if (day === undefined || Number.isNaN(Date.parse(value))) return false;
  return new Date(`${day}T00:00:00Z`).toISOString().startsWith(day);
}

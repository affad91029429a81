import { AdminError } from '../errors.js';
import type { AttributeRule } from '../model/user-pool.js';
import { quoted } from '../text/quoted.js';
import { closest, didYouMean } from '../text/suggestion.js';
import { parsePasted } from '../text/pasted-text.js';
import { MAX_STORED } from './storable-text.js';
import { parsedUrl } from '../text/parsed.js';

/** Standard attributes that only people read; programs compare all others, custom ones too. */
const PROSE = new Set('name given_name family_name middle_name nickname gender address'.split(' '));

/** How to correct a value; undefined if it is valid. */
type Check = (value: string) => string | undefined;

/** Standard attributes that the schema calls a String and OpenID Connect gives a form (Core 1.0, 5.1). */
const FORMS: Readonly<Record<string, Check>> = {
  phone_number: phoneNumberProblem,
  birthdate: (value) => (isDate(value) ? undefined : 'Write a date of the calendar as YYYY-MM-DD, such as 1999-12-31'),
  zoneinfo: zoneProblem,
  locale: localeProblem,
  website: webAddressProblem,
  picture: webAddressProblem,
  profile: webAddressProblem,
};

/**
 * The value of an attribute as it is stored: without outer spaces, and true and false in lower case.
 *
 * @param emptyHint what to do instead of giving an empty value
 * @throws AdminError INVALID_ATTRIBUTE if it has not the form that the attribute wants, or breaks the schema's bounds
 */
export function parseAttributeValue(text: string, rule: AttributeRule, emptyHint: string): string {
  const kind = PROSE.has(rule.name) ? 'prose' : 'identifier';
  const trimmed = parsePasted(text, `value of ${rule.name}`, 'INVALID_ATTRIBUTE', kind);
  const value = rule.type === 'Boolean' ? trimmed.toLowerCase() : trimmed;
  const hint = value === '' ? emptyHint : valueProblem(value, rule);
  if (hint === undefined) return value;
  throw new AdminError('INVALID_ATTRIBUTE', `invalid value ${quoted(text)} for attribute ${quoted(rule.name)}`, {
    hint,
  });
}

/** Whether text is true or false, in any case, since spreadsheets write TRUE; undefined for all else. */
export function parseBoolean(text: string): boolean | undefined {
  const value = text.trim().toLowerCase();
  return value === 'true' || value === 'false' ? value === 'true' : undefined;
}

function valueProblem(value: string, rule: AttributeRule): string | undefined {
  switch (rule.type) {
    case 'String':
      return (Object.hasOwn(FORMS, rule.name) ? FORMS[rule.name]?.(value) : undefined) ?? lengthProblem(value, rule);
    case 'Number':
      return numberProblem(value, rule);
    case 'Boolean':
      return parseBoolean(value) === undefined ? 'It is not a boolean: use true or false' : undefined;
    case 'DateTime':
      return isDateTime(value) ? undefined : 'Write a date or a date and time, such as 2026-01-31T12:00:00Z';
  }
}

/** ITU-T E.164: a plus, then a country code and a number of together at most 15 digits. */
function phoneNumberProblem(value: string): string | undefined {
  const form = /^\+[1-9]\d{1,14}$/;
  if (form.test(value)) return undefined;
  const bare = value.replace(/^00/, '+').replaceAll(/[\s()./-]/g, '');
  return `${didYouMean(form.test(bare) ? bare : undefined)}Write + and the country code, then digits only, such as +41791234567`;
}

/** Whether text is a day of the calendar, `YYYY-MM-DD`. `Date.parse` alone would accept 30 February as 2 March. */
function isDate(value: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(value)) return false;
  const start = new Date(`${value}T00:00:00Z`);
  return !Number.isNaN(start.getTime()) && start.toISOString().startsWith(value);
}

function zoneProblem(value: string): string | undefined {
  if (isZone(value)) return undefined;
  return `${didYouMean(closest(value, Intl.supportedValuesOf('timeZone')))}Write an IANA time zone, such as Europe/Zurich`;
}

function isZone(value: string): boolean {
  // Offsets such as +02:00 are accepted from Node 22 on, and are no names of zones.
  if (!/^[A-Za-z]/.test(value)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: value });
    return true;
  } catch {
    return false;
  }
}

function localeProblem(value: string): string | undefined {
  if (isLocale(value)) return undefined;
  const dashed = value.replaceAll('_', '-');
  return `${didYouMean(isLocale(dashed) ? dashed : undefined)}Write a language tag (BCP 47), such as de-CH`;
}

/** The form of BCP 47. Of longer languages than three letters none is registered: `german` is a word. */
function isLocale(value: string): boolean {
  try {
    return /^[A-Za-z]{2,3}(?:-|$)/.test(value) && Intl.getCanonicalLocales(value).length === 1;
  } catch {
    return false;
  }
}

function webAddressProblem(value: string): string | undefined {
  const isWebAddress = /^https?:\/\/[^\s/]/i.test(value) && !/\s/.test(value) && parsedUrl(value) !== undefined;
  return isWebAddress ? undefined : 'Write a URL with http or https, such as https://example.com/ada';
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
 * unverified.
 */
function isDateTime(value: string): boolean {
  const form = /^(\d{4}-\d{2}-\d{2})(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2})?)?$/.exec(value);
  return form?.[1] !== undefined && isDate(form[1]) && !Number.isNaN(Date.parse(value));
}

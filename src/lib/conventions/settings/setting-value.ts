import { AdminError } from '../../errors.js';
import type { FieldValue } from '../../model/field-change.js';
import type { SettingField } from './setting-field.js';
import { listed } from '../../text/listed.js';
import { quoted } from '../../text/quoted.js';

/** How the value of a setting is typed. */
export interface SettingValue {
  /** As the help shows it. */
  readonly helpValue: string;
  /** All values, if there are few. */
  readonly options?: readonly string[];
  /**
   * @param name what the value is for, such as a flag
   * @throws AdminError USAGE
   */
  readonly parse: (text: string, name: string) => FieldValue;
}

/** A setting that can change. */
export interface ChangeableSetting {
  readonly setting: SettingField;
  /** What a change from one value to another does to people, if it needs confirmation: a sentence. */
  readonly disruption?: (before: FieldValue, after: FieldValue) => string | undefined;
}

/** A setting that a flag can change. */
export interface SettingFlag extends ChangeableSetting {
  /** Without the dashes. */
  readonly flag: string;
  readonly summary: string;
  readonly value: SettingValue;
}

/** The word that removes a value. */
const NONE = 'none';

export const ON_OFF = oneOf({ on: true, off: false });

/** One of a few words, each with the value that it stands for. */
export function oneOf(values: Readonly<Record<string, FieldValue>>): SettingValue {
  const options = Object.keys(values);
  return {
    helpValue: options.join('|'),
    options,
    parse: (text, name) => {
      const value = Object.hasOwn(values, text) ? values[text] : undefined;
      if (value === undefined) throw invalid(name, text, `Use one of: ${options.join(', ')}`);
      return value;
    },
  };
}

/** A whole number from `min` to `max`. */
export function wholeNumber(min: number, max: number, helpValue = 'N'): SettingValue {
  return {
    helpValue,
    parse: (text, name) => {
      const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
      if (value >= min && value <= max) return value;
      throw invalid(name, text, `Use a whole number from ${min} to ${max}`);
    },
  };
}

/** Text that matches `pattern`; `form` says what that is. `none` removes it, unless it is required. */
export function textOf(helpValue: string, pattern: RegExp, form: string, { isRequired = false } = {}): SettingValue {
  return {
    helpValue: isRequired ? helpValue : `${helpValue}|${NONE}`,
    parse: (text, name) => {
      if (text === NONE && !isRequired) return null;
      if (pattern.test(text)) return text;
      throw invalid(name, text, `Use ${form}${isRequired ? '' : `, or ${NONE} to remove it`}`);
    },
  };
}

/**
 * A list of words, separated by commas; of `words` only, if they are given. `none` is the empty list, unless one word is
 * required.
 */
export function listOf(helpValue: string, words?: readonly string[], { isRequired = false } = {}): SettingValue {
  return {
    helpValue: isRequired ? helpValue : `${helpValue}|${NONE}`,
    parse: (text, name) => {
      if (text === NONE && !isRequired) return [];
      const items = text.split(',').map((item) => item.trim());
      const wrong = items.find((item) => item === '' || words?.includes(item) === false);
      if (wrong === undefined) return [...new Set(items)];
      const known = words === undefined ? 'words' : listed(words);
      throw invalid(name, text, `Use ${known}, separated by commas${isRequired ? '' : `, or ${NONE}`}`);
    },
  };
}

const SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3_600, d: 86_400 };

/** A time such as `30m`, in seconds; a multiple of `step` seconds from `min` to `max`, both written like that. */
export function duration(min: string, max: string, step = 1): SettingValue {
  const [least, most] = [secondsOf(min), secondsOf(max)];
  return {
    helpValue: 'TIME',
    parse: (text, name) => {
      const seconds = secondsOf(text);
      if (seconds >= least && seconds <= most && seconds % step === 0) return seconds;
      const whole = step === 60 ? 'whole minutes ' : '';
      throw invalid(name, text, `Use ${whole}from ${min} to ${max}, as a number with s, m, h or d: ${max}`);
    },
  };
}

function secondsOf(text: string): number {
  const [, count, unit = ''] = /^(\d{1,9})(s|m|h|d)$/.exec(text) ?? [];
  return Number(count) * (SECONDS[unit] ?? Number.NaN);
}

function invalid(name: string, text: string, hint: string): AdminError {
  return new AdminError('USAGE', `invalid value ${quoted(text)} for ${name}`, { hint });
}

import { expect } from 'chai';
import {
  duration,
  listOf,
  ON_OFF,
  oneOf,
  type SettingValue,
  textOf,
  wholeNumber,
} from '../../../../src/lib/conventions/settings/setting-value.js';
import { refusal } from '../refusal.js';

const NAME = textOf('NAME', /^\w+$/, 'a word');
const TIME = duration('5m', '1d');

describe('the value of a setting', () => {
  for (const [what, value, typed, parsed] of [
    ['on', ON_OFF, 'on', true],
    ['off', ON_OFF, 'off', false],
    ['one of a few words', oneOf({ optional: 'OPTIONAL' }), 'optional', 'OPTIONAL'],
    ['a word that removes it', oneOf({ off: null }), 'off', null],
    ['the least number', wholeNumber(6, 99), '6', 6],
    ['the largest number', wholeNumber(6, 99), '99', 99],
    ['text', NAME, 'web', 'web'],
    ['no text', NAME, 'none', null],
    ['a required text like that', textOf('NAME', /^\w+$/, 'a word', { isRequired: true }), 'none', 'none'],
    ['a list, each item once', listOf('LIST', ['a', 'b']), 'b, a,b', ['b', 'a']],
    ['no list', listOf('LIST'), 'none', []],
    ['minutes', TIME, '30m', 1800],
    ['a day', TIME, '24h', 86_400],
    ['whole minutes, as seconds', duration('3m', '15m', 60), '180s', 180],
  ] as [string, SettingValue, string, unknown][]) {
    it(`can be ${what}`, () => {
      expect(value.parse(typed, '--flag')).to.deep.equal(parsed);
    });
  }

  for (const [what, value, typed, hint] of [
    ['another word', ON_OFF, 'yes', 'Use one of: on, off'],
    ['a name that every object has', ON_OFF, 'constructor', 'Use one of: on, off'],
    ['a number that is too small', wholeNumber(6, 99), '5', 'Use a whole number from 6 to 99'],
    ['a number that is too large', wholeNumber(6, 99), '100', 'Use a whole number from 6 to 99'],
    ['a fraction', wholeNumber(6, 99), '7.5', 'Use a whole number from 6 to 99'],
    ['empty text', NAME, '', 'Use a word, or none to remove it'],
    ['an item that is unknown', listOf('LIST', ['a', 'b']), 'a,c', 'Use a, b, separated by commas, or none'],
    ['an empty item', listOf('LIST'), 'a,', 'Use words, separated by commas, or none'],
    ['a time that is too short', TIME, '299s', 'Use from 5m to 1d, as a number with s, m, h or d: 1d'],
    ['a time that is too long', TIME, '25h', 'Use from 5m to 1d, as a number with s, m, h or d: 1d'],
    ['a time without a unit', TIME, '600', 'Use from 5m to 1d, as a number with s, m, h or d: 1d'],
    [
      'a part of a minute',
      duration('3m', '15m', 60),
      '200s',
      'Use whole minutes from 3m to 15m, as a number with s, m, h or d: 15m',
    ],
  ] as [string, SettingValue, string, string][]) {
    it(`cannot be ${what}`, () => {
      expect(refusal(() => value.parse(typed, '--flag'))).to.deep.equal({
        code: 'USAGE',
        message: `invalid value "${typed}" for --flag`,
        hint,
      });
    });
  }
});

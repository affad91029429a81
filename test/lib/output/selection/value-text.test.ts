import { expect } from 'chai';

import { valueLines } from '../../../../src/lib/output/selection/value-text.js';

describe('a selected value for a pipeline', () => {
  const cases: [what: string, value: unknown, text: string][] = [
    ['a string without quotes', 'ana@one.example', 'ana@one.example\n'],
    ['a number', 3, '3\n'],
    ['a boolean', false, 'false\n'],
    ['nothing for null', null, ''],
    ['nothing for an empty list', [], ''],
    ['a list of scalars with one on each line', ['a', 1, null], 'a\n1\n\n'],
    ['an object as JSON', { a: 1 }, '{\n  "a": 1\n}\n'],
    ['a list of lists as JSON', [['a']], '[\n  [\n    "a"\n  ]\n]\n'],
    ['a control character escaped', 'a\u001b[2J\nb', 'a\\u001b[2J\\u000ab\n'],
  ];
  for (const [what, value, text] of cases) {
    it(`is ${what}`, () => {
      expect(valueLines(value)).to.equal(text);
    });
  }
});

import { expect } from 'chai';
import fc from 'fast-check';

import { differencesMarkdown } from '../../../../src/lib/pool-spec/diff/diff-markdown.js';
import type { Difference } from '../../../../src/lib/pool-spec/diff/diff-specs.js';

const difference = (rest: Partial<Difference> = {}): Difference => ({
  subject: 'app client web',
  field: 'callbackUrls',
  wanted: ['https://a.example', 'https://b.example'],
  live: null,
  reference: null,
  line: 12,
  ...rest,
});

describe('differencesMarkdown', () => {
  it('is a table with a row for each difference', () => {
    expect(
      differencesMarkdown([difference(), difference({ wanted: true, live: false, reference: 'Stage', line: null })]),
    ).to.equal(
      '| On | Setting | In the file | In the user pool | Line |\n' +
        '|---|---|---|---|---|\n' +
        '| app client web | callbackUrls | https:&#47;/a.example, https:&#47;/b.example | - | 12 |\n' +
        '| app client web | callbackUrls | (the value of Stage) | no | - |\n',
    );
  });

  it('says so without differences', () => {
    expect(differencesMarkdown([])).to.equal('No differences.\n');
  });

  it('has one line of five cells for each difference, whatever the names and values are', () => {
    const text = fc.string({ unit: fc.constantFrom('|', '\\', '`', '\n', '<', '*', 'a', '\u0000') });
    fc.assert(
      fc.property(text, text, text, (subject, wanted, live) => {
        const [, , row = '', ...rest] = differencesMarkdown([difference({ subject, wanted, live })]).split('\n');
        expect([row.match(/(?<!\\)(?:\\\\)*\|/g)?.length, rest]).to.deep.equal([6, ['']]);
      }),
    );
  });
});

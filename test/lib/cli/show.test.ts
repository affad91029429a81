import { expect } from 'chai';

import { isSentence, outputOptions, searchSummary, showCard, showDone, showList } from '../../../src/lib/cli/show.js';
import type { ListView } from '../../../src/lib/output/view.js';
import { exampleInvocation } from './example-invocation.js';

interface Row {
  readonly name: string;
  readonly age: number;
}

const view: ListView<Row> = {
  columns: [
    { key: 'name', header: 'name', value: ({ name }) => name },
    { key: 'age', header: 'age', value: ({ age }) => age },
  ],
  tableColumns: ['name'],
  id: ({ name }) => name,
  json: (row) => row,
};

const ADA = { name: 'Ada', age: 36 };

describe('the output options', () => {
  for (const [title, flags, format, isText] of [
    ['a table is shown as a sentence', {}, 'table', true],
    ['--json is -o json', { json: true, output: 'csv' }, 'json', false],
    ['-q prints no sentence', { quiet: true }, 'table', false],
  ] as const) {
    it(title, () => {
      const { flags: all } = exampleInvocation(flags).invocation;
      expect([outputOptions(all).format, isSentence(all)]).to.deep.equal([format, isText]);
    });
  }
});

describe('showDone', () => {
  for (const [title, flags, expected] of [
    ['prints a sentence', {}, 'Added Ada.\n'],
    ['prints the data with -o ndjson', { output: 'ndjson' }, '{"changed":true}\n'],
    ['prints the identifier with -q', { quiet: true }, 'Ada\n'],
  ] as const) {
    it(title, async () => {
      const { invocation, out } = exampleInvocation(flags);
      await showDone({ sentence: 'Added Ada.', id: 'Ada', json: { changed: true } }, invocation);
      expect(out()).to.equal(expected);
    });
  }
});

describe('showCard', () => {
  it('prints one thing in the format asked for', async () => {
    const { invocation, out } = exampleInvocation({ output: 'csv' });
    await showCard(ADA, { fields: () => [], id: ({ name }) => name, json: (row) => row }, invocation);
    expect(out()).to.equal('name,age\nAda,36\n');
  });
});

describe('showList', () => {
  it('prints the columns asked for and returns the number of rows', async () => {
    const { invocation, out } = exampleInvocation({ output: 'csv', columns: 'age' });
    const count = await showList([ADA], view, invocation);
    expect([out(), count]).to.deep.equal(['age\n36\n', 1]);
  });

  it('refuses an unknown column before it reads a row', () => {
    const { invocation } = exampleInvocation({ columns: 'nmae' });
    expect(() => showList([ADA], view, invocation)).to.throw('nmae');
  });
});

describe('searchSummary', () => {
  it('counts matches and users scanned', () => {
    const summary = (found: number, read: number) => searchSummary({ found: () => found, read: () => read });
    expect([summary(1, 1), summary(8, 20)]).to.deep.equal([
      '1 match (1 user scanned).',
      '8 matches (20 users scanned).',
    ]);
  });
});

import { expect } from 'chai';

import { isSentence, outputOptions, searchSummary, showCard, showDone, showList } from '../../../src/lib/cli/show.js';
import type { ListView } from '../../../src/lib/output/view.js';
import { rejection } from '../conventions/refusal.js';
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

const lines = (text: string) => text.split('\n').filter((line) => line !== '');

/** The names in the output, by format. */
const READERS = {
  table: lines,
  csv: (text: string) => lines(text).map((line) => line.split(',')[0] ?? ''),
  json: (text: string) => (JSON.parse(text) as Row[]).map(({ name }) => name),
  ndjson: (text: string) => lines(text).map((line) => (JSON.parse(line) as Row).name),
  quiet: lines,
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

  for (const flag of ['columns', 'sort']) {
    it(`refuses an unknown column in --${flag} before it reads a row`, async () => {
      const { invocation } = exampleInvocation({ [flag]: 'nmae' });
      let isRead = false;
      const rows = (function* () {
        isRead = true;
        yield ADA;
      })();
      const error = await rejection(showList(rows, view, invocation));
      expect([error.code, isRead]).to.deep.equal(['USAGE', false]);
    });
  }

  const PEOPLE = [ADA, { name: 'bob', age: 9 }, { name: 'Cy', age: 100 }];
  const MORE = (count: number) => `Showing the first ${count}; there are more. To see them, use a higher --limit.\n`;
  const cases: [rule: string, flags: object, names: string[], note: string][] = [
    ['says that there are more rows than --limit', { limit: 2 }, ['Ada', 'bob'], MORE(2)],
    ['says nothing if --limit is exactly the number of rows', { limit: 3 }, ['Ada', 'bob', 'Cy'], ''],
    ['says nothing if there are fewer', { limit: 4 }, ['Ada', 'bob', 'Cy'], ''],
    ['sorts', { sort: 'age' }, ['bob', 'Ada', 'Cy'], ''],
    ['sorts in descending order', { sort: 'name', desc: true }, ['Cy', 'bob', 'Ada'], ''],
    ['limits what it has sorted', { sort: 'age', desc: true, limit: 1 }, ['Cy'], MORE(1)],
  ];
  for (const [rule, flags, names, note] of cases) {
    for (const format of ['table', 'csv', 'json', 'ndjson', 'quiet'] as const) {
      it(`${rule}, with ${format}`, async () => {
        const shown = format === 'quiet' ? { quiet: true } : { output: format };
        const { invocation, out, err } = exampleInvocation({ 'no-header': true, ...shown, ...flags });
        const count = await showList(PEOPLE, view, invocation);
        expect([READERS[format](out()), err(), count]).to.deep.equal([names, note, names.length]);
      });
    }
  }
});

describe('searchSummary', () => {
  it('counts matches and users scanned', () => {
    const summary = (found: number, read: number) =>
      searchSummary({ found: () => found, read: () => read, isCut: () => found === 3 });
    expect([summary(1, 1), summary(8, 20), summary(3, 60)]).to.deep.equal([
      '1 match (1 user scanned).',
      '8 matches (20 users scanned).',
      '3 matches (60 users scanned). There may be more: the search ended at --limit.',
    ]);
  });
});

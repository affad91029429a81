import { expect } from 'chai';
import fc from 'fast-check';

import { readRows } from '../../../../src/lib/input/records/read-rows.js';
import { isProblems } from '../../../../src/lib/input/rows/row.js';
import { source } from '../source.js';

/** What is read, one text for each row: its line and values, or its problems. */
async function read(text: string | Buffer, chunk?: number): Promise<string[]> {
  const found: string[] = [];
  for await (const row of readRows(source(text, chunk), 'csv', { textKey: 'user' })) {
    found.push(
      isProblems(row)
        ? row.map(({ line, problem }) => `${line}: ${problem}`).join()
        : `${row.line} ${(row.original as readonly string[]).join('|')}`,
    );
  }
  return found;
}

/** A cell as RFC 4180 writes it, with or without quotes where both are allowed. */
const cell = fc
  .record({ text: fc.stringMatching(/^[a-z](?:[a-z ,"\n]{0,6}[a-z])?$/), isQuoted: fc.boolean() })
  .map(({ text, isQuoted }) => ({
    text,
    written: isQuoted || /[,"\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text,
  }));
const record = fc.tuple(cell, cell);
const chunk = fc.integer({ min: 1, max: 40 });

/** The text of a file, and what is to be read from it. */
function file(records: readonly (readonly { text: string; written: string }[])[], lineEnd: string) {
  const written = records.map((cells) => cells.map(({ written: text }) => text).join(','));
  const lines = written.map((_, index) => ['a,b', ...written.slice(0, index)].join('\n').split('\n').length + 1);
  return {
    content: ['a,b', ...written, ''].join('\n').replaceAll('\n', lineEnd),
    rows: records.map((cells, index) => `${lines[index]} ${cells.map(({ text }) => text).join('|')}`),
  };
}

describe('readCsv', () => {
  it('reads every row with its line, wherever a chunk ends and whatever its quotes hold', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(record), fc.constantFrom('\n', '\r\n'), chunk, async (records, lineEnd, size) => {
        const { content, rows } = file(records, lineEnd);
        expect(await read(content, size)).to.deep.equal(rows);
      }),
    );
  });

  /** Each with its problem, which is reported on the first line of the fault. */
  const ENDS = [
    ['"x,y\nz,z', 'is not CSV: quote not closed'],
    ['x"y,"z\nz,z', 'is not CSV: invalid opening quote'],
    ['"x"y,"z\nz",z', 'is not CSV: invalid closing quote'],
    ['x,5" wide\nz,z', 'is not CSV: invalid opening quote'],
    [Buffer.from('\xff,y\n', 'latin1'), 'is not valid UTF-8'],
    ['x'.repeat(1_048_577), 'is longer than 1048576 characters, so this is not a list of users'],
  ] as const;
  for (const [fault, problem] of ENDS) {
    it(`loses no row before an end such as ${JSON.stringify(fault.toString().slice(0, 20))}`, async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(record, { minLength: 1 }), chunk, async (records, size) => {
          const { content, rows } = file(records, '\n');
          const line = content.split('\n').length;
          const whole = Buffer.concat([Buffer.from(content), Buffer.from(fault as string)]);
          expect(await read(whole, fault.length > 1_000 ? undefined : size)).to.deep.equal([
            ...rows,
            `${line}: ${problem}`,
          ]);
        }),
        { numRuns: 25 },
      );
    });
  }

  /** On one line, and its quotes are closed whether a quote in the wrong place counts or not. */
  const ROWS: readonly (readonly [row: string, problem: string])[] = [
    ['x "y" z,z', 'is not CSV: invalid opening quote'],
    ['"x "y" z",z', 'is not CSV: invalid closing quote'],
    ['"x"y,z', 'is not CSV: invalid closing quote'],
    ['x,y,z', 'has 3 fields, but the header has 2'],
  ];
  for (const [bad, problem] of ROWS) {
    it(`reads the rows around ${bad}`, async () => {
      expect(await read(`a,b\n1,2\n${bad}\n3,4\n`)).to.deep.equal(['2 1|2', `3: ${problem}`, '4 3|4']);
    });
  }
});

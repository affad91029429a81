import { expect } from 'chai';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';

import { readCsv } from '../../../../src/lib/input/records/read-csv.js';
import { readRows } from '../../../../src/lib/input/records/read-rows.js';
import { USER_COLUMNS } from '../../../../src/lib/input/rows/columns.js';
import { isProblems } from '../../../../src/lib/input/rows/row.js';
import { collect } from '../../runs/example-state.js';
import { source } from '../source.js';

/** What is read, one text for each row: its line and values, or its problems. */
async function read(text: string | Buffer, chunk?: number): Promise<string[]> {
  const found: string[] = [];
  for await (const row of readRows(source(text, chunk), 'csv', { textKey: 'user', columns: USER_COLUMNS })) {
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
  const lines = written.map((_, index) => ['user,b', ...written.slice(0, index)].join('\n').split('\n').length + 1);
  return {
    content: ['user,b', ...written, ''].join('\n').replaceAll('\n', lineEnd),
    rows: records.map((cells, index) => `${lines[index]} ${cells.map(({ text }) => text).join('|')}`),
  };
}

/** The cells of a record as csv-parse reads them, without outer spaces; `undefined` if it refuses the record. */
function cellsParsed(text: string): string[] | undefined {
  try {
    const [cells = []] = parse(text, { trim: true });
    return cells.map((cell) => cell.trim());
  } catch {
    return undefined;
  }
}

async function cellsRead(text: string): Promise<string[] | undefined> {
  const names = Array.from({ length: 10 }, (_, index) => `c${index}`);
  const columns = { keyOf: (name: string) => name, check: () => [], naming: names };
  try {
    const [row] = await collect(readCsv(source(`${names.join(',')}\n${text}`), { columns }));
    return row === undefined || isProblems(row) ? undefined : (row.original as string[]).map((cell) => cell.trim());
  } catch {
    return undefined;
  }
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

  it('reads the cells that csv-parse reads, wherever there are quotes, and refuses what it refuses', async () => {
    const line = fc.array(fc.constantFrom('"', '""', '"x"', 'x', ',', ' '), { minLength: 1, maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(line, async (parts) => {
        const text = parts.join('');
        fc.pre(text.replaceAll(/[" ,]/g, '') !== '');
        expect(await cellsRead(text)).to.deep.equal(cellsParsed(text));
      }),
      { numRuns: 1_000 },
    );
  });

  const NAMES = 'user,given name\nana,"a;b"\n\nben,\n';
  const LAYOUTS: readonly (readonly [layout: string, text: string | Buffer])[] = [
    ['commas', NAMES],
    ['semicolons', 'user;given name\nana;"a;b"\n\nben;\n'],
    ['tabs', 'user\tgiven name\nana\ta;b\n\nben\t\n'],
    ['sep= before the header', 'sep=|\r\nuser|given name\r\nana|"a;b"\r\nben|\r\n'],
    ['sep= for a tab', 'sep=\t\nuser\tgiven name\nana\ta;b\nben\n'],
    ['sep= in quotes', '"sep=;"\nuser;given name\nana;"a;b"\nben;\n'],
    ['a byte order mark', `\ufeff${NAMES}`],
    ['quotes around everything', '"user","given name"\n"ana","a;b"\n"",""\n"ben",""\n'],
    ['other names in quotes', 'user;"given name, or, all, names"\nana;"a;b"\n;\nben;\n'],
    ['spaces around names and cells', ' User , "given name" \n ana ,  "a;b" \n , \n ben , \n'],
    ['columns and rows without a value', 'user,,given name,,\nana,,a;b,,\n,,,,\nben,,,,,,,\n,,,,\n'],
  ];
  for (const [layout, text] of LAYOUTS) {
    it(`reads the same rows with ${layout}`, async () => {
      const rows = await collect(readRows(source(text), 'csv', { textKey: 'user', columns: USER_COLUMNS }));
      expect(rows.map((row) => (isProblems(row) ? row : Object.values(row.values)))).to.deep.equal([
        ['ana', 'a;b'],
        ['ben'],
      ]);
    });
  }

  it('reads a text with any delimiter that its header shows as with commas', async () => {
    const cells = fc.array(fc.stringMatching(/^[a-z,;\t"]{0,4}$/), { minLength: 3, maxLength: 3 });
    await fc.assert(
      fc.asyncProperty(fc.array(cells), fc.constantFrom(',', ';', '\t'), async (rows, delimiter) => {
        const quoted = (row: readonly string[]) => row.map((text) => `"${text.replaceAll('"', '""')}"`);
        const text = (by: string) =>
          [['user', 'b', 'c'].join(by), ...rows.map((row) => quoted(row).join(by))].join('\n');
        expect(await read(text(delimiter))).to.deep.equal(await read(text(',')));
      }),
    );
  });

  const WRONG: readonly (readonly [what: string, text: string, problem: string])[] = [
    [
      'a value in a column without a name',
      'user,\nana,\nben,x\n',
      '3: has a value in column 2, which has no name in the header',
    ],
    ['a value beyond the header', 'user\nana,,x\n', '2: has 3 fields, but the header has 1'],
    [
      'line ends of carriage returns',
      'user\rana\rben',
      '1: has carriage returns without line feeds. Save the file with LF or CRLF at the ends of lines',
    ],
  ];
  for (const [what, text, problem] of WRONG) {
    it(`reports ${what}`, async () => {
      expect((await read(text)).at(-1)).to.equal(problem);
    });
  }

  /** Each with its problem, which is reported on the first line of the fault. */
  const ENDS = [
    ['"x,y\nz,z', 'is not CSV: quote not closed'],
    ['x"y,"z\nz,z', 'is not CSV: invalid opening quote'],
    ['"x"y,"z\nz",z', 'is not CSV: invalid closing quote'],
    ['x,5" wide\nz,z', 'is not CSV: invalid opening quote'],
    [Buffer.from('\xff,y\n', 'latin1'), 'is not valid UTF-8. Save the file as UTF-8, in Excel as "CSV UTF-8"'],
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
      expect(await read(`user,b\n1,2\n${bad}\n3,4\n`)).to.deep.equal(['2 1|2', `3: ${problem}`, '4 3|4']);
    });
  }
});

import { createHash } from 'node:crypto';

import { expect } from 'chai';

import type { InputFormat } from '../../../src/lib/input/decode/input-format.js';
import type { RowOperation } from '../../../src/lib/runs/operations/row-operation.js';
import { readSpool } from '../../../src/lib/input/spool.js';
import { type NumberedRow, validateInput } from '../../../src/lib/input/validate-input.js';
import { onEachUser } from '../../../src/lib/runs/operations/change-users.js';
import { temporaryFolder } from '../config/temporary-folder.js';
import { rejection } from '../conventions/refusal.js';
import { source } from './source.js';

const OPERATION: RowOperation = onEachUser({
  operation: 'users.disable',
  intent: {},
  plan: () => Promise.reject(new Error('this test plans nothing')),
  recovery: { kind: 'look' },
});

describe('validateInput', () => {
  const folder = temporaryFolder();
  const file = () => folder.path('rows.ndjson');
  const take = (content: string | Buffer, format: InputFormat, { skipInvalid = false, rules = OPERATION } = {}) =>
    validateInput(source(content), format, rules, { skipInvalid, spool: file() });
  const rows = async (): Promise<NumberedRow[]> => {
    const found = [];
    for await (const row of readSpool<NumberedRow>(file())) found.push(row);
    return found;
  };
  const names = async () => (await rows()).map(({ n, row }) => [n, row.line, OPERATION.nameOf(row)]);

  it('writes the rows to the spool, each with its number and line, and says what was read', async () => {
    const content = 'email,note\n\na@a.example,"two\nlines"\nb@a.example,\n';
    expect(await take(content, 'csv')).to.deep.equal({
      rows: 2,
      leftOut: 0,
      addresses: 2,
      header: ['email', 'note'],
      digest: createHash('sha256').update(content).digest('hex'),
      duplicates: [],
      skipped: [],
    });
    expect(await rows()).to.deep.equal([
      {
        n: 1,
        row: {
          line: 3,
          values: { email: 'a@a.example', note: 'two\nlines' },
          original: ['a@a.example', 'two\nlines'],
        },
      },
      { n: 2, row: { line: 5, values: { email: 'b@a.example' }, original: ['b@a.example', ''] } },
    ]);
  });

  it('gives inputs that differ in one byte different digests', async () => {
    const digest = async (content: string) => (await take(content, 'text')).digest;
    const [one, same, other] = [await digest('ana\nben\n'), await digest('ana\nben\n'), await digest('ana\nben')];
    expect([one === same, one === other]).to.deep.equal([true, false]);
  });

  const cutOff: [string, string | Buffer, InputFormat][] = [
    ['a quote that is not closed', 'email\nana@a.example\n"ben@a.example\ncy@a.example\n', 'csv'],
    ['a JSON array that breaks off', '[{"email":"ana@a.example"},{"email":"ben@a.exam', 'json'],
    ['a syntax error in a JSON array', '[{"email":"ana@a.example"},\n{email: 1},\n{"email":"cy@a.example"}]', 'json'],
    ['invalid UTF-8', Buffer.from('ana@a.example\n\xff\ncy@a.example\n', 'latin1'), 'text'],
  ];
  for (const [what, content, format] of cutOff) {
    it(`refuses ${what} even with --skip-invalid: the rows after it would be lost`, async () => {
      const { code, hint } = await rejection(take(content, format, { skipInvalid: true }));
      expect([code, hint?.split('\n').at(-1)]).to.deep.equal([
        'USAGE',
        'Nothing was changed. The rest of the input cannot be read until this is corrected.',
      ]);
    });
  }

  for (const [format, content, problem] of [
    ['csv', ' \n', 'line 1: a header with the names of the columns is missing'],
    ['json', ' \n', 'line 2: a JSON array is missing'],
  ] as const) {
    it(`says that ${format} without anything is empty, and what even an empty list has`, async () => {
      expect(await rejection(take(content, format))).to.deep.equal({
        code: 'USAGE',
        message: 'the input is empty',
        hint: `${problem}\nNothing was changed.`,
      });
    });
  }

  it('counts the email addresses among the names', async () => {
    const { rows: all, addresses } = await take('ana@a.example\nsub-of-ben\n', 'text');
    expect([all, addresses]).to.deep.equal([2, 1]);
  });

  it('takes each user once, and reports the rows that repeat one', async () => {
    const { duplicates } = await take('ana@a.example\nben\nana@a.example\nANA@a.example\n', 'text');
    expect([duplicates, await names()]).to.deep.equal([
      ['line 3 repeats "ana@a.example" from line 1'],
      [
        [1, 1, 'ana@a.example'],
        [2, 2, 'ben'],
        [4, 4, 'ANA@a.example'],
      ],
    ]);
  });

  const NOT_UTF8 = 'is not valid UTF-8. Save the file as UTF-8, in Excel as "CSV UTF-8"';
  const BAD: [what: string, format: InputFormat, content: string | Buffer, hint: string][] = [
    [
      'a NUL byte',
      'text',
      'ana\0\n',
      'line 1, user: user "ana\\u0000" has U+0000 NULL at position 4. Remove it, or type the text instead of pasting it',
    ],
    [
      'a terminal escape',
      'csv',
      'email\n\u001b[2Jana\n',
      'line 2, email: user "\\u001b[2Jana" has U+001B ESCAPE at position 1. Remove it, or type the text instead of pasting it',
    ],
    ['bytes that are not UTF-8', 'text', Buffer.from([0x61, 0x0a, 0xff, 0xfe]), `line 2: ${NOT_UTF8}`],
    [
      'what a spreadsheet saves in an older encoding',
      'csv',
      Buffer.from('email,givenName\nana@a.example,Zo\xeb\n', 'latin1'),
      `line 2: ${NOT_UTF8}`,
    ],
    ['a workbook', 'csv', Buffer.from([0x50, 0x4b, 3, 4, 0xe9, 0x0a]), `line 1: ${NOT_UTF8}`],
    [
      'a wrong header',
      'csv',
      'mail\nana\n',
      'line 1, mail: unknown column. Did you mean email? One of the columns username, sub, email, user names the user',
    ],
    ['a line that is not JSON', 'ndjson', '{"email":"a"}\nnope\n', 'line 2: is not JSON'],
  ];
  for (const [what, format, content, expected] of BAD) {
    it(`refuses ${what} with its line`, async () => {
      const { code, hint } = await rejection(take(content, format));
      expect([code, hint?.split('\n')[0]]).to.deep.equal(['USAGE', expected]);
    });
  }

  it('refuses the rows that the rules of the run refuse', async () => {
    const rules: RowOperation = {
      ...OPERATION,
      check: ({ line }) => (line === 2 ? [{ line, column: 'user', problem: 'is not allowed' }] : []),
    };
    expect(await rejection(take('ana\nben\n', 'text', { rules }))).to.deep.equal({
      code: 'USAGE',
      message: '1 row of the input cannot be used',
      hint: 'line 2, user: is not allowed\nNothing was changed. To continue with the valid rows: --skip-invalid',
    });
  });

  it('keeps the numbers of the valid rows if it leaves out invalid ones', async () => {
    const content = '{"email":"ana"}\nnope\n{"mail":"x"}\n{"email":"ben"}\n';
    const { skipped } = await take(content, 'ndjson', { skipInvalid: true });
    expect([skipped, await names()]).to.deep.equal([
      ['line 2: is not JSON', 'line 3: names no user; it needs one of username, sub, email, user'],
      [
        [1, 1, 'ana'],
        [4, 4, 'ben'],
      ],
    ]);
  });

  const checked: RowOperation = {
    ...OPERATION,
    columns: {
      ...OPERATION.columns,
      check: (names) =>
        names.filter((name) => name !== 'email').map((column) => ({ column, problem: 'unknown column' })),
    },
    check: ({ line, values }) =>
      values.email === 'bad' ? ['a', 'b', 'c'].map((column) => ({ line, column, problem: 'is wrong' })) : [],
  };
  const COUNTED: [what: string, format: InputFormat, content: string, message: string, problems: number][] = [
    ['three columns of one row', 'csv', 'email\nana\nbad\n', '1 row of the input cannot be used', 3],
    ['three columns of two rows', 'csv', 'email\nbad\nana\nbad\n', '2 rows of the input cannot be used', 6],
    ['three keys of one object', 'ndjson', '{"x":1,"y":1,"z":1}\n', '1 row of the input cannot be used', 3],
    ['three keys of one element', 'json', '[{"x":1,"y":1,"z":1}]', '1 row of the input cannot be used', 3],
    ['three columns of the header', 'csv', 'x,y,z\n1,2,3\n4,5,6\n', 'the header of the input cannot be used', 3],
    ['a row before a cut', 'csv', 'email\nbad\n"ana\n', 'the input cannot be read to its end', 4],
  ];
  for (const [what, format, content, expected, problems] of COUNTED) {
    it(`counts rows, and lists each problem, for ${what}`, async () => {
      const { message, hint } = await rejection(take(content, format, { rules: checked }));
      expect([message, hint?.split('\n').filter((line) => line.startsWith('line ')).length]).to.deep.equal([
        expected,
        problems,
      ]);
    });
  }

  it('numbers a row once, however many columns of it are wrong', async () => {
    await take('{"x":1,"y":1}\n{"email":"ben"}\n', 'ndjson', { skipInvalid: true, rules: checked });
    expect(await names()).to.deep.equal([[2, 2, 'ben']]);
  });

  it('lists a thousand invalid rows and counts the others', async () => {
    const { message, hint } = await rejection(take(`${'[]\n'.repeat(1_005)}{"user":"ana"}\n`, 'ndjson'));
    expect([message, hint?.split('\n').length, hint?.split('\n').slice(-2)]).to.deep.equal([
      '1005 rows of the input cannot be used',
      1_002,
      ['and 5 more problems', 'Nothing was changed. To continue with the valid rows: --skip-invalid'],
    ]);
  });

  it('refuses an input without a valid row, even if invalid rows are to be left out', async () => {
    expect(await rejection(take('nope\n', 'ndjson', { skipInvalid: true }))).to.deep.equal({
      code: 'USAGE',
      message: '1 row of the input cannot be used',
      hint: 'line 1: is not JSON\nNothing was changed. No row is valid.',
    });
  });

  for (const [format, content] of [
    ['text', ''],
    ['text', '\n \n'],
    ['text', '\ufeff'],
    ['csv', 'email\n'],
    ['csv', '\ufeffemail,roles\r\n\r\n'],
    ['ndjson', ''],
    ['json', '[]'],
  ] as const) {
    it(`takes ${JSON.stringify(content)} as ${format} for a list of no users`, async () => {
      const { rows: count, leftOut } = await take(content, format);
      expect([count, leftOut, await rows()]).to.deep.equal([0, 0, []]);
    });
  }
});

import { execFileSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';

import { expect } from 'chai';

import { type CreationRules, creationOf, creationRules } from '../../../src/lib/input/rows/creation-row.js';
import type { InputFormat } from '../../../src/lib/input/decode/input-format.js';
import { MAX_LINE } from '../../../src/lib/input/records/read-lines.js';
import { openSource } from '../../../src/lib/input/decode/open-source.js';
import { readRows } from '../../../src/lib/input/records/read-rows.js';
import { isProblems, type RowProblem } from '../../../src/lib/input/rows/row.js';
import { openTestDirectory } from '../../helpers/directory.js';
import { temporaryFolder } from '../config/temporary-folder.js';
import { rejection } from '../conventions/refusal.js';
import { mockUsers } from '../users/mock-users.js';
import { POOL_ANSWER } from '../users/ana.js';

const NUL = '\0';
const NOT_UTF8 = 'is not valid UTF-8. Save the file as UTF-8, in Excel as "CSV UTF-8"';
const ESCAPE = '\u001b[2J';
const TOO_LONG = `is longer than ${MAX_LINE} characters, so this is not a list of users`;
const RETYPE = 'Remove it, or type the text instead of pasting it';
const FORMULA = 'is a formula, which a spreadsheet would run when it opens an export';
const LONG = 'a'.repeat(50_000_000);
const DEEP = '['.repeat(400_000) + ']'.repeat(400_000);

describe('A hostile file of users to create', () => {
  const cognito = mockUsers();
  const folder = temporaryFolder();
  let rules: CreationRules;
  beforeEach(async () => {
    cognito.answer('DescribeUserPool', POOL_ANSWER);
    rules = await creationRules(openTestDirectory());
  });

  const DEFAULTS = {
    tenant: 'tenant_001',
    roles: ['itsm_agent'],
    attributes: [],
    permanent: false,
    invite: true,
    ifNotExists: false,
  };

  async function problemsOf(format: InputFormat, content: string | Buffer): Promise<string[]> {
    await writeFile(folder.path('users'), content);
    const { columns } = rules;
    const source = await openSource(folder.path('users'), process.stdin);
    const problems: RowProblem[] = [];
    for await (const row of readRows(source, format, { textKey: 'email', columns })) {
      const read = isProblems(row) ? row : creationOf(row, DEFAULTS, rules);
      if (isProblems(read)) problems.push(...read);
    }
    return problems.map(({ line, column = '-', problem }) => `${line} ${column}: ${problem}`);
  }

  const row = (...entries: [string, string][]) => JSON.stringify(Object.fromEntries(entries));
  const bytes = (...parts: (string | number)[]) =>
    Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : Buffer.from([part]))));

  const FILES: [what: string, format: InputFormat, content: string | Buffer, problems: string[]][] = [
    ...(['csv', 'ndjson', 'json', 'text'] as const).flatMap(
      (format): [string, InputFormat, string | Buffer, string[]][] => {
        const isCsv = format === 'csv';
        const line = isCsv || format === 'json' ? 2 : 1;
        const file = (value: string) =>
          ({
            csv: `email\n${value}\n`,
            ndjson: `${row(['email', value])}\n`,
            json: `[\n${row(['email', value])}\n]`,
            text: `${value}\n`,
          })[format];
        const raw = {
          csv: 'email\nana@a.example\n',
          ndjson: '{"email":"ana@a.example"}\n',
          json: '[{"email":"ana@a.example"},\n',
          text: 'ana@a.example\n',
        }[format];
        return [
          [
            'NUL bytes',
            format,
            file(`a${NUL}na@a.example`),
            [`${line} email: address "a\\u0000na@a.example" has U+0000 NULL at position 2. ${RETYPE}`],
          ],
          [
            'terminal escapes',
            format,
            file(`a${ESCAPE}na@a.example`),
            [`${line} email: address "a\\u001b[2Jna@a.example" has U+001B ESCAPE at position 2. ${RETYPE}`],
          ],
          ['invalid UTF-8', format, bytes(raw, '"', 0xc3, 0x28), [`${raw.split('\n').length} -: ${NOT_UTF8}`]],
          [
            'half a character at its end',
            format,
            bytes(raw, '"', 0xe2, 0x82),
            [`${raw.split('\n').length} -: ${NOT_UTF8}`],
          ],
          ['a formula for an address', format, file('=1+1@a.example'), [`${line} email: ${FORMULA}`]],
          ['a line of 50 MB', format, file(LONG), [`${line} -: ${TOO_LONG}`]],
        ];
      },
    ),
    ['a value that is nested deeply', 'ndjson', `{"email":${DEEP}}`, ['1 email: is nested too deeply']],
    ['a value that is nested deeply', 'json', `[{"email":${DEEP}}]`, ['1 email: is nested too deeply']],
    ['a NUL byte between rows', 'ndjson', `${NUL}\n`, ['1 -: is not JSON']],
    ['a NUL byte between rows', 'json', `[${NUL}]`, ['1 -: is not JSON']],
    [
      'an unbalanced quote',
      'csv',
      'email\nana@a.example\n"ben@a.example\ncy@a.example\n',
      ['3 -: is not CSV: quote not closed'],
    ],
    ['an unbalanced quote', 'ndjson', '{"email":"ana}\n', ['1 -: is not JSON']],
    ['an unbalanced quote', 'json', '[{"email":"ana@a.example"},\n{"email":"ben}]\n', ['2 -: is not JSON']],
    ['a wrong header', 'csv', 'tenant_id,email\n', ['1 tenant_id: unknown column. Did you mean tenantId? Columns: ']],
    [
      'a wrong key',
      'ndjson',
      row(['email', 'ana@a.example'], ['mail', 'x']),
      ['1 mail: unknown column. Did you mean email? Columns: '],
    ],
    ['a key of escapes', 'json', `[${row([ESCAPE, 'x'])}]`, ['1 \\u001b[2J: unknown column. Columns: ']],
    ['a header of escapes', 'csv', `email,${ESCAPE}\n`, ['1 \\u001b[2J: unknown column. Columns: ']],
    ['a prototype for a key', 'json', '[{"__proto__":{"email":"x"}}]', ['1 __proto__: unknown column']],
    ['a duplicate header', 'csv', 'email,email\nana,ben\n', ['1 email: is in the header twice']],
    [
      'a password',
      'csv',
      'email,Password\nana@a.example,x\n',
      ['1 Password: passwords are never read from a file. Remove the column: Cognito mails an invitation'],
    ],
    [
      'formula cells',
      'csv',
      'email,givenName,familyName,department\nana@a.example,=1+1,"@SUM(1,2)",\nben@a.example,"+cmd|\' /C calc\'!A0"," =1",\ncy@a.example,-Ben,+49 30 1234,\n',
      [`2 givenName: ${FORMULA}`, `2 familyName: ${FORMULA}`, `3 givenName: ${FORMULA}`, `3 familyName: ${FORMULA}`],
    ],
    [
      'formulas',
      'ndjson',
      row(['email', 'ana@a.example'], ['givenName', '-2+3+cmd|x!A0']),
      [`1 givenName: ${FORMULA}`],
    ],
    ['formulas', 'json', `[${row(['email', 'ana@a.example'], ['givenName', '＝1'])}]`, [`1 givenName: ${FORMULA}`]],
  ];
  for (const [what, format, content, expected] of FILES) {
    it(`of ${format} with ${what} is refused with the line of the problem`, async () => {
      const problems = (await problemsOf(format, content)).map((text) => text.replace(/(Columns: ).*$/, '$1'));
      expect(problems).to.deep.equal(expected);
    });
  }

  const EMPTY: [what: string, format: InputFormat, content: string][] = [
    ['nothing', 'ndjson', ''],
    ['nothing', 'text', ''],
    ['a header only', 'csv', 'email,roles\r\n'],
    ['an empty array', 'json', ' [ ] '],
    ['a byte order mark only', 'text', '\ufeff'],
  ];
  for (const [what, format, content] of EMPTY) {
    it(`of ${format} with ${what} has no rows and no problems`, async () => {
      expect(await problemsOf(format, content)).to.deep.equal([]);
    });
  }

  it('of json or csv with nothing but white space is refused: an empty list has brackets, or a header', async () => {
    expect([await problemsOf('json', '\n'), await problemsOf('csv', '\n')]).to.deep.equal([
      ['2 -: a JSON array is missing'],
      ['1 -: a header with the names of the columns is missing'],
    ]);
  });

  it('that is a folder or a named pipe is refused at once', async function () {
    if (process.platform === 'win32') this.skip();
    execFileSync('mkfifo', [folder.path('pipe')]);
    for (const name of ['.', 'pipe']) {
      expect(await rejection(openSource(folder.path(name), process.stdin))).to.deep.equal({
        code: 'USAGE',
        message: `cannot read ${JSON.stringify(folder.path(name))}: it is not a file`,
        hint: 'Specify a file, or - for stdin.',
      });
    }
  });
});

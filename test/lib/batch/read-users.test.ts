import { Readable } from 'node:stream';

import { expect } from 'chai';
import fc from 'fast-check';

import type { InputFormat } from '../../../src/lib/batch/input-format.js';
import { MAX_LINE } from '../../../src/lib/batch/read-lines.js';
import { readUsers } from '../../../src/lib/batch/read-users.js';
import { rejection } from '../conventions/refusal.js';

const BOM = '\ufeff';

/** An input in chunks of so many bytes, as a file or a pipe brings it. */
function source(content: string | Buffer, size = 65_536): Readable {
  const bytes = Buffer.from(content as string);
  const chunks = [];
  for (let start = 0; start < bytes.length; start += size) chunks.push(bytes.subarray(start, start + size));
  return Readable.from(chunks);
}

const users = async (content: string | Buffer, format: InputFormat, size?: number) =>
  (await readUsers(source(content, size), format)).users;

describe('readUsers', () => {
  const READ: [what: string, format: InputFormat, content: string, users: string[]][] = [
    ['one USER a line', 'text', 'ana@a.example\nben\n', ['ana@a.example', 'ben']],
    ['a last line without its end', 'text', 'ana\nben', ['ana', 'ben']],
    ['a byte order mark, CRLF, and empty lines', 'text', `${BOM}ana\r\n\r\n  ben \r\n`, ['ana', 'ben']],
    [
      'CSV by the surest key',
      'csv',
      'email,username\na@a.example,u-1\nb@a.example,\n',
      ['u-1', 'b@a.example'],
    ],
    ['CSV with quotes, commas and lines in a field', 'csv', 'note,email\n"a ""b"", c\nd",ana\n', ['ana']],
    ['CSV with a byte order mark and CRLF', 'csv', `${BOM}email\r\nana\r\n\r\nben\r\n`, ['ana', 'ben']],
    ['CSV with a short record', 'csv', 'email,note\nana\n', ['ana']],
    ['NDJSON as users list writes it', 'ndjson', '{"username":"u-1","email":"a@a.example"}\n', ['u-1']],
    [
      'a JSON array',
      'json',
      `${BOM} [ {"user":"a\\"]},"},\r\n{"user":"b","x":[{"y":"]"}]}] \n`,
      ['a"]},', 'b'],
    ],
    ['text before a tab', 'text', '\tana \tUSER_STATE\twhy\nben\t\n', ['ana', 'ben']],
    ['CSV cells that were made harmless', 'csv', "email\n'-ana\n'ben\n", ['-ana', "'ben"]],
    ['NDJSON with a null', 'ndjson', '{"username":null,"email":"a@a.example"}\n', ['a@a.example']],
  ];
  for (const [what, format, content, expected] of READ) {
    it(`reads ${what}, however it is cut into chunks`, async () => {
      for (const size of [1, 2, 7, 65_536]) {
        expect(await users(content, format, size), `chunks of ${size}`).to.deep.equal(expected);
      }
    });
  }

  it('takes a user once, and names the rows that repeat one', async () => {
    expect(
      await readUsers(source('ana@a.example\nben\nana@a.example\nANA@a.example\n'), 'text'),
    ).to.deep.equal({
      users: ['ana@a.example', 'ben', 'ANA@a.example'],
      repeats: ['line 3 repeats "ana@a.example" of line 1'],
      skipped: [],
    });
  });

  const BAD: [what: string, format: InputFormat, content: string | Buffer, hint: string][] = [
    ['a NUL byte', 'text', 'ana\0\n', 'line 1, user: has control characters'],
    ['a terminal escape', 'csv', 'email\n\u001b[2Jana\n', 'line 2, email: has control characters'],
    ['bytes that are no UTF-8', 'text', Buffer.from([0x61, 0x0a, 0xff, 0xfe]), 'line 2: is not UTF-8'],
    ['a quote that is not closed', 'csv', 'email\n"ana\n', 'line 2: is not CSV: quote not closed'],
    ['text after a quote', 'csv', 'email\nana\n"b"en\n', 'line 3: is not CSV: invalid closing quote'],
    ['a key named twice', 'csv', 'email,email\nana,ben\n', 'line 1, email: is named twice in the header'],
    [
      'more fields than keys',
      'csv',
      'email,note\nx,"a\nb"\na,b,c\n',
      'line 4: has 3 fields, and the header 2',
    ],
    [
      'a wrong header',
      'csv',
      'mail\nana\n',
      'line 2: names no user: it needs one of username, sub, email, user',
    ],
    ['a line that is too long', 'text', 'a'.repeat(MAX_LINE + 65_537), `line 1: is longer than ${MAX_LINE}`],
    ['what is no JSON', 'ndjson', '{"email":"a"}\nnope\n', 'line 2: is not JSON'],
    [
      'a JSON array that goes on',
      'json',
      '[{"user":"a"}]\n]',
      'line 2: goes on after the end of the JSON array',
    ],
    ['a JSON array without its end', 'json', '[{"user":"a"},\n', 'line 2: ends the JSON array without a ]'],
    [
      'a JSON array that is cut off',
      'json',
      '[\n{"user":"a"',
      'line 2: is not ended: the JSON array is cut off',
    ],
    ['a JSON array with a comma too many', 'json', '[{"user":"a"}\n,]', 'line 2: has a comma too many'],
    ['a JSON object', 'json', '\n{"user":"a"}', 'line 2: is a JSON object, and a JSON array is expected'],
    ['an element that is no JSON', 'json', '[\n{"user":"a"},\n nope]', 'line 3: is not JSON'],
    ['JSON that is no object', 'ndjson', '["a"]\n', 'line 1: is not a JSON object'],
  ];
  for (const [what, format, content, hint] of BAD) {
    it(`refuses ${what}, and says where`, async () => {
      const refused = await rejection(readUsers(source(content), format));
      expect(refused.code).to.equal('USAGE');
      expect(refused.hint?.split('\n')[0]).to.satisfy((line: string) => line.startsWith(hint), refused.hint);
    });
  }

  it('goes on with the good rows where the bad ones are to be skipped, and tells of each', async () => {
    const content = '{"email":"ana"}\nnope\n{"mail":"x"}\n{"email":"ben"}\n';
    expect(await readUsers(source(content), 'ndjson', { skipInvalid: true })).to.deep.equal({
      users: ['ana', 'ben'],
      repeats: [],
      skipped: ['line 2: is not JSON', 'line 3: names no user: it needs one of username, sub, email, user'],
    });
  });

  it('tells of every bad row, twenty by their lines', async () => {
    const { message, hint } = await rejection(readUsers(source('[]\n'.repeat(25)), 'ndjson'));
    expect([message, hint?.split('\n').length, hint?.split('\n').slice(-2)]).to.deep.equal([
      '25 rows of the input cannot be used',
      22,
      ['and 5 more', 'Nothing was written. To go on with the good ones: --skip-invalid'],
    ]);
  });

  for (const [format, content] of [
    ['text', ''],
    ['text', '\n \n'],
    ['csv', ''],
    ['csv', 'email\n'],
    ['ndjson', ''],
  ] as const) {
    it(`refuses ${JSON.stringify(content)} as ${format}, which names nobody`, async () => {
      expect((await rejection(readUsers(source(content), format))).code).to.equal('MISSING_INPUT');
    });
  }

  it('reads back whatever names are written, as text, CSV, NDJSON and JSON', async () => {
    const name = fc
      .stringMatching(/^[a-z0-9@."',-]{1,20}$/)
      .filter((text) => text.trim() === text && !/^'[=+@-]/.test(text));
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(name, { minLength: 1 }),
        fc.constantFrom('\n', '\r\n'),
        fc.integer({ min: 1, max: 9 }),
        async (names, end, size) => {
          const lines = (rows: readonly string[]) => rows.map((row) => row + end).join('');
          const quoted = names.map((text) => `"${text.replaceAll('"', '""')}"`);
          expect(await users(lines(names), 'text', size)).to.deep.equal(names);
          expect(await users(lines(['user', ...quoted]), 'csv', size)).to.deep.equal(names);
          const objects = names.map((user) => JSON.stringify({ user }));
          expect(await users(lines(objects), 'ndjson', size)).to.deep.equal(names);
          const array = JSON.stringify(names.map((user) => ({ user })));
          expect(await users(array, 'json', size)).to.deep.equal(names);
        },
      ),
    );
  });
});

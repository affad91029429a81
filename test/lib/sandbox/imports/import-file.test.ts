import { expect } from 'chai';
import fc from 'fast-check';
import { importLines, importValues, planImport } from '../../../../src/lib/sandbox/imports/import-file.js';
import type { ImportLine } from '../../../../src/lib/sandbox/imports/import-file.js';
import { MemoryUploads } from '../memory-store.js';

const HEADER = ['email', 'cognito:username'];

async function contentOf(file: string | Uint8Array, offset = 0): Promise<AsyncIterable<Uint8Array>> {
  const uploads = new MemoryUploads();
  const bytes = typeof file === 'string' ? new TextEncoder().encode(file) : file;
  await uploads.write('file', inChunks(bytes));
  return (await uploads.read('file', offset))!;
}

// With an await, because eslint requires one in an async generator.
async function* inChunks(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(bytes);
}

async function linesOf(file: string | Uint8Array): Promise<ImportLine[]> {
  const lines: ImportLine[] = [];
  for await (const line of importLines(await contentOf(file))) lines.push(line);
  return lines;
}

describe('importLines', () => {
  it('yields the lines of any file, each with the position of the next one', () =>
    fc.assert(
      fc.asyncProperty(fc.array(fc.string({ unit: 'grapheme', maxLength: 400 })), async (texts) => {
        const clean = texts.map((text) => text.replaceAll(/[\r\n]/g, ''));
        const file = clean.map((text) => `${text}\n`).join('');
        const lines = await linesOf(file);
        expect(lines.map(({ text }) => text)).to.deep.equal(clean);
        for (const [at, { next }] of lines.entries()) {
          const rest: (string | undefined)[] = [];
          for await (const { text } of importLines(await contentOf(file, next.offset), next)) rest.push(text);
          expect(rest).to.deep.equal(clean.slice(at + 1));
        }
      }),
      { numRuns: 50 },
    ));

  it('accepts LF, CRLF, and no ending on the last line', async () => {
    expect((await linesOf('a\r\nb\n\nc')).map(({ text, line }) => [line, text])).to.deep.equal([
      [1, 'a'],
      [2, 'b'],
      [3, ''],
      [4, 'c'],
    ]);
  });

  it('reports a line of more than 16,000 characters, and continues after it', async () => {
    const file = `${'é'.repeat(16_000)}\n${'x'.repeat(16_001)}\n${'x'.repeat(1_000_000)}\nb\n`;
    const lines = await linesOf(file);
    expect(lines.map(({ text, problem }) => problem ?? text?.length)).to.deep.equal([
      16_000,
      'too long',
      'too long',
      1,
    ]);
  });

  it('reports a line that is not UTF-8', async () => {
    const lines = await linesOf(Uint8Array.of(97, 10, 0xff, 10, 98));
    expect(lines.map(({ text, problem }) => text ?? problem)).to.deep.equal(['a', 'not UTF-8', 'b']);
  });
});

describe('importValues', () => {
  it('splits at commas without a backslash, trims the values, and keeps quotation marks', () => {
    expect(importValues(' a ,"b",c\\, d,,e\\f')).to.deep.equal(['a', '"b"', 'c, d', '', 'e\\f']);
  });
});

describe('planImport', () => {
  it('counts the rows without blank lines, and accepts the columns in any order', async () => {
    expect(await planImport(await contentOf('cognito:username,email\na,a\n\nb,b\n'), HEADER)).to.deep.equal({
      columns: ['cognito:username', 'email'],
      rows: 2,
      next: { offset: 23, line: 2 },
    });
  });

  const start = 'The header of the CSV file does not match the user pool';
  const failures: [string, string | Uint8Array, string][] = [
    ['is empty', '', 'The CSV file is empty.'],
    ['lacks a column', 'email\n', `${start}: cognito:username missing.`],
    ['has an extra column', 'email,cognito:username,x\n', `${start}: it has 3 columns instead of 2.`],
    ['has a column twice', 'email,email,cognito:username\n', `${start}: it has 3 columns instead of 2.`],
    ['starts with a byte order mark', '\uFEFFemail,cognito:username\n', `${start}: it starts with a byte order mark.`],
    ['is not UTF-8', Uint8Array.of(0xff, 10), 'The CSV file is not UTF-8 at line 1.'],
    [
      'has more than 500,000 rows',
      `email,cognito:username\n${'a\n'.repeat(500_001)}`,
      'The CSV file has more than 500000 rows.',
    ],
  ];
  for (const [what, file, why] of failures) {
    it(`refuses a file that ${what}`, async () => {
      expect(await planImport(await contentOf(file), HEADER)).to.equal(why);
    });
  }
});

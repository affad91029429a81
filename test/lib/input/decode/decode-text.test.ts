import { expect } from 'chai';
import fc from 'fast-check';

import { readText, UnreadableInput } from '../../../../src/lib/input/decode/decode-text.js';
import { source } from '../source.js';

const ENCODINGS = {
  'UTF-8': (text: string) => Buffer.from(text),
  'UTF-8 with a byte order mark': (text: string) => Buffer.from(`\ufeff${text}`),
  'UTF-16LE': (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le'),
  'UTF-16BE': (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le').swap16(),
};

/** The text that is read, and the problem that ends it. */
async function read(bytes: Buffer, chunk: number): Promise<[text: string, problem?: string]> {
  let text = '';
  try {
    for await (const piece of readText(source(bytes, chunk))) text += piece;
    return [text];
  } catch (error) {
    if (!(error instanceof UnreadableInput)) throw error;
    return [text, error.message];
  }
}

describe('readText', () => {
  const chunk = fc.integer({ min: 1, max: 9 });
  // A byte order mark at the start is none of the text.
  const text = fc.string({ unit: 'grapheme' }).filter((some) => !some.startsWith('\ufeff'));

  for (const [encoding, encode] of Object.entries(ENCODINGS)) {
    it(`reads any text of ${encoding}, wherever a chunk ends`, async () => {
      await fc.assert(
        fc.asyncProperty(text, chunk, async (written, size) => {
          expect(await read(encode(written), size)).to.deep.equal([written]);
        }),
      );
    });
  }

  it('gives the lines before the first that is not valid UTF-8, wherever a chunk ends', async () => {
    for (let size = 1; size < 12; size++) {
      const [before, problem] = await read(Buffer.from('one\ntwo\n\xffour\nlast\n', 'latin1'), size);
      expect([before.startsWith('one\ntwo\n'), before.includes('last'), problem], String(size)).to.deep.equal([
        true,
        false,
        'line 3 is not valid UTF-8. Save the file as UTF-8, in Excel as "CSV UTF-8"',
      ]);
    }
  });

  it('refuses half a character of UTF-16 at the end, and half of a pair', async () => {
    const half = ENCODINGS['UTF-16LE']('a\nb').subarray(0, -1);
    const pair = ENCODINGS['UTF-16BE']('a\n\ud83d!');
    const problem = 'line 2 or a line soon after it is not valid UTF-16. Save the file as UTF-8';
    expect([await read(half, 2), await read(pair, 2)]).to.deep.equal([
      ['a\n', problem],
      ['a\n', problem],
    ]);
  });
});

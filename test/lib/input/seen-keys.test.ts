import { readdir } from 'node:fs/promises';

import { expect } from 'chai';
import fc from 'fast-check';

import { SeenKeys } from '../../../src/lib/input/seen-keys.js';
import { temporaryFolder } from '../config/temporary-folder.js';

describe('SeenKeys', () => {
  const folder = temporaryFolder();
  const open: SeenKeys[] = [];
  const seenKeys = (buffered?: number) => {
    const seen = new SeenKeys(folder.path('seen'), buffered);
    open.push(seen);
    return seen;
  };
  afterEach(() => {
    for (const seen of open.splice(0)) seen.close();
  });

  for (const [where, buffered] of [
    ['in memory', undefined],
    ['in a file', 3],
  ] as const) {
    it(`finds the first occurrence of any key like a Map does, with the digests ${where}`, () => {
      const key = fc.oneof(fc.string(), fc.integer({ min: 0, max: 500 }).map(String));
      fc.assert(
        fc.property(fc.array(fc.tuple(key, fc.constantFrom('', 'x')), { maxLength: 1000 }), (rows) => {
          const seen = seenKeys(buffered);
          const map = new Map<string, { line: number; content: string }>();
          for (const [index, [text, content]] of rows.entries()) {
            const first = map.get(text);
            const expected = first && { line: first.line, isSame: first.content === content };
            expect(seen.add(text, index + 1, content)).to.deep.equal(expected);
            if (first === undefined) map.set(text, { line: index + 1, content });
          }
        }),
        { numRuns: 30 },
      );
    });
  }

  it('finds every one of 100,000 similar keys after they went to the file, and no other', () => {
    const seen = seenKeys(1_000);
    const found = [];
    for (let line = 1; line <= 100_000; line += 1) found.push(seen.add(`user${line}@example.com`, line));
    const again = [];
    for (const line of [1, 999, 1_000, 1_001, 65_536, 65_537, 99_999, 100_000]) {
      again.push(seen.add(`user${line}@example.com`, 200_000)?.line);
    }
    expect([found.filter((one) => one !== undefined), again]).to.deep.equal([
      [],
      [1, 999, 1_000, 1_001, 65_536, 65_537, 99_999, 100_000],
    ]);
  });

  it('keeps lines beyond 16 million exactly', () => {
    const seen = seenKeys(1);
    seen.add('ana', 20_000_001);
    seen.add('ben', 20_000_002);
    expect([seen.add('ana', 20_000_003)?.line, seen.add('ben', 20_000_004)?.line]).to.deep.equal([
      20_000_001, 20_000_002,
    ]);
  });

  it('uses a file without a name, so that a killed process leaves nothing behind', async () => {
    const seen = seenKeys(1);
    for (let line = 1; line <= 10; line += 1) seen.add(`user${line}`, line);
    expect(await readdir(folder.path(''))).to.deep.equal([]);
  });

  it('throws the error of the system if the file cannot be created', () => {
    const seen = new SeenKeys(folder.path('missing/seen'), 1);
    seen.add('ana', 1);
    expect(() => seen.add('ben', 2)).to.throw('ENOENT');
  });
});

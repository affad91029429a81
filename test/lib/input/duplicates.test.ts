import { expect } from 'chai';
import fc from 'fast-check';

import { Fingerprints } from '../../../src/lib/input/fingerprints.js';
import { Duplicates } from '../../../src/lib/input/duplicates.js';

describe('Fingerprints', () => {
  it('tells what a Map tells, whatever is met', () => {
    const key = fc.oneof(fc.string(), fc.integer({ min: 0, max: 5000 }).map(String));
    fc.assert(
      fc.property(fc.array(fc.tuple(key, fc.constantFrom('', 'x')), { maxLength: 4000 }), (rows) => {
        const fingerprints = new Fingerprints();
        const map = new Map<string, { line: number; content: string }>();
        for (const [index, [text, content]] of rows.entries()) {
          const first = map.get(text);
          const told = first && { line: first.line, isSame: first.content === content };
          expect(fingerprints.meet(text, index + 1, content)).to.deep.equal(told);
          if (first === undefined) map.set(text, { line: index + 1, content });
        }
      }),
      { numRuns: 30 },
    );
  });

  it('keeps a hundred thousand alike addresses apart', () => {
    const fingerprints = new Fingerprints();
    const repeats = [];
    for (let line = 1; line <= 100_000; line += 1) {
      const met = fingerprints.meet(`user${line}@example.com`, line);
      if (met !== undefined) repeats.push(met);
    }
    expect([repeats, fingerprints.meet('user7@example.com', 100_001)]).to.deep.equal([
      [],
      { line: 7, isSame: true },
    ]);
  });
});

describe('Repeats', () => {
  it('tells a row that repeats a user, in another case too where the pool does not tell cases apart', () => {
    const told = [true, false].map((caseSensitive) => {
      const repeats = new Duplicates(caseSensitive);
      return [repeats.take('ana@x', 3), repeats.take('ANA@x', 7), repeats.told()];
    });
    expect(told).to.deep.equal([
      [true, true, []],
      [true, false, ['line 7 repeats "ANA@x" of line 3']],
    ]);
  });

  it('takes two rows that say different things of one user for a problem', () => {
    const repeats = new Duplicates(true);
    expect([repeats.take('ana@x', 3, 'a'), repeats.take('ana@x', 7, 'b'), repeats.told()]).to.deep.equal([
      true,
      { line: 7, problem: 'gives "ana@x" other values than line 3. Leave one of the two out' },
      [],
    ]);
  });

  it('tells twenty, and counts the rest', () => {
    const repeats = new Duplicates(true);
    for (let line = 1; line <= 26; line += 1) repeats.take('ana', line);
    expect([repeats.told().length, repeats.told().at(-1)]).to.deep.equal([21, '5 more lines repeat a user']);
  });
});

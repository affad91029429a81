import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { expect } from 'chai';
import fc from 'fast-check';

import { type Line, MAX_LINE, readLines, readLinesFromEnd } from '../../../../src/lib/history/file/read-lines.js';
import { appendEntries } from '../../../../src/lib/history/file/append.js';
import { rejection } from '../../conventions/refusal.js';
import { bytesReadBy, finished, started } from '../example-history.js';
import { verifyHistory } from '../../../helpers/read-history.js';

describe('the lines of a history', () => {
  let file = '';
  beforeEach(async () => {
    file = join(await mkdtemp(join(tmpdir(), 'sf-admin-lines-')), 'prod.ndjson');
  });
  afterEach(() => rm(join(file, '..'), { recursive: true, force: true }));

  async function read(lines: AsyncIterable<Line>) {
    const all: { text: string; offset: number; isWhole: boolean }[] = [];
    for await (const { bytes, ...line } of lines) all.push({ ...line, text: bytes.toString('latin1') });
    return all;
  }

  /** Texts whose ends are around the borders of what is read at once. */
  const TEXT = fc.oneof(
    fc.string({ maxLength: 5, unit: 'binary-ascii' }),
    fc.integer({ min: 65_530, max: 65_540 }).map((length) => 'x'.repeat(length)),
    fc.constant('y'.repeat(150_000)),
  );

  it('are the same from the start and from the end, with the place of each', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(TEXT, { maxLength: 6 }), TEXT, async (whole, rest) => {
        const lines = [...whole, rest].map((text) => text.replaceAll('\n', ' '));
        await writeFile(file, lines.join('\n'), 'latin1');
        const expected = lines.map((text, index) => ({
          text,
          offset: lines.slice(0, index).reduce((sum, { length }) => sum + length + 1, 0),
          isWhole: index < lines.length - 1,
        }));
        if (expected.at(-1)?.text === '') expected.pop();
        expect(await read(readLines(file))).to.deep.equal(expected);
        expect((await read(readLinesFromEnd(file))).reverse()).to.deep.equal(expected);
        const from = expected.at(-2);
        if (from !== undefined) expect(await read(readLines(file, from.offset))).to.deep.equal(expected.slice(-2));
      }),
      { numRuns: 100 },
    );
  });

  it('are none if there is no file', async () => {
    expect([await read(readLines(file)), await read(readLinesFromEnd(file))]).to.deep.equal([[], []]);
  });

  it('are read from the end no further than they are taken', async () => {
    await writeFile(file, 'a line\n'.repeat(1_000_000));
    const bytes = await bytesReadBy(async () => {
      const lines = readLinesFromEnd(file);
      for (let count = 0; count < 20; count += 1) await lines.next();
      await lines.return();
    });
    expect(bytes).to.be.within(1, 65_536);
  });

  for (const [what, ending] of [
    ['without an end', ''],
    ['with an end', '\n'],
  ] as const) {
    it(`are refused if one is longer than any record, ${what}, by reading and by appending`, async () => {
      await appendEntries(file, started(1), finished(1));
      await writeFile(file, `${'x'.repeat(120 * 1024 * 1024)}${ending}`, { flag: 'a' });
      const refused = {
        code: 'HISTORY_UNREADABLE',
        message: `the history is damaged: ${file} has a line of more than 8 MB`,
        hint: 'Restore the file and its head from a copy, or move both to another folder.',
      };
      const acts: (() => Promise<unknown>)[] = [
        () => read(readLines(file)),
        () => read(readLinesFromEnd(file)),
        () => verifyHistory(file),
        () => appendEntries(file, started(2)),
      ];
      for (const act of acts) {
        expect(await rejection(act())).to.deep.equal(refused);
      }
    });
  }

  it('are read if one is as long as a record can be', async () => {
    await writeFile(file, `${'x'.repeat(MAX_LINE)}\n`);
    const lengths = async (lines: AsyncIterable<Line>) => (await read(lines)).map(({ text }) => text.length);
    expect([await lengths(readLines(file)), await lengths(readLinesFromEnd(file))]).to.deep.equal([
      [MAX_LINE],
      [MAX_LINE],
    ]);
  });

  it('are never written longer than they are read', async () => {
    await appendEntries(file, started(1));
    expect(await rejection(appendEntries(file, started(2, { reason: 'x'.repeat(MAX_LINE) })))).to.deep.equal({
      code: 'HISTORY_UNWRITABLE',
      message: 'the record has more than 8 MB',
      hint: 'Change less at once, or give a shorter --reason.',
    });
    expect((await read(readLines(file))).length).to.equal(1);
  });
});

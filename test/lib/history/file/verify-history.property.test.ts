import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { expect } from 'chai';
import fc from 'fast-check';
import type { HistoryFault } from '../../../../src/lib/history/file/verify-history.js';
import { putHistory, type Written, writeHistory } from '../example-history.js';
import { verifyHistory } from '../../../helpers/read-history.js';

const MOST = 12;
const LINE_FEED = 0x0a;

/** What a damage leaves, and what a fault must name: lines as they stand now, lines by the number they had, records. */
interface Damage {
  readonly lines: readonly Buffer[];
  readonly at?: readonly number[];
  readonly gone?: string;
  readonly ids?: readonly string[];
}

/** Any number of lines up to the most, and positions in them. */
const SIZE = fc.integer({ min: 1, max: MOST });
const POSITION = fc.nat({ max: 100_000 });

describe('verifyHistory, on a history of 1 to 12 lines', () => {
  let folder = '';
  let written: Written = { lines: [], heads: [] };
  const file = () => join(folder, 'damaged.ndjson');
  const idOf = (line: number) => (JSON.parse(String(written.lines[line - 1])) as { id: string }).id;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sf-admin-verify-'));
    written = await writeHistory(join(folder, 'written.ndjson'), MOST);
  });
  after(() => rm(folder, { recursive: true, force: true }));

  async function faultsOf(lines: readonly Buffer[], size: number): Promise<readonly HistoryFault[]> {
    await putHistory(file(), lines, written.heads[size - 1] ?? '');
    return (await verifyHistory(file())).faults;
  }

  /** Holds that whatever the damage, at least one fault names what it was done to. */
  async function holds(runs: number, damage: (lines: readonly Buffer[], one: number, other: number) => Damage) {
    await fc.assert(
      fc.asyncProperty(SIZE, POSITION, POSITION, async (size, one, other) => {
        const { lines, at = [], gone, ids = [] } = damage(written.lines.slice(0, size), one, other);
        const found = await faultsOf(lines, size);
        const named = found.filter(
          ({ line, id, found: text }) =>
            at.includes(line) ||
            (id !== null && ids.includes(id)) ||
            (gone !== undefined && text.includes(`${gone} missing`)),
        );
        expect(named.length, JSON.stringify(found)).to.be.greaterThan(0);
      }),
      { numRuns: runs },
    );
  }

  it('finds no fault in an unchanged history', async () => {
    for (let size = 0; size <= MOST; size += 1) {
      const lines = written.lines.slice(0, size);
      expect(await faultsOf(lines, size), `${size} lines`).to.deep.equal([]);
    }
  });

  it('reports the line of any altered byte', async () => {
    await fc.assert(
      fc.asyncProperty(SIZE, POSITION, POSITION, fc.integer({ min: 1, max: 255 }), async (size, one, at, flip) => {
        const index = one % size;
        const lines = written.lines.slice(0, size).map((bytes) => Buffer.from(bytes));
        const line = lines[index]!;
        line[at % line.length]! ^= flip;
        const found = await faultsOf(lines, size);
        expect(
          found.map((fault) => fault.line),
          JSON.stringify(found),
        ).to.include(index + 1);
      }),
      { numRuns: 1_000 },
    );
  });

  it('reports the line of any removed or inserted byte', async () => {
    await holds(300, (lines, one, other) => {
      const index = one % lines.length;
      const line = lines[index]!;
      const at = other % line.length;
      const byte = other % 2 === 0 ? Buffer.of() : Buffer.of(line[at]!, 0x20);
      const altered = Buffer.concat([line.subarray(0, at), byte, line.subarray(at + 1)]);
      return { lines: lines.with(index, altered), at: [index + 1] };
    });
  });

  it('reports any sequence of removed lines', async () => {
    await holds(300, (lines, one, other) => {
      const from = 1 + (one % lines.length);
      const to = from + (other % (lines.length - from + 1));
      const gone = from === to ? `line ${from} is` : `lines ${from} to ${to} are`;
      return { lines: [...lines.slice(0, from - 1), ...lines.slice(to)], gone };
    });
  });

  it('reports the lines of any removed end', async () => {
    await holds(100, (lines, one) => {
      const kept = one % lines.length;
      const gone = kept + 1 === lines.length ? `line ${lines.length} is` : `lines ${kept + 1} to ${lines.length} are`;
      return { lines: lines.slice(0, kept), gone };
    });
  });

  it('reports a record of any two swapped lines', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 2, max: MOST }), POSITION, POSITION, async (size, one, other) => {
        const first = one % size;
        const second = (first + 1 + (other % (size - 1))) % size;
        const lines = written.lines.slice(0, size);
        const swapped = lines.with(first, lines[second]!).with(second, lines[first]!);
        const ids = [idOf(first + 1), idOf(second + 1)];
        const found = await faultsOf(swapped, size);
        expect(
          found.some(({ id }) => id !== null && ids.includes(id)),
          JSON.stringify(found),
        ).to.equal(true);
      }),
      { numRuns: 300 },
    );
  });

  it('reports the record of any line that was copied to any place', async () => {
    await holds(300, (lines, one, other) => {
      const index = one % lines.length;
      return { lines: lines.toSpliced(other % (lines.length + 1), 0, lines[index]!), ids: [idOf(index + 1)] };
    });
  });

  it('reports any inserted invalid line', async () => {
    await holds(100, (lines, one, other) => {
      const at = one % (lines.length + 1);
      const foreign = Buffer.from(['', '{}', 'null', '{"v":1}'][other % 4]!);
      return { lines: lines.toSpliced(at, 0, foreign), at: [at + 1] };
    });
  });

  it('finds any altered line feed', async () => {
    await fc.assert(
      fc.asyncProperty(SIZE, POSITION, fc.integer({ min: 1, max: 255 }), async (size, one, flip) => {
        const lines = written.lines.slice(0, size);
        const index = one % size;
        const joined = Buffer.concat([
          ...lines.slice(0, index).flatMap((line) => [line, Buffer.of(LINE_FEED)]),
          lines[index]!,
          Buffer.of(LINE_FEED ^ flip),
          ...lines.slice(index + 1).flatMap((line) => [line, Buffer.of(LINE_FEED)]),
        ]);
        // `putHistory` ends the last line itself.
        const found = await faultsOf([joined.subarray(0, index + 1 === size ? undefined : -1)], size);
        expect(found.length).to.be.greaterThan(0);
      }),
      { numRuns: 200 },
    );
  });
});

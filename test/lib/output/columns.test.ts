import { expect } from 'chai';
import fc from 'fast-check';

import { AdminError } from '../../../src/lib/errors.js';
import { parseColumns, pickColumns, sortedRows } from '../../../src/lib/output/columns.js';
import type { Cell } from '../../../src/lib/output/view.js';
import { peopleView } from './people-view.js';

function refusal(act: () => unknown): object {
  try {
    act();
  } catch (error) {
    if (!(error instanceof AdminError)) throw error;
    return { code: error.code, message: error.message, hint: error.hint };
  }
  throw new Error('nothing was refused');
}

const KNOWN = 'Columns: id, name, roles, enabled, initial';

describe('parseColumns', () => {
  it('returns the keys in the given order, trimmed, without duplicates and empty ones', () => {
    expect(parseColumns(' roles, id ,,roles', peopleView)).to.deep.equal(['roles', 'id']);
  });

  const refusals: [rule: string, text: string, message: string, hint: string][] = [
    ['a misspelt key, with the key meant', 'id,nmae', 'unknown column "nmae"', `Did you mean name? ${KNOWN}`],
    ['a key in the wrong case', 'ID', 'unknown column "ID"', `Did you mean id? ${KNOWN}`],
    ['a key like no other, without a guess', 'telephone', 'unknown column "telephone"', KNOWN],
    [
      'several at once',
      'telephone,rolse,telephone',
      'unknown columns "telephone", "rolse"',
      `Did you mean roles? ${KNOWN}`,
    ],
    ['no key at all', ' , ', '--columns is empty', KNOWN],
  ];
  for (const [rule, text, message, hint] of refusals) {
    it(`refuses ${rule}`, () => {
      expect(refusal(() => parseColumns(text, peopleView))).to.deep.equal({ code: 'USAGE', message, hint });
    });
  }
});

describe('pickColumns', () => {
  it('returns the columns in the order of the keys', () => {
    expect(pickColumns(['roles', 'id'], peopleView).map((column) => column.key)).to.deep.equal(['roles', 'id']);
  });

  it('refuses an unknown key', () => {
    expect(refusal(() => pickColumns(['rols'], peopleView))).to.deep.equal({
      code: 'USAGE',
      message: 'unknown column "rols"',
      hint: `Did you mean roles? ${KNOWN}`,
    });
  });
});

describe('sortedRows', () => {
  interface Row {
    readonly cell: Cell;
    readonly index: number;
  }
  const cells = { columns: [{ key: 'cell', header: 'cell', value: ({ cell }: Row) => cell }] };
  async function sorted(values: readonly Cell[], descending = false): Promise<Row[]> {
    const rows = values.map((cell, index) => ({ cell, index }));
    const result: Row[] = [];
    for await (const row of sortedRows(rows, cells, { key: 'cell', descending })) result.push(row);
    return result;
  }

  const cases: [rule: string, ascending: Cell[]][] = [
    ['numbers by value', [-1, 2, 10]],
    ['digits in text as numbers', ['tenant_2', 'tenant_10']],
    ['times', ['2025-12-31T00:00:00.000Z', '2026-01-02T09:00:00.000Z', '2026-01-02T10:00:00.000Z']],
    ['text without regard to case', ['ada', 'Bob', 'cy']],
    ['no before yes', [false, true]],
    ['lists by their values', [['a'], ['a', 'b'], ['b']]],
  ];
  for (const [rule, ascending] of cases) {
    it(`sorts ${rule}`, async () => {
      const descending = [...ascending].reverse();
      const found = [await sorted(descending), await sorted(ascending, true)];
      expect(found.map((rows) => rows.map(({ cell }) => cell))).to.deep.equal([ascending, descending]);
    });
  }

  const cell = fc.oneof(fc.constantFrom(null, undefined, '', []), fc.integer({ min: 0, max: 3 }));

  it('keeps every row, equal ones in their order, and puts those without a value last', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(cell), fc.boolean(), async (values, descending) => {
        const rows = await sorted(values, descending);
        expect(rows.map(({ index }) => index).sort((a, b) => a - b)).to.deep.equal([...values.keys()]);
        for (const [position, next] of rows.slice(1).entries()) {
          const previous = rows[position]!;
          if (typeof previous.cell !== 'number') expect(next.cell).to.not.be.a('number');
          else if (typeof next.cell === 'number') {
            expect(Math.sign(next.cell - previous.cell)).to.not.equal(descending ? 1 : -1);
          }
          const areEqual = previous.cell === next.cell || [previous, next].every((row) => typeof row.cell !== 'number');
          if (areEqual) expect(next.index).to.be.greaterThan(previous.index);
        }
      }),
    );
  });
});

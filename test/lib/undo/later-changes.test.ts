import { expect } from 'chai';

import type { ChangeRecord } from '../../../src/lib/history/record.js';
import { ChangesSince } from '../../../src/lib/undo/later-changes.js';
import { exampleRecord, recordId } from './example-record.js';

const FIRST = exampleRecord();
const change = (number: number, differences: Partial<ChangeRecord> = {}) =>
  exampleRecord({ id: recordId(number), ...differences });

describe('ChangesSince', () => {
  const since = (...newestFirst: ChangeRecord[]) => {
    const changes = new ChangesSince();
    for (const record of newestFirst) changes.add(record);
    return changes;
  };

  it('finds the changes of the same fields of the same user, the oldest first', () => {
    const department = { field: 'department', before: null, after: 'dept_it' };
    const later = [change(3), change(4, { fields: [department, ...FIRST.fields] }), change(5, { result: 'unknown' })];
    const others = [
      change(6, { fields: [department] }),
      change(7, { target: { ...FIRST.target, id: 'somebody-else' } }),
      change(8, { result: 'failed' }),
      change(9, { result: 'unchanged' }),
      change(10, { fields: [{ field: 'givenName', before: 'Anna', after: 'Anna' }] }),
    ];
    expect(since(...[...later, ...others].reverse()).of(FIRST)).to.deep.equal(
      later.map(({ id, operation }) => ({ id, operation })),
    );
  });

  it('finds them by their place, also if the clock was set back before them', () => {
    const [record, after] = [change(5), change(2)];
    expect(
      since(after)
        .of(record)
        .map(({ id }) => id),
    ).to.deep.equal([after.id]);
  });
});

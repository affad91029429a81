import { expect } from 'chai';

import { Duplicates } from '../../../src/lib/input/duplicates.js';
import { temporaryFolder } from '../config/temporary-folder.js';

describe('Duplicates', () => {
  const folder = temporaryFolder();
  const duplicates = (caseSensitive = true) => new Duplicates(caseSensitive, folder.path('seen'));

  it('finds a row that repeats a user, and ignores case if the pool does', () => {
    const found = [true, false].map((caseSensitive) => {
      const users = duplicates(caseSensitive);
      return [users.add('ana@x', 3), users.add('ANA@x', 7), users.lines()];
    });
    expect(found).to.deep.equal([
      [true, true, []],
      [true, false, ['line 7 repeats "ANA@x" from line 3']],
    ]);
  });

  it('reports a row with other values for the same user as a problem', () => {
    const users = duplicates();
    expect([users.add('ana@x', 3, 'a'), users.add('ana@x', 7, 'b'), users.lines()]).to.deep.equal([
      true,
      { line: 7, problem: 'has other values for "ana@x" than line 3. Remove one of the two' },
      [],
    ]);
  });

  it('lists twenty duplicates and counts the others', () => {
    const users = duplicates();
    for (let line = 1; line <= 26; line += 1) users.add('ana', line);
    expect([users.lines().length, users.lines().at(-1)]).to.deep.equal([21, '5 more lines repeat a user']);
  });
});

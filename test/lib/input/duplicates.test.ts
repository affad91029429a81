import { expect } from 'chai';

import { Duplicates, NewEmails } from '../../../src/lib/input/duplicates.js';
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

describe('NewEmails', () => {
  const folder = temporaryFolder();
  const NEXT = 'Put one of the two rows in a file of its own';

  const CONFLICTS: [what: string, rows: [name: string, newEmail?: string][], problem?: string][] = [
    [
      'two users and two addresses',
      [
        ['ana', 'ana@x'],
        ['ben', 'ben@x'],
      ],
    ],
    [
      'an address that stays',
      [
        ['ana@x', 'ANA@x'],
        ['ben@x', 'b@x'],
      ],
    ],
    ['rows that give no address', [['ana@x'], ['ben@x']]],
    [
      'one address for two users',
      [
        ['ana', 'a@x'],
        ['ben', 'A@x'],
      ],
      '"A@x" is also the new address of the user in line 1',
    ],
    [
      'an address that a later row gives away',
      [
        ['ana@x', 'ben@x'],
        ['Ben@x', 'b@x'],
      ],
      '"Ben@x" is the new address of the user in line 1',
    ],
    [
      'an address that an earlier row gives away',
      [
        ['ben@x', 'b@x'],
        ['ana@x', 'ben@x'],
      ],
      '"ben@x" is the present address of the user in line 1',
    ],
    [
      'two users who swap',
      [
        ['ana@x', 'ben@x'],
        ['ben@x', 'ana@x'],
      ],
      '"ben@x" is the new address of the user in line 1',
    ],
    [
      'an address whose user stays',
      [['ben@x'], ['ana@x', 'ben@x']],
      '"ben@x" is the present address of the user in line 1',
    ],
  ];
  for (const [what, rows, problem] of CONFLICTS) {
    it(`${problem === undefined ? 'accepts' : 'refuses'} ${what}`, () => {
      const emails = new NewEmails(folder.path('seen'));
      const found = rows.map(([name, newEmail], index) => emails.add(name, newEmail, index + 1));
      expect(found).to.deep.equal([
        undefined,
        problem === undefined ? undefined : { line: 2, problem: `${problem}. ${NEXT}` },
      ]);
    });
  }
});

import { expect } from 'chai';

import type { Row } from '../../../../src/lib/input/rows/row.js';
import { nameOf, nameProblems } from '../../../../src/lib/input/rows/user-name.js';
import { onEachUser } from '../../../../src/lib/runs/operations/change-users.js';
import { openTestDirectory } from '../../../helpers/directory.js';
import { exampleChange } from '../../changes/example-change.js';

const row = (values: Row['values']): Row => ({ line: 7, values });

describe('nameOf', () => {
  for (const [what, values, named] of [
    ['the user name before all', { email: 'e', username: 'u', sub: 's' }, { key: 'username', name: 'u' }],
    ['the sub before the address', { email: 'e', sub: 's' }, { key: 'sub', name: 's' }],
    ['the address before what a plain line says', { user: 'x', email: 'e' }, { key: 'email', name: 'e' }],
    ['what a plain line says', { user: 'x' }, { key: 'user', name: 'x' }],
    [
      'the next where one is null or empty',
      { username: null, sub: '', email: 'e' },
      { key: 'email', name: 'e' },
    ],
    ['the next where one is no text', { username: ['u'], email: 'e' }, { key: 'email', name: 'e' }],
    ['nobody where no key names one', { mail: 'e' }, undefined],
  ] as const) {
    it(`is ${what}`, () => {
      expect(nameOf(row(values))).to.deep.equal(named);
    });
  }
});

describe('nameProblems', () => {
  for (const [what, values, problems] of [
    ['nothing of a name', { email: 'ana@a.example' }, []],
    [
      'that there is none',
      { mail: 'x' },
      [{ line: 7, problem: 'names no user; it needs one of username, sub, email, user' }],
    ],
    [
      'control characters',
      { sub: 'a\u202eb\u001b' },
      [{ line: 7, column: 'sub', problem: 'has control characters' }],
    ],
  ] as const) {
    it(`tells ${what}`, () => {
      expect(nameProblems(row(values))).to.deep.equal(problems);
    });
  }
});

describe('usersJob', () => {
  it('plans for the name of the row, and for the canonical one where that is known', async () => {
    const asked: string[] = [];
    const job = onEachUser({
      operation: 'users.disable',
      intent: {},
      plan: (_, user) => {
        asked.push(user);
        return Promise.resolve(exampleChange());
      },
      recovery: { kind: 'look' },
    });
    await job.plan(openTestDirectory(), row({ email: 'ana@a.example' }));
    await job.plan(openTestDirectory(), row({ email: 'ana@a.example' }), 'sub-of-ana');
    expect(asked).to.deep.equal(['ana@a.example', 'sub-of-ana']);
  });
});

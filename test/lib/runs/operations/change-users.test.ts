import { expect } from 'chai';

import type { Row } from '../../../../src/lib/input/rows/row.js';
import { nameOf, nameProblems } from '../../../../src/lib/input/rows/user-name.js';
import { onEachUser } from '../../../../src/lib/runs/operations/change-users.js';
import { openTestDirectory } from '../../../helpers/directory.js';
import { exampleChange } from '../../changes/example-change.js';

const row = (values: Row['values']): Row => ({ line: 7, values });

describe('nameOf', () => {
  for (const [what, values, named] of [
    ['the user name first', { email: 'e', username: 'u', sub: 's' }, { key: 'username', name: 'u' }],
    ['the sub before the address', { email: 'e', sub: 's' }, { key: 'sub', name: 's' }],
    ['the address before the line of a text input', { user: 'x', email: 'e' }, { key: 'email', name: 'e' }],
    ['the line of a text input', { user: 'x' }, { key: 'user', name: 'x' }],
    ['the next one if a value is null or empty', { username: null, sub: '', email: 'e' }, { key: 'email', name: 'e' }],
    ['the next one if a value is not text', { username: ['u'], email: 'e' }, { key: 'email', name: 'e' }],
    ['undefined if no key names a user', { mail: 'e' }, undefined],
  ] as const) {
    it(`returns ${what}`, () => {
      expect(nameOf(row(values))).to.deep.equal(named);
    });
  }
});

describe('nameProblems', () => {
  for (const [what, values, problems] of [
    ['no problem in a valid name', { email: 'ana@a.example' }, []],
    [
      'a missing name',
      { mail: 'x' },
      [{ line: 7, problem: 'names no user; it needs one of username, sub, email, user' }],
    ],
    [
      'an invisible character',
      { sub: 'ab\u200b' },
      [
        {
          line: 7,
          column: 'sub',
          problem:
            'user "ab\\u200b" has U+200B ZERO WIDTH SPACE at position 3. Remove it, or type the text instead of pasting it',
        },
      ],
    ],
  ] as const) {
    it(`finds ${what}`, () => {
      expect(nameProblems(row(values))).to.deep.equal(problems);
    });
  }
});

describe('onEachUser', () => {
  it('plans for the name in the row, or for the canonical name if it is known', async () => {
    const asked: string[] = [];
    const operation = onEachUser({
      operation: 'users.disable',
      intent: {},
      plan: (_, user) => {
        asked.push(user);
        return Promise.resolve(exampleChange());
      },
      recovery: { kind: 'look' },
    });
    await operation.plan(openTestDirectory(), row({ email: 'ana@a.example' }));
    await operation.plan(openTestDirectory(), row({ email: 'ana@a.example' }), 'sub-of-ana');
    expect(asked).to.deep.equal(['ana@a.example', 'sub-of-ana']);
  });
});

import { expect } from 'chai';

import { usersArgument } from '../../../src/lib/cli/change-users.js';
import type { AdminError } from '../../../src/lib/errors.js';

describe('the users of a command', () => {
  for (const [title, named, from, expected] of [
    ['are the argument', 'ana', undefined, 'ana'],
    ['are the argument even if it is empty, which is refused later', '', undefined, ''],
    ['are all arguments', ['ana', 'ben'], undefined, ['ana', 'ben']],
    ['come from --from without an argument', undefined, 'users.txt', undefined],
    ['come from --from with an empty list of arguments', [], '-', undefined],
  ] as const) {
    it(title, () => {
      expect(usersArgument<string | readonly string[]>(named, { from })).to.deep.equal(expected);
    });
  }

  for (const [title, named, from, code] of [
    ['must be given', undefined, undefined, 'MISSING_INPUT'],
    ['must be given: an empty list is missing input', [], undefined, 'MISSING_INPUT'],
    ['must not be given twice', 'ana', 'users.txt', 'USAGE'],
    ['must not be given twice, as an empty argument neither', '', 'users.txt', 'USAGE'],
  ] as const) {
    it(title, () => {
      expect(() => usersArgument<string | readonly string[]>(named, { from }))
        .to.throw()
        .with.property('code' satisfies keyof AdminError, code);
    });
  }
});

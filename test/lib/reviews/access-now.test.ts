import { expect } from 'chai';

import { type AccessNow, accessNowText, isTakenAway } from '../../../src/lib/reviews/access-now.js';

const LISTED = { privilegedRoles: ['cloud_admin'], privilegedGroups: ['operators'] };
const NOTHING_LISTED = { privilegedRoles: [], privilegedGroups: [] };
const now = (rest: Partial<AccessNow> = {}): AccessNow => ({ enabled: true, ...NOTHING_LISTED, ...rest });
const HOLDS_ROLE = { privilegedRoles: ['cloud_admin'] };
const DISABLED = { operation: 'users.disable', result: 'done' } as const;
const REMOVED = { operation: 'users.set-attributes', result: 'done' } as const;

describe('isTakenAway', () => {
  const cases: [what: string, args: Parameters<typeof isTakenAway>, expected: boolean][] = [
    ['a user who is gone', [LISTED, null, []], true],
    ['a user who holds nothing of it', [LISTED, now(), []], true],
    ['a user who holds it, whatever the records say', [LISTED, now(HOLDS_ROLE), [REMOVED]], false],
    ['a user who was disabled and holds it', [LISTED, now({ ...HOLDS_ROLE, enabled: false }), [DISABLED]], true],
    ['a user who was disabled and enabled again', [LISTED, now(HOLDS_ROLE), [DISABLED]], false],
    [
      'a user who was not disabled by the review, and holds it',
      [LISTED, now({ ...HOLDS_ROLE, enabled: false }), []],
      false,
    ],
    [
      'a user whom the review failed to disable',
      [LISTED, now({ ...HOLDS_ROLE, enabled: false }), [{ ...DISABLED, result: 'failed' }]],
      false,
    ],
    [
      'a user who was disabled and is in the group',
      [LISTED, now({ privilegedGroups: ['operators'], enabled: false }), [DISABLED]],
      false,
    ],
    ['an enabled user of whom nothing is listed', [NOTHING_LISTED, now(), []], false],
    ['a disabled user of whom nothing is listed', [NOTHING_LISTED, now({ enabled: false }), []], true],
  ];
  for (const [what, args, expected] of cases) {
    it(`is ${expected} for ${what}`, () => {
      expect(isTakenAway(...args)).to.equal(expected);
    });
  }
});

describe('accessNowText', () => {
  it('says what is left, and whether the user can sign in', () => {
    const texts = [
      accessNowText(null, false),
      accessNowText(now(), true),
      accessNowText(now(), false),
      accessNowText(now({ ...HOLDS_ROLE, enabled: false }), false),
      accessNowText(now({ ...HOLDS_ROLE, enabled: false }), true),
      accessNowText(now({ ...HOLDS_ROLE, privilegedGroups: ['operators'] }), true),
    ];
    expect(texts).to.deep.equal([
      'the user no longer exists',
      undefined,
      'nothing was left to take away, enabled',
      'disabled already, still holds cloud_admin',
      'disabled, still holds cloud_admin',
      'enabled, still holds cloud_admin, operators',
    ]);
  });
});

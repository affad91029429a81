import { expect } from 'chai';
import fc from 'fast-check';
import type { PoolState } from '../../../../src/lib/sandbox/state/state.js';
import { UserIndex, scanOf } from '../../../../src/lib/sandbox/state/lookup.js';
import { Sandbox } from '../harness.js';

const WORD = fc.constantFrom('ida', 'Ida', 'jan', 'IDA@x.example', 'ida@x.example', '+15550100');

const USER = fc.record({
  username: WORD,
  status: fc.constantFrom('CONFIRMED' as const, 'EXTERNAL_PROVIDER' as const),
  email: fc.option(WORD, { nil: undefined }),
  preferred: fc.option(WORD, { nil: undefined }),
  verified: fc.boolean(),
});

const SETTINGS = fc.record({
  UsernameConfiguration: fc.record({ CaseSensitive: fc.boolean() }),
  names: fc.constantFrom(
    { UsernameAttributes: ['email' as const] },
    { AliasAttributes: ['email' as const, 'preferred_username' as const] },
    {},
  ),
});

describe('UserIndex', () => {
  it('has the same names and addresses as a scan of all users', () => {
    fc.assert(
      fc.property(SETTINGS, fc.array(USER, { maxLength: 5 }), WORD, ({ names, ...settings }, users, word) => {
        const { pool } = new Sandbox();
        pool.users = {};
        delete pool.settings.UsernameAttributes;
        Object.assign(pool.settings, settings, names);
        const index = new UserIndex(pool);
        for (const user of users) index.add(added(pool, user));
        for (const taken of [index, new UserIndex(pool)]) {
          expect(taken.hasName(word)).to.equal(scanOf(pool).hasName(word));
          for (const attribute of ['email', 'preferred_username', 'phone_number'])
            expect(taken.hasAddress(attribute, word)).to.equal(scanOf(pool).hasAddress(attribute, word));
        }
      }),
    );
  });
});

type Drawn = typeof USER extends fc.Arbitrary<infer T> ? T : never;

function added(pool: PoolState, { username, status, email, preferred, verified }: Drawn) {
  // A name that is taken would replace another user.
  const free = Object.hasOwn(pool.users, username) ? `${username}${Object.keys(pool.users).length}` : username;
  const attributes = {
    ...(email === undefined ? {} : { email }),
    ...(preferred === undefined ? {} : { preferred_username: preferred }),
    email_verified: String(verified),
  };
  const user = { username: free, attributes, enabled: true, status, createdAt: 0, modifiedAt: 0 };
  return (pool.users[free] = { ...user, mfa: { methods: [] }, refreshTokens: {} });
}

import { expect } from 'chai';
import fc from 'fast-check';

import type { Person } from '../../../../src/lib/checks/people/user-finding.js';
import { DEFAULT_CONVENTIONS } from '../../../../src/lib/config/default-conventions.js';
import { USER_STATUSES } from '../../../../src/lib/model/user.js';
import type { Conventions } from '../../../../src/lib/model/conventions.js';
import type { UserPool } from '../../../../src/lib/model/user-pool.js';
import { UserCounter, type UserNumbers } from '../../../../src/lib/reports/pool/user-numbers.js';
import type { Breakdown } from '../../../../src/lib/reports/tally.js';

const NOW = new Date('2026-11-28T12:00:00Z');
const POOL = { Policies: { PasswordPolicy: { TemporaryPasswordValidityDays: 7 } } } as UserPool;

function person(user: Partial<Person['user']> = {}, rest: Partial<Person> = {}): Person {
  return {
    user: {
      ...{ username: 'ana', sub: 'ana', email: 'ana@example.com', emailVerified: true },
      ...{ givenName: null, familyName: null, tenantId: 'tenant_001', roles: ['itsm_agent'], department: null },
      ...{ enabled: true, status: 'CONFIRMED' },
      ...{ createdAt: '2026-11-01T00:00:00.000Z', updatedAt: '2026-11-01T00:00:00.000Z' },
      ...user,
    },
    ...{ word: 'ana', conventions: DEFAULT_CONVENTIONS, pool: POOL, namesakes: [], now: NOW },
    ...{ privilegedGroups: [], secondFactors: undefined },
    ...rest,
  };
}

function numbersOf(people: readonly Person[], conventions: Conventions = DEFAULT_CONVENTIONS): UserNumbers {
  const counter = new UserCounter(conventions, NOW);
  for (const one of people) counter.add(one);
  return counter.numbers();
}

describe('the numbers of users', () => {
  it('count a user with several roles once, whatever their order', () => {
    const { byRoles } = numbersOf([
      person({ roles: ['itsm_admin', 'itsm_agent'] }),
      person({ roles: ['itsm_agent', 'itsm_admin'] }),
      person({ roles: [] }),
    ]);
    expect(byRoles).to.deep.equal({
      total: 3,
      values: [{ value: 'itsm_agent, itsm_admin', count: 2 }],
      none: 1,
      others: 0,
    });
  });

  it('count the second factors for each privileged role, and each user once for any of them', () => {
    const { secondFactors } = numbersOf([
      person({ roles: ['itsm_agent'] }),
      person({ roles: ['itsm_admin', 'super_admin'] }, { secondFactors: ['SOFTWARE_TOKEN_MFA'] }),
      person({ roles: ['itsm_admin'] }, { secondFactors: [] }),
      person({ roles: ['itsm_admin'] }),
      person({ roles: ['itsm_admin'], status: 'EXTERNAL_PROVIDER' }),
    ]);
    const counts = secondFactors.map(({ role, users, withFactor, withoutFactor, federated, notRead }) => [
      ...[role, users, withFactor, withoutFactor, federated, notRead],
    ]);
    expect(counts).to.deep.equal([
      ['itsm_admin', 4, 1, 1, 1, 1],
      ['cloud_admin', 0, 0, 0, 0, 0],
      ['super_admin', 1, 1, 0, 0, 0],
      [null, 4, 1, 1, 1, 1],
    ]);
  });

  it('count the second factors for each privileged group too', () => {
    const conventions = { ...DEFAULT_CONVENTIONS, privilegedGroups: ['admins'] };
    const { secondFactors } = numbersOf(
      [
        person({}, { privilegedGroups: ['admins'], secondFactors: ['SMS_MFA'] }),
        person({ roles: ['super_admin'] }, { privilegedGroups: ['admins'], secondFactors: [] }),
      ],
      conventions,
    );
    const counts = secondFactors.map(({ role, withFactor, withoutFactor }) => [role, withFactor, withoutFactor]);
    expect(counts).to.deep.equal([
      ['itsm_admin', 0, 0],
      ['cloud_admin', 0, 0],
      ['super_admin', 0, 1],
      ['admins', 1, 1],
      [null, 1, 1],
    ]);
  });

  it('count invitations as the check of users finds them, and apart those of a pool that was not read', () => {
    const invited = (createdAt: string, updatedAt = createdAt, rest: Partial<Person> = {}) =>
      person({ status: 'FORCE_CHANGE_PASSWORD', createdAt, updatedAt }, rest);
    expect(
      numbersOf([
        person(),
        invited('2026-11-27T00:00:00.000Z'),
        invited('2026-11-01T00:00:00.000Z', '2026-11-27T00:00:00.000Z'),
        invited('2026-11-01T00:00:00.000Z'),
        invited('2026-11-01T00:00:00.000Z', undefined, { pool: undefined }),
      ]).invitations,
    ).to.deep.equal({ total: 4, pending: 1, mayHaveExpired: 1, expired: 1, notRead: 1 });
  });

  it('add up, for any users', () => {
    const date = fc.option(
      fc
        .date({ min: new Date('1970-01-01'), max: new Date('2040-01-01'), noInvalidDate: true })
        .map((at) => at.toISOString()),
    );
    const people = fc.array(
      fc
        .tuple(
          fc.record({
            tenantId: fc.option(fc.constantFrom('tenant_001', 'tenant_002', '<b>', '\u202e')),
            roles: fc.subarray(['itsm_agent', 'itsm_admin', 'cloud_admin', 'boss', '__proto__']),
            status: fc.constantFrom(...USER_STATUSES),
            enabled: fc.boolean(),
            createdAt: date,
            updatedAt: date,
          }),
          fc.option(fc.subarray(['SMS_MFA', 'WEB_AUTHN']), { nil: undefined }),
          fc.option(fc.constant(POOL), { nil: undefined }),
        )
        .map(([user, secondFactors, pool]) => person(user, { secondFactors, pool })),
    );
    const sum = ({ values, none, others }: Breakdown) => values.reduce((all, { count }) => all + count, none + others);
    fc.assert(
      fc.property(people, (users) => {
        const numbers = numbersOf(users);
        const { total, enabled, disabled, byTenant, byStatus, byRoles, byMonth, secondFactors, invitations } = numbers;
        const breakdowns = [byTenant, byStatus, byRoles, byMonth];
        expect([total, enabled + disabled, ...breakdowns.flatMap((one) => [one.total, sum(one)])]).to.deep.equal(
          Array.from({ length: 10 }, () => users.length),
        );
        const privileged = (name: string | null) =>
          users.filter(({ user: { roles } }) =>
            name === null ? roles.some((role) => role.endsWith('_admin')) : roles.includes(name),
          ).length;
        for (const { role, users: count, withFactor, withoutFactor, federated, notRead } of secondFactors) {
          expect([count, withFactor + withoutFactor + federated + notRead]).to.deep.equal([
            privileged(role),
            privileged(role),
          ]);
        }
        const invited = users.filter(({ user }) => user.status === 'FORCE_CHANGE_PASSWORD').length;
        const { pending, mayHaveExpired, expired, notRead } = invitations;
        expect([invitations.total, pending + mayHaveExpired + expired + notRead]).to.deep.equal([invited, invited]);
      }),
    );
  });
});

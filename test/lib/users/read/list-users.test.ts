import type { UserType } from '@aws-sdk/client-cognito-identity-provider';
import { expect } from 'chai';
import fc from 'fast-check';
import { SANDBOX_POOL_ID } from '../../../../src/lib/model/sandbox-ids.js';
import { MemoryStore } from '../../sandbox/memory-store.js';
import { seedState } from '../../../../src/lib/sandbox/seed/seed.js';
import { listUsers } from '../../../../src/lib/users/read/list-users.js';
import type { UserFilterText } from '../../../../src/lib/users/read/user-filter.js';
import { openTestDirectory } from '../../../helpers/directory.js';
import { mockCognito, serviceError } from '../../cognito/cognito-mock.js';
import { rejection } from '../../conventions/refusal.js';

/** A user as a page of ListUsers holds one. */
function row(name: string, attributes: Record<string, string> = {}, rest: Partial<UserType> = {}): UserType {
  const all = { email: `${name}@example.com`, 'custom:tenant_id': 'tenant_001', ...attributes };
  return {
    Username: name,
    Attributes: Object.entries(all).map(([Name, Value]) => ({ Name, Value })),
    Enabled: true,
    UserStatus: 'CONFIRMED',
    ...rest,
  };
}

describe('listUsers', () => {
  const cognito = mockCognito();

  async function list(filter: UserFilterText = {}, tenant?: string) {
    const search = listUsers(openTestDirectory(tenant === undefined ? {} : { tenant }), filter);
    const names: string[] = [];
    for await (const { username } of search.users) names.push(username);
    return { names, read: search.read(), found: search.found() };
  }

  const SENT: [string, UserFilterText, tenant: string | undefined, request: object][] = [
    ['nothing', {}, undefined, { Limit: 60 }],
    ['a prefix', { emailPrefix: 'an' }, undefined, { Limit: 60, Filter: 'email ^= "an"' }],
    ['a status', { status: 'CONFIRMED' }, undefined, { Limit: 60, Filter: 'cognito:user_status = "CONFIRMED"' }],
    ['enabled', { enabled: true }, undefined, { Limit: 60, Filter: 'status = "Enabled"' }],
    ['disabled', { enabled: false }, undefined, { Limit: 60, Filter: 'status = "Disabled"' }],
    ['a role, which Cognito cannot match', { role: 'itsm_agent' }, undefined, { Limit: 60 }],
    ['a department, which Cognito cannot match', { department: 'dept_it' }, undefined, { Limit: 60 }],
    ['a tenant, which Cognito cannot match', {}, 'tenant_001', { Limit: 60 }],
    [
      'a prefix before a status before a state',
      { emailPrefix: 'an', status: 'CONFIRMED', enabled: true },
      undefined,
      { Limit: 60, Filter: 'email ^= "an"' },
    ],
    [
      'a status before a state',
      { status: 'CONFIRMED', enabled: true, role: 'itsm_agent' },
      'tenant_001',
      { Limit: 60, Filter: 'cognito:user_status = "CONFIRMED"' },
    ],
    ['a text, which Cognito cannot match', { text: 'silva' }, undefined, { Limit: 60 }],
    ['a limit, where the server matches all of it', { limit: 5 }, undefined, { Limit: 5 }],
    [
      'a limit with the one filter that the server matches',
      { limit: 5, status: 'CONFIRMED' },
      undefined,
      { Limit: 5, Filter: 'cognito:user_status = "CONFIRMED"' },
    ],
    ['no limit where this end matches', { limit: 5, role: 'itsm_agent' }, undefined, { Limit: 60 }],
    ['no limit where a tenant is matched', { limit: 5 }, 'tenant_001', { Limit: 60 }],
    ['no limit beyond a page', { limit: 500 }, undefined, { Limit: 60 }],
  ];
  for (const [what, filter, tenant, request] of SENT) {
    it(`sends ${what}`, async () => {
      cognito.answer('ListUsers', { Users: [] });
      await list(filter, tenant);
      expect(cognito.sent()).to.deep.equal([['ListUsers', { UserPoolId: SANDBOX_POOL_ID, ...request }]]);
    });
  }

  it('searches for exactly the prefix, even with quotes and backslashes', async () => {
    cognito.answer('ListUsers', { Users: [] });
    await list({ emailPrefix: 'a" or "b\\' });
    expect(cognito.sent()[0]![1].Filter).to.equal('email ^= "a\\" or \\"b\\\\"');
  });

  it('reads on after an empty page with a token, with the same filter', async () => {
    cognito.answer(
      'ListUsers',
      { Users: [row('ana')], PaginationToken: 'one' },
      { Users: [], PaginationToken: 'two' },
      { PaginationToken: 'three' },
      { Users: [row('ben')] },
    );
    expect(await list({ emailPrefix: 'x' })).to.deep.equal({ names: ['ana', 'ben'], read: 2, found: 2 });
    const request = { UserPoolId: SANDBOX_POOL_ID, Limit: 60, Filter: 'email ^= "x"' };
    expect(cognito.sent()).to.deep.equal([
      ['ListUsers', request],
      ['ListUsers', { ...request, PaginationToken: 'one' }],
      ['ListUsers', { ...request, PaginationToken: 'two' }],
      ['ListUsers', { ...request, PaginationToken: 'three' }],
    ]);
  });

  it('counts the users read and found, and matches what the server did not', async () => {
    cognito.answer('ListUsers', {
      Users: [
        row('right', { 'custom:role': 'itsm_admin, itsm_agent', 'custom:department': 'dept_it' }),
        row('other-role', { 'custom:role': 'itsm_agent_2', 'custom:department': 'dept_it' }),
        row('other-department', { 'custom:role': 'itsm_agent' }),
        row('other-tenant', {
          'custom:role': 'itsm_agent',
          'custom:department': 'dept_it',
          'custom:tenant_id': 'tenant_002',
        }),
        row('disabled', { 'custom:role': 'itsm_agent', 'custom:department': 'dept_it' }, { Enabled: false }),
        row(
          'other-status',
          { 'custom:role': 'itsm_agent', 'custom:department': 'dept_it' },
          { UserStatus: 'UNCONFIRMED' },
        ),
      ],
    });
    expect(
      await list({ role: 'itsm_agent', department: 'dept_it', enabled: true, status: 'CONFIRMED' }, 'tenant_001'),
    ).to.deep.equal({ names: ['right'], read: 6, found: 1 });
  });

  it('says whether there were users left to read when it reached the limit', async () => {
    const cut = async (limit?: number) => {
      cognito.answer('ListUsers', (input) =>
        input.PaginationToken === undefined
          ? { Users: [row('a'), row('b')], PaginationToken: 'two' }
          : { Users: [row('c')] },
      );
      const search = listUsers(openTestDirectory(), { limit });
      for await (const { username } of search.users) expect(username).to.not.equal('');
      return search.isCut();
    };
    expect([await cut(1), await cut(2), await cut(3), await cut(4), await cut()]).to.deep.equal([
      true,
      true,
      false,
      false,
      false,
    ]);
  });

  it('stops reading once it has found the limit', async () => {
    cognito.answer('ListUsers', { Users: [row('a'), row('b'), row('c')], PaginationToken: 'more' });
    expect(await list({ limit: 2 })).to.deep.equal({ names: ['a', 'b'], read: 2, found: 2 });
    expect(cognito.sent()).to.have.length(1);
  });

  it('matches a text that is part of a full name, an address, a sub or a user name, in any case', async () => {
    const name = fc.string({
      unit: fc.constantFrom('a', 'b', 'z', 'Ä', 'ö', 'ß', '.', 'İ', ' ', 'é'),
      minLength: 1,
      maxLength: 6,
    });
    const user = fc.record({ username: name, sub: name, email: name, given_name: name, family_name: name });
    await fc.assert(
      fc.asyncProperty(user, fc.nat(), fc.nat(), fc.boolean(), async (one, start, length, isUpper) => {
        const { username, ...attributes } = one;
        cognito.answer('ListUsers', { Users: [row('other', { email: '-' }), row(username, attributes)] });
        const names = [username, one.sub, one.email, `${one.given_name} ${one.family_name}`];
        for (const whole of names) {
          const from = start % whole.length;
          const part = whole.slice(from, from + 1 + (length % whole.length));
          if (part.trim() === '') continue;
          const text = isUpper && part.toUpperCase().toLowerCase() === part.toLowerCase() ? part.toUpperCase() : part;
          expect((await list({ text })).names).to.include(username);
        }
        expect((await list({ text: 'q' })).names).to.deep.equal([]);
      }),
    );
  });

  it('matches composed and decomposed letters alike, and no text across two fields', async () => {
    cognito.answer('ListUsers', { Users: [row('jose', { given_name: 'José', family_name: 'Silva' })] });
    expect([(await list({ text: 'jose\u0301 s' })).names, (await list({ text: 'silva jose' })).names]).to.deep.equal([
      ['jose'],
      [],
    ]);
  });

  it('refuses an empty text before it reads', async () => {
    expect((await rejection(list({ text: ' ' }))).code).to.equal('MISSING_INPUT');
    expect(cognito.sent()).to.deep.equal([]);
  });

  it('refuses an empty prefix, which would match every user, before it reads', async () => {
    expect((await rejection(list({ emailPrefix: '' }))).code).to.equal('MISSING_INPUT');
    expect(cognito.sent()).to.deep.equal([]);
  });

  it('reads a page only when its users are requested', async () => {
    cognito.answer('ListUsers', { Users: [row('a')], PaginationToken: 'more' });
    const { users } = listUsers(openTestDirectory(), {});
    for await (const user of users) {
      expect(user.username).to.equal('a');
      break;
    }
    expect(cognito.sent()).to.have.length(1);
  });

  it('requires every one of several roles', async () => {
    cognito.answer('ListUsers', {
      Users: [row('one', { 'custom:role': 'itsm_agent' }), row('both', { 'custom:role': 'cloud_admin,itsm_agent' })],
    });
    expect((await list({ role: ' itsm_agent, cloud_admin' })).names).to.deep.equal(['both']);
  });

  it('refuses an empty role, and lists no users', () => {
    expect(() => listUsers(openTestDirectory(), { role: '' }))
      .to.throw('no role is given')
      .with.property('code', 'MISSING_INPUT');
  });

  it('refuses an unknown role before anything is read', () => {
    expect(() => listUsers(openTestDirectory(), { role: 'itsm_agnt' }))
      .to.throw('role "itsm_agnt" is not a StackFlow role')
      .with.property('code', 'UNKNOWN_ROLE');
    expect(cognito.sent()).to.deep.equal([]);
  });

  it('fails if a later page does', async () => {
    cognito.answer(
      'ListUsers',
      { Users: [row('a')], PaginationToken: 'more' },
      serviceError('TooManyRequestsException'),
    );
    expect((await rejection(list())).code).to.equal('THROTTLED');
  });
});

describe('listUsers on the sandbox', () => {
  const store = new MemoryStore(seedState({ users: 150 }));

  async function emails(filter: UserFilterText, tenant?: string): Promise<(string | null)[]> {
    const directory = openTestDirectory({ store, ...(tenant === undefined ? {} : { tenant }) });
    const found: (string | null)[] = [];
    for await (const { email } of listUsers(directory, filter).users) found.push(email);
    return found;
  }

  it('finds the users that match every one of any filters', async () => {
    const all: Parameters<typeof matches>[0][] = [];
    for await (const user of listUsers(openTestDirectory({ store }), {}).users) all.push(user);
    expect(all).to.have.length(150);
    const maybe = <T>(...values: T[]) => fc.option(fc.constantFrom(...values), { nil: undefined });
    const filter = fc.record({
      role: maybe('itsm_agent', 'itsm_admin', 'super_admin'),
      department: maybe('dept_it', 'dept_support'),
      status: maybe('CONFIRMED' as const, 'FORCE_CHANGE_PASSWORD' as const, 'EXTERNAL_PROVIDER' as const),
      enabled: maybe(true, false),
      emailPrefix: maybe('a', 'user.000', 'nobody'),
      limit: maybe(1, 3, 70),
    });
    await fc.assert(
      fc.asyncProperty(filter, maybe('tenant_001', 'tenant_003'), async (wanted, tenant) => {
        const expected = all.filter((user) => matches(user, wanted, tenant)).map(({ email }) => email);
        expect(await emails(wanted, tenant)).to.deep.equal(expected.slice(0, wanted.limit));
      }),
      { numRuns: 60 },
    );
  });
});

/** The filter's meaning, said a second time and in one breath. */
function matches(
  user: {
    email: string | null;
    tenantId: string | null;
    roles: readonly string[];
    department: string | null;
    status: string;
    enabled: boolean;
  },
  { role, department, status, enabled, emailPrefix }: UserFilterText,
  tenant: string | undefined,
): boolean {
  return [
    role === undefined || user.roles.includes(role),
    department === undefined || user.department === department,
    status === undefined || user.status === status,
    enabled === undefined || user.enabled === enabled,
    emailPrefix === undefined || user.email?.startsWith(emailPrefix) === true,
    tenant === undefined || user.tenantId === tenant,
  ].every(Boolean);
}

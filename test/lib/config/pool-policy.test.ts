import { expect } from 'chai';
import fc from 'fast-check';
import type { Context } from '../../../src/lib/config/context.js';
import { contextsFromSettings, type Contexts } from '../../../src/lib/config/file/contexts-file.js';
import type { ContextSettings } from '../../../src/lib/config/file/settings-schema.js';
import { resolveContext } from '../../../src/lib/config/resolve-context.js';
import { parseEndpointUrl } from '../../../src/lib/config/fields/endpoint-url.js';
import { SANDBOX_POOL_ID } from '../../../src/lib/model/sandbox-ids.js';
import { AdminError } from '../../../src/lib/errors.js';
import { refusal } from '../conventions/refusal.js';

const POOL = 'eu-west-1_Pool';
const OTHER = 'eu-west-1_Other';

const contextsOf = (contexts: Record<string, ContextSettings>): Contexts =>
  contextsFromSettings('config.yaml', { contexts });

/** Every way in which a pool can be named by its ID, and what else the operator may have set. */
const WAYS = [
  ['--pool-id', { poolId: POOL }, {}],
  ['USER_POOL_ID', {}, { USER_POOL_ID: POOL }],
  ['--pool-id beside another context', { context: 'elsewhere', poolId: POOL }, {}],
  ['--pool-id beside a context without a pool', { context: 'poolless', poolId: POOL }, {}],
  ['--pool-id and another endpoint', { poolId: POOL }, { AWS_ENDPOINT_URL: 'http://127.0.0.1:1' }],
] as const;

describe('the policy of a user pool', () => {
  const contexts = contextsOf({
    prod: {
      poolId: POOL,
      account: '111122223333',
      protected: true,
      tenant: 'tenant_001',
      conventions: { roles: ['clerk'] },
    },
    elsewhere: { poolId: OTHER },
    poolless: { profile: 'admin' },
  });
  for (const [way, choice, env] of WAYS) {
    it(`is that of the context which knows the pool, with ${way}`, () => {
      const { name, protected: isProtected, tenant, account, conventions } = resolveContext(contexts, choice, env);
      expect({ name, isProtected, tenant, account, roles: conventions.roles.map((role) => role.name) }).to.deep.equal({
        name: 'prod',
        isProtected: true,
        tenant: 'tenant_001',
        account: '111122223333',
        roles: ['clerk'],
      });
    });
  }

  it('comes with the app client of the contexts that know the pool, if they agree on one', () => {
    const clientOf = (...clientIds: (string | undefined)[]) => {
      const all: Record<string, ContextSettings> = {};
      for (const [index, clientId] of clientIds.entries())
        all[`c${index}`] = { poolId: POOL, ...(clientId && { clientId }) };
      return resolveContext(contextsOf(all), { poolId: POOL }, {}).clientId;
    };
    expect([clientOf('web'), clientOf('web', undefined), clientOf('web', 'web'), clientOf('web', 'app')]).to.deep.equal(
      ['web', 'web', 'web', undefined],
    );
  });

  it('is protection if any context protects the pool, also for a context that does not', () => {
    const two = contextsOf({ prod: { poolId: POOL, protected: true }, mine: { poolId: POOL, profile: 'me' } });
    expect(resolveContext(two, { context: 'mine' }, {})).to.include({ name: 'mine', protected: true, profile: 'me' });
  });

  it('is protection also for the sandbox context at an endpoint, where its ID may be that of another pool', () => {
    const served = contextsOf({
      mine: { poolId: SANDBOX_POOL_ID, endpointUrl: 'http://127.0.0.1:9441', protected: true },
    });
    const endpointUrl = parseEndpointUrl('http://127.0.0.1:9441', '--endpoint-url');
    expect([
      resolveContext(served, { endpointUrl }, {}).protected,
      resolveContext(served, { endpointUrl, poolId: SANDBOX_POOL_ID }, {}).protected,
      resolveContext(served, {}, {}).protected,
    ]).to.deep.equal([true, true, false]);
  });

  it('leaves a context its own tenant and conventions, whatever other contexts say about its pool', () => {
    const two = contextsOf({ all: { poolId: POOL }, one: { poolId: POOL, tenant: 'tenant_001' } });
    expect([
      resolveContext(two, { context: 'all' }, {}).tenant,
      resolveContext(two, { context: 'one' }, {}).tenant,
      resolveContext(two, { context: 'one', poolId: POOL }, {}).tenant,
    ]).to.deep.equal([undefined, 'tenant_001', 'tenant_001']);
  });

  it('is refused, with the contexts to choose from, if the pool was named by its ID and they differ', () => {
    const two = contextsOf({ all: { poolId: POOL }, one: { poolId: POOL, tenant: 'tenant_001' } });
    for (const [choice, env] of [
      [{ poolId: POOL }, {}],
      [{}, { USER_POOL_ID: POOL }],
    ] as const) {
      expect(refusal(() => resolveContext(two, choice, env))).to.deep.equal({
        code: 'USAGE',
        message: `user pool ${POOL} belongs to several contexts with different rules: all, one`,
        hint: 'Name a context instead of the pool ID: --context all or --context one',
      });
    }
  });

  it('is refused if the context that was named is bound to another tenant', () => {
    const two = contextsOf({
      one: { poolId: POOL, tenant: 'tenant_001' },
      mine: { poolId: OTHER, tenant: 'tenant_002' },
    });
    expect(refusal(() => resolveContext(two, { context: 'mine', poolId: POOL }, {})).message).to.equal(
      `context mine is bound to tenant_002, but user pool ${POOL} belongs to contexts with other rules: one`,
    );
  });

  it('never relaxes protection or a binding, however the pool is named', () => {
    const settings = fc.record(
      {
        poolId: fc.constantFrom(POOL, OTHER),
        protected: fc.boolean(),
        tenant: fc.constantFrom('tenant_001', 'tenant_002'),
        account: fc.constantFrom('111122223333', '444455556666'),
        mayEditClient: fc.boolean(),
        conventions: fc.constantFrom({ roles: ['clerk'] }, { roles: ['clerk', 'boss'] }),
      },
      { requiredKeys: [] },
    );
    const names = ['a', 'b', 'c'];
    const file = fc.record({ a: settings, b: settings, c: settings });
    const naming = fc.record({
      context: fc.constantFrom(undefined, ...names),
      way: fc.constantFrom('flag', 'variable'),
    });
    fc.assert(
      fc.property(file, naming, (contexts, { context, way }) => {
        const all = contextsOf(contexts as Record<string, ContextSettings>);
        const knowing = [...all.contexts.values()].filter(({ poolId }) => poolId === POOL);
        const result = resolved(all, context, way);
        if (result?.poolId !== POOL) return;
        const named = context === undefined ? undefined : all.contexts.get(context);
        expect(result.protected).to.equal(
          knowing.some((each) => each.protected) || named?.protected === true,
          'protection',
        );
        if (named?.tenant !== undefined)
          expect(result.tenant).to.equal(named.tenant, 'the binding of the context named');
        const isOwn = named?.poolId === POOL;
        if (result.mayEditClient === true) {
          const asked = isOwn ? [] : knowing;
          const all = named?.tenant === undefined ? asked : [...asked, named];
          expect(all.map((each) => each.mayEditClient)).to.deep.equal(
            all.map(() => true),
            'leave to edit the client',
          );
        }
        if (!isOwn && knowing.length > 0) {
          for (const { tenant, account, conventions } of knowing) {
            if (tenant !== undefined) expect(result.tenant).to.equal(tenant, 'the binding of the pool');
            if (account !== undefined) expect(result.account).to.equal(account, 'the account');
            expect(result.conventions).to.deep.equal(conventions);
          }
        }
      }),
    );
  });
});

/** The context, or undefined if the call is refused. */
function resolved(contexts: Contexts, context: string | undefined, way: string): Context | undefined {
  try {
    return way === 'flag'
      ? resolveContext(contexts, { context, poolId: POOL }, {})
      : resolveContext(contexts, { context }, { USER_POOL_ID: POOL });
  } catch (error) {
    if (error instanceof AdminError && error.code === 'USAGE') return undefined;
    throw error;
  }
}

describe('the approvals of a user pool', () => {
  const key = (letter: string) => `ssh-ed25519 ${letter.repeat(68)}`;
  const signers = { ana: { keys: [key('A'), key('B')] }, ben: { keys: [key('C')] } };
  const fewer = { ana: { keys: [key('B')] }, ben: { keys: [key('D')] } };
  const contexts = contextsOf({
    prod: { poolId: POOL, approvals: 1, signers },
    lax: { poolId: POOL },
    stricter: { poolId: POOL, signers: fewer },
    elsewhere: { poolId: OTHER },
  });

  const ways = [...WAYS.slice(0, 3), ['another context of the pool', { context: 'lax' }, {}] as const];
  for (const [way, choice, env] of ways) {
    it(`are demanded with ${way}`, () => {
      expect(resolveContext(contexts, choice, env)).to.deep.include({
        approvals: 1,
        signers: { ana: { keys: [key('B')] } },
      });
    });
  }

  it('stay those of the context for a pool that it names besides', () => {
    expect(resolveContext(contexts, { context: 'prod', poolId: 'eu-west-1_New' }, {})).to.deep.include({
      approvals: 1,
      signers,
    });
  });
});

describe('the history of a user pool that a team shares', () => {
  const team = { table: 'sf-admin-history' };
  const contexts = contextsOf({ prod: { poolId: POOL, team }, other: { poolId: POOL }, elsewhere: { poolId: OTHER } });

  for (const [way, choice, env] of [
    ...WAYS.slice(0, 3),
    ['another context of the pool', { context: 'other' }, {}] as const,
    ['its context for a pool that it names besides', { context: 'prod', poolId: 'eu-west-1_New' }, {}] as const,
  ]) {
    it(`is in the same table with ${way}`, () => {
      expect(resolveContext(contexts, choice, env).team).to.deep.equal(team);
    });
  }

  it('is not that of a pool which its contexts do not share', () => {
    expect(resolveContext(contexts, { context: 'elsewhere' }, {}).team).to.equal(undefined);
  });

  it('is refused if its contexts name several tables', () => {
    const several = contextsOf({ prod: { poolId: POOL, team }, other: { poolId: POOL, team: { table: 'another' } } });
    expect(() => resolveContext(several, { context: 'prod' }, {})).to.throw(
      AdminError,
      `the history of user pool ${POOL} is in several tables: sf-admin-history, another`,
    );
  });
});

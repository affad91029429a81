import { expect } from 'chai';

import { SPEC_LEAVES } from '../../../../src/lib/pool-spec/leaves.js';
import { specFromLive } from '../../../../src/lib/pool-spec/live/spec-from-live.js';
import { FULL_CLIENT, FULL_POOL, fullLive } from './full-pool.js';

/** The leaves of a structure that have a value. */
function leavesOf(value: object, prefix = ''): string[] {
  return Object.entries(value).flatMap(([key, inner]: [string, unknown]) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner) && key !== 'tags' && key !== 'acrValues'
      ? leavesOf(inner, `${prefix}${key}.`)
      : [prefix + key],
  );
}

describe('specFromLive', () => {
  it('fills every leaf of a PoolSpec from the answers of a pool in which everything is set', () => {
    const { spec, notInSpec } = specFromLive(fullLive());
    const { types, lists } = SPEC_LEAVES;
    // A pool has either alias attributes or user name attributes.
    const expected = Object.keys(types).filter((leaf) => leaf !== 'usernameAttributes');
    expect({ notInSpec, leaves: leavesOf(spec).sort() }).to.deep.equal({
      notInSpec: [],
      leaves: [...expected, 'attributes', 'clients'].sort(),
    });
    expect(leavesOf(spec.clients?.[0] ?? {}).sort()).to.deep.equal(Object.keys(lists.clients?.types ?? {}).sort());
  });

  it('converts every quantity to its one unit', () => {
    const [client] = specFromLive(fullLive()).spec.clients ?? [];
    expect([
      client?.accessTokenValiditySeconds,
      client?.idTokenValiditySeconds,
      client?.refreshTokenValiditySeconds,
      client?.sessionValiditySeconds,
      // Without a unit: hours and days.
    ]).to.deep.equal([1_800, 7_200, 604_800, 300]);
  });

  it('has custom attributes without their prefix, and recovery in the order of the priorities', () => {
    const { spec } = specFromLive(fullLive());
    expect({ attributes: spec.attributes, recovery: spec.accountRecovery }).to.deep.equal({
      attributes: [
        {
          name: 'tenant_id',
          type: 'String',
          developerOnly: false,
          mutable: true,
          required: false,
          minLength: 1,
          maxLength: 64,
        },
        {
          name: 'seats',
          type: 'Number',
          developerOnly: true,
          mutable: false,
          required: false,
          minValue: 1,
          maxValue: 9,
        },
      ],
      recovery: ['verified_email', 'verified_phone_number'],
    });
  });

  it('has the defaults of what Cognito leaves out, and no factor where MFA is off', () => {
    const { spec } = specFromLive({ pool: {}, mfa: {}, clients: [], domain: undefined, region: 'eu-west-1' });
    expect(spec).to.deep.equal({ region: 'eu-west-1', usernameCaseSensitive: true, mfa: { mode: 'OFF' } });
  });

  it('names what a spec cannot hold: settings and values that are newer than this version', () => {
    const { spec, notInSpec } = specFromLive(
      fullLive({
        pool: {
          ...FULL_POOL,
          UserPoolTier: 'GOLD',
          FutureSetting: { Mode: 1 },
          IssuerConfiguration: { Type: 'FUTURE' },
        },
        clients: [
          {
            client: { ...FULL_CLIENT, ExplicitAuthFlows: ['ALLOW_FUTURE_AUTH' as never] },
            unmodelled: { FutureFlag: true },
            current: true,
          },
        ],
      }),
    );
    expect(notInSpec).to.have.members([
      ...['tier', 'FutureSetting', 'issuer', 'app client web: FutureFlag', 'clients.0.authFlows'],
    ]);
    expect([spec.tier, spec.name, spec.clients?.[0]?.oauth]).to.deep.equal([undefined, 'full', true]);
  });
});

import { expect } from 'chai';
import { conventionsFromSettings } from '../../../src/lib/config/file/context-from-settings.js';
import { contextsFromSettings } from '../../../src/lib/config/file/contexts-file.js';
import { type ConnectionChoice, tenantBindingNotice, resolveContext } from '../../../src/lib/config/resolve-context.js';
import { DEFAULT_CONVENTIONS } from '../../../src/lib/config/default-conventions.js';
import { parseEndpointUrl } from '../../../src/lib/config/fields/endpoint-url.js';
import type { Environment } from '../../../src/lib/config/fields/environment.js';
import { parseRegion } from '../../../src/lib/config/fields/region.js';
import { refusal } from '../conventions/refusal.js';

const OWN_TENANTS = { tenantPattern: '^org-[a-z]+$', roles: ['clerk'] };

const CONTEXTS = contextsFromSettings('config.yaml', {
  contexts: {
    bound: {
      poolId: 'eu-west-1_Bound',
      clientId: 'abc',
      account: '111122223333',
      profile: 'support',
      protected: true,
      tenant: 'org-a',
      conventions: OWN_TENANTS,
    },
    open: {
      poolId: 'eu-west-1_Open',
      conventions: OWN_TENANTS,
      acceptedFindings: [{ rule: 'PKCE', reason: 'known', until: '2027-03-31' }],
    },
    poolless: { profile: 'admin', conventions: OWN_TENANTS },
  },
});

type Flags = { readonly [Name in keyof ConnectionChoice]?: string };

/** Resolves a context from flags as they are typed. */
function resolve({ region, endpointUrl, ...flags }: Omit<Flags, 'clientId'>, env: Environment = {}) {
  const choice: ConnectionChoice = {
    ...flags,
    region: region === undefined ? undefined : parseRegion(region, '--region'),
    endpointUrl: endpointUrl === undefined ? undefined : parseEndpointUrl(endpointUrl, '--endpoint-url'),
  };
  return resolveContext(CONTEXTS, choice, env);
}

describe('resolveContext', () => {
  describe('with another pool than the context’s', () => {
    const elsewhere = resolve({ context: 'bound', poolId: 'us-east-1_Other' });

    it('keeps what limits the caller, and drops what belongs to the first pool', () => {
      expect(elsewhere).to.deep.equal({
        name: 'bound',
        kind: 'aws',
        poolId: 'us-east-1_Other',
        region: 'us-east-1',
        profile: 'support',
        protected: true,
        tenant: 'org-a',
        conventions: {
          ...DEFAULT_CONVENTIONS,
          tenant: conventionsFromSettings(OWN_TENANTS).tenant,
        },
      });
    });

    it('has a notice if the context is bound to a tenant and the pool is another than its own', () => {
      expect([
        tenantBindingNotice(CONTEXTS, elsewhere),
        tenantBindingNotice(CONTEXTS, resolve({ context: 'bound', poolId: 'eu-west-1_Bound' })),
        tenantBindingNotice(CONTEXTS, resolve({ context: 'open', poolId: 'us-east-1_Other' })),
        tenantBindingNotice(CONTEXTS, resolve({ poolId: 'us-east-1_Other' })),
      ]).to.deep.equal([
        'Context bound is bound to org-a, on user pool us-east-1_Other too.',
        undefined,
        undefined,
        undefined,
      ]);
    });

    it('uses the default conventions, and leaves the sandbox', () => {
      const { name, kind, conventions } = resolve({ poolId: 'us-east-1_Other' });
      expect([
        resolve({ context: 'open', poolId: 'us-east-1_Other' }).conventions,
        { name, kind, conventions },
      ]).to.deep.equal([DEFAULT_CONVENTIONS, { name: '(none)', kind: 'aws', conventions: DEFAULT_CONVENTIONS }]);
    });

    it('uses the conventions of a context without a pool of its own', () => {
      expect(resolve({ context: 'poolless', poolId: 'us-east-1_Other' }).conventions.roles).to.deep.equal([
        { name: 'clerk', privileged: false },
      ]);
    });
  });

  describe('uses AWS_REGION only if the pool ID does not start with a region:', () => {
    const env = { AWS_REGION: 'ap-south-1', AWS_DEFAULT_REGION: 'sa-east-1' };
    for (const [poolId, variables, region] of [
      ['eu-west-1_Pool', env, 'eu-west-1'],
      ['us-gov-east-1_Pool', env, 'us-gov-east-1'],
      ['local_Pool', env, 'ap-south-1'],
      ['local_Pool', { ...env, AWS_REGION: '' }, 'sa-east-1'],
      ['local_Pool', {}, undefined],
    ] as const) {
      it(`${poolId} with ${JSON.stringify(variables)} is in ${region ?? 'none'}`, () => {
        expect(resolve({ poolId }, variables).region).to.equal(region);
      });
    }
  });

  for (const [what, choice, env, message] of [
    [
      'a region',
      { poolId: 'us-east-1_P', region: 'evil.example/' },
      {},
      '--region: invalid AWS region "evil.example/"',
    ],
    ['an empty region', { poolId: 'us-east-1_P', region: '' }, {}, '--region: invalid AWS region ""'],
    ['AWS_REGION', { poolId: 'local_P' }, { AWS_REGION: 'us_east_1' }, 'AWS_REGION: invalid AWS region "us_east_1"'],
    [
      'AWS_DEFAULT_REGION',
      { poolId: 'local_P' },
      { AWS_DEFAULT_REGION: 'useast' },
      'AWS_DEFAULT_REGION: invalid AWS region "useast"',
    ],
  ] as const) {
    it(`refuses ${what} that is invalid`, () => {
      const { code, message: text } = refusal(() => resolve(choice, env));
      expect([code, text]).to.deep.equal(['USAGE', message]);
    });
  }

  it('refuses an invalid endpoint URL of a flag', () => {
    expect(refusal(() => resolve({ poolId: 'us-east-1_P', endpointUrl: '' })).message).to.equal(
      '--endpoint-url: invalid endpoint URL ""',
    );
  });

  for (const url of ['https://ana:MARKED@host', 'https://MARKED@host', 'https://ana:MARKED@[bad', 'ana:MARKED@host']) {
    it(`refuses an endpoint with credentials, and does not repeat them: ${url.replace('MARKED', '…')}`, () => {
      const { code, message, hint } = refusal(() => resolve({ poolId: 'us-east-1_P', endpointUrl: url }));
      expect([code, message, hint?.includes('MARKED')]).to.deep.equal([
        'USAGE',
        '--endpoint-url: the URL contains a user name or password',
        false,
      ]);
    });
  }

  it('accepts an @ in the path', () => {
    const endpointUrl = 'http://localhost:1/@x';
    expect(resolve({ poolId: 'us-east-1_P', endpointUrl }).endpointUrl).to.equal(endpointUrl);
  });

  it('refuses an invalid pool ID or client ID, of a flag or a variable', () => {
    expect([
      refusal(() => resolve({ poolId: '' })).message,
      refusal(() => resolve({}, { USER_POOL_ID: 'x y' })).message,
      refusal(() => resolve({}, { USER_POOL_ID: 'us-east-1_P', USER_POOL_CLIENT_ID: 'a b' })).message,
    ]).to.deep.equal(['invalid user pool ID ""', 'invalid user pool ID "x y"', 'invalid app client ID "a b"']);
  });

  describe('in the sandbox', () => {
    it('refuses flags for AWS, and accepts its own region', () => {
      const messageFor = (choice: Flags) => refusal(() => resolve(choice)).message;
      expect([
        messageFor({ profile: 'admin' }),
        messageFor({ region: 'eu-west-1' }),
        messageFor({ endpointUrl: 'https://example.com' }),
        resolve({ region: 'us-east-1' }).region,
      ]).to.deep.equal([
        'context sandbox is not in AWS, so --profile cannot be used',
        'context sandbox is not in AWS, so --region cannot be used',
        'context sandbox is limited to this machine, but https://example.com is another host',
        'us-east-1',
      ]);
    });
  });

  it('accepts the findings of the pool that the context is for, and none of another pool', () => {
    const own = resolve({ context: 'open' }).acceptedFindings;
    const other = resolve({ context: 'open', poolId: 'eu-west-1_Other' }).acceptedFindings;
    expect([own?.map(({ rule }) => rule), other]).to.deep.equal([['PKCE'], undefined]);
  });
});

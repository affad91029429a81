import { expect } from 'chai';
import { conventionsFromSettings } from '../../../src/lib/config/file/context-from-settings.js';
import { contextsFromSettings } from '../../../src/lib/config/file/contexts-file.js';
import {
  type ConnectionChoice,
  tenantBindingNotice,
  resolveContext,
} from '../../../src/lib/config/resolve-context.js';
import { DEFAULT_CONVENTIONS } from '../../../src/lib/config/default-conventions.js';
import type { Environment } from '../../../src/lib/config/fields/environment.js';
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
    open: { poolId: 'eu-west-1_Open', conventions: OWN_TENANTS },
    poolless: { profile: 'admin', conventions: OWN_TENANTS },
  },
});

function resolve(choice: ConnectionChoice, env: Environment = {}) {
  return resolveContext(CONTEXTS, choice, env);
}

describe('resolveContext', () => {
  describe('with another pool than the context’s', () => {
    const elsewhere = resolve({ context: 'bound', poolId: 'us-east-1_Other' });

    it('keeps what holds the caller back, and drops what belongs to the first pool', () => {
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

    it('says that the binding stays, and nothing where none is or the pool is the context’s own', () => {
      expect([
        tenantBindingNotice(CONTEXTS, elsewhere),
        tenantBindingNotice(CONTEXTS, resolve({ context: 'bound', poolId: 'eu-west-1_Bound' })),
        tenantBindingNotice(CONTEXTS, resolve({ context: 'open', poolId: 'us-east-1_Other' })),
        tenantBindingNotice(CONTEXTS, resolve({ poolId: 'us-east-1_Other' })),
      ]).to.deep.equal([
        'Context bound is bound to org-a, and stays so on user pool us-east-1_Other.',
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
      ]).to.deep.equal([
        DEFAULT_CONVENTIONS,
        { name: '(none)', kind: 'aws', conventions: DEFAULT_CONVENTIONS },
      ]);
    });

    it('is what a context without a pool was made for, so its conventions hold', () => {
      expect(resolve({ context: 'poolless', poolId: 'us-east-1_Other' }).conventions.roles).to.deep.equal([
        { name: 'clerk', privileged: false },
      ]);
    });
  });

  describe('asks AWS_REGION only where the pool ID does not tell the region:', () => {
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
    ['a region', { poolId: 'us-east-1_P', region: 'evil.example/' }, {}, '--region: "evil.example/"'],
    ['an empty region', { poolId: 'us-east-1_P', region: '' }, {}, '--region: ""'],
    ['AWS_REGION', { poolId: 'local_P' }, { AWS_REGION: 'us_east_1' }, 'AWS_REGION: "us_east_1"'],
    [
      'AWS_DEFAULT_REGION',
      { poolId: 'local_P' },
      { AWS_DEFAULT_REGION: 'useast' },
      'AWS_DEFAULT_REGION: "useast"',
    ],
  ] as const) {
    it(`refuses ${what} that is malformed`, () => {
      const { code, message: said } = refusal(() => resolve(choice, env));
      expect([code, said]).to.deep.equal(['USAGE', `${message} is not an AWS region`]);
    });
  }

  it('refuses an endpoint that is malformed, whichever variable names it', () => {
    const inEnv = (env: Environment) => refusal(() => resolve({ poolId: 'us-east-1_P' }, env)).message;
    expect([
      inEnv({ AWS_ENDPOINT_URL: 'localhost:1' }),
      inEnv({ AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER: 'ftp://localhost' }),
      refusal(() => resolve({ poolId: 'us-east-1_P', endpointUrl: '' })).message,
    ]).to.deep.equal([
      'AWS_ENDPOINT_URL: "localhost:1" is not the address of an endpoint',
      'AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER: "ftp://localhost" is not the address of an endpoint',
      '--endpoint-url: "" is not the address of an endpoint',
    ]);
  });

  for (const url of [
    'https://ana:MARKED@host',
    'https://MARKED@host',
    'https://ana:MARKED@[bad',
    'ana:MARKED@host',
  ]) {
    it(`refuses an endpoint with credentials, and does not repeat them: ${url.replace('MARKED', '…')}`, () => {
      const { code, message, hint } = refusal(() => resolve({ poolId: 'us-east-1_P', endpointUrl: url }));
      expect([code, message, hint?.includes('MARKED')]).to.deep.equal([
        'USAGE',
        '--endpoint-url: the URL carries a user name or password',
        false,
      ]);
    });
  }

  it('takes an @ that stands in the path', () => {
    const endpointUrl = 'http://localhost:1/@x';
    expect(resolve({ poolId: 'us-east-1_P', endpointUrl }).endpointUrl).to.equal(endpointUrl);
  });

  it('refuses a pool ID and a client ID that can be none, from a variable too', () => {
    expect([
      refusal(() => resolve({ poolId: '' })).message,
      refusal(() => resolve({}, { USER_POOL_ID: 'x y' })).message,
      refusal(() => resolve({}, { USER_POOL_ID: 'us-east-1_P', USER_POOL_CLIENT_ID: 'a b' })).message,
    ]).to.deep.equal([
      '"" is not a user pool ID',
      '"x y" is not a user pool ID',
      '"a b" is not an app client ID',
    ]);
  });

  describe('in the sandbox', () => {
    it('refuses what means AWS, and takes its own region', () => {
      const said = (choice: ConnectionChoice) => refusal(() => resolve(choice)).message;
      expect([
        said({ profile: 'admin' }),
        said({ region: 'eu-west-1' }),
        said({ endpointUrl: 'https://example.com' }),
        resolve({ region: 'us-east-1' }).region,
      ]).to.deep.equal([
        'context sandbox has no AWS behind it, so --profile means nothing there',
        'context sandbox has no AWS behind it, so --region means nothing there',
        'context sandbox stays on this machine, and https://example.com is not on it',
        'us-east-1',
      ]);
    });
  });
});

import { expect } from 'chai';
import { openDirectory } from '../../../src/lib/directory.js';
import { BUILT_IN_CONTEXTS } from '../../../src/lib/config/built-in.js';
import type { Context } from '../../../src/lib/config/context.js';
import { SANDBOX_ACCOUNT, SANDBOX_CLIENT_ID, SANDBOX_POOL_ID } from '../../../src/lib/model/sandbox-ids.js';
import { type Whoami, whoami, whoamiCard } from '../../../src/lib/pool/whoami.js';
import { openTestDirectory } from '../../helpers/directory.js';
import { awsEnvironment, EXAMPLE_KEYS } from '../cognito/environment.js';
import { type Reply, withEndpoint } from '../cognito/fake-endpoint.js';
import { rejection } from '../conventions/refusal.js';

const VPC_ENDPOINT = 'https://vpce-0a1b.cognito-idp.us-east-1.vpce.amazonaws.com';
const STACKFLOW = BUILT_IN_CONTEXTS.find(({ name }) => name === 'stackflow')!;

/** The directory of a context in AWS. */
const inAws = (context: Partial<Context> = {}, interrupt = new AbortController().signal) =>
  openDirectory(
    { ...STACKFLOW, ...context },
    {
      dataFolder: '/dev/null/sf-admin',
      flagsToRepeat: '',
      timeoutMs: 10_000,
      interrupt,
      mfaCode: () => Promise.reject(new Error('no test has an MFA device')),
    },
  );

const identity = (account: string): Reply => ({
  text:
    `<GetCallerIdentityResponse><GetCallerIdentityResult><Account>${account}</Account>` +
    `<Arn>arn:aws:iam::${account}:user/ana</Arn></GetCallerIdentityResult></GetCallerIdentityResponse>`,
  headers: { 'content-type': 'text/xml' },
});

describe('whoami', () => {
  const environment = awsEnvironment();

  /** The result while AWS returns an identity of `account`. */
  const resultWith = (account: string, context: Partial<Context> = {}) =>
    withEndpoint(
      () => identity(account),
      (url) => {
        environment.set(EXAMPLE_KEYS);
        return whoami(inAws({ ...context, aws: { ...context.aws, stsUrl: url } })).then(({ who }) => who);
      },
    );

  const IN_AWS: Whoami = {
    context: 'stackflow',
    kind: 'aws',
    poolId: 'us-east-1_WKK1AVJ2m',
    clientId: '570cnagpgoochn29a113du6jnt',
    region: 'us-east-1',
    account: '373544523367',
    endpoint: null,
    profile: null,
    identity: { account: '373544523367', arn: 'arn:aws:iam::373544523367:user/ana' },
    identityProblem: null,
    tenant: null,
    protected: true,
  };

  it('says what commands act on and, in AWS, with which identity', async () => {
    expect(await resultWith('373544523367')).to.deep.equal(IN_AWS);
  });

  it('reports credentials of another account than the context expects', async () => {
    expect(await resultWith('111122223333')).to.deep.equal({
      ...IN_AWS,
      identity: { account: '111122223333', arn: 'arn:aws:iam::111122223333:user/ana' },
      identityProblem: 'the credentials belong to account 111122223333, but the context expects 373544523367',
    });
  });

  for (const [what, context, shown] of [
    ['the usual one', {}, null],
    ['that of FIPS', { aws: { fips: true } }, 'https://cognito-idp-fips.us-east-1.amazonaws.com'],
    [
      'that of FIPS in GovCloud',
      { region: 'us-gov-west-1', aws: { fips: true } },
      'https://cognito-idp-fips.us-gov-west-1.amazonaws.com',
    ],
    ['the usual one in China', { region: 'cn-north-1' }, null],
    ['a private one', { endpointUrl: VPC_ENDPOINT }, VPC_ENDPOINT],
  ] as const) {
    it(`names the address of AWS unless it is the usual one, and asks for the identity: ${what}`, async () => {
      const { endpoint, identity: found } = await resultWith('373544523367', context);
      expect([endpoint, found?.account]).to.deep.equal([shown, '373544523367']);
    });
  }

  it('uses the account from AWS if the context names none', async () => {
    const result = await resultWith('111122223333', { account: undefined });
    expect([result.account, result.identityProblem]).to.deep.equal(['111122223333', null]);
  });

  it('shows everything else if AWS returns no identity, and why', async () => {
    const { who: result, error } = await whoami(inAws({ tenant: 'tenant_001' }));
    expect({ ...result, identityProblem: null }).to.deep.equal({
      ...IN_AWS,
      identity: null,
      tenant: 'tenant_001',
    });
    expect(result.identityProblem).to.match(/^no AWS credentials for context stackflow: /);
    expect([error?.code, error?.message]).to.deep.equal(['NO_CREDENTIALS', result.identityProblem]);
  });

  it('is cancelled by an interrupt', async () => {
    environment.set(EXAMPLE_KEYS);
    expect((await rejection(whoami(inAws({}, AbortSignal.abort())))).code).to.equal('CANCELLED');
  });

  it('does not call AWS for the sandbox or for another endpoint', async () => {
    const result = await withEndpoint(
      () => identity('111122223333'),
      async (url, seen) => {
        environment.set(EXAMPLE_KEYS);
        const aws = { stsUrl: url };
        const both = [
          await whoami(openTestDirectory({ tenant: 'tenant_002' })),
          await whoami(inAws({ endpointUrl: 'http://127.0.0.1:9', profile: 'admin', aws })),
        ];
        expect([seen, both.map(({ error }) => error)]).to.deep.equal([[], [undefined, undefined]]);
        return both.map(({ who }) => who);
      },
    );
    expect(result).to.deep.equal([
      {
        context: 'sandbox',
        kind: 'sandbox',
        poolId: SANDBOX_POOL_ID,
        clientId: SANDBOX_CLIENT_ID,
        region: 'us-east-1',
        account: SANDBOX_ACCOUNT,
        endpoint: null,
        profile: null,
        identity: null,
        identityProblem: null,
        tenant: 'tenant_002',
        protected: false,
      },
      { ...IN_AWS, endpoint: 'http://127.0.0.1:9', profile: 'admin', identity: null },
    ]);
  });

  it('shows a card, without empty lines', () => {
    const lines = (who: Whoami) =>
      Object.fromEntries(
        whoamiCard
          .fields(who)
          .map((field) => ('section' in field ? [field.section, null] : [field.label, field.value])),
      ) as Record<string, unknown>;
    expect(lines(IN_AWS)).to.deep.equal({
      context: 'stackflow',
      'user pool': 'us-east-1_WKK1AVJ2m',
      'app client': '570cnagpgoochn29a113du6jnt',
      region: 'us-east-1',
      account: '373544523367',
      'AWS identity': 'arn:aws:iam::373544523367:user/ana',
      tenant: 'any',
      protected: true,
    });
    const other = { endpoint: 'http://e', profile: 'p', identity: null, identityProblem: 'none there' };
    expect(lines({ ...IN_AWS, ...other, kind: 'sandbox', tenant: 'tenant_001' })).to.include({
      'user pool': 'us-east-1_WKK1AVJ2m (the embedded sandbox)',
      endpoint: 'http://e',
      profile: 'p',
      'AWS identity': 'none',
      problem: 'none there',
      tenant: 'tenant_001',
    });
    expect([whoamiCard.id(IN_AWS), whoamiCard.json(IN_AWS)]).to.deep.equal(['stackflow', IN_AWS]);
  });
});

import { expect } from 'chai';

import { environmentLines, outputsOf } from '../../../src/lib/pool-spec/outputs.js';
import { FULL_CLIENT, fullLive } from './live/full-pool.js';

const NO_SECRETS = { showSecrets: false };
const OTHER = { client: { ...FULL_CLIENT, ClientId: 'other' }, unmodelled: {}, current: false };

describe('the outputs of a pool', () => {
  it('have the CloudFront distribution of a custom domain, and the issuer of the region', () => {
    const { user_pool_domain, cloudfront_distribution_arn, user_pool_endpoint } = outputsOf(
      fullLive({ region: 'eu-west-1' }),
      NO_SECRETS,
    );
    expect([user_pool_domain, cloudfront_distribution_arn, user_pool_endpoint]).to.deep.equal([
      'login.x.example',
      'd111.cloudfront.net',
      'https://issuer-cognito-idp.eu-west-1.amazonaws.com/us-east-1_Sandbox01',
    ]);
  });

  it('have no CloudFront distribution of a prefix, not even beside a custom domain', () => {
    const live = fullLive({ domain: { Domain: 'full', CloudFrontDistribution: 'd222.cloudfront.net' } });
    const { user_pool_domain, cloudfront_distribution_arn } = outputsOf(live, NO_SECRETS);
    expect([user_pool_domain, cloudfront_distribution_arn]).to.deep.equal(['full', null]);
  });

  it('keep two app clients of one name apart', () => {
    const live = fullLive({ clients: [...fullLive().clients, OTHER] });
    expect(outputsOf(live, NO_SECRETS).client_ids).to.deep.equal({
      [`web (${FULL_CLIENT.ClientId})`]: FULL_CLIENT.ClientId,
      'web (other)': 'other',
    });
  });

  it('name the host of the issuer that the pool uses, in the partition of its region', () => {
    const { pool } = fullLive();
    const issuer = (Type: string, region: string): string =>
      outputsOf(fullLive({ region, pool: { ...pool, IssuerConfiguration: { Type } } }), NO_SECRETS).user_pool_endpoint;
    expect([issuer('ORIGINAL', 'cn-north-1'), issuer('UPDATED', 'us-east-1')]).to.deep.equal([
      'https://cognito-idp.cn-north-1.amazonaws.com.cn/us-east-1_Sandbox01',
      'https://issuer-cognito-idp.us-east-1.amazonaws.com/us-east-1_Sandbox01',
    ]);
  });

  it('give each app client a variable of its own', () => {
    const named = (ClientName: string, ClientId: string, ClientSecret?: string) => ({
      ...OTHER,
      client: { ...FULL_CLIENT, ClientName, ClientId, ClientSecret },
    });
    const live = fullLive({ clients: [named('web app', 'a1', 's1'), named('web-app', 'b2'), named('+', 'c3')] });
    const lines = environmentLines(outputsOf(live, { showSecrets: true }), live).split('\n');
    expect(lines.filter((line) => /^CLIENT_(?:ID|SECRET)/.test(line))).to.deep.equal([
      'CLIENT_ID_WEB_APP_A1=a1',
      'CLIENT_ID_WEB_APP_B2=b2',
      'CLIENT_ID_C3=c3',
      'CLIENT_SECRET_WEB_APP_A1=s1',
    ]);
  });

  const clientLine = (clients: ReturnType<typeof fullLive>['clients']): string | undefined => {
    const live = fullLive({ clients });
    const lines = environmentLines(outputsOf(live, NO_SECRETS), live).split('\n');
    return lines.find((line) => line.startsWith('USER_POOL_CLIENT_ID='));
  };
  const [first] = fullLive().clients;

  it("name the context's app client, else the only one, else none", () => {
    const foreign = { ...first!, current: false };
    expect([clientLine([OTHER, first!]), clientLine([foreign]), clientLine([foreign, OTHER])]).to.deep.equal([
      `USER_POOL_CLIENT_ID=${FULL_CLIENT.ClientId}`,
      `USER_POOL_CLIENT_ID=${FULL_CLIENT.ClientId}`,
      undefined,
    ]);
  });
});

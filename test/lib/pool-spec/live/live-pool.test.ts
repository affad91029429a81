import { expect } from 'chai';

import { readLivePool } from '../../../../src/lib/pool-spec/live/live-pool.js';
import { openTestDirectory } from '../../../helpers/directory.js';
import { mockCognito, serviceError } from '../../cognito/cognito-mock.js';
import { FULL_CLIENT, FULL_CSS, FULL_DOMAIN, FULL_MFA, FULL_POOL } from './full-pool.js';

describe('readLivePool', () => {
  const mock = mockCognito();

  beforeEach(() => {
    mock.answer('DescribeUserPool', { UserPool: FULL_POOL });
    mock.answer('GetUserPoolMfaConfig', FULL_MFA);
    mock.answer('ListUserPoolClients', {
      UserPoolClients: [{ ClientId: FULL_CLIENT.ClientId, ClientName: 'web' }],
    });
    mock.answer('DescribeUserPoolClient', { UserPoolClient: FULL_CLIENT });
    mock.answer('DescribeUserPoolDomain', { DomainDescription: FULL_DOMAIN });
    mock.answer('GetUICustomization', { UICustomization: { CSS: FULL_CSS } });
  });

  it('reads the pool, its MFA settings, each app client, the domain and its style sheet, and writes nothing', async () => {
    const live = await readLivePool(openTestDirectory());
    expect(mock.sent().map(([operation]) => operation)).to.deep.equal([
      ...['DescribeUserPool', 'GetUserPoolMfaConfig', 'ListUserPoolClients', 'DescribeUserPoolClient'],
      ...['DescribeUserPoolDomain', 'GetUICustomization'],
    ]);
    expect([live.pool.Name, live.mfa.MfaConfiguration, live.clients.length]).to.deep.equal(['full', 'OPTIONAL', 1]);
    expect([live.domain, live.hostedUiCss, live.problems]).to.deep.equal([FULL_DOMAIN, FULL_CSS, []]);
  });

  it('keeps what this SDK does not model', async () => {
    mock.answer('DescribeUserPool', { UserPool: { ...FULL_POOL, FutureSetting: 1 } as never });
    expect((await readLivePool(openTestDirectory())).pool.FutureSetting).to.equal(1);
  });

  it('continues without what the identity may not read of a domain, and says so', async () => {
    mock.answer('DescribeUserPoolDomain', serviceError('AccessDeniedException'));
    mock.answer('GetUICustomization', serviceError('AccessDeniedException'));
    const { domain, hostedUiCss, problems } = await readLivePool(openTestDirectory());
    expect([domain, hostedUiCss]).to.deep.equal([{ Domain: 'login.x.example' }, undefined]);
    expect(problems?.map((problem) => problem.replace(/:.*/s, ''))).to.deep.equal([
      'domain login.x.example cannot be described',
      'the style sheet of the hosted UI cannot be read',
    ]);
  });

  it('asks for no domain where the pool has none', async () => {
    mock.answer('DescribeUserPool', { UserPool: { ...FULL_POOL, CustomDomain: undefined } });
    expect((await readLivePool(openTestDirectory())).domain).to.equal(undefined);
    expect(mock.sent().map(([operation]) => operation)).not.to.include('DescribeUserPoolDomain');
  });
});

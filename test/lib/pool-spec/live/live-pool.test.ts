import { expect } from 'chai';

import { readLivePool } from '../../../../src/lib/pool-spec/live/live-pool.js';
import { openTestDirectory } from '../../../helpers/directory.js';
import { mockCognito, serviceError } from '../../cognito/cognito-mock.js';
import { FULL_CLIENT, FULL_DOMAIN, FULL_MFA, FULL_POOL } from './full-pool.js';

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
  });

  it('reads the pool, its MFA settings, each app client and the domain, and writes nothing', async () => {
    const live = await readLivePool(openTestDirectory());
    expect(mock.sent().map(([operation]) => operation)).to.deep.equal([
      ...['DescribeUserPool', 'GetUserPoolMfaConfig', 'ListUserPoolClients', 'DescribeUserPoolClient'],
      'DescribeUserPoolDomain',
    ]);
    expect([live.pool.Name, live.mfa.MfaConfiguration, live.clients.length, live.domain]).to.deep.equal([
      ...['full', 'OPTIONAL', 1, FULL_DOMAIN],
    ]);
  });

  it('keeps what this SDK does not model', async () => {
    mock.answer('DescribeUserPool', { UserPool: { ...FULL_POOL, FutureSetting: 1 } as never });
    expect((await readLivePool(openTestDirectory())).pool.FutureSetting).to.equal(1);
  });

  it('goes on without the description of a domain that the identity may not read, and says so', async () => {
    mock.answer('DescribeUserPoolDomain', serviceError('AccessDeniedException'));
    const { domain, domainProblem } = await readLivePool(openTestDirectory());
    expect(domain).to.deep.equal({ Domain: 'login.x.example' });
    expect(domainProblem).to.match(/^domain login\.x\.example cannot be described: /);
  });

  it('asks for no domain where the pool has none', async () => {
    mock.answer('DescribeUserPool', { UserPool: { ...FULL_POOL, CustomDomain: undefined } });
    expect((await readLivePool(openTestDirectory())).domain).to.equal(undefined);
    expect(mock.sent().map(([operation]) => operation)).not.to.include('DescribeUserPoolDomain');
  });
});

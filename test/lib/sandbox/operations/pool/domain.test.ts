import { expect } from 'chai';
import { SANDBOX_POOL_ID } from '../../../../../src/lib/model/sandbox-ids.js';
import { Sandbox } from '../../harness.js';

const SEEDED = 'stackflow-identity-000000000000';
const CERTIFICATE = 'arn:aws:acm:us-east-1:000000000000:certificate/1234';

async function emptyPool(sandbox: Sandbox): Promise<{ UserPoolId: string }> {
  const { UserPool } = await sandbox.call('CreateUserPool', { PoolName: 'second' });
  return { UserPoolId: (UserPool as { Id: string }).Id };
}

describe('the domain of a pool', () => {
  it('can be described by its name alone; one that does not exist has an empty description', async () => {
    const { engine } = new Sandbox();
    expect(await engine.handle('DescribeUserPoolDomain', { Domain: SEEDED })).to.deep.equal({
      DomainDescription: {
        UserPoolId: SANDBOX_POOL_ID,
        AWSAccountId: '000000000000',
        Domain: SEEDED,
        Status: 'ACTIVE',
        CustomDomainConfig: {},
        ManagedLoginVersion: 1,
      },
    });
    expect(await engine.handle('DescribeUserPoolDomain', { Domain: 'nowhere' })).to.deep.equal({
      DomainDescription: {},
    });
  });

  it('is a prefix, or with a certificate a full name with a distribution; a pool can have one of each', async () => {
    const sandbox = new Sandbox();
    const pool = await emptyPool(sandbox);
    expect(await sandbox.call('CreateUserPoolDomain', { ...pool, Domain: 'second-pool' })).to.deep.equal({
      ManagedLoginVersion: 1,
    });
    const { CloudFrontDomain } = await sandbox.call('CreateUserPoolDomain', {
      ...pool,
      Domain: 'auth.example.com',
      ManagedLoginVersion: 2,
      CustomDomainConfig: { CertificateArn: CERTIFICATE },
    });
    expect(CloudFrontDomain).to.match(/^[a-z0-9]{14}\.cloudfront\.net$/);
    const { UserPool } = await sandbox.call('DescribeUserPool', pool);
    expect(UserPool).to.include({ Domain: 'second-pool', CustomDomain: 'auth.example.com' });
    const { DomainDescription } = await sandbox.call('DescribeUserPoolDomain', { Domain: 'auth.example.com' });
    expect(DomainDescription).to.deep.include({
      ...pool,
      CustomDomainConfig: { CertificateArn: CERTIFICATE },
      CloudFrontDistribution: CloudFrontDomain,
      ManagedLoginVersion: 2,
    });
  });

  it('gets another version, certificate or routing, and keeps what an update leaves out', async () => {
    const sandbox = new Sandbox();
    const Domain = 'auth.example.com';
    const Routing = { Failover: { PrimaryRoute53HealthCheckId: 'check-1', SecondaryRegion: 'eu-west-1' } };
    const { CloudFrontDomain } = await sandbox.call('CreateUserPoolDomain', {
      Domain,
      CustomDomainConfig: { CertificateArn: CERTIFICATE },
    });
    await sandbox.call('UpdateUserPoolDomain', { Domain, ManagedLoginVersion: 2 });
    const CustomDomainConfig = { CertificateArn: `${CERTIFICATE}5`, SecurityPolicy: 'TLS_V1_3_2025' };
    const update = { Domain, CustomDomainConfig, Routing };
    expect(await sandbox.call('UpdateUserPoolDomain', update)).to.deep.equal({
      ManagedLoginVersion: 2,
      CloudFrontDomain,
      Routing,
    });
    const { DomainDescription } = await sandbox.call('DescribeUserPoolDomain', { Domain });
    expect(DomainDescription).to.deep.include({
      CustomDomainConfig,
      CloudFrontDistribution: CloudFrontDomain,
      ManagedLoginVersion: 2,
      Routing,
    });
    expect(await sandbox.call('UpdateUserPoolDomain', { Domain: SEEDED, ManagedLoginVersion: 2 })).to.deep.equal({
      ManagedLoginVersion: 2,
    });
  });

  it('is not updated by another pool, nor with a certificate if it is a prefix, nor with one of another region', async () => {
    const sandbox = new Sandbox();
    const custom = { Domain: 'auth.example.com', CustomDomainConfig: { CertificateArn: CERTIFICATE } };
    await sandbox.call('CreateUserPoolDomain', custom);
    const elsewhere = { CertificateArn: CERTIFICATE.replace('us-east-1', 'eu-west-1') };
    for (const [input, message] of [
      [{ ...(await emptyPool(sandbox)), Domain: SEEDED }, 'No such domain or user pool exists.'],
      [{ ...custom, Domain: SEEDED }, 'A prefix domain has no certificate.'],
      [{ ...custom, CustomDomainConfig: elsewhere }, 'The certificate of a custom domain must be in us-east-1.'],
    ] as const) {
      expect(await sandbox.refusal('UpdateUserPoolDomain', input)).to.deep.equal([
        'InvalidParameterException',
        message,
      ]);
    }
  });

  it('is free again once it is deleted', async () => {
    const sandbox = new Sandbox();
    await sandbox.call('DeleteUserPoolDomain', { Domain: SEEDED });
    expect((await sandbox.call('DescribeUserPool')).UserPool).to.not.have.property('Domain');
    await sandbox.call('CreateUserPoolDomain', { ...(await emptyPool(sandbox)), Domain: SEEDED });
  });

  for (const [what, Domain, config, message] of [
    ['a domain that is taken', SEEDED, {}, 'Domain already associated with another user pool.'],
    ['a reserved word', 'my-cognito', {}, 'Domain cannot contain reserved word: cognito'],
    [
      'a full name without a certificate',
      'auth.example.com',
      {},
      'A custom domain needs a CustomDomainConfig with a certificate.',
    ],
    [
      'a prefix with a certificate',
      'auth',
      { CertificateArn: CERTIFICATE },
      'A custom domain is a full domain name, such as auth.example.com.',
    ],
    [
      'a certificate of another region',
      'auth.example.com',
      { CertificateArn: CERTIFICATE.replace('us-east-1', 'eu-west-1') },
      'The certificate of a custom domain must be in us-east-1.',
    ],
  ] as const) {
    it(`is refused if it is ${what}`, async () => {
      const sandbox = new Sandbox();
      const request = { ...(await emptyPool(sandbox)), Domain };
      const CustomDomainConfig = 'CertificateArn' in config ? { CustomDomainConfig: config } : {};
      expect(await sandbox.refusal('CreateUserPoolDomain', { ...request, ...CustomDomainConfig })).to.deep.equal([
        'InvalidParameterException',
        message,
      ]);
    });
  }

  it('is refused for a pool that has one, and deleted only from its own pool', async () => {
    const sandbox = new Sandbox();
    expect(await sandbox.refusal('CreateUserPoolDomain', { Domain: 'another' })).to.deep.equal([
      'InvalidParameterException',
      'User pool already has a domain configured.',
    ]);
    const other = { ...(await emptyPool(sandbox)), Domain: SEEDED };
    expect(await sandbox.refusal('DeleteUserPoolDomain', other)).to.deep.equal([
      'InvalidParameterException',
      'No such domain or user pool exists.',
    ]);
  });
});

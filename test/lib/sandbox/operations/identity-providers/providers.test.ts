import { expect } from 'chai';
import { SANDBOX_CLIENT_ID, SANDBOX_POOL_ID } from '../../../../../src/lib/model/sandbox-ids.js';
import { Sandbox } from '../../harness.js';

const OIDC = {
  ProviderName: 'Partner',
  ProviderType: 'OIDC',
  ProviderDetails: {
    client_id: 'sandbox',
    client_secret: 'secret',
    authorize_scopes: 'openid email',
    oidc_issuer: 'https://login.partner.example',
    attributes_request_method: 'GET',
  },
  AttributeMapping: { email: 'email', username: 'sub' },
  IdpIdentifiers: ['partner.example'],
};
const PARTNER = { ProviderName: 'Partner' };

async function sandboxWithPartner(): Promise<Sandbox> {
  const sandbox = new Sandbox();
  await sandbox.call('CreateIdentityProvider', OIDC);
  return sandbox;
}

describe('identity providers', () => {
  it('are created, described, found by an identifier, listed and deleted', async () => {
    const sandbox = new Sandbox();
    const created = await sandbox.call('CreateIdentityProvider', OIDC);
    const dates = { CreationDate: sandbox.time / 1000, LastModifiedDate: sandbox.time / 1000 };
    expect(created).to.deep.equal({
      IdentityProvider: {
        UserPoolId: SANDBOX_POOL_ID,
        ...OIDC,
        ProviderDetails: { ...OIDC.ProviderDetails, attributes_url_add_attributes: 'false' },
        ...dates,
      },
    });
    expect(await sandbox.call('DescribeIdentityProvider', PARTNER)).to.deep.equal(created);
    const identifier = { IdpIdentifier: 'partner.example' };
    expect(await sandbox.call('GetIdentityProviderByIdentifier', identifier)).to.deep.equal(created);
    const first = await sandbox.call('ListIdentityProviders', { MaxResults: 1 });
    const second = await sandbox.call('ListIdentityProviders', { MaxResults: 1, NextToken: first.NextToken });
    expect((first.Providers as object[])[0]).to.include({ ProviderName: 'AzureAD', ProviderType: 'SAML' });
    expect(second).to.deep.equal({ Providers: [{ ProviderName: 'Partner', ProviderType: 'OIDC', ...dates }] });

    await sandbox.call('DeleteIdentityProvider', PARTNER);
    expect(await sandbox.refusal('DescribeIdentityProvider', PARTNER)).to.deep.equal([
      'ResourceNotFoundException',
      'Identity provider Partner does not exist.',
    ]);
  });

  it('keep what an update leaves out, and lose what it empties', async () => {
    const sandbox = await sandboxWithPartner();
    sandbox.time += 1000;
    await sandbox.call('UpdateIdentityProvider', { ...PARTNER, AcrMapping: { Level1: 'low' } });
    const { IdentityProvider } = await sandbox.call('DescribeIdentityProvider', PARTNER);
    expect(IdentityProvider).to.deep.include({
      AttributeMapping: OIDC.AttributeMapping,
      IdpIdentifiers: OIDC.IdpIdentifiers,
      AcrMapping: { Level1: 'low' },
      LastModifiedDate: sandbox.time / 1000,
    });
    await sandbox.call('UpdateIdentityProvider', { ...PARTNER, AttributeMapping: {}, IdpIdentifiers: [] });
    expect((await sandbox.call('DescribeIdentityProvider', PARTNER)).IdentityProvider).to.deep.include({
      AttributeMapping: {},
      IdpIdentifiers: [],
    });
  });

  it('accept what was described as an update', async () => {
    const sandbox = new Sandbox();
    const ProviderDetails = { client_id: 'id', client_secret: 'secret', authorize_scopes: 'openid' };
    const google = { ProviderName: 'Google', ProviderType: 'Google', ProviderDetails };
    const { IdentityProvider } = await sandbox.call('CreateIdentityProvider', google);
    await sandbox.call('UpdateIdentityProvider', IdentityProvider as object);
    expect(IdentityProvider).to.have.nested.property('ProviderDetails.oidc_issuer', 'https://accounts.google.com');
  });

  it('do not show the private key of Apple', async () => {
    const sandbox = new Sandbox();
    const keys = { client_id: 'id', team_id: 'team', key_id: 'key', authorize_scopes: 'email' };
    const { IdentityProvider } = await sandbox.call('CreateIdentityProvider', {
      ProviderName: 'SignInWithApple',
      ProviderType: 'SignInWithApple',
      ProviderDetails: { ...keys, private_key: 'secret' },
    });
    expect(IdentityProvider)
      .to.have.property('ProviderDetails')
      .that.includes(keys)
      .and.not.has.property('private_key');
  });

  it('can be listed by app clients, which keep the name of one that is deleted', async () => {
    const sandbox = await sandboxWithPartner();
    const client = { ClientId: SANDBOX_CLIENT_ID, SupportedIdentityProviders: ['COGNITO', 'Partner'] };
    await sandbox.call('UpdateUserPoolClient', client);
    await sandbox.call('DeleteIdentityProvider', PARTNER);
    const { UserPoolClient } = await sandbox.call('DescribeUserPoolClient', { ClientId: SANDBOX_CLIENT_ID });
    expect(UserPoolClient).to.deep.include({ SupportedIdentityProviders: ['COGNITO', 'Partner'] });
    expect((await sandbox.refusal('UpdateUserPoolClient', client))[0]).to.equal('InvalidParameterException');
  });

  it('of an older state, which has their names only, are SAML ones without details', async () => {
    const sandbox = new Sandbox();
    delete sandbox.pool.providers;
    const { IdentityProvider } = await sandbox.call('DescribeIdentityProvider', { ProviderName: 'AzureAD' });
    expect(IdentityProvider).to.deep.include({ ProviderType: 'SAML', ProviderDetails: {}, AttributeMapping: {} });
  });

  it('are at most 300', async () => {
    const sandbox = new Sandbox();
    sandbox.pool.identityProviders = Array.from({ length: 300 }, (_, index) => `P${index}`);
    expect((await sandbox.refusal('CreateIdentityProvider', OIDC))[0]).to.equal('LimitExceededException');
  });

  const saml = { ProviderType: 'SAML', ProviderDetails: { MetadataURL: 'https://partner.example' } };
  for (const [what, request, message] of [
    ['without a required detail', { ProviderDetails: {} }, 'must have client_id'],
    [
      'with an empty detail',
      { ProviderDetails: { ...OIDC.ProviderDetails, oidc_issuer: '' } },
      'must have oidc_issuer',
    ],
    ['with an unknown detail', { ProviderDetails: { ...OIDC.ProviderDetails, tenant: 'x' } }, 'cannot have tenant'],
    [
      'with an issuer that is no URL',
      { ProviderDetails: { ...OIDC.ProviderDetails, oidc_issuer: 'partner' } },
      'oidc_issuer must be a URL',
    ],
    [
      'with another request method',
      { ProviderDetails: { ...OIDC.ProviderDetails, attributes_request_method: 'PUT' } },
      'must be GET or POST',
    ],
    ['with an unknown attribute', { AttributeMapping: { 'custom:nothing': 'x' } }, 'does not exist in the schema'],
    ['with a level that there is not', { AcrMapping: { Level5: 'x' } }, 'Level5 is not a level'],
    [
      'with more than 50 identifiers',
      { IdpIdentifiers: Array.from({ length: 51 }, (_, index) => `i${index}`) },
      "at 'idpIdentifiers' failed to satisfy constraint: Member must have length less than or equal to 50",
    ],
    [
      'with a name of more than 32 characters',
      { ProviderName: 'x'.repeat(33) },
      "at 'providerName' failed to satisfy constraint: Member must have length less than or equal to 32",
    ],
    ['with levels for SAML', { ...saml, AcrMapping: { Level1: 'x' } }, 'Only OIDC identity providers'],
    ['with the name of the pool itself', { ProviderName: 'COGNITO' }, 'reserved name'],
    [
      'with a social type under another name',
      { ProviderType: 'Facebook', ProviderDetails: {} },
      'must be named Facebook',
    ],
  ] as const) {
    it(`are refused ${what}`, async () => {
      const sandbox = new Sandbox();
      const [name, text] = await sandbox.refusal('CreateIdentityProvider', { ...OIDC, ...request });
      expect([name, text.includes(message)]).to.deep.equal(['InvalidParameterException', true]);
      expect(sandbox.pool.identityProviders).to.deep.equal(['AzureAD']);
    });
  }

  it('are refused under a name, or with an identifier, that is taken, and if they are the pool itself', async () => {
    const sandbox = await sandboxWithPartner();
    expect((await sandbox.refusal('CreateIdentityProvider', OIDC))[0]).to.equal('DuplicateProviderException');
    const other = { ...OIDC, ProviderName: 'Other' };
    expect(await sandbox.refusal('CreateIdentityProvider', other)).to.deep.equal([
      'InvalidParameterException',
      'The identifier partner.example belongs to another identity provider.',
    ]);
    for (const operation of ['UpdateIdentityProvider', 'DeleteIdentityProvider']) {
      expect((await sandbox.refusal(operation, { ProviderName: 'COGNITO' }))[0]).to.equal(
        'UnsupportedIdentityProviderException',
      );
    }
  });
});

import { expect } from 'chai';
import { decodeJwt } from 'jose';
import { alertOf, ASKED, type Fields, HOST, jsonOf, resultOf, WebClient } from '../web-client.js';
import { BEN, MEI_FEDERATED } from '../../harness.js';

const MEI = 'mei.tanaka@tenant-two.example';

describe('the page of an identity provider', () => {
  let web: WebClient;
  beforeEach(async () => {
    web = new WebClient();
    await web.sandbox.call('UpdateIdentityProvider', {
      ProviderName: 'AzureAD',
      AttributeMapping: { email: 'mail', given_name: 'givenName' },
      IdpIdentifiers: ['tenant-two.example'],
    });
  });

  const open = (more: Fields = { identity_provider: 'AzureAD' }) => web.openSignIn(more);
  const signInAs = async (subject: string, claims: Fields = {}) => {
    const named = Object.entries(claims).map(([claim, value]): [string, string] => [`claim.${claim}`, value]);
    return web.submit(await open(), { subject, ...Object.fromEntries<string>(named) });
  };
  const idTokenOf = async (answer: Awaited<ReturnType<typeof signInAs>>) =>
    decodeJwt(String(jsonOf(await web.exchange(resultOf(answer).code!)).id_token));

  it('asks for the user ID and the mapped claims', async () => {
    const { text } = await open();
    expect([...text.matchAll(/<input\s+id="([^"]*)"/g)].map(([, id]) => id)).to.deep.equal([
      'subject',
      'claim.mail',
      'claim.givenName',
    ]);
  });

  it('signs in the federated user who has the ID, with the attributes of now', async () => {
    const claims = await idTokenOf(await signInAs(MEI, { mail: MEI, givenName: 'Mei-Lin' }));
    expect(claims).to.include({ 'cognito:username': MEI_FEDERATED, email: MEI, given_name: 'Mei-Lin' });
  });

  it('makes a user at the first sign-in', async () => {
    const claims = await idTokenOf(await signInAs('new-1', { mail: 'new@tenant-two.example' }));
    expect(claims).to.include({ 'cognito:username': 'AzureAD_new-1', email: 'new@tenant-two.example' });
    const user = await web.sandbox.call('AdminGetUser', { Username: 'AzureAD_new-1' });
    expect(user).to.include({ UserStatus: 'EXTERNAL_PROVIDER', Enabled: true });
  });

  it('signs in the local user that the identity is linked to', async () => {
    await web.sandbox.call('AdminLinkProviderForUser', {
      DestinationUser: { ProviderName: 'Cognito', ProviderAttributeValue: web.sandbox.user(BEN).username },
      SourceUser: {
        ProviderName: 'AzureAD',
        ProviderAttributeName: 'Cognito_Subject',
        ProviderAttributeValue: 'ben-1',
      },
    });
    expect((await idTokenOf(await signInAs('ben-1', { mail: BEN }))).sub).to.equal(web.sandbox.attributes(BEN).sub);
  });

  it('begins a session', async () => {
    await signInAs(MEI, { mail: MEI });
    expect((await web.openSignIn({ prompt: 'none' })).location!.searchParams.has('code')).to.equal(true);
  });

  it('tells the app that the user is disabled, or that a mapped attribute cannot be written', async () => {
    web.sandbox.pool.users[MEI_FEDERATED]!.enabled = false;
    expect(resultOf(await signInAs(MEI, { mail: MEI }))).to.include({
      error: 'invalid_request',
      error_description: 'User is disabled.',
      state: 'state-1',
    });
    web.settings.WriteAttributes = ['email'];
    expect(resultOf(await signInAs('new-1', { mail: 'new@tenant-two.example' })).error).to.equal('invalid_request');
    expect(web.sandbox.pool.users).to.not.have.property('AzureAD_new-1');
  });

  it('records sign-ins, without a challenge, if the pool has threat protection', async () => {
    web.sandbox.pool.settings.UserPoolAddOns = { AdvancedSecurityMode: 'AUDIT' };
    await signInAs(MEI, { mail: MEI });
    web.sandbox.pool.users[MEI_FEDERATED]!.enabled = false;
    await signInAs(MEI, { mail: 'other@tenant-two.example' });
    const { AuthEvents } = await web.sandbox.call('AdminListUserAuthEvents', { Username: MEI_FEDERATED });
    const events = AuthEvents as { EventResponse: string; ChallengeResponses: object[] }[];
    expect(events.map(({ EventResponse, ChallengeResponses }) => [EventResponse, ChallengeResponses])).to.deep.equal([
      ['Fail', []],
      ['Pass', []],
    ]);
    expect(web.sandbox.pool.users[MEI_FEDERATED]!.attributes.email).to.equal(MEI);
  });

  it('tells the app that the user refused, and signs nobody in', async () => {
    expect(resultOf(await web.submit(await open(), { refused: 'yes', subject: 'new-1' }))).to.deep.equal({
      error: 'access_denied',
      error_description: 'AzureAD: the user refused.',
      state: 'state-1',
    });
    expect(web.sandbox.pool.users).to.not.have.property('AzureAD_new-1');
  });

  it('needs an ID of the user', async () => {
    expect(alertOf(await signInAs(''))).to.equal('invalid_request');
    expect(web.sandbox.pool.users).to.not.have.property('AzureAD_');
  });

  it('is opened for an identifier of the provider, and for a client with this provider only', async () => {
    expect((await open({ idp_identifier: 'tenant-two.example' })).text).to.include('Sign in at AzureAD');
    expect(resultOf(await open({ idp_identifier: 'other.example' })).error).to.equal('invalid_request');
    web.settings.SupportedIdentityProviders = ['AzureAD'];
    expect((await open({})).text).to.include('Sign in at AzureAD');
  });

  it('is not opened for a provider that the client does not support, or for none', async () => {
    expect(resultOf(await open({ identity_provider: 'Google' })).error).to.equal('invalid_request');
    const { searchParams } = (await web.get('/oauth2/authorize', ASKED)).location!;
    expect(alertOf(await web.get('/identity-provider', Object.fromEntries(searchParams)))).to.equal('invalid_request');
  });

  it('accepts no form of another page', async () => {
    const page = await open();
    const { status } = await web.submit(page, { subject: MEI }, { origin: 'https://evil.example', host: HOST });
    expect(status).to.equal(403);
  });
});

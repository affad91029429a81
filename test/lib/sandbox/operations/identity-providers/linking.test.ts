import { expect } from 'chai';
import { SANDBOX_CLIENT_ID, SANDBOX_POOL_ID } from '../../../../../src/lib/model/sandbox-ids.js';
import { ServiceError } from '../../../../../src/lib/sandbox/engine/service-error.js';
import { signInFederated } from '../../../../../src/lib/sandbox/operations/identity-providers/federated-user.js';
import { DEMO_TEMPORARY_PASSWORD } from '../../../../../src/lib/sandbox/seed/seed-users.js';
import { findClient } from '../../../../../src/lib/sandbox/sign-in/client-access.js';
import { unwrap } from '../../../../../src/lib/sandbox/state/draft.js';
import type { UserState } from '../../../../../src/lib/sandbox/state/state.js';
import { Application } from '../../application.js';
import { ANA, BEN, EMMA, MEI_FEDERATED, refusalOf, Sandbox } from '../../harness.js';

const CLAIM = 'http://schemas.xmlsoap.org/ws/2005/05/identity/claims';

/** Signs in at the seeded provider. */
function signIn(sandbox: Sandbox, subject: string, email: string, name = 'New'): Promise<UserState> {
  const claims = {
    [`${CLAIM}/emailaddress`]: email,
    [`${CLAIM}/givenname`]: name,
    [`${CLAIM}/surname`]: 'Name',
    unmapped: 'x',
  };
  return sandbox.store.update((state) => {
    const client = findClient(state, SANDBOX_CLIENT_ID);
    const user = signInFederated(client, { provider: 'AzureAD', subject, claims }, sandbox.time);
    if (user instanceof ServiceError) throw user;
    // A copy, because the user of the draft cannot be read after the update.
    return structuredClone(unwrap(user));
  });
}

const link = (source: object, user = ANA) => ({
  DestinationUser: { ProviderName: 'Cognito', ProviderAttributeValue: user },
  SourceUser: { ProviderName: 'AzureAD', ...source },
});
const bySubject = (value: string) => ({
  ProviderAttributeName: 'Cognito_Subject',
  ProviderAttributeValue: value,
});
const byEmail = (value: string) => ({ ProviderAttributeName: 'email', ProviderAttributeValue: value });

describe('signInFederated', () => {
  it('leaves a local user alone who has the name of a new federated one', async () => {
    const sandbox = new Sandbox();
    const { UserPool } = await sandbox.call('CreateUserPool', { PoolName: 'names' });
    const { Id: UserPoolId } = UserPool as { Id: string };
    const provider = {
      ProviderName: 'Partner',
      ProviderType: 'SAML',
      ProviderDetails: { MetadataURL: 'https://idp.example/metadata' },
    };
    await sandbox.call('CreateIdentityProvider', { UserPoolId, ...provider });
    const { UserPoolClient } = await sandbox.call('CreateUserPoolClient', { UserPoolId, ClientName: 'app' });
    await sandbox.call('AdminCreateUser', { UserPoolId, Username: 'Partner_ana' });
    const before = structuredClone(sandbox.state.pools[UserPoolId]!.users);
    const signingIn = sandbox.store.update((state) => {
      const client = findClient(state, (UserPoolClient as { ClientId: string }).ClientId);
      return signInFederated(client, { provider: 'Partner', subject: 'ana', claims: {} }, sandbox.time);
    });
    expect(await refusalOf(signingIn)).to.deep.equal([
      'InvalidParameterException',
      'Already found an entry for username Partner_ana',
    ]);
    expect(sandbox.state.pools[UserPoolId]!.users).to.deep.equal(before);
  });

  it('refuses an ID of the provider that makes no user name', async () => {
    const sandbox = new Sandbox();
    for (const subject of ['two words', 'x'.repeat(121)]) {
      const [name] = await refusalOf(signIn(sandbox, subject, 'new@partner.example'));
      expect(name).to.equal('InvalidParameterException');
    }
  });

  it('does not give a linked user the address of another, and takes a new one as not verified', async () => {
    const sandbox = new Sandbox();
    await sandbox.call('AdminLinkProviderForUser', link(bySubject('ana-1')));
    expect((await refusalOf(signIn(sandbox, 'ana-1', BEN)))[0]).to.equal('AliasExistsException');
    expect(sandbox.attributes(ANA)).to.include({ email: ANA, email_verified: 'true' });
    const { attributes } = await signIn(sandbox, 'ana-1', 'ana@partner.example');
    expect(attributes).to.include({ email: 'ana@partner.example', email_verified: 'false' });
  });

  it('makes a user of the provider at the first sign-in, in the group of the provider', async () => {
    const sandbox = new Sandbox();
    const { username, status, attributes, groups } = await signIn(sandbox, 'subject-1', 'new@partner.example');
    expect({ username, status, groups }).to.deep.equal({
      username: 'AzureAD_subject-1',
      status: 'EXTERNAL_PROVIDER',
      groups: [`${SANDBOX_POOL_ID}_AzureAD`],
    });
    const { sub, identities, ...mapped } = attributes;
    expect(sub).to.match(/^[0-9a-f-]{36}$/);
    expect(mapped).to.deep.equal({
      email: 'new@partner.example',
      email_verified: 'false',
      given_name: 'New',
      family_name: 'Name',
    });
    expect(JSON.parse(identities ?? '')).to.deep.equal([
      {
        userId: 'subject-1',
        providerName: 'AzureAD',
        providerType: 'SAML',
        issuer: null,
        primary: true,
        dateCreated: String(sandbox.time),
      },
    ]);
    const { Groups } = await sandbox.call('ListGroups');
    expect((Groups as object[]).map((group) => (group as { GroupName: string }).GroupName)).to.have.members([
      'operators',
      ...(groups ?? []),
    ]);
  });

  it('finds the user again, one of an older state too, and sets the mapped attributes', async () => {
    const sandbox = new Sandbox();
    const [first, second] = [await signIn(sandbox, 's', 'one@x.example'), await signIn(sandbox, 's', 'two@x.example')];
    expect(second.attributes).to.include({ sub: first.attributes.sub, email: 'two@x.example' });
    const mei = await signIn(sandbox, 'mei.tanaka@tenant-two.example', 'mei@tenant-two.example', 'Mei Lin');
    expect(mei.username).to.equal(MEI_FEDERATED);
    expect(mei.attributes).to.include({ given_name: 'Mei Lin', 'custom:tenant_id': 'tenant_002' });
  });

  it('finds the user that the identity is linked to, first by an attribute and then by the subject', async () => {
    const sandbox = new Sandbox();
    await sandbox.call('AdminLinkProviderForUser', link(byEmail('ana@partner.example')));
    const first = await signIn(sandbox, 'subject-1', 'ana@partner.example');
    const second = await signIn(sandbox, 'subject-1', 'renamed@partner.example');
    const { username } = sandbox.user('renamed@partner.example');
    expect([first.username, second.username]).to.deep.equal([username, username]);
    expect(first.status).to.equal('CONFIRMED');
    const unlink = { User: { ProviderName: 'AzureAD', ...bySubject('subject-1') } };
    await sandbox.call('AdminDisableProviderForUser', unlink);
    expect((await signIn(sandbox, 'subject-1', 'x@partner.example')).username).to.equal('AzureAD_subject-1');
  });

  it('refuses a client that may not write a mapped attribute, and a user without a required one', async () => {
    const sandbox = new Sandbox();
    const { mapping } = sandbox.pool.providers!.AzureAD!;
    const refused = async () => (await refusalOf(signIn(sandbox, 's', 'new@partner.example')))[0];
    sandbox.pool.providers!.AzureAD!.mapping = { ...mapping, 'custom:role': 'role' };
    expect(await refused()).to.equal('NotAuthorizedException');
    sandbox.pool.providers!.AzureAD!.mapping = {};
    expect(await refused()).to.equal('InvalidParameterException');
    expect(sandbox.pool.users).to.not.have.property('AzureAD_s');
  });
});

describe('AdminLinkProviderForUser', () => {
  it('lists the identity with the user, who keeps the password', async () => {
    const sandbox = new Sandbox();
    await sandbox.call('AdminLinkProviderForUser', link(bySubject('subject-1')));
    expect(JSON.parse(sandbox.attributes(ANA).identities ?? '')).to.deep.equal([
      {
        userId: 'subject-1',
        providerName: 'AzureAD',
        providerType: 'SAML',
        issuer: null,
        primary: false,
        dateCreated: String(sandbox.time),
      },
    ]);
    expect(sandbox.user(ANA)).to.have.property('password');
  });

  it('accepts a federated user as the destination', async () => {
    const sandbox = new Sandbox();
    await sandbox.call('AdminLinkProviderForUser', {
      ...link(bySubject('subject-1')),
      DestinationUser: { ProviderName: 'AzureAD', ProviderAttributeValue: 'mei.tanaka@tenant-two.example' },
    });
    expect((await signIn(sandbox, 'subject-1', 'mei@x.example')).username).to.equal(MEI_FEDERATED);
  });

  it('links at most five identities to a user', async () => {
    const sandbox = new Sandbox();
    for (const value of ['1', '2', '3', '4', '5']) {
      await sandbox.call('AdminLinkProviderForUser', link(bySubject(value)));
    }
    const sixth = link(bySubject('6'));
    expect((await sandbox.refusal('AdminLinkProviderForUser', sixth))[0]).to.equal('LimitExceededException');
  });

  for (const [what, request, error] of [
    ['a local source', link({ ProviderName: 'Cognito', ...bySubject(BEN) }), 'InvalidParameterException'],
    ['a source that has signed in', link(bySubject('mei.tanaka@tenant-two.example')), 'InvalidParameterException'],
    [
      'an attribute that is not mapped',
      link({ ...byEmail('x'), ProviderAttributeName: 'name' }),
      'InvalidParameterException',
    ],
    ['a source without an attribute', link({ ProviderAttributeValue: 'x' }), 'InvalidParameterException'],
    ['a source without a value', link({ ProviderAttributeName: 'email' }), 'InvalidParameterException'],
    ['an unknown provider', link({ ProviderName: 'Nobody', ...bySubject('x') }), 'ResourceNotFoundException'],
    ['an unknown destination', link(bySubject('x'), 'nobody'), 'UserNotFoundException'],
  ] as const) {
    it(`refuses ${what}`, async () => {
      expect((await new Sandbox().refusal('AdminLinkProviderForUser', request))[0]).to.equal(error);
    });
  }

  it('refuses an attribute of a social provider, which knows its users by ID only', async () => {
    const sandbox = new Sandbox();
    const ProviderDetails = { client_id: 'id', client_secret: 'secret', authorize_scopes: 'openid' };
    const google = { ProviderName: 'Google', ProviderType: 'Google', ProviderDetails };
    await sandbox.call('CreateIdentityProvider', { ...google, AttributeMapping: { email: 'email' } });
    const request = link({ ProviderName: 'Google', ...byEmail('x@x.example') });
    expect((await sandbox.refusal('AdminLinkProviderForUser', request))[0]).to.equal('InvalidParameterException');
  });

  it('refuses an identity that is linked already, to the same user or to another one', async () => {
    const sandbox = new Sandbox();
    await sandbox.call('AdminLinkProviderForUser', link(bySubject('subject-1')));
    expect(await sandbox.refusal('AdminLinkProviderForUser', link(bySubject('subject-1')))).to.deep.equal([
      'InvalidParameterException',
      'SourceUser is already linked to DestinationUser',
    ]);
    const other = link(bySubject('subject-1'), BEN);
    expect((await sandbox.refusal('AdminLinkProviderForUser', other))[0]).to.equal('AliasExistsException');
  });
});

describe('AdminDisableProviderForUser', () => {
  it('takes the password from a local user for good, whatever session or code they have', async () => {
    const application = new Application();
    const { sandbox } = application;
    const local = (user: string) => ({ ProviderName: 'Cognito', ProviderAttributeValue: user });
    const { Session } = await application.signIn(EMMA, DEMO_TEMPORARY_PASSWORD);
    await sandbox.call('AdminDisableProviderForUser', { User: local(EMMA) });
    expect((await refusalOf(application.choose(EMMA, Session, 'My-Own-Choice-1!')))[0]).to.equal(
      'NotAuthorizedException',
    );

    await sandbox.call('AdminResetUserPassword', { Username: BEN });
    const ConfirmationCode = sandbox.lastCode;
    const { username } = sandbox.user(BEN);
    await sandbox.call('AdminDisableProviderForUser', { User: local(BEN) });
    const confirm = { ClientId: application.clientId, Username: username, SecretHash: application.hash(username) };
    expect(
      (
        await sandbox.refusal('ConfirmForgotPassword', { ...confirm, ConfirmationCode, Password: 'My-Own-Choice-1!' })
      )[0],
    ).to.equal('ExpiredCodeException');
    expect([sandbox.user(EMMA).password, sandbox.user(BEN).password]).to.deep.equal([undefined, undefined]);
  });

  it('takes the password from a local user', async () => {
    const sandbox = new Sandbox();
    const User = { ProviderName: 'Cognito', ...bySubject(ANA) };
    await sandbox.call('AdminDisableProviderForUser', { User });
    expect(sandbox.user(ANA)).to.include({ status: 'EXTERNAL_PROVIDER' }).and.not.have.property('password');
  });

  it('removes the attribute with the last identity', async () => {
    const sandbox = new Sandbox();
    await sandbox.call('AdminLinkProviderForUser', link(byEmail('x@x.example')));
    const User = { ProviderName: 'AzureAD', ...byEmail('x@x.example') };
    await sandbox.call('AdminDisableProviderForUser', { User });
    expect(sandbox.attributes(ANA)).to.not.have.property('identities');
    expect((await sandbox.refusal('AdminDisableProviderForUser', { User }))[0]).to.equal('UserNotFoundException');
  });

  it('refuses an unknown provider and one that is missing', async () => {
    const sandbox = new Sandbox();
    for (const [User, error] of [
      [{ ProviderName: 'Nobody', ...bySubject('x') }, 'ResourceNotFoundException'],
      [bySubject('x'), 'InvalidParameterException'],
    ] as const) {
      expect((await sandbox.refusal('AdminDisableProviderForUser', { User }))[0]).to.equal(error);
    }
  });
});

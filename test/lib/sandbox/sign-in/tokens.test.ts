import { createHash } from 'node:crypto';
import { expect } from 'chai';
import { decodeJwt } from 'jose';
import { SANDBOX_CLIENT_ID, SANDBOX_POOL_ID } from '../../../../src/lib/model/sandbox-ids.js';
import { findClient } from '../../../../src/lib/sandbox/sign-in/client-access.js';
import { issueClientToken, issueTokens } from '../../../../src/lib/sandbox/sign-in/tokens.js';
import type { SignIn } from '../../../../src/lib/sandbox/sign-in/tokens.js';
import { Application } from '../application.js';
import { BEN, KATYA_SMS, MEI_FEDERATED } from '../harness.js';

const ORIGIN = 'http://127.0.0.1:9339';

describe('the tokens of a sign-in', () => {
  const { sandbox } = new Application();
  const client = findClient(sandbox.state, SANDBOX_CLIENT_ID);
  const aws = { store: sandbox.store, origin: ORIGIN, issuer: 'aws' } as const;

  async function tokensOf(email: string, more: Partial<SignIn> = {}, context: Parameters<typeof issueTokens>[0] = aws) {
    const user = sandbox.pool.users[email] ?? sandbox.user(email);
    const times = { signedInAt: sandbox.time, issuedAt: sandbox.time, originJti: 'origin' };
    const { AccessToken, IdToken } = await issueTokens(context, { ...client, user, ...times, ...more });
    return { access: decodeJwt(AccessToken), id: decodeJwt(IdToken), accessToken: AccessToken };
  }

  it('name the issuer of Cognito, or the pool under the served address', async () => {
    expect((await tokensOf(BEN)).id.iss).to.equal(`https://cognito-idp.us-east-1.amazonaws.com/${SANDBOX_POOL_ID}`);
    const { access, id } = await tokensOf(BEN, {}, { ...aws, issuer: 'served' });
    expect([access.iss, id.iss]).to.deep.equal([`${ORIGIN}/${SANDBOX_POOL_ID}`, `${ORIGIN}/${SANDBOX_POOL_ID}`]);
  });

  it('have the scope of the API after a sign-in through it, and no version, nonce or hash', async () => {
    const { access, id } = await tokensOf(BEN);
    expect(access.scope).to.equal('aws.cognito.signin.user.admin');
    expect(access).to.not.have.property('version');
    expect(id).to.not.have.any.keys('at_hash', 'nonce');
  });

  it('have true or false only for the two attributes that Cognito verifies', async () => {
    const { attributes } = sandbox.user(BEN);
    sandbox.pool.schema.push({ Name: 'custom:age_verified', AttributeDataType: 'String', Mutable: true });
    client.client.settings.ReadAttributes?.push('custom:age_verified');
    attributes['custom:age_verified'] = 'by passport';
    const { id } = await tokensOf(BEN);
    expect([id.email_verified, id['custom:age_verified']]).to.deep.equal([true, 'by passport']);
  });

  it('have the granted scopes, version 2, the nonce and the hash of the access token after the hosted UI', async () => {
    const { access, id, accessToken } = await tokensOf(BEN, { scopes: ['openid', 'email'], nonce: 'n-1' });
    expect([access.scope, access.version]).to.deep.equal(['openid email', 2]);
    const hash = createHash('sha256').update(accessToken).digest().subarray(0, 16).toString('base64url');
    expect([id.nonce, id.at_hash]).to.deep.equal(['n-1', hash]);
    expect(access).to.not.have.property('nonce');
  });

  for (const [scopes, wanted, unwanted] of [
    [['openid'], ['email', 'custom:tenant_id', 'phone_number'], []],
    [['openid', 'profile'], ['email', 'custom:tenant_id', 'phone_number'], []],
    [
      ['openid', 'email'],
      ['email', 'email_verified'],
      ['custom:tenant_id', 'phone_number', 'given_name'],
    ],
    [
      ['openid', 'phone'],
      ['phone_number', 'phone_number_verified'],
      ['custom:tenant_id', 'email'],
    ],
    [['openid', 'email', 'profile'], ['email', 'custom:tenant_id', 'phone_number'], []],
  ] as const) {
    it(`have the attributes that the scopes ${scopes.join(' ')} allow`, async () => {
      const { id } = await tokensOf(KATYA_SMS, { scopes });
      expect(id).to.include.keys(...wanted);
      if (unwanted.length > 0) expect(id).to.not.have.any.keys(...unwanted);
    });
  }

  it('have the identities of a federated user as a list', async () => {
    sandbox.pool.clients[SANDBOX_CLIENT_ID]!.settings.ReadAttributes?.push('identities');
    const { id } = await tokensOf(MEI_FEDERATED);
    expect(id.identities).to.be.an('array').with.lengthOf(1);
    expect((id.identities as object[])[0]).to.include({
      providerName: 'AzureAD',
      userId: 'mei.tanaka@tenant-two.example',
    });
  });

  it('have the groups of the user, and in the ID token their roles', async () => {
    const role = (name: string) => `arn:aws:iam::123456789012:role/${name}`;
    const times = { createdAt: 0, modifiedAt: 0 };
    sandbox.pool.groups = {
      staff: { ...times, precedence: 5, roleArn: role('staff') },
      admins: { ...times, precedence: 1, roleArn: role('admins') },
      others: times,
    };
    const user = { ...sandbox.user(BEN), groups: ['staff', 'admins', 'others'] };
    const { access, id } = await tokensOf(BEN, { user });
    expect(access['cognito:groups']).to.deep.equal(['admins', 'staff', 'others']);
    expect(access).to.not.have.any.keys('cognito:roles', 'cognito:preferred_role');
    expect(id['cognito:groups']).to.deep.equal(['admins', 'staff', 'others']);
    expect(id['cognito:roles']).to.deep.equal([role('admins'), role('staff')]);
    expect(id['cognito:preferred_role']).to.equal(role('admins'));
    expect((await tokensOf(BEN)).id).to.not.have.any.keys('cognito:groups', 'cognito:roles');
  });

  it('have the claims of the rules that stand in for the trigger', async () => {
    const tokenRules = [
      { when: { role: 'itsm_agent' }, tokens: ['id'] as const, add: { rights: ['read'] }, suppress: ['email'] },
      { when: { role: 'super_admin' }, tokens: ['id', 'access'] as const, add: { rights: ['all'] }, suppress: [] },
    ];
    const { access, id } = await tokensOf(BEN, {}, { ...aws, tokenRules });
    expect(id.rights).to.deep.equal(['read']);
    expect(id).to.not.have.property('email');
    expect(access).to.not.have.property('rights');
  });

  it('of a client itself have it as the subject, and no user', async () => {
    const { AccessToken } = await issueClientToken(aws, client, { scopes: ['api/read'], issuedAt: sandbox.time });
    const claims = decodeJwt(AccessToken);
    expect(claims).to.include({ sub: SANDBOX_CLIENT_ID, client_id: SANDBOX_CLIENT_ID, scope: 'api/read', version: 2 });
    expect(claims).to.not.have.any.keys('username', 'origin_jti', 'aud');
  });
});

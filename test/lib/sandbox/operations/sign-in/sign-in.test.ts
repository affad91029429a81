import { expect } from 'chai';
import { createLocalJWKSet, decodeJwt, jwtVerify } from 'jose';
import { SANDBOX_CLIENT_ID, SANDBOX_POOL_ID } from '../../../../../src/lib/model/sandbox-ids.js';
import { DEMO_PASSWORD, DEMO_TEMPORARY_PASSWORD } from '../../../../../src/lib/sandbox/seed/seed-users.js';
import { publicKeys } from '../../../../../src/lib/sandbox/sign-in/tokens.js';
import { Application, type Tokens } from '../../application.js';
import {
  ANA,
  BEN,
  EMMA,
  FELIX_RESET,
  GRACE_DISABLED,
  HUGO_UNCONFIRMED,
  LIAM_EXPIRED,
  MEI_FEDERATED,
  refusalOf,
} from '../../harness.js';

const DAY_MS = 86_400_000;
const WRONG = ['NotAuthorizedException', 'Incorrect username or password.'];
const CHOSEN = 'My-Own-Choice-1!';

describe('USER_PASSWORD_AUTH', () => {
  it('issues tokens with the claims of Cognito, signed with the published key', async () => {
    const application = new Application();
    const { sandbox } = application;
    const { AuthenticationResult, ...rest } = await application.signIn(BEN, DEMO_PASSWORD);
    expect(rest).to.deep.equal({ ChallengeParameters: {} });
    const tokens = AuthenticationResult!;
    expect([tokens.ExpiresIn, tokens.TokenType]).to.deep.equal([3600, 'Bearer']);

    const keys = createLocalJWKSet(await publicKeys(sandbox.store));
    const rules = {
      issuer: `https://cognito-idp.us-east-1.amazonaws.com/${SANDBOX_POOL_ID}`,
      currentDate: new Date(sandbox.time),
      algorithms: ['RS256'],
    };
    const id = (await jwtVerify(tokens.IdToken, keys, { ...rules, audience: SANDBOX_CLIENT_ID })).payload;
    const access = (await jwtVerify(tokens.AccessToken, keys, rules)).payload;
    const { username } = sandbox.user(BEN);
    const now = sandbox.time / 1000;
    const shared = {
      sub: username,
      iss: rules.issuer,
      auth_time: now,
      iat: now,
      exp: now + 3600,
      event_id: id.event_id,
      origin_jti: id.origin_jti,
    };
    expect(id).to.deep.equal({
      ...shared,
      jti: id.jti,
      aud: SANDBOX_CLIENT_ID,
      token_use: 'id',
      'cognito:username': username,
      email: BEN,
      email_verified: true,
      given_name: 'Ben',
      family_name: 'Carter',
      'custom:tenant_id': 'tenant_001',
      'custom:role': 'itsm_agent',
      'custom:department': 'dept_it',
      'custom:employee_no': 'E00002',
    });
    expect(access).to.deep.equal({
      ...shared,
      jti: access.jti,
      client_id: SANDBOX_CLIENT_ID,
      token_use: 'access',
      username,
      scope: 'aws.cognito.signin.user.admin',
    });
  });

  it('ignores the case of the address', async () => {
    const application = new Application();
    expect(await application.signIn(BEN.toUpperCase(), DEMO_PASSWORD)).to.have.property('AuthenticationResult');
  });

  it('respects the token validity and readable attributes of the client', async () => {
    const application = new Application();
    Object.assign(application.sandbox.pool.clients[SANDBOX_CLIENT_ID]!.settings, {
      AccessTokenValidity: 10,
      IdTokenValidity: 20,
      TokenValidityUnits: { AccessToken: 'minutes', IdToken: 'minutes' },
      ReadAttributes: ['email'],
    });
    const tokens = (await application.signIn(BEN, DEMO_PASSWORD)).AuthenticationResult!;
    const [access, id] = [decodeJwt(tokens.AccessToken), decodeJwt(tokens.IdToken)];
    expect([access.exp! - access.iat!, id.exp! - id.iat!, tokens.ExpiresIn]).to.deep.equal([600, 1200, 600]);
    expect([id.email, id['custom:role'], id.given_name]).to.deep.equal([BEN, undefined, undefined]);
  });

  it('is refused with a wrong password', async () => {
    const application = new Application();
    expect(await refusalOf(application.signIn(BEN, 'Not-The-Password-1!'))).to.deep.equal(WRONG);
  });

  it('accepts a new password, and refuses the old one', async () => {
    const application = new Application();
    await application.sandbox.call('AdminSetUserPassword', {
      Username: BEN,
      Password: CHOSEN,
      Permanent: true,
    });
    expect(await refusalOf(application.signIn(BEN, DEMO_PASSWORD))).to.deep.equal(WRONG);
    expect(await application.signIn(BEN, CHOSEN)).to.have.property('AuthenticationResult');
  });

  it('refuses a disabled user, and accepts them again once enabled', async () => {
    const application = new Application();
    const { sandbox } = application;
    await sandbox.call('AdminDisableUser', { Username: BEN });
    const disabled = ['NotAuthorizedException', 'User is disabled.'];
    expect(await refusalOf(application.signIn(BEN, DEMO_PASSWORD))).to.deep.equal(disabled);
    expect(await refusalOf(application.signIn(GRACE_DISABLED, DEMO_PASSWORD))).to.deep.equal(disabled);
    await sandbox.call('AdminEnableUser', { Username: BEN });
    expect(await application.signIn(BEN, DEMO_PASSWORD)).to.have.property('AuthenticationResult');
  });

  for (const [why, username, password, refusal] of [
    [
      'must reset their password',
      FELIX_RESET,
      DEMO_PASSWORD,
      ['PasswordResetRequiredException', 'Password reset required for the user'],
    ],
    ['is not confirmed', HUGO_UNCONFIRMED, DEMO_PASSWORD, ['UserNotConfirmedException', 'User is not confirmed.']],
    ['is federated', MEI_FEDERATED, DEMO_PASSWORD, WRONG],
    [
      'has an expired temporary password',
      LIAM_EXPIRED,
      DEMO_TEMPORARY_PASSWORD,
      ['NotAuthorizedException', 'Temporary password has expired and must be reset by an administrator.'],
    ],
    ['does not exist, if the client hides that', 'nobody@tenant-one.example', DEMO_PASSWORD, WRONG],
  ] as const) {
    it(`is refused for a user who ${why}`, async () => {
      expect(await refusalOf(new Application().signIn(username, password))).to.deep.equal(refusal);
    });
  }

  it('reports that a user does not exist if the client does not hide it', async () => {
    const application = new Application();
    application.sandbox.pool.clients[SANDBOX_CLIENT_ID]!.settings.PreventUserExistenceErrors = 'LEGACY';
    expect(await refusalOf(application.signIn('nobody@tenant-one.example', DEMO_PASSWORD))).to.deep.equal([
      'UserNotFoundException',
      'User does not exist.',
    ]);
  });

  it('sends the MFA challenge after the right password', async () => {
    const application = new Application();
    expect(await refusalOf(application.signIn(ANA, 'Not-The-Password-1!'))).to.deep.equal(WRONG);
    const { Session: _, ...response } = await application.signIn(ANA, DEMO_PASSWORD);
    expect(response).to.deep.equal({
      ChallengeName: 'SOFTWARE_TOKEN_MFA',
      ChallengeParameters: { USER_ID_FOR_SRP: application.sandbox.user(ANA).username },
    });
  });

  it('requires the secret hash for a client with a secret, and refuses it otherwise', async () => {
    const application = new Application();
    const { sandbox } = application;
    const parameters = { USERNAME: BEN, PASSWORD: DEMO_PASSWORD };
    expect(await refusalOf(application.initiate('USER_PASSWORD_AUTH', parameters))).to.deep.equal([
      'NotAuthorizedException',
      `Client ${SANDBOX_CLIENT_ID} is configured with secret but SECRET_HASH was not received`,
    ]);
    expect(await refusalOf(application.signIn(BEN, DEMO_PASSWORD, { SECRET_HASH: 'wrong' }))).to.deep.equal([
      'NotAuthorizedException',
      `SecretHash does not match for the client: ${SANDBOX_CLIENT_ID}`,
    ]);
    delete sandbox.pool.clients[SANDBOX_CLIENT_ID]!.secret;
    expect(
      await refusalOf(application.initiate('USER_PASSWORD_AUTH', { ...parameters, SECRET_HASH: 'any' })),
    ).to.deep.equal([
      'NotAuthorizedException',
      `Client ${SANDBOX_CLIENT_ID} is not configured for secret but secret was received`,
    ]);
  });

  it('requires the flow to be allowed, and all parameters', async () => {
    const application = new Application();
    expect(await refusalOf(application.initiate('USER_PASSWORD_AUTH', { USERNAME: BEN }))).to.deep.equal([
      'InvalidParameterException',
      'Missing required parameter PASSWORD',
    ]);
    application.sandbox.pool.clients[SANDBOX_CLIENT_ID]!.settings.ExplicitAuthFlows = ['ALLOW_USER_SRP_AUTH'];
    expect(await refusalOf(application.signIn(BEN, DEMO_PASSWORD))).to.deep.equal([
      'InvalidParameterException',
      'USER_PASSWORD_AUTH flow not enabled for this client',
    ]);
  });

  it('refuses flows that are not modelled, and an unknown client', async () => {
    const application = new Application();
    expect((await refusalOf(application.initiate('CUSTOM_AUTH', {})))[0]).to.equal('UnsupportedOperationException');
    expect((await refusalOf(application.initiate('ADMIN_NO_SRP_AUTH', {})))[0]).to.equal('InvalidParameterException');
    expect(
      await application.sandbox.refusal('InitiateAuth', {
        AuthFlow: 'USER_PASSWORD_AUTH',
        ClientId: 'nosuchclient',
      }),
    ).to.deep.equal(['ResourceNotFoundException', 'User pool client nosuchclient does not exist.']);
  });
});

describe('the NEW_PASSWORD_REQUIRED challenge', () => {
  it('replaces a temporary password, which then no longer works', async () => {
    const application = new Application();
    const { sandbox } = application;
    const challenge = await application.signIn(EMMA, DEMO_TEMPORARY_PASSWORD);
    const { sub: _, ...shown } = sandbox.attributes(EMMA);
    expect(challenge).to.deep.equal({
      ChallengeName: 'NEW_PASSWORD_REQUIRED',
      Session: challenge.Session,
      ChallengeParameters: {
        USER_ID_FOR_SRP: sandbox.user(EMMA).username,
        requiredAttributes: '[]',
        userAttributes: JSON.stringify(shown),
      },
    });
    const response = await application.choose(EMMA, challenge.Session, CHOSEN);
    expect(response.AuthenticationResult).to.have.keys(
      'AccessToken',
      'IdToken',
      'RefreshToken',
      'ExpiresIn',
      'TokenType',
    );
    expect(sandbox.user(EMMA).status).to.equal('CONFIRMED');
    expect(await refusalOf(application.signIn(EMMA, DEMO_TEMPORARY_PASSWORD))).to.deep.equal(WRONG);
    expect(await application.signIn(EMMA, CHOSEN)).to.have.property('AuthenticationResult');
    expect(await refusalOf(application.choose(EMMA, challenge.Session, 'Another-One-22!'))).to.deep.equal([
      'NotAuthorizedException',
      'Invalid session for the user.',
    ]);
  });

  it('applies the policy to the new password, and can be answered again', async () => {
    const application = new Application();
    const { Session } = await application.signIn(EMMA, DEMO_TEMPORARY_PASSWORD);
    expect(await refusalOf(application.choose(EMMA, Session, 'weak'))).to.deep.equal([
      'InvalidPasswordException',
      'Password did not conform with policy: Password not long enough',
    ]);
    expect(await application.choose(EMMA, Session, CHOSEN)).to.have.property('AuthenticationResult');
  });

  it('expires', async () => {
    const application = new Application();
    const { Session } = await application.signIn(EMMA, DEMO_TEMPORARY_PASSWORD);
    application.sandbox.time += 3 * 60_000;
    expect(await refusalOf(application.choose(EMMA, Session, CHOSEN))).to.deep.equal([
      'NotAuthorizedException',
      'Invalid session for the user, session is expired.',
    ]);
  });

  it('is invalid after an administrator sets a password, and for another user', async () => {
    const application = new Application();
    const { Session } = await application.signIn(EMMA, DEMO_TEMPORARY_PASSWORD);
    const invalid = ['NotAuthorizedException', 'Invalid session for the user.'];
    expect(await refusalOf(application.choose(BEN, Session, CHOSEN))).to.deep.equal(invalid);
    expect(await refusalOf(application.choose(EMMA, `${Session!}x`, CHOSEN))).to.deep.equal(invalid);
    await application.sandbox.call('AdminSetUserPassword', { Username: EMMA, Password: CHOSEN });
    expect(await refusalOf(application.choose(EMMA, Session, CHOSEN))).to.deep.equal(invalid);
  });

  it('refuses a user who has been disabled since the challenge', async () => {
    const application = new Application();
    const { Session } = await application.signIn(EMMA, DEMO_TEMPORARY_PASSWORD);
    await application.sandbox.call('AdminDisableUser', { Username: EMMA });
    expect(await refusalOf(application.choose(EMMA, Session, CHOSEN))).to.deep.equal([
      'NotAuthorizedException',
      'User is disabled.',
    ]);
  });

  it('accepts attributes that the client may write, and never the tenant', async () => {
    const application = new Application();
    const { Session } = await application.signIn(EMMA, DEMO_TEMPORARY_PASSWORD);
    expect(
      await refusalOf(application.choose(EMMA, Session, CHOSEN, { 'userAttributes.custom:tenant_id': 'tenant_002' })),
    ).to.deep.equal(['NotAuthorizedException', 'A client attempted to write unauthorized attribute']);
    expect(
      await refusalOf(application.choose(EMMA, Session, CHOSEN, { 'userAttributes.email': 'x@y.example' })),
    ).to.deep.equal(['NotAuthorizedException', 'Cannot modify an already provided email']);
    await application.choose(EMMA, Session, CHOSEN, { 'userAttributes.locale': 'no-NO' });
    expect(application.sandbox.attributes(EMMA).locale).to.equal('no-NO');
  });

  it('is given for seven days if the pool sets no other validity of temporary passwords', async () => {
    const application = new Application();
    const { sandbox } = application;
    delete sandbox.pool.settings.Policies;
    sandbox.user(EMMA).temporarySince = sandbox.time;
    sandbox.time += 7 * DAY_MS;
    expect((await application.signIn(EMMA, DEMO_TEMPORARY_PASSWORD)).ChallengeName).to.equal('NEW_PASSWORD_REQUIRED');
    sandbox.time += 1;
    expect(await refusalOf(application.signIn(EMMA, DEMO_TEMPORARY_PASSWORD))).to.deep.equal([
      'NotAuthorizedException',
      'Temporary password has expired and must be reset by an administrator.',
    ]);
  });

  it('works for an expired invitation once it has been resent', async () => {
    const application = new Application();
    const { sandbox } = application;
    await sandbox.call('AdminCreateUser', {
      Username: LIAM_EXPIRED,
      MessageAction: 'RESEND',
      TemporaryPassword: CHOSEN,
    });
    expect((await application.signIn(LIAM_EXPIRED, CHOSEN)).ChallengeName).to.equal('NEW_PASSWORD_REQUIRED');
    sandbox.time += 7 * DAY_MS + 1;
    expect((await refusalOf(application.signIn(LIAM_EXPIRED, CHOSEN)))[1]).to.include('Temporary password has expired');
  });
});

describe('REFRESH_TOKEN_AUTH', () => {
  it('issues tokens with the groups and attributes of now', async () => {
    const application = new Application();
    const { AuthenticationResult } = await application.signIn(BEN, DEMO_PASSWORD);
    await application.sandbox.call('CreateGroup', { GroupName: 'editors' });
    await application.sandbox.call('AdminAddUserToGroup', { Username: BEN, GroupName: 'editors' });
    application.sandbox.user(BEN).attributes.given_name = 'Benjamin';
    const refreshed = (await application.refresh(AuthenticationResult!, BEN)).AuthenticationResult!;
    expect(decodeJwt(refreshed.AccessToken)['cognito:groups']).to.deep.equal(['editors']);
    expect(decodeJwt(refreshed.IdToken)).to.include({ given_name: 'Benjamin' });
    expect(decodeJwt(AuthenticationResult!.AccessToken)).to.not.have.property('cognito:groups');
  });

  async function signedIn(): Promise<{ application: Application; tokens: Tokens }> {
    const application = new Application();
    return { application, tokens: (await application.signIn(BEN, DEMO_PASSWORD)).AuthenticationResult! };
  }

  it('issues new access and ID tokens for the same sign-in, and no refresh token', async () => {
    const { application, tokens } = await signedIn();
    const signedInAt = application.sandbox.time;
    application.sandbox.time += 50 * 60_000;
    const refreshed = (await application.refresh(tokens, BEN)).AuthenticationResult!;
    expect(refreshed).to.have.keys('AccessToken', 'IdToken', 'ExpiresIn', 'TokenType');
    const { auth_time, iat } = decodeJwt(refreshed.AccessToken);
    expect([auth_time, iat]).to.deep.equal([signedInAt / 1000, application.sandbox.time / 1000]);
  });

  const revoked = ['NotAuthorizedException', 'Refresh Token has been revoked'];
  for (const operation of ['AdminUserGlobalSignOut', 'AdminDisableUser']) {
    it(`is refused after ${operation}`, async () => {
      const { application, tokens } = await signedIn();
      await application.sandbox.call(operation, { Username: BEN });
      expect(await refusalOf(application.refresh(tokens, BEN))).to.deep.equal(revoked);
    });
  }

  it('is still refused after a disabled user is enabled', async () => {
    const { application, tokens } = await signedIn();
    await application.sandbox.call('AdminDisableUser', { Username: BEN });
    await application.sandbox.call('AdminEnableUser', { Username: BEN });
    expect(await refusalOf(application.refresh(tokens, BEN))).to.deep.equal(revoked);
  });

  it('is refused while a password reset is required', async () => {
    const { application, tokens } = await signedIn();
    await application.sandbox.call('AdminResetUserPassword', { Username: BEN });
    expect((await refusalOf(application.refresh(tokens, BEN)))[0]).to.equal('PasswordResetRequiredException');
  });

  it('is refused when the token has expired', async () => {
    const { application, tokens } = await signedIn();
    application.sandbox.time += 30 * DAY_MS;
    expect(await refusalOf(application.refresh(tokens, BEN))).to.deep.equal([
      'NotAuthorizedException',
      'Refresh Token has expired',
    ]);
  });

  it('is refused for another client, a deleted user, and an unknown token', async () => {
    const { application, tokens } = await signedIn();
    const { sandbox } = application;
    const invalid = ['NotAuthorizedException', 'Invalid Refresh Token'];
    const made = { ...tokens, RefreshToken: 'made.up' };
    expect(await refusalOf(application.refresh(made, BEN))).to.deep.equal(invalid);

    const { UserPoolClient } = await sandbox.call('CreateUserPoolClient', {
      ClientName: 'other',
      GenerateSecret: true,
    });
    application.clientId = (UserPoolClient as { ClientId: string }).ClientId;
    expect(await refusalOf(application.refresh(tokens, BEN))).to.deep.equal(invalid);

    application.clientId = SANDBOX_CLIENT_ID;
    const SECRET_HASH = application.hash(sandbox.user(BEN).username);
    await sandbox.call('AdminDeleteUser', { Username: BEN });
    expect(
      await refusalOf(application.initiate('REFRESH_TOKEN_AUTH', { REFRESH_TOKEN: tokens.RefreshToken, SECRET_HASH })),
    ).to.deep.equal(invalid);
  });

  it('stores only hashes of tokens, and removes expired ones', async () => {
    const { application, tokens } = await signedIn();
    const { sandbox } = application;
    expect(JSON.stringify(sandbox.state)).to.not.include(tokens.RefreshToken);
    sandbox.time += 31 * DAY_MS;
    await application.signIn(BEN, DEMO_PASSWORD);
    expect(Object.keys(sandbox.user(BEN).refreshTokens)).to.have.length(1);
  });
});

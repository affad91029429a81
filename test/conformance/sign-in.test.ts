import {
  AdminCreateUserCommand,
  AdminDisableUserCommand,
  AdminEnableUserCommand,
  AdminGetUserCommand,
  AdminResetUserPasswordCommand,
  AdminSetUserPasswordCommand,
  AdminUserGlobalSignOutCommand,
  InitiateAuthCommand,
  RespondToAuthChallengeCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { expect } from 'chai';
import { decodeJwt } from 'jose';
import { createPoolUnderTest, errorOf, type PoolUnderTest } from './pool-under-test.js';

const ANA = 'ana@tenant-one.example';
const TEMPORARY = 'Temporary-Pass-1!';
const OWN = 'My-Own-Choice-1!';
const NEW = 'Set-By-Admin-22!';

describe('conformance: passwords and sign-in', () => {
  let pool: PoolUnderTest;

  const ana = () => ({ UserPoolId: pool.UserPoolId, Username: ANA });
  const signIn = (password: string) =>
    pool.cognito.send(
      new InitiateAuthCommand({
        ClientId: pool.ClientId,
        AuthFlow: 'USER_PASSWORD_AUTH',
        AuthParameters: { USERNAME: ANA, PASSWORD: password, SECRET_HASH: pool.secretHash(ANA) },
      }),
    );
  const refresh = (token: string, username: string) =>
    pool.cognito.send(
      new InitiateAuthCommand({
        ClientId: pool.ClientId,
        AuthFlow: 'REFRESH_TOKEN_AUTH',
        AuthParameters: { REFRESH_TOKEN: token, SECRET_HASH: pool.secretHash(username) },
      }),
    );
  const setPassword = (Password: string, Permanent: boolean) =>
    pool.cognito.send(new AdminSetUserPasswordCommand({ ...ana(), Password, Permanent }));
  const status = async () => (await pool.cognito.send(new AdminGetUserCommand(ana()))).UserStatus;

  beforeEach(async () => {
    pool = await createPoolUnderTest();
    await pool.cognito.send(
      new AdminCreateUserCommand({
        ...ana(),
        UserAttributes: [
          { Name: 'email', Value: ANA },
          { Name: 'email_verified', Value: 'true' },
          { Name: 'custom:tenant_id', Value: 'tenant_001' },
        ],
        TemporaryPassword: TEMPORARY,
        MessageAction: 'SUPPRESS',
      }),
    );
  });

  afterEach(() => pool.remove());

  it('a temporary password is changed at the first sign-in, and no longer works afterwards', async () => {
    const { ChallengeName, Session } = await signIn(TEMPORARY);
    expect(ChallengeName).to.equal('NEW_PASSWORD_REQUIRED');
    const { AuthenticationResult } = await pool.cognito.send(
      new RespondToAuthChallengeCommand({
        ClientId: pool.ClientId,
        ChallengeName,
        Session,
        ChallengeResponses: { USERNAME: ANA, NEW_PASSWORD: OWN, SECRET_HASH: pool.secretHash(ANA) },
      }),
    );
    const claims = decodeJwt(AuthenticationResult!.IdToken!);
    expect([claims.email, claims['custom:tenant_id'], claims.aud]).to.deep.equal([ANA, 'tenant_001', pool.ClientId]);
    expect(AuthenticationResult?.ExpiresIn).to.equal(600);
    expect(await status()).to.equal('CONFIRMED');
    expect(await errorOf(signIn(TEMPORARY))).to.equal('NotAuthorizedException');
  });

  it('a permanent password set by an administrator works at once, and the old one does not', async () => {
    await setPassword(OWN, true);
    await setPassword(NEW, true);
    expect((await signIn(NEW)).AuthenticationResult?.TokenType).to.equal('Bearer');
    expect(await errorOf(signIn(OWN))).to.equal('NotAuthorizedException');
  });

  it('a temporary password set by an administrator must be changed', async () => {
    await setPassword(OWN, true);
    await setPassword(NEW, false);
    expect(await status()).to.equal('FORCE_CHANGE_PASSWORD');
    expect((await signIn(NEW)).ChallengeName).to.equal('NEW_PASSWORD_REQUIRED');
  });

  it('the policy applies to temporary passwords too', async () => {
    expect(await errorOf(setPassword('weak', false))).to.equal('InvalidPasswordException');
    expect(await errorOf(setPassword('no-upper-case-1!', true))).to.equal('InvalidPasswordException');
  });

  it('a disabled user cannot sign in, their tokens are revoked, and enabling allows sign-in again', async () => {
    await setPassword(OWN, true);
    const { AuthenticationResult: tokens } = await signIn(OWN);
    const { Username } = await pool.cognito.send(new AdminGetUserCommand(ana()));
    expect(await errorOf(refresh(tokens!.RefreshToken!, Username!))).to.equal('no error');
    await pool.cognito.send(new AdminDisableUserCommand(ana()));
    expect(await errorOf(signIn(OWN))).to.equal('NotAuthorizedException');
    expect(await errorOf(refresh(tokens!.RefreshToken!, Username!))).to.equal('NotAuthorizedException');
    await pool.cognito.send(new AdminEnableUserCommand(ana()));
    expect(await errorOf(signIn(OWN))).to.equal('no error');
  });

  it('a global sign-out revokes refresh tokens', async () => {
    await setPassword(OWN, true);
    const { AuthenticationResult: tokens } = await signIn(OWN);
    const { Username } = await pool.cognito.send(new AdminGetUserCommand(ana()));
    await pool.cognito.send(new AdminUserGlobalSignOutCommand(ana()));
    expect(await errorOf(refresh(tokens!.RefreshToken!, Username!))).to.equal('NotAuthorizedException');
  });

  it('a reset is refused before the first sign-in; later it blocks sign-in until it is completed', async () => {
    const reset = () => pool.cognito.send(new AdminResetUserPasswordCommand(ana()));
    expect(await errorOf(reset())).to.equal('NotAuthorizedException');
    await setPassword(OWN, true);
    await reset();
    expect(await status()).to.equal('RESET_REQUIRED');
    expect(await errorOf(signIn(OWN))).to.equal('PasswordResetRequiredException');
  });

  it('an unknown user reads as a wrong password if the client hides who exists', async () => {
    const USERNAME = 'nobody@tenant-one.example';
    const failed = pool.cognito.send(
      new InitiateAuthCommand({
        ClientId: pool.ClientId,
        AuthFlow: 'USER_PASSWORD_AUTH',
        AuthParameters: { USERNAME, PASSWORD: OWN, SECRET_HASH: pool.secretHash(USERNAME) },
      }),
    );
    expect(await errorOf(failed)).to.equal('NotAuthorizedException');
  });
});

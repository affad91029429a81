import { SANDBOX_CLIENT_ID, SANDBOX_POOL_ID } from '../../../../../src/lib/model/sandbox-ids.js';
import { DEMO_PASSWORD, DEMO_TEMPORARY_PASSWORD } from '../../../../../src/lib/sandbox/seed/seed-users.js';
import { newOpaqueToken } from '../../../../../src/lib/sandbox/sign-in/opaque-token.js';
import { Application, type SignInResponse } from '../../application.js';
import { ANA, BEN, EMMA, FELIX_RESET, HUGO_UNCONFIRMED, KATYA_SMS, type Sandbox } from '../../harness.js';
import { codeOf, DEMO_TOTP_SECRET } from '../../totp-app.js';
import type { OperationCase, OperationCases, Request } from './operation-case.js';

const POOL = { UserPoolId: SANDBOX_POOL_ID };
const NOBODY = 'nobody@tenant-one.example';

/** A sign-in with a password. */
function passwordRequest(AuthFlow: string, more: Request = {}): OperationCase['request'] {
  return (sandbox) => {
    settings(sandbox).ExplicitAuthFlows?.push('ALLOW_ADMIN_USER_PASSWORD_AUTH');
    return { ...more, ClientId: SANDBOX_CLIENT_ID, AuthFlow, AuthParameters: parametersOf(sandbox, BEN) };
  };
}

function settings(sandbox: Sandbox) {
  return sandbox.pool.clients[SANDBOX_CLIENT_ID]!.settings;
}

function parametersOf(sandbox: Sandbox, USERNAME: string, PASSWORD = DEMO_PASSWORD): Record<string, string> {
  return { USERNAME, PASSWORD, SECRET_HASH: new Application({}, sandbox).hash(USERNAME) };
}

/** The sign-in of another user. */
function signInOf(username: string) {
  return (sandbox: Sandbox, request: Request) => ({ ...request, AuthParameters: parametersOf(sandbox, username) });
}

const initiateRefusals: OperationCase['refusals'] = {
  NotAuthorizedException: (sandbox, request) => ({
    ...request,
    AuthParameters: parametersOf(sandbox, BEN, DEMO_TEMPORARY_PASSWORD),
  }),
  PasswordResetRequiredException: signInOf(FELIX_RESET),
  UnsupportedOperationException: (_, request) => ({ ...request, AuthFlow: 'CUSTOM_AUTH' }),
  UserNotConfirmedException: signInOf(HUGO_UNCONFIRMED),
  UserNotFoundException(sandbox, request) {
    settings(sandbox).PreventUserExistenceErrors = 'LEGACY';
    return signInOf(NOBODY)(sandbox, request);
  },
};

/** The answer of a user to the challenge that a sign-in has led to. */
async function answerTo(
  sandbox: Sandbox,
  username: string,
  responses: Record<string, string>,
  password = DEMO_PASSWORD,
): Promise<Request & SignInResponse> {
  const application = new Application({}, sandbox);
  const step = await application.signIn(username, password);
  return {
    ...step,
    ClientId: SANDBOX_CLIENT_ID,
    ChallengeResponses: { USERNAME: username, SECRET_HASH: application.hash(username), ...responses },
  };
}

function newPassword(sandbox: Sandbox, responses: Record<string, string> = {}): Promise<Request> {
  return answerTo(sandbox, EMMA, { NEW_PASSWORD: 'My-Own-Choice-1!', ...responses }, DEMO_TEMPORARY_PASSWORD);
}

function totp(sandbox: Sandbox): Promise<Request> {
  const SOFTWARE_TOKEN_MFA_CODE = codeOf(DEMO_TOTP_SECRET, sandbox.time);
  return answerTo(sandbox, ANA, { SOFTWARE_TOKEN_MFA_CODE });
}

const answerRefusals: NonNullable<OperationCase['refusals']> = {
  async AliasExistsException(sandbox, request) {
    sandbox.pool.settings.UsernameAttributes = ['email', 'phone_number'];
    const { phone_number } = sandbox.attributes(KATYA_SMS);
    const answer = await newPassword(sandbox, { 'userAttributes.phone_number': phone_number! });
    return { ...request, ...answer };
  },
  CodeMismatchException: async (sandbox, request) => ({
    ...request,
    ...(await answerTo(sandbox, ANA, { SOFTWARE_TOKEN_MFA_CODE: 'wrong' })),
  }),
  async ExpiredCodeException(sandbox, request) {
    sandbox.user(ANA).totp = { lastStep: Number.MAX_SAFE_INTEGER };
    return { ...request, ...(await totp(sandbox)) };
  },
  InvalidPasswordException: async (sandbox, request) => ({
    ...request,
    ...(await newPassword(sandbox, { NEW_PASSWORD: 'weak' })),
  }),
  async MFAMethodNotFoundException(sandbox, request) {
    sandbox.user(KATYA_SMS).mfa = { methods: ['SMS_MFA', 'EMAIL_OTP'] };
    return { ...request, ...(await answerTo(sandbox, KATYA_SMS, { ANSWER: 'SOFTWARE_TOKEN_MFA' })) };
  },
  NotAuthorizedException: (_, request) => ({ ...request, Session: newOpaqueToken('somebody').text }),
  async PasswordHistoryPolicyViolationException(sandbox, request) {
    Object.assign(sandbox.pool.settings.Policies!.PasswordPolicy!, { PasswordHistorySize: 1 });
    return { ...request, ...(await newPassword(sandbox, { NEW_PASSWORD: DEMO_TEMPORARY_PASSWORD })) };
  },
  async PasswordResetRequiredException(sandbox, request) {
    const answer = await totp(sandbox);
    sandbox.user(ANA).status = 'RESET_REQUIRED';
    return { ...request, ...answer };
  },
  async SoftwareTokenMFANotFoundException(sandbox, request) {
    const answer = await totp(sandbox);
    sandbox.user(ANA).mfa = { methods: [], totpRegistered: false };
    return { ...request, ...answer };
  },
  async UserNotConfirmedException(sandbox, request) {
    const answer = await totp(sandbox);
    sandbox.user(ANA).status = 'UNCONFIRMED';
    return { ...request, ...answer };
  },
  UserNotFoundException(sandbox, request) {
    settings(sandbox).PreventUserExistenceErrors = 'LEGACY';
    const Session = newOpaqueToken(NOBODY).text;
    const proof = {
      PASSWORD_CLAIM_SECRET_BLOCK: 'AAAA',
      PASSWORD_CLAIM_SIGNATURE: 'AAAA',
      TIMESTAMP: 'Sun Mar 1 12:00:00 UTC 2026',
    };
    const ChallengeResponses = { ...parametersOf(sandbox, NOBODY), ...proof };
    return { ...request, ChallengeName: 'PASSWORD_VERIFIER', Session, ChallengeResponses };
  },
};

async function tokenOf(sandbox: Sandbox, username: string): Promise<{ readonly AccessToken: string }> {
  const { AccessToken } = (await new Application({}, sandbox).signIn(username, DEMO_PASSWORD)).AuthenticationResult!;
  return { AccessToken };
}

const tokenRefusals: NonNullable<OperationCase['refusals']> = {
  PasswordResetRequiredException(sandbox) {
    sandbox.user(BEN).status = 'RESET_REQUIRED';
  },
  ResourceNotFoundException(sandbox) {
    Reflect.deleteProperty(sandbox.pool.clients, SANDBOX_CLIENT_ID);
  },
  UserNotConfirmedException(sandbox) {
    sandbox.user(BEN).status = 'UNCONFIRMED';
  },
  UserNotFoundException(sandbox) {
    Reflect.deleteProperty(sandbox.pool.users, sandbox.user(BEN).username);
  },
};

/** A secret has been asked for; the code is that of the app. */
async function verifyRequest(sandbox: Sandbox): Promise<Request> {
  const token = await tokenOf(sandbox, BEN);
  const { SecretCode } = await sandbox.call('AssociateSoftwareToken', token);
  return { ...token, UserCode: codeOf(SecretCode as string, sandbox.time) };
}

export const signInCases: OperationCases = {
  InitiateAuth: { request: passwordRequest('USER_PASSWORD_AUTH'), refusals: initiateRefusals, records: true },
  AdminInitiateAuth: {
    request: passwordRequest('ADMIN_USER_PASSWORD_AUTH', POOL),
    refusals: initiateRefusals,
    records: true,
  },
  RespondToAuthChallenge: { request: newPassword, refusals: answerRefusals, records: true },
  AdminRespondToAuthChallenge: {
    request: async (sandbox) => ({ ...POOL, ...(await newPassword(sandbox)) }),
    refusals: answerRefusals,
    records: true,
  },
  GetTokensFromRefreshToken: {
    async request(sandbox) {
      const application = new Application({}, sandbox);
      const { RefreshToken } = (await application.signIn(BEN, DEMO_PASSWORD)).AuthenticationResult!;
      return { RefreshToken, ClientId: SANDBOX_CLIENT_ID, ClientSecret: application.secret };
    },
    refusals: {
      NotAuthorizedException: (_, request) => ({ ...request, RefreshToken: newOpaqueToken('somebody').text }),
      async RefreshTokenReuseException(sandbox, request) {
        settings(sandbox).RefreshTokenRotation = { Feature: 'ENABLED', RetryGracePeriodSeconds: 0 };
        await sandbox.call('GetTokensFromRefreshToken', request);
      },
    },
  },
  AssociateSoftwareToken: {
    request: (sandbox) => tokenOf(sandbox, BEN),
    refusals: {
      ResourceNotFoundException: tokenRefusals.ResourceNotFoundException!,
      SoftwareTokenMFANotFoundException(sandbox) {
        sandbox.pool.mfa = {};
      },
    },
  },
  VerifySoftwareToken: {
    request: verifyRequest,
    refusals: {
      ...tokenRefusals,
      EnableSoftwareTokenMFAException(sandbox) {
        sandbox.time += 5 * 60_000;
      },
      SoftwareTokenMFANotFoundException(sandbox) {
        delete sandbox.user(BEN).totp;
      },
    },
  },
  SetUserMFAPreference: {
    request: async (sandbox) => ({ ...(await tokenOf(sandbox, BEN)), SMSMfaSettings: { Enabled: false } }),
    refusals: tokenRefusals,
  },
};

import { SANDBOX_CLIENT_ID } from '../../../../../src/lib/model/sandbox-ids.js';
import { DEMO_PASSWORD } from '../../../../../src/lib/sandbox/seed/seed-users.js';
import { Application } from '../../application.js';
import { ANA, BEN, GRACE_DISABLED, HUGO_UNCONFIRMED, refusalOf, type Sandbox } from '../../harness.js';
import { otherCode } from '../account/own-account.js';
import { onPool, type OperationCase, type OperationCases, type Request } from './operation-case.js';

type Refusals = NonNullable<OperationCase['refusals']>;

const NEW = 'new@tenant-one.example';
const NOBODY = 'nobody@tenant-one.example';
const Password = 'Another-Demo-2026!';

/** A request of the app for a user who is not signed in. */
function forUser(sandbox: Sandbox, Username: string, more: Request = {}): Request {
  const SecretHash = new Application({}, sandbox).hash(Username);
  return { ClientId: SANDBOX_CLIENT_ID, Username, SecretHash, ...more };
}

/** Signs Ben in. The request has his access token. */
async function withToken(sandbox: Sandbox, more: Request = {}): Promise<Request> {
  const { AuthenticationResult } = await new Application({}, sandbox).signIn(BEN, DEMO_PASSWORD);
  return { AccessToken: AuthenticationResult?.AccessToken, ...more };
}

function signedIn(more: Request = {}): OperationCase['request'] {
  return (sandbox) => withToken(sandbox, more);
}

/** Signs a new user up. The request has their code. */
async function withSignUp(sandbox: Sandbox): Promise<Request> {
  await sandbox.call('SignUp', forUser(sandbox, NEW, { Password }));
  return forUser(sandbox, NEW, { ConfirmationCode: sandbox.lastCode });
}

async function withForgottenPassword(sandbox: Sandbox): Promise<Request> {
  await sandbox.call('ForgotPassword', forUser(sandbox, BEN));
  return forUser(sandbox, BEN, { ConfirmationCode: sandbox.lastCode, Password });
}

/** Ben, on a device that `isConfirmed` or not. */
function onDevice(isConfirmed: boolean, more: Request = {}): (sandbox: Sandbox) => Promise<Request> {
  return async (sandbox) => {
    sandbox.pool.settings.DeviceConfiguration = {};
    const { AccessToken } = await withToken(sandbox);
    const [DeviceKey] = Object.keys(sandbox.user(BEN).devices ?? {});
    const DeviceSecretVerifierConfig = { Salt: 'c2FsdA==', PasswordVerifier: 'dmVyaWZpZXI=' };
    const request = { AccessToken, DeviceKey, DeviceSecretVerifierConfig };
    if (!isConfirmed) return request;
    await sandbox.call('ConfirmDevice', request);
    return { AccessToken, DeviceKey, ...more };
  };
}

const WITHOUT_TRACKING: Refusals = {
  InvalidUserPoolConfigurationException(sandbox) {
    delete sandbox.pool.settings.DeviceConfiguration;
  },
};

/** Lets the client know who exists, and asks for somebody who does not. */
const SHOWS_USERS: Refusals = {
  UserNotFoundException(sandbox, request) {
    sandbox.pool.clients[SANDBOX_CLIENT_ID]!.settings.PreventUserExistenceErrors = 'LEGACY';
    return { ...request, ...forUser(sandbox, NOBODY) };
  },
};

const WRONG_HASH: Refusals = { NotAuthorizedException: (_, request) => ({ ...request, SecretHash: 'wrong' }) };

/** What happens to the user or the client of an access token after the sign-in. */
const BY_TOKEN: Refusals = {
  PasswordResetRequiredException(sandbox) {
    sandbox.user(BEN).status = 'RESET_REQUIRED';
  },
  UserNotConfirmedException(sandbox) {
    sandbox.user(BEN).status = 'UNCONFIRMED';
  },
  async UserNotFoundException(sandbox) {
    await sandbox.call('AdminDeleteUser', { Username: BEN });
  },
  async ResourceNotFoundException(sandbox) {
    await sandbox.call('DeleteUserPoolClient', { ClientId: SANDBOX_CLIENT_ID });
  },
};

/** Refusals of a code, which `member` of the request holds. `operation` is called with wrong ones. */
function codeRefusals(operation: string, member: 'Code' | 'ConfirmationCode', validity: number): Refusals {
  const wrong = (request: Request): Request => ({ ...request, [member]: otherCode(String(request[member])) });
  return {
    CodeMismatchException: (_, request) => wrong(request),
    ExpiredCodeException(sandbox) {
      sandbox.time += validity;
    },
    async LimitExceededException(sandbox, request) {
      for (let index = 0; index < 5; index += 1) await refusalOf(sandbox.call(operation, wrong(request)));
    },
  };
}

/** Requests the most codes that a user may request in an hour. */
function tooManyRequests(operation: string, sent = 0): Refusals {
  return {
    async LimitExceededException(sandbox, request) {
      for (let index = sent; index < 5; index += 1) await sandbox.call(operation, request);
    },
  };
}

const weakPassword: Refusals[string] = (_, request) => ({ ...request, Password: 'short' });

const DAY_MS = 86_400_000;

export const accountCases: OperationCases = {
  SignUp: {
    request: (sandbox) => forUser(sandbox, NEW, { Password }),
    // Documented: the user is created even if the mail cannot be sent.
    records: true,
    refusals: {
      ...WRONG_HASH,
      InvalidPasswordException: weakPassword,
      UsernameExistsException: (sandbox, request) => ({ ...request, ...forUser(sandbox, ANA) }),
      async LimitExceededException(sandbox) {
        sandbox.pool.settings.EmailConfiguration = { EmailSendingAccount: 'COGNITO_DEFAULT' };
        for (let mails = 0; mails < 50; mails += 1) await sandbox.call('AdminResetUserPassword', { Username: ANA });
      },
    },
  },
  ConfirmSignUp: {
    request: withSignUp,
    records: true,
    refusals: {
      ...WRONG_HASH,
      ...SHOWS_USERS,
      ...codeRefusals('ConfirmSignUp', 'ConfirmationCode', DAY_MS),
      AliasExistsException(sandbox, request) {
        const { username } = sandbox.user(NEW);
        sandbox.user(ANA).attributes.email = NEW;
        return { ...request, ...forUser(sandbox, username) };
      },
    },
  },
  AdminConfirmSignUp: { request: onPool({ Username: HUGO_UNCONFIRMED }) },
  ResendConfirmationCode: {
    request: (sandbox) => forUser(sandbox, HUGO_UNCONFIRMED),
    refusals: { ...WRONG_HASH, ...SHOWS_USERS, ...tooManyRequests('ResendConfirmationCode') },
  },
  ForgotPassword: {
    request: (sandbox) => forUser(sandbox, BEN),
    refusals: { ...WRONG_HASH, ...SHOWS_USERS, ...tooManyRequests('ForgotPassword') },
  },
  ConfirmForgotPassword: {
    request: withForgottenPassword,
    records: true,
    refusals: {
      ...SHOWS_USERS,
      ...codeRefusals('ConfirmForgotPassword', 'ConfirmationCode', DAY_MS / 24),
      NotAuthorizedException(sandbox, request) {
        sandbox.pool.clients[SANDBOX_CLIENT_ID]!.settings.PreventUserExistenceErrors = 'LEGACY';
        return { ...request, ...forUser(sandbox, GRACE_DISABLED) };
      },
      InvalidPasswordException: weakPassword,
      PasswordHistoryPolicyViolationException(sandbox, request) {
        sandbox.pool.settings.Policies = { PasswordPolicy: { MinimumLength: 8, PasswordHistorySize: 3 } };
        return { ...request, Password: DEMO_PASSWORD };
      },
      UserNotConfirmedException: (sandbox, request) => ({ ...request, ...forUser(sandbox, HUGO_UNCONFIRMED) }),
    },
  },
  ChangePassword: {
    request: signedIn({ PreviousPassword: DEMO_PASSWORD, ProposedPassword: Password }),
    refusals: {
      ...BY_TOKEN,
      InvalidPasswordException: (_, request) => ({ ...request, ProposedPassword: 'short' }),
      PasswordHistoryPolicyViolationException(sandbox, request) {
        sandbox.pool.settings.Policies = { PasswordPolicy: { MinimumLength: 8, PasswordHistorySize: 3 } };
        return { ...request, ProposedPassword: DEMO_PASSWORD };
      },
      async LimitExceededException(sandbox, request) {
        const wrong = { ...request, PreviousPassword: 'Not-The-Password-1!' };
        for (let index = 0; index < 5; index += 1) await refusalOf(sandbox.call('ChangePassword', wrong));
      },
    },
  },
  GetUser: { request: signedIn(), refusals: BY_TOKEN },
  GetUserAuthFactors: { request: signedIn(), refusals: BY_TOKEN },
  UpdateUserAttributes: {
    request: signedIn({ UserAttributes: [{ Name: 'given_name', Value: 'Benjamin' }] }),
    refusals: {
      ...BY_TOKEN,
      AliasExistsException: (_, request) => ({ ...request, UserAttributes: [{ Name: 'email', Value: ANA }] }),
    },
  },
  DeleteUserAttributes: { request: signedIn({ UserAttributeNames: ['given_name'] }), refusals: BY_TOKEN },
  GetUserAttributeVerificationCode: {
    request: signedIn({ AttributeName: 'email' }),
    refusals: { ...BY_TOKEN, ...tooManyRequests('GetUserAttributeVerificationCode') },
  },
  VerifyUserAttribute: {
    async request(sandbox) {
      // Longer than the code is valid.
      sandbox.pool.clients[SANDBOX_CLIENT_ID]!.settings.AccessTokenValidity = 48;
      const request = await withToken(sandbox, { AttributeName: 'email' });
      await sandbox.call('GetUserAttributeVerificationCode', request);
      return { ...request, Code: sandbox.lastCode };
    },
    records: true,
    refusals: {
      ...BY_TOKEN,
      ...codeRefusals('VerifyUserAttribute', 'Code', DAY_MS),
      AliasExistsException(sandbox) {
        sandbox.user(ANA).attributes.email = BEN;
      },
    },
  },
  SetUserSettings: { request: signedIn({ MFAOptions: [] }), refusals: BY_TOKEN },
  AdminSetUserSettings: { request: onPool({ Username: BEN, MFAOptions: [] }) },
  ConfirmDevice: {
    request: onDevice(false),
    refusals: {
      ...BY_TOKEN,
      ...WITHOUT_TRACKING,
      async DeviceKeyExistsException(sandbox, request) {
        await sandbox.call('ConfirmDevice', request);
      },
    },
  },
  ListDevices: { request: signedIn(), refusals: BY_TOKEN },
  GetDevice: { request: onDevice(true), refusals: BY_TOKEN },
  UpdateDeviceStatus: {
    request: onDevice(true, { DeviceRememberedStatus: 'not_remembered' }),
    refusals: { ...BY_TOKEN, ...WITHOUT_TRACKING },
  },
  AdminUpdateDeviceStatus: {
    async request(sandbox) {
      const { DeviceKey } = await onDevice(true)(sandbox);
      return onPool({ Username: BEN, DeviceKey, DeviceRememberedStatus: 'not_remembered' })(sandbox);
    },
    refusals: WITHOUT_TRACKING,
  },
  ForgetDevice: { request: onDevice(true), refusals: BY_TOKEN },
  GlobalSignOut: { request: signedIn(), refusals: BY_TOKEN },
  DeleteUser: { request: signedIn(), refusals: BY_TOKEN },
};

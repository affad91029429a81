import { expect } from 'chai';
import { BEN } from '../../harness.js';
import { OwnAccount } from './own-account.js';

const DeviceKey = 'us-east-1_0f3b2c1d-0000-4000-8000-000000000001';

/** The operations that take an access token, with requests that are otherwise right. */
const OPERATIONS: Readonly<Record<string, object>> = {
  ChangePassword: { PreviousPassword: 'Old-Password-1!', ProposedPassword: 'New-Password-1!' },
  GetUser: {},
  UpdateUserAttributes: { UserAttributes: [{ Name: 'given_name', Value: 'Ben' }] },
  DeleteUserAttributes: { UserAttributeNames: ['given_name'] },
  GetUserAttributeVerificationCode: { AttributeName: 'email' },
  VerifyUserAttribute: { AttributeName: 'email', Code: '123456' },
  GetUserAuthFactors: {},
  SetUserSettings: { MFAOptions: [] },
  ConfirmDevice: { DeviceKey, DeviceSecretVerifierConfig: { Salt: 'c2FsdA==', PasswordVerifier: 'dmVyaWZpZXI=' } },
  ListDevices: {},
  GetDevice: { DeviceKey },
  UpdateDeviceStatus: { DeviceKey },
  ForgetDevice: { DeviceKey },
  GlobalSignOut: {},
  DeleteUser: {},
};

const SITUATIONS: [string, (account: OwnAccount) => unknown, readonly [string, string]][] = [
  [
    'a token that is none',
    ({ tokens }) => (tokens!.AccessToken = 'no.such.token'),
    ['NotAuthorizedException', 'Invalid Access Token'],
  ],
  [
    'an ID token',
    ({ tokens }) => (tokens!.AccessToken = tokens!.IdToken),
    ['NotAuthorizedException', 'Invalid Access Token'],
  ],
  [
    'an expired token',
    ({ sandbox }) => (sandbox.time += 3_600_000),
    ['NotAuthorizedException', 'Access Token has expired'],
  ],
  [
    'a user who has signed out everywhere',
    ({ sandbox }) => sandbox.call('AdminUserGlobalSignOut', { Username: BEN }),
    ['NotAuthorizedException', 'Access Token has been revoked'],
  ],
  [
    'a disabled user',
    ({ sandbox }) => sandbox.call('AdminDisableUser', { Username: BEN }),
    ['NotAuthorizedException', 'User is disabled.'],
  ],
  [
    'a deleted user',
    ({ sandbox }) => sandbox.call('AdminDeleteUser', { Username: BEN }),
    ['UserNotFoundException', 'User does not exist.'],
  ],
  [
    'a user whose password must be reset',
    ({ sandbox }) => sandbox.call('AdminResetUserPassword', { Username: BEN }),
    ['PasswordResetRequiredException', 'Password reset required for the user'],
  ],
  [
    'a user who is not confirmed',
    ({ sandbox }) => (sandbox.user(BEN).status = 'UNCONFIRMED'),
    ['UserNotConfirmedException', 'User is not confirmed.'],
  ],
  [
    'a client that was deleted',
    ({ sandbox, application: { clientId } }) => Reflect.deleteProperty(sandbox.pool.clients, clientId),
    ['ResourceNotFoundException', 'User pool client sandbox0stackflow0client01 does not exist.'],
  ],
];

for (const [operation, input] of Object.entries(OPERATIONS)) {
  describe(`${operation}, with an access token,`, () => {
    for (const [title, prepare, refusal] of SITUATIONS) {
      it(`refuses ${title}`, async () => {
        const account = await new OwnAccount().signIn();
        await prepare(account);
        expect(await account.ownRefusal(operation, input)).to.deep.equal(refusal);
      });
    }
  });
}

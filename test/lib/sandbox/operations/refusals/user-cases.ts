import { ANA, BEN, DAVID_DEVICES, EMMA, FELIX_RESET, HUGO_UNCONFIRMED, type Sandbox, TARA_SSO } from '../../harness.js';
import { onPool, type OperationCase, type OperationCases } from './operation-case.js';

const ON_ANA = onPool({ Username: ANA });

const onDevice: OperationCase['request'] = async (sandbox) => {
  const { Devices } = await sandbox.call('AdminListDevices', { Username: DAVID_DEVICES });
  const [device] = Devices as { DeviceKey: string }[];
  return onPool({ Username: DAVID_DEVICES, DeviceKey: device!.DeviceKey })(sandbox);
};

const unconfirmed: NonNullable<OperationCase['refusals']>[string] = (_, request) => ({
  ...request,
  Username: HUGO_UNCONFIRMED,
});

function withThreatProtection(sandbox: Sandbox): void {
  sandbox.pool.settings.UserPoolTier = 'PLUS';
  sandbox.pool.settings.UserPoolAddOns = { AdvancedSecurityMode: 'AUDIT' };
}

export const userCases: OperationCases = {
  ListUsers: { request: onPool() },
  AdminGetUser: { request: ON_ANA },
  AdminCreateUser: {
    request: onPool({
      Username: 'new@tenant-one.example',
      UserAttributes: [{ Name: 'email', Value: 'new@tenant-one.example' }],
    }),
    refusals: {
      UserNotFoundException: (_, request) => ({ ...request, MessageAction: 'RESEND' }),
      UsernameExistsException: (_, request) => ({ ...request, Username: ANA, UserAttributes: [] }),
      InvalidPasswordException: (_, request) => ({ ...request, TemporaryPassword: 'short' }),
      UnsupportedUserStateException: (_, request) => ({ ...request, Username: ANA, MessageAction: 'RESEND' }),
    },
  },
  AdminDisableUser: { request: ON_ANA },
  AdminEnableUser: { request: ON_ANA },
  AdminDeleteUser: { request: ON_ANA },
  AdminUserGlobalSignOut: { request: ON_ANA },
  AdminUpdateUserAttributes: {
    request: onPool({ Username: ANA, UserAttributes: [{ Name: 'given_name', Value: 'Anna' }] }),
    refusals: {
      AliasExistsException: (_, request) => ({ ...request, UserAttributes: [{ Name: 'email', Value: BEN }] }),
    },
  },
  AdminDeleteUserAttributes: { request: onPool({ Username: ANA, UserAttributeNames: ['given_name'] }) },
  AdminSetUserPassword: {
    request: onPool({ Username: ANA, Password: 'Another-Demo-2026!', Permanent: true }),
    refusals: {
      InvalidPasswordException: (_, request) => ({ ...request, Password: 'short' }),
      async PasswordHistoryPolicyViolationException(sandbox, request) {
        sandbox.pool.settings.Policies = { PasswordPolicy: { MinimumLength: 8, PasswordHistorySize: 3 } };
        await sandbox.call('AdminSetUserPassword', request);
      },
    },
  },
  AdminResetUserPassword: {
    request: ON_ANA,
    refusals: {
      NotAuthorizedException: (_, request) => ({ ...request, Username: EMMA }),
      async LimitExceededException(sandbox, request) {
        sandbox.pool.settings.EmailConfiguration = { EmailSendingAccount: 'COGNITO_DEFAULT' };
        for (let mails = 0; mails < 50; mails += 1) await sandbox.call('AdminResetUserPassword', request);
      },
    },
  },
  AdminListDevices: { request: onPool({ Username: DAVID_DEVICES }) },
  AdminGetDevice: { request: onDevice },
  AdminForgetDevice: { request: onDevice },
  AdminSetUserMFAPreference: {
    request: onPool({ Username: ANA, SoftwareTokenMfaSettings: { Enabled: true } }),
    refusals: {
      UserNotConfirmedException: unconfirmed,
      PasswordResetRequiredException: (_, request) => ({ ...request, Username: FELIX_RESET }),
    },
  },
  AdminDeleteSoftwareToken: { request: ON_ANA, refusals: { UserNotConfirmedException: unconfirmed } },
  AdminGetUserAuthFactors: { request: ON_ANA },
  AdminListUserSessions: { request: ON_ANA },
  AdminRevokeUserSession: {
    async request(sandbox) {
      const { Sessions } = await sandbox.call('AdminListUserSessions', { Username: TARA_SSO });
      const [session] = Sessions as { SessionId: string }[];
      return onPool({ Username: TARA_SSO, SessionId: session!.SessionId })(sandbox);
    },
  },
  AdminListUserAuthEvents: {
    request(sandbox) {
      withThreatProtection(sandbox);
      return ON_ANA(sandbox);
    },
    refusals: {
      UserPoolAddOnNotEnabledException(sandbox) {
        delete sandbox.pool.settings.UserPoolAddOns;
      },
    },
  },
};

/**
 * operations/ holds the API operations of the sandbox, in folders by what they act on. To add one: write it with
 * `operation()` in one of these folders, add it to the table below, and test it under test/lib/sandbox/operations, with
 * its refusals.
 */
import type { Operation } from '../engine/operation.js';

type Load = () => Promise<Operation>;

const UNSIGNED = new Set<Load>();

/**
 * Marks an operation that takes no AWS signature: apps call it for their users. A test compares the marks with the
 * service's API model.
 */
function unsigned(load: Load): Load {
  UNSIGNED.add(load);
  return load;
}

const STORED = new Set<Load>();

/** Marks an operation that keeps and describes what it is given, and that has no other effect in the sandbox. */
function stored(load: Load): Load {
  STORED.add(load);
  return load;
}

/** Whether the operation has no effect but to keep and describe settings. */
export function isStoredOnly(name: string): boolean {
  const load = Object.hasOwn(OPERATIONS, name) ? OPERATIONS[name] : undefined;
  return load !== undefined && STORED.has(load);
}

/** Whether a request for the operation must be signed. One that the sandbox does not model need not be. */
export function needsSignature(name: string): boolean {
  const load = Object.hasOwn(OPERATIONS, name) ? OPERATIONS[name] : undefined;
  return load !== undefined && !UNSIGNED.has(load);
}

/** Every operation by its API name. A module is loaded at its first call, because one command needs one or two of them. */
export const OPERATIONS: Readonly<Record<string, Load>> = {
  ListUsers: async () => (await import('./users/read-users.js')).ListUsers,
  AdminGetUser: async () => (await import('./users/read-users.js')).AdminGetUser,
  AdminCreateUser: async () => (await import('./users/create-user.js')).AdminCreateUser,
  AdminDisableUser: async () => (await import('./users/account.js')).AdminDisableUser,
  AdminEnableUser: async () => (await import('./users/account.js')).AdminEnableUser,
  AdminDeleteUser: async () => (await import('./users/account.js')).AdminDeleteUser,
  AdminUserGlobalSignOut: async () => (await import('./users/account.js')).AdminUserGlobalSignOut,
  AdminUpdateUserAttributes: async () => (await import('./users/attributes.js')).AdminUpdateUserAttributes,
  AdminDeleteUserAttributes: async () => (await import('./users/attributes.js')).AdminDeleteUserAttributes,
  AdminSetUserPassword: async () => (await import('./users/passwords.js')).AdminSetUserPassword,
  AdminResetUserPassword: async () => (await import('./users/passwords.js')).AdminResetUserPassword,
  AdminListDevices: async () => (await import('./users/devices.js')).AdminListDevices,
  AdminGetDevice: async () => (await import('./users/devices.js')).AdminGetDevice,
  AdminForgetDevice: async () => (await import('./users/devices.js')).AdminForgetDevice,
  AdminUpdateDeviceStatus: async () => (await import('./users/devices.js')).AdminUpdateDeviceStatus,
  AdminSetUserMFAPreference: async () => (await import('./users/mfa.js')).AdminSetUserMFAPreference,
  AdminDeleteSoftwareToken: async () => (await import('./users/mfa.js')).AdminDeleteSoftwareToken,
  AdminGetUserAuthFactors: async () => (await import('./users/mfa.js')).AdminGetUserAuthFactors,
  AdminSetUserSettings: async () => (await import('./users/mfa.js')).AdminSetUserSettings,
  AdminListUserSessions: async () => (await import('./users/sessions.js')).AdminListUserSessions,
  AdminRevokeUserSession: async () => (await import('./users/sessions.js')).AdminRevokeUserSession,
  GetUserPoolSessionConfiguration: async () => (await import('./users/sessions.js')).GetUserPoolSessionConfiguration,
  SetUserPoolSessionConfiguration: async () => (await import('./users/sessions.js')).SetUserPoolSessionConfiguration,
  GetUserPoolClientSessionConfiguration: async () =>
    (await import('./pool/client-session.js')).GetUserPoolClientSessionConfiguration,
  SetUserPoolClientSessionConfiguration: async () =>
    (await import('./pool/client-session.js')).SetUserPoolClientSessionConfiguration,
  AdminListUserAuthEvents: async () => (await import('./users/auth-events.js')).AdminListUserAuthEvents,
  RevokeToken: unsigned(async () => (await import('./sign-in/revoke-token.js')).RevokeToken),
  ListUserPools: async () => (await import('./pool/pool.js')).ListUserPools,
  DescribeUserPool: async () => (await import('./pool/pool.js')).DescribeUserPool,
  DeleteUserPool: async () => (await import('./pool/pool.js')).DeleteUserPool,
  DescribeRiskConfiguration: stored(
    async () => (await import('./pool/stored/risk-configuration.js')).DescribeRiskConfiguration,
  ),
  SetRiskConfiguration: stored(async () => (await import('./pool/stored/risk-configuration.js')).SetRiskConfiguration),
  GetLogDeliveryConfiguration: stored(
    async () => (await import('./pool/stored/log-delivery.js')).GetLogDeliveryConfiguration,
  ),
  SetLogDeliveryConfiguration: stored(
    async () => (await import('./pool/stored/log-delivery.js')).SetLogDeliveryConfiguration,
  ),
  CreateUserPool: async () => (await import('./pool/create-pool.js')).CreateUserPool,
  UpdateUserPool: async () => (await import('./pool/update-pool.js')).UpdateUserPool,
  AddCustomAttributes: async () => (await import('./pool/schema.js')).AddCustomAttributes,
  GetUserPoolMfaConfig: async () => (await import('./pool/mfa-config.js')).GetUserPoolMfaConfig,
  SetUserPoolMfaConfig: async () => (await import('./pool/mfa-config.js')).SetUserPoolMfaConfig,
  CreateUserPoolDomain: async () => (await import('./pool/domain.js')).CreateUserPoolDomain,
  DescribeUserPoolDomain: async () => (await import('./pool/domain.js')).DescribeUserPoolDomain,
  UpdateUserPoolDomain: async () => (await import('./pool/domain.js')).UpdateUserPoolDomain,
  DeleteUserPoolDomain: async () => (await import('./pool/domain.js')).DeleteUserPoolDomain,
  GetUICustomization: stored(async () => (await import('./pool/ui-customization.js')).GetUICustomization),
  SetUICustomization: stored(async () => (await import('./pool/ui-customization.js')).SetUICustomization),
  ListTagsForResource: stored(async () => (await import('./pool/tags.js')).ListTagsForResource),
  TagResource: stored(async () => (await import('./pool/tags.js')).TagResource),
  UntagResource: stored(async () => (await import('./pool/tags.js')).UntagResource),
  ListUserPoolReplicas: stored(async () => (await import('./replicas.js')).ListUserPoolReplicas),
  CreateUserPoolReplica: stored(async () => (await import('./replicas.js')).CreateUserPoolReplica),
  UpdateUserPoolReplica: stored(async () => (await import('./replicas.js')).UpdateUserPoolReplica),
  DeleteUserPoolReplica: stored(async () => (await import('./replicas.js')).DeleteUserPoolReplica),
  ListUserPoolClients: async () => (await import('./pool/client.js')).ListUserPoolClients,
  DescribeUserPoolClient: async () => (await import('./pool/client.js')).DescribeUserPoolClient,
  CreateUserPoolClient: async () => (await import('./pool/client.js')).CreateUserPoolClient,
  UpdateUserPoolClient: async () => (await import('./pool/client.js')).UpdateUserPoolClient,
  DeleteUserPoolClient: async () => (await import('./pool/client.js')).DeleteUserPoolClient,
  AddUserPoolClientSecret: async () => (await import('./pool/client-secrets.js')).AddUserPoolClientSecret,
  ListUserPoolClientSecrets: async () => (await import('./pool/client-secrets.js')).ListUserPoolClientSecrets,
  DeleteUserPoolClientSecret: async () => (await import('./pool/client-secrets.js')).DeleteUserPoolClientSecret,
  CreateResourceServer: async () => (await import('./pool/resource-servers.js')).CreateResourceServer,
  DescribeResourceServer: async () => (await import('./pool/resource-servers.js')).DescribeResourceServer,
  UpdateResourceServer: async () => (await import('./pool/resource-servers.js')).UpdateResourceServer,
  DeleteResourceServer: async () => (await import('./pool/resource-servers.js')).DeleteResourceServer,
  ListResourceServers: async () => (await import('./pool/resource-servers.js')).ListResourceServers,
  CreateIdentityProvider: async () => (await import('./identity-providers/providers.js')).CreateIdentityProvider,
  DescribeIdentityProvider: async () => (await import('./identity-providers/providers.js')).DescribeIdentityProvider,
  UpdateIdentityProvider: async () => (await import('./identity-providers/providers.js')).UpdateIdentityProvider,
  DeleteIdentityProvider: async () => (await import('./identity-providers/providers.js')).DeleteIdentityProvider,
  ListIdentityProviders: async () => (await import('./identity-providers/providers.js')).ListIdentityProviders,
  GetIdentityProviderByIdentifier: async () =>
    (await import('./identity-providers/providers.js')).GetIdentityProviderByIdentifier,
  AdminLinkProviderForUser: async () => (await import('./identity-providers/linking.js')).AdminLinkProviderForUser,
  AdminDisableProviderForUser: async () =>
    (await import('./identity-providers/linking.js')).AdminDisableProviderForUser,
  CreateGroup: async () => (await import('./groups/groups.js')).CreateGroup,
  GetGroup: async () => (await import('./groups/groups.js')).GetGroup,
  ListGroups: async () => (await import('./groups/groups.js')).ListGroups,
  UpdateGroup: async () => (await import('./groups/groups.js')).UpdateGroup,
  DeleteGroup: async () => (await import('./groups/groups.js')).DeleteGroup,
  AdminAddUserToGroup: async () => (await import('./groups/members.js')).AdminAddUserToGroup,
  AdminRemoveUserFromGroup: async () => (await import('./groups/members.js')).AdminRemoveUserFromGroup,
  AdminListGroupsForUser: async () => (await import('./groups/members.js')).AdminListGroupsForUser,
  ListUsersInGroup: async () => (await import('./groups/members.js')).ListUsersInGroup,
  AdminInitiateAuth: async () => (await import('./sign-in/admin-sign-in.js')).AdminInitiateAuth,
  AdminRespondToAuthChallenge: async () => (await import('./sign-in/admin-sign-in.js')).AdminRespondToAuthChallenge,
  AssociateSoftwareToken: unsigned(async () => (await import('./sign-in/software-token.js')).AssociateSoftwareToken),
  VerifySoftwareToken: unsigned(async () => (await import('./sign-in/software-token.js')).VerifySoftwareToken),
  SetUserMFAPreference: unsigned(async () => (await import('./account/mfa-preference.js')).SetUserMFAPreference),
  GetTokensFromRefreshToken: unsigned(
    async () => (await import('./sign-in/tokens-from-refresh-token.js')).GetTokensFromRefreshToken,
  ),
  InitiateAuth: unsigned(async () => (await import('./sign-in/sign-in.js')).InitiateAuth),
  RespondToAuthChallenge: unsigned(async () => (await import('./sign-in/sign-in.js')).RespondToAuthChallenge),
  SignUp: unsigned(async () => (await import('./account/sign-up.js')).SignUp),
  ConfirmSignUp: unsigned(async () => (await import('./account/sign-up.js')).ConfirmSignUp),
  ResendConfirmationCode: unsigned(async () => (await import('./account/sign-up.js')).ResendConfirmationCode),
  AdminConfirmSignUp: async () => (await import('./account/sign-up.js')).AdminConfirmSignUp,
  ForgotPassword: unsigned(async () => (await import('./account/forgotten-password.js')).ForgotPassword),
  ConfirmForgotPassword: unsigned(async () => (await import('./account/forgotten-password.js')).ConfirmForgotPassword),
  ChangePassword: unsigned(async () => (await import('./account/change-password.js')).ChangePassword),
  GetUser: unsigned(async () => (await import('./account/profile.js')).GetUser),
  UpdateUserAttributes: unsigned(async () => (await import('./account/profile.js')).UpdateUserAttributes),
  DeleteUserAttributes: unsigned(async () => (await import('./account/profile.js')).DeleteUserAttributes),
  GetUserAttributeVerificationCode: unsigned(
    async () => (await import('./account/address-verification.js')).GetUserAttributeVerificationCode,
  ),
  VerifyUserAttribute: unsigned(async () => (await import('./account/address-verification.js')).VerifyUserAttribute),
  GetUserAuthFactors: unsigned(async () => (await import('./account/profile.js')).GetUserAuthFactors),
  SetUserSettings: unsigned(async () => (await import('./account/profile.js')).SetUserSettings),
  ConfirmDevice: unsigned(async () => (await import('./account/own-devices.js')).ConfirmDevice),
  ListDevices: unsigned(async () => (await import('./account/own-devices.js')).ListDevices),
  GetDevice: unsigned(async () => (await import('./account/own-devices.js')).GetDevice),
  UpdateDeviceStatus: unsigned(async () => (await import('./account/own-devices.js')).UpdateDeviceStatus),
  ForgetDevice: unsigned(async () => (await import('./account/own-devices.js')).ForgetDevice),
  ListUserSessions: unsigned(async () => (await import('./account/own-sessions.js')).ListUserSessions),
  RevokeUserSession: unsigned(async () => (await import('./account/own-sessions.js')).RevokeUserSession),
  GlobalSignOut: unsigned(async () => (await import('./account/profile.js')).GlobalSignOut),
  DeleteUser: unsigned(async () => (await import('./account/profile.js')).DeleteUser),
  GetCSVHeader: async () => (await import('./import-jobs.js')).GetCSVHeader,
  CreateUserImportJob: async () => (await import('./import-jobs.js')).CreateUserImportJob,
  StartUserImportJob: async () => (await import('./import-jobs.js')).StartUserImportJob,
  StopUserImportJob: async () => (await import('./import-jobs.js')).StopUserImportJob,
  DescribeUserImportJob: async () => (await import('./import-jobs.js')).DescribeUserImportJob,
  ListUserImportJobs: async () => (await import('./import-jobs.js')).ListUserImportJobs,
};

/**
 * operations/ holds the API operations of the sandbox, by what they act on: users/, pool/, sign-in/, and import jobs. To
 * add one: write it with `operation()` in one of these folders, add it to the table below, list it in docs/sandbox.md,
 * and test it under test/lib/sandbox/operations.
 */
import type { Operation } from '../engine/operation.js';

/** Every operation by its API name. A module is loaded at its first call, because one command needs one or two of them. */
export const OPERATIONS: Readonly<Record<string, () => Promise<Operation>>> = {
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
  AdminSetUserMFAPreference: async () => (await import('./users/mfa.js')).AdminSetUserMFAPreference,
  AdminDeleteSoftwareToken: async () => (await import('./users/mfa.js')).AdminDeleteSoftwareToken,
  AdminGetUserAuthFactors: async () => (await import('./users/mfa.js')).AdminGetUserAuthFactors,
  AdminListUserSessions: async () => (await import('./users/sessions.js')).AdminListUserSessions,
  AdminRevokeUserSession: async () => (await import('./users/sessions.js')).AdminRevokeUserSession,
  GetUserPoolSessionConfiguration: async () => (await import('./users/sessions.js')).GetUserPoolSessionConfiguration,
  SetUserPoolSessionConfiguration: async () => (await import('./users/sessions.js')).SetUserPoolSessionConfiguration,
  AdminListUserAuthEvents: async () => (await import('./users/auth-events.js')).AdminListUserAuthEvents,
  RevokeToken: async () => (await import('./sign-in/revoke-token.js')).RevokeToken,
  ListUserPools: async () => (await import('./pool/pool.js')).ListUserPools,
  DescribeUserPool: async () => (await import('./pool/pool.js')).DescribeUserPool,
  GetUserPoolMfaConfig: async () => (await import('./pool/pool.js')).GetUserPoolMfaConfig,
  CreateUserPool: async () => (await import('./pool/create-pool.js')).CreateUserPool,
  ListUserPoolClients: async () => (await import('./pool/client.js')).ListUserPoolClients,
  DescribeUserPoolClient: async () => (await import('./pool/client.js')).DescribeUserPoolClient,
  CreateUserPoolClient: async () => (await import('./pool/client.js')).CreateUserPoolClient,
  UpdateUserPoolClient: async () => (await import('./pool/client.js')).UpdateUserPoolClient,
  InitiateAuth: async () => (await import('./sign-in/sign-in.js')).InitiateAuth,
  RespondToAuthChallenge: async () => (await import('./sign-in/sign-in.js')).RespondToAuthChallenge,
  GetCSVHeader: async () => (await import('./import-jobs.js')).GetCSVHeader,
  CreateUserImportJob: async () => (await import('./import-jobs.js')).CreateUserImportJob,
  StartUserImportJob: async () => (await import('./import-jobs.js')).StartUserImportJob,
  StopUserImportJob: async () => (await import('./import-jobs.js')).StopUserImportJob,
  DescribeUserImportJob: async () => (await import('./import-jobs.js')).DescribeUserImportJob,
  ListUserImportJobs: async () => (await import('./import-jobs.js')).ListUserImportJobs,
};

import * as sdk from '@aws-sdk/client-cognito-identity-provider';

/**
 * Every Cognito operation that sf-admin may call, and so what the administrators' IAM policy must allow; the README lists
 * the same. Importing this module loads the SDK, so code outside `cognito/` imports only its types.
 */
export const OPERATIONS = {
  AdminCreateUser: sdk.AdminCreateUserCommand,
  AdminDeleteSoftwareToken: sdk.AdminDeleteSoftwareTokenCommand,
  AdminDeleteUser: sdk.AdminDeleteUserCommand,
  AdminDisableUser: sdk.AdminDisableUserCommand,
  AdminEnableUser: sdk.AdminEnableUserCommand,
  AdminForgetDevice: sdk.AdminForgetDeviceCommand,
  AdminGetUser: sdk.AdminGetUserCommand,
  AdminGetUserAuthFactors: sdk.AdminGetUserAuthFactorsCommand,
  AdminListDevices: sdk.AdminListDevicesCommand,
  AdminListUserAuthEvents: sdk.AdminListUserAuthEventsCommand,
  AdminListUserSessions: sdk.AdminListUserSessionsCommand,
  AdminResetUserPassword: sdk.AdminResetUserPasswordCommand,
  AdminRevokeUserSession: sdk.AdminRevokeUserSessionCommand,
  AdminSetUserMFAPreference: sdk.AdminSetUserMFAPreferenceCommand,
  AdminSetUserPassword: sdk.AdminSetUserPasswordCommand,
  AdminUpdateUserAttributes: sdk.AdminUpdateUserAttributesCommand,
  AdminUserGlobalSignOut: sdk.AdminUserGlobalSignOutCommand,
  CreateUserImportJob: sdk.CreateUserImportJobCommand,
  DescribeIdentityProvider: sdk.DescribeIdentityProviderCommand,
  DescribeRiskConfiguration: sdk.DescribeRiskConfigurationCommand,
  DescribeUserImportJob: sdk.DescribeUserImportJobCommand,
  DescribeUserPool: sdk.DescribeUserPoolCommand,
  DescribeUserPoolClient: sdk.DescribeUserPoolClientCommand,
  DescribeUserPoolDomain: sdk.DescribeUserPoolDomainCommand,
  GetCSVHeader: sdk.GetCSVHeaderCommand,
  GetUserPoolMfaConfig: sdk.GetUserPoolMfaConfigCommand,
  ListUserImportJobs: sdk.ListUserImportJobsCommand,
  ListUserPoolClients: sdk.ListUserPoolClientsCommand,
  ListUsers: sdk.ListUsersCommand,
  SetUserPoolMfaConfig: sdk.SetUserPoolMfaConfigCommand,
  StartUserImportJob: sdk.StartUserImportJobCommand,
  StopUserImportJob: sdk.StopUserImportJobCommand,
  UpdateUserPool: sdk.UpdateUserPoolCommand,
  UpdateUserPoolClient: sdk.UpdateUserPoolClientCommand,
} as const;

type Commands = typeof OPERATIONS;

export type OperationName = keyof Commands;

/** The input of an operation, without the user pool, which `Cognito` adds. */
export type OperationInput<Name extends OperationName> = Omit<ConstructorParameters<Commands[Name]>[0], 'UserPoolId'>;

/** The output of an operation, including `$metadata` with the request ID. */
export type OperationOutput<Name extends OperationName> =
  InstanceType<Commands[Name]> extends { resolveMiddleware(...args: never[]): infer Handler }
    ? Handler extends (...args: never[]) => Promise<{ output: infer Output extends object }>
      ? Output
      : never
    : never;

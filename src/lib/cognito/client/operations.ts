import {
  AdminCreateUserCommand,
  AdminDeleteSoftwareTokenCommand,
  AdminDeleteUserCommand,
  AdminDisableUserCommand,
  AdminEnableUserCommand,
  AdminForgetDeviceCommand,
  AdminGetUserCommand,
  AdminGetUserAuthFactorsCommand,
  AdminListDevicesCommand,
  AdminListUserAuthEventsCommand,
  AdminListUserSessionsCommand,
  AdminResetUserPasswordCommand,
  AdminRevokeUserSessionCommand,
  AdminSetUserMFAPreferenceCommand,
  AdminSetUserPasswordCommand,
  AdminUpdateUserAttributesCommand,
  AdminUserGlobalSignOutCommand,
  CreateUserImportJobCommand,
  DescribeUserImportJobCommand,
  DescribeUserPoolCommand,
  DescribeUserPoolClientCommand,
  GetCSVHeaderCommand,
  ListUserImportJobsCommand,
  ListUserPoolClientsCommand,
  ListUsersCommand,
  StartUserImportJobCommand,
  StopUserImportJobCommand,
  UpdateUserPoolClientCommand,
} from '@aws-sdk/client-cognito-identity-provider';

/**
 * Every Cognito operation that sf-admin may call, and so what the administrators' IAM policy must allow; the README lists
 * the same. Importing this module loads the SDK, so code outside `cognito/` imports only its types.
 */
export const OPERATIONS = {
  AdminCreateUser: AdminCreateUserCommand,
  AdminDeleteSoftwareToken: AdminDeleteSoftwareTokenCommand,
  AdminDeleteUser: AdminDeleteUserCommand,
  AdminDisableUser: AdminDisableUserCommand,
  AdminEnableUser: AdminEnableUserCommand,
  AdminForgetDevice: AdminForgetDeviceCommand,
  AdminGetUser: AdminGetUserCommand,
  AdminGetUserAuthFactors: AdminGetUserAuthFactorsCommand,
  AdminListDevices: AdminListDevicesCommand,
  AdminListUserAuthEvents: AdminListUserAuthEventsCommand,
  AdminListUserSessions: AdminListUserSessionsCommand,
  AdminResetUserPassword: AdminResetUserPasswordCommand,
  AdminRevokeUserSession: AdminRevokeUserSessionCommand,
  AdminSetUserMFAPreference: AdminSetUserMFAPreferenceCommand,
  AdminSetUserPassword: AdminSetUserPasswordCommand,
  AdminUpdateUserAttributes: AdminUpdateUserAttributesCommand,
  AdminUserGlobalSignOut: AdminUserGlobalSignOutCommand,
  CreateUserImportJob: CreateUserImportJobCommand,
  DescribeUserImportJob: DescribeUserImportJobCommand,
  DescribeUserPool: DescribeUserPoolCommand,
  DescribeUserPoolClient: DescribeUserPoolClientCommand,
  GetCSVHeader: GetCSVHeaderCommand,
  ListUserImportJobs: ListUserImportJobsCommand,
  ListUserPoolClients: ListUserPoolClientsCommand,
  ListUsers: ListUsersCommand,
  StartUserImportJob: StartUserImportJobCommand,
  StopUserImportJob: StopUserImportJobCommand,
  UpdateUserPoolClient: UpdateUserPoolClientCommand,
} as const;

type Commands = typeof OPERATIONS;

export type OperationName = keyof Commands;

/** The input of an operation, without the user pool, which `Cognito` adds. */
export type OperationInput<Name extends OperationName> = Omit<
  ConstructorParameters<Commands[Name]>[0],
  'UserPoolId'
>;

/** The output of an operation, including `$metadata` with the request ID. */
export type OperationOutput<Name extends OperationName> =
  InstanceType<Commands[Name]> extends { resolveMiddleware(...args: never[]): infer Handler }
    ? Handler extends (...args: never[]) => Promise<{ output: infer Output extends object }>
      ? Output
      : never
    : never;

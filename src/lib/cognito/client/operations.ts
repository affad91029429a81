import * as sdk from '@aws-sdk/client-cognito-identity-provider';

/**
 * Every Cognito operation that sf-admin may call, and so what the administrators' IAM policy must allow; the README lists
 * the same. Importing this module loads the SDK, so code outside `cognito/` imports only its types.
 */
export const OPERATIONS = {
  AddCustomAttributes: sdk.AddCustomAttributesCommand,
  AddUserPoolClientSecret: sdk.AddUserPoolClientSecretCommand,
  AdminAddUserToGroup: sdk.AdminAddUserToGroupCommand,
  AdminCreateUser: sdk.AdminCreateUserCommand,
  AdminDeleteSoftwareToken: sdk.AdminDeleteSoftwareTokenCommand,
  AdminDeleteUser: sdk.AdminDeleteUserCommand,
  AdminDisableProviderForUser: sdk.AdminDisableProviderForUserCommand,
  AdminDisableUser: sdk.AdminDisableUserCommand,
  AdminEnableUser: sdk.AdminEnableUserCommand,
  AdminForgetDevice: sdk.AdminForgetDeviceCommand,
  AdminGetUser: sdk.AdminGetUserCommand,
  AdminGetUserAuthFactors: sdk.AdminGetUserAuthFactorsCommand,
  AdminListDevices: sdk.AdminListDevicesCommand,
  AdminLinkProviderForUser: sdk.AdminLinkProviderForUserCommand,
  AdminListGroupsForUser: sdk.AdminListGroupsForUserCommand,
  AdminListUserAuthEvents: sdk.AdminListUserAuthEventsCommand,
  AdminListUserSessions: sdk.AdminListUserSessionsCommand,
  AdminRemoveUserFromGroup: sdk.AdminRemoveUserFromGroupCommand,
  AdminResetUserPassword: sdk.AdminResetUserPasswordCommand,
  AdminRevokeUserSession: sdk.AdminRevokeUserSessionCommand,
  AdminSetUserMFAPreference: sdk.AdminSetUserMFAPreferenceCommand,
  AdminSetUserPassword: sdk.AdminSetUserPasswordCommand,
  AdminUpdateUserAttributes: sdk.AdminUpdateUserAttributesCommand,
  AdminUserGlobalSignOut: sdk.AdminUserGlobalSignOutCommand,
  CreateGroup: sdk.CreateGroupCommand,
  CreateUserImportJob: sdk.CreateUserImportJobCommand,
  CreateUserPool: sdk.CreateUserPoolCommand,
  CreateUserPoolClient: sdk.CreateUserPoolClientCommand,
  CreateUserPoolDomain: sdk.CreateUserPoolDomainCommand,
  DeleteGroup: sdk.DeleteGroupCommand,
  DeleteUserPoolClientSecret: sdk.DeleteUserPoolClientSecretCommand,
  DescribeIdentityProvider: sdk.DescribeIdentityProviderCommand,
  DescribeRiskConfiguration: sdk.DescribeRiskConfigurationCommand,
  DescribeUserImportJob: sdk.DescribeUserImportJobCommand,
  DescribeUserPool: sdk.DescribeUserPoolCommand,
  DescribeUserPoolClient: sdk.DescribeUserPoolClientCommand,
  DescribeUserPoolDomain: sdk.DescribeUserPoolDomainCommand,
  GetCSVHeader: sdk.GetCSVHeaderCommand,
  GetGroup: sdk.GetGroupCommand,
  GetProvisionedLimit: sdk.GetProvisionedLimitCommand,
  GetUICustomization: sdk.GetUICustomizationCommand,
  GetUserPoolMfaConfig: sdk.GetUserPoolMfaConfigCommand,
  ListGroups: sdk.ListGroupsCommand,
  ListIdentityProviders: sdk.ListIdentityProvidersCommand,
  ListUserImportJobs: sdk.ListUserImportJobsCommand,
  ListUserPoolClientSecrets: sdk.ListUserPoolClientSecretsCommand,
  ListUserPoolClients: sdk.ListUserPoolClientsCommand,
  ListUserPoolReplicas: sdk.ListUserPoolReplicasCommand,
  ListUserPools: sdk.ListUserPoolsCommand,
  ListUsers: sdk.ListUsersCommand,
  ListUsersInGroup: sdk.ListUsersInGroupCommand,
  SetUICustomization: sdk.SetUICustomizationCommand,
  SetUserPoolMfaConfig: sdk.SetUserPoolMfaConfigCommand,
  StartUserImportJob: sdk.StartUserImportJobCommand,
  StopUserImportJob: sdk.StopUserImportJobCommand,
  UpdateGroup: sdk.UpdateGroupCommand,
  UpdateUserPool: sdk.UpdateUserPoolCommand,
  UpdateUserPoolClient: sdk.UpdateUserPoolClientCommand,
} as const;

type Commands = typeof OPERATIONS;

export type OperationName = keyof Commands;

/** The input of an operation, without the user pool, which `Cognito` adds. */
export type OperationInput<Name extends OperationName> = Omit<ConstructorParameters<Commands[Name]>[0], 'UserPoolId'>;

/** The output of an operation, including `$metadata` with the request ID. */
export type OperationOutput<Name extends OperationName> = OutputOf<InstanceType<Commands[Name]>>;

/** What the SDK returns for one of its commands. */
export type OutputOf<Command> = Command extends { resolveMiddleware(...args: never[]): infer Handler }
  ? Handler extends (...args: never[]) => Promise<{ output: infer Output extends object }>
    ? Output
    : never
  : never;

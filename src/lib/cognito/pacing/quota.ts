import { isWrite } from '../client/is-write.js';
import type { OperationName } from '../client/operations.js';

/**
 * Requests a second that Cognito allows in each category, per account and region ("Quotas in Amazon Cognito" in the
 * developer guide). Some can be raised for an account. Production's sign-ins and sign-ups count too.
 */
export const PUBLISHED_RATES = {
  UserCreation: 50,
  UserRead: 120,
  UserUpdate: 25,
  UserAccountRecovery: 30,
  UserToken: 120,
  UserList: 30,
  UserResourceRead: 50,
  UserResourceUpdate: 25,
  UserPoolRead: 15,
  UserPoolUpdate: 15,
  UserPoolClientRead: 15,
  UserPoolClientUpdate: 15,
} as const;

/** The groups in which Cognito counts requests. */
export type QuotaCategory = keyof typeof PUBLISHED_RATES;

const CATEGORIES: Readonly<Partial<Record<OperationName, QuotaCategory>>> = {
  AdminCreateUser: 'UserCreation',
  AdminGetUser: 'UserRead',
  AdminUpdateUserAttributes: 'UserUpdate',
  AdminDeleteUser: 'UserUpdate',
  AdminEnableUser: 'UserUpdate',
  AdminDisableUser: 'UserUpdate',
  AdminSetUserMFAPreference: 'UserUpdate',
  AdminResetUserPassword: 'UserAccountRecovery',
  AdminSetUserPassword: 'UserAccountRecovery',
  AdminUserGlobalSignOut: 'UserToken',
  ListUsers: 'UserList',
  DescribeUserPool: 'UserPoolRead',
  DescribeUserPoolClient: 'UserPoolClientRead',
  ListUserPoolClients: 'UserPoolClientRead',
  UpdateUserPoolClient: 'UserPoolClientUpdate',
};

/**
 * The category that an operation counts in. Operations that no document assigns to one are counted with devices, sessions
 * and factors, whose rates are low: too slow is better than throttled.
 */
export function quotaCategory(operation: OperationName): QuotaCategory {
  return CATEGORIES[operation] ?? (isWrite(operation) ? 'UserResourceUpdate' : 'UserResourceRead');
}

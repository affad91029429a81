import { expect } from 'chai';

import { OPERATIONS, type OperationName } from '../../../src/lib/cognito/operations.js';
import { PUBLISHED_RATES, quotaCategory } from '../../../src/lib/cognito/quota.js';

const rateOf = (operation: string) => PUBLISHED_RATES[quotaCategory(operation as OperationName)];

describe('quotaCategory', () => {
  it('has for each operation the rate that Cognito publishes, and a low one where none is published', () => {
    expect(Object.fromEntries(Object.keys(OPERATIONS).map((name) => [name, rateOf(name)]))).to.deep.equal({
      AdminCreateUser: 50,
      AdminGetUser: 120,
      AdminUpdateUserAttributes: 25,
      AdminDeleteUser: 25,
      AdminEnableUser: 25,
      AdminDisableUser: 25,
      AdminSetUserMFAPreference: 25,
      AdminResetUserPassword: 30,
      AdminSetUserPassword: 30,
      AdminUserGlobalSignOut: 120,
      ListUsers: 30,
      DescribeUserPool: 15,
      DescribeUserPoolClient: 15,
      ListUserPoolClients: 15,
      UpdateUserPoolClient: 15,
      AdminDeleteSoftwareToken: 25,
      AdminForgetDevice: 25,
      AdminRevokeUserSession: 25,
      AdminGetUserAuthFactors: 50,
      AdminListDevices: 50,
      AdminListUserAuthEvents: 50,
      AdminListUserSessions: 50,
      CreateUserImportJob: 25,
      StartUserImportJob: 25,
      StopUserImportJob: 25,
      DescribeUserImportJob: 50,
      GetCSVHeader: 50,
      ListUserImportJobs: 50,
    });
  });

  it('counts what changes something apart from what reads', () => {
    expect([quotaCategory('AdminForgetDevice'), quotaCategory('AdminListDevices')]).to.deep.equal([
      'UserResourceUpdate',
      'UserResourceRead',
    ]);
  });
});

import { expect } from 'chai';

import { OPERATIONS, type OperationName } from '../../../../src/lib/cognito/client/operations.js';
import { PUBLISHED_RATES, type QuotaCategory, quotaCategory } from '../../../../src/lib/cognito/pacing/quota.js';

describe('quotaCategory', () => {
  const counted = Object.keys(OPERATIONS).map((name) => [name, quotaCategory(name as OperationName)] as const);
  const isDocumented = (category: QuotaCategory) => !category.startsWith('UserResource');

  it('has the published rate for each operation whose category is documented', () => {
    const documented = counted.filter(([, category]) => isDocumented(category));
    expect(Object.fromEntries(documented.map(([name, category]) => [name, PUBLISHED_RATES[category]]))).to.deep.equal({
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
    });
  });

  it('has a low rate for the others, and counts writes and reads separately', () => {
    const others = new Map(counted.filter(([, category]) => !isDocumented(category)));
    expect([others.get('AdminForgetDevice'), others.get('AdminListDevices')]).to.deep.equal([
      'UserResourceUpdate',
      'UserResourceRead',
    ]);
    expect([PUBLISHED_RATES.UserResourceUpdate, PUBLISHED_RATES.UserResourceRead]).to.deep.equal([25, 50]);
  });
});

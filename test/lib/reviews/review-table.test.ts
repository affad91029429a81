import { expect } from 'chai';

import { pickColumns } from '../../../src/lib/output/columns.js';
import type { ReviewedUser } from '../../../src/lib/reviews/review.js';
import { reviewTable } from '../../../src/lib/reviews/review-table.js';

const USER: ReviewedUser = {
  username: 'u-1',
  sub: 's-1',
  email: 'ana@example.com',
  tenantId: 'tenant_001',
  roles: ['itsm_agent', 'itsm_admin', 'cloud_admin'],
  privilegedRoles: ['itsm_admin', 'cloud_admin'],
  privilegedGroups: ['administrators'],
  temporary: [{ role: 'cloud_admin', until: '2026-11-20T18:00:00Z' }],
  mfa: ['SOFTWARE_TOKEN_MFA', 'SMS_MFA'],
  enabled: true,
  status: 'CONFIRMED',
  createdAt: null,
  updatedAt: null,
  lastChange: null,
  lastSignIn: null,
};

describe('reviewTable', () => {
  const cells = (user: ReviewedUser, width: number | undefined, hasSignIns = true) => {
    const view = reviewTable({ width, hasSignIns });
    return Object.fromEntries(pickColumns(view.tableColumns, view).map(({ key, value }) => [key, value(user)]));
  };

  it('names privileged roles first, then privileged groups, and until when a role is held', () => {
    expect(cells(USER, 80)).to.deep.equal({
      email: 'ana@example.com',
      tenantId: 'tenant_001',
      roles: ['itsm_admin', 'cloud_admin until 2026-11-20 18:00', 'group administrators', 'itsm_agent'],
      mfa: ['TOTP', 'SMS'],
      access: 'enabled',
    });
  });

  it('tells no second factor from one that is not known', () => {
    expect([[], null, ['WEB_AUTHN']].map((mfa) => cells({ ...USER, mfa }, 80).mfa)).to.deep.equal([
      'none',
      'unknown',
      ['WEB_AUTHN'],
    ]);
  });

  it('has the last sign-in where a line is wide enough and sign-ins are known', () => {
    const has = (width: number | undefined, hasSignIns?: boolean) => 'lastSignIn' in cells(USER, width, hasSignIns);
    expect([has(99), has(100), has(undefined), has(200, false)]).to.deep.equal([false, true, true, false]);
  });
});

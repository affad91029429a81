import { expect } from 'chai';
import { carryOut } from '../../../../src/lib/changes/carry-out.js';
import type { Change } from '../../../../src/lib/changes/change.js';
import type { Directory } from '../../../../src/lib/directory.js';
import { disableUser } from '../../../../src/lib/users/changes/disable-user.js';
import { lockDownUser } from '../../../../src/lib/users/changes/lockdown-user.js';
import { setAttributes } from '../../../../src/lib/users/changes/set-attributes.js';
import { signOutUser } from '../../../../src/lib/users/changes/sign-out-user.js';
import { openTestDirectory } from '../../../helpers/directory.js';
import { AGREED } from '../../changes/agreement.js';
import { ANA, ANA_EMAIL, anaAnswer, type AnaOptions } from '../ana.js';
import { mockUsers } from '../mock-users.js';

const MOVE = { user: ANA, roles: [], addRoles: [], removeRoles: [] };

/** Changes, and how Ana reads once each is made. */
const CHANGES: readonly (readonly [string, (directory: Directory) => Promise<Change>, AnaOptions])[] = [
  ['disable', (directory) => disableUser(directory, { user: ANA, signOut: false }), { enabled: false }],
  ['sign-out', (directory) => signOutUser(directory, { user: ANA }), {}],
  ['lockdown', (directory) => lockDownUser(directory, { user: ANA }), { enabled: false }],
  [
    'set-attributes',
    (directory) => setAttributes(directory, { ...MOVE, values: new Map([['given_name', 'Anna']]), movesTenant: false }),
    { attributes: { given_name: 'Anna' } },
  ],
  [
    'set-attributes --move-to-tenant',
    (directory) =>
      setAttributes(directory, { ...MOVE, values: new Map([['custom:tenant_id', 'tenant_002']]), movesTenant: true }),
    { attributes: { 'custom:tenant_id': 'tenant_002' } },
  ],
];

describe('a change to a user is verified only on the same user:', () => {
  const cognito = mockUsers();

  async function outcome(plan: (directory: Directory) => Promise<Change>, then: AnaOptions) {
    cognito.answerByWrites('AdminGetUser', anaAnswer(), anaAnswer(then));
    for (const operation of ['AdminDisableUser', 'AdminUserGlobalSignOut', 'AdminUpdateUserAttributes'] as const) {
      cognito.answer(operation, {});
    }
    cognito.answer('AdminListUserSessions', { Sessions: [] });
    cognito.answer('AdminListDevices', { Devices: [] });
    const directory = openTestDirectory();
    const [{ changed, error } = { changed: false, error: undefined }] = await carryOut(
      directory,
      [await plan(directory)],
      AGREED,
    );
    return [changed, error?.code, error?.message];
  }

  for (const [name, plan, done] of CHANGES) {
    it(`${name} is done if Ana is as planned`, async () => {
      expect(await outcome(plan, done)).to.deep.equal([true, undefined, undefined]);
    });

    for (const [field, attributes] of [
      ['sub', { sub: '22222222-2222-4222-8222-222222222222' }],
      ['sub', { sub: undefined }],
      ['tenant ID', { 'custom:tenant_id': 'tenant_003' }],
      ['tenant ID', { 'custom:tenant_id': undefined }],
    ] as const) {
      const value = Object.values(attributes)[0] ?? 'none';
      it(`${name} is not verified if everything is as planned but the ${field}, which is ${value}`, async () => {
        expect(await outcome(plan, { ...done, attributes: { ...done.attributes, ...attributes } })).to.deep.equal([
          true,
          'NOT_VERIFIED',
          `${ANA_EMAIL} was written, but now has other values: ${field}`,
        ]);
      });
    }
  }
});

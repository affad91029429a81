import { expect } from 'chai';

import {
  type Change,
  carryOut,
  createUser,
  type CreateUserInput,
  deleteUser,
  type Directory,
  disableUser,
  enableUser,
  getUser,
  lockDownUser,
  resendInvite,
  resetMfa,
  resetPassword,
  revokeSessions,
  setAttributes,
  type SetAttributesInput,
  signOutUser,
} from '../../../src/lib/library/index.js';
import { rejection } from '../conventions/refusal.js';
import { ANA, BEN, ownSandbox } from './own-sandbox.js';

const NORA = { email: 'nora.lind@tenant-one.example', tenant: 'tenant_001', roles: ['itsm_agent'] };
const EMMA = 'emma.larsen@tenant-one.example';
const TARA = 'tara.iyer@tenant-three.example';

const PLANS: Readonly<Record<string, (directory: Directory) => Promise<Change>>> = {
  'users.create': (directory) => createUser(directory, NORA),
  'users.set-attributes': (directory) => setAttributes(directory, { user: BEN, addRoles: ['itsm_admin'] }),
  'users.disable': (directory) => disableUser(directory, { user: BEN, signOut: true }),
  'users.enable': (directory) => enableUser(directory, { user: 'grace.kim@tenant-one.example' }),
  'users.delete': (directory) => deleteUser(directory, { user: BEN }),
  'users.sign-out': (directory) => signOutUser(directory, { user: BEN }),
  'users.lockdown': (directory) => lockDownUser(directory, { user: BEN }),
  'users.reset-mfa': (directory) => resetMfa(directory, { user: ANA }),
  'users.sessions': (directory) => revokeSessions(directory, { user: TARA }),
  'users.resend-invite': (directory) => resendInvite(directory, { user: EMMA }),
  'users.reset-password': (directory) =>
    resetPassword(directory, { user: BEN, mode: 'permanent', password: { password: 'Another-Pass-2026!' } }),
};

describe('the changes to users of the library', () => {
  const sandbox = ownSandbox();

  for (const [operation, plan] of Object.entries(PLANS)) {
    it(`plan ${operation}, write nothing yet, and can be made`, async () => {
      const directory = await sandbox().openDirectory();
      const change = await plan(directory);
      expect([change.operation, change.isUnchanged]).to.deep.equal([operation, false]);
      const outcome = await carryOut(directory, change, { yes: true });
      expect([outcome.changed, outcome.error]).to.deep.equal([true, null]);
    });
  }

  it('create a user in the tenant that the directory acts in, with further attributes', async () => {
    const directory = await sandbox().openDirectory({ tenant: 'tenant_002' });
    const { email, roles } = NORA;
    const input = { email, roles, department: 'dept_it', givenName: 'Nora', attributes: { locale: 'pt-PT' } };
    await carryOut(directory, await createUser(directory, input));
    const user = await getUser(directory, email);
    expect([user.tenantId, user.department, user.givenName, user.attributes.locale]).to.deep.equal([
      'tenant_002',
      'dept_it',
      'Nora',
      'pt-PT',
    ]);
  });

  it('set, remove and move in one change', async () => {
    const directory = await sandbox().openDirectory();
    const input = { user: BEN, set: { locale: 'de-DE' }, unset: ['custom:department'], moveToTenant: 'tenant_002' };
    await carryOut(directory, await setAttributes(directory, input), { yes: true });
    const user = await getUser(directory, BEN);
    expect([user.tenantId, user.department, user.attributes.locale]).to.deep.equal(['tenant_002', null, 'de-DE']);
  });

  const creations: [what: string, input: Partial<CreateUserInput>, code: string][] = [
    ['without a tenant', { tenant: undefined }, 'MISSING_INPUT'],
    ['without a role', { roles: [] }, 'MISSING_INPUT'],
    ['with an unknown role', { roles: ['agent'] }, 'UNKNOWN_ROLE'],
    ['with an invalid address', { email: 'nora' }, 'INVALID_EMAIL'],
    ['of an address that is taken', { email: ANA }, 'USER_EXISTS'],
    ['with a permanent password, but none', { permanent: true }, 'MISSING_INPUT'],
    ['with a weak password', { password: { password: 'short' } }, 'INVALID_PASSWORD'],
    ['with an attribute that has a field of its own', { attributes: { 'custom:role': 'x' } }, 'ATTRIBUTE_NOT_ALLOWED'],
    ['with an attribute that the pool does not have', { attributes: { nope: 'x' } }, 'UNKNOWN_ATTRIBUTE'],
  ];
  for (const [what, input, code] of creations) {
    it(`refuse a user ${what}`, async () => {
      const directory = await sandbox().openDirectory();
      expect((await rejection(createUser(directory, { ...NORA, ...input }))).code).to.equal(code);
    });
  }

  const edits: [what: string, input: Partial<SetAttributesInput>, code: string][] = [
    ['nothing', {}, 'MISSING_INPUT'],
    ['all roles together with one to add', { roles: ['itsm_agent'], addRoles: ['itsm_admin'] }, 'USAGE'],
    ['an address that somebody else has', { email: ANA }, 'USER_EXISTS'],
    ['an attribute that the conventions do not allow', { set: { 'custom:employee_no': '1' } }, 'ATTRIBUTE_NOT_ALLOWED'],
  ];
  for (const [what, input, code] of edits) {
    it(`refuse to set ${what}`, async () => {
      const directory = await sandbox().openDirectory();
      expect((await rejection(setAttributes(directory, { user: BEN, ...input }))).code).to.equal(code);
    });
  }

  it('refuse a session that is not open', async () => {
    const directory = await sandbox().openDirectory();
    expect((await rejection(revokeSessions(directory, { user: TARA, session: 'none' }))).code).to.equal(
      'SESSION_NOT_FOUND',
    );
  });
});

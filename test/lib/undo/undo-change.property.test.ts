import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { expect } from 'chai';
import fc from 'fast-check';

import { carryOut } from '../../../src/lib/changes/carry-out.js';
import type { Change } from '../../../src/lib/changes/change.js';
import { editUrls } from '../../../src/lib/client/edit-urls.js';
import { parseClientUrl } from '../../../src/lib/conventions/client-url.js';
import type { Directory } from '../../../src/lib/directory.js';
import { createGroup } from '../../../src/lib/groups/create-group.js';
import { deleteGroup } from '../../../src/lib/groups/delete-group.js';
import { setGroup } from '../../../src/lib/groups/set-group.js';
import { defined } from '../../../src/lib/model/defined.js';
import { SANDBOX_CLIENT_ID, SANDBOX_POOL_ID } from '../../../src/lib/model/sandbox-ids.js';
import { MemoryStore } from '../sandbox/memory-store.js';
import { seedState } from '../../../src/lib/sandbox/seed/seed.js';
import type { PoolState, SandboxState, UserState } from '../../../src/lib/sandbox/state/state.js';
import {
  identitiesOf,
  setIdentities,
  SUBJECT,
} from '../../../src/lib/sandbox/operations/identity-providers/identities.js';
import { undoChange } from '../../../src/lib/undo/undo-change.js';
import { addToGroup, removeFromGroup } from '../../../src/lib/users/changes/change-groups.js';
import { linkIdentity, unlinkIdentity } from '../../../src/lib/users/changes/change-links.js';
import { disableUser } from '../../../src/lib/users/changes/disable-user.js';
import { enableUser } from '../../../src/lib/users/changes/enable-user.js';
import { lockDownUser } from '../../../src/lib/users/changes/lockdown-user.js';
import { resetMfa } from '../../../src/lib/users/changes/reset-mfa.js';
import { setAttributes } from '../../../src/lib/users/changes/set-attributes.js';
import { type AttributesText, parseAttributes } from '../../../src/lib/users/attributes/parse-attributes.js';
import { openTestDirectory } from '../../helpers/directory.js';
import { AGREED } from '../changes/agreement.js';

/** Pairs of a state and a change to try: more with UNDO_RUNS=300. */
const RUNS = Number(process.env.UNDO_RUNS ?? 20);

/** The user whose state is arbitrary: native, with an address. */
const USERNAME = '5af10000-0000-4000-8000-000000000002';

const NOTHING = { user: USERNAME, set: [], unset: [], roles: [], addRoles: [], removeRoles: [] };

const name = fc.constantFrom('Ada', 'Bo', 'Çelik', 'O’Hara');
const tenant = fc.constantFrom('tenant_001', 'tenant_002', 'tenant_003');
const role = fc.constantFrom('itsm_agent', 'itsm_admin', 'cloud_admin', 'super_admin');
const optional = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });

/** States of a user that sf-admin, an application or the console can cause. */
const userState = fc.record({
  enabled: fc.boolean(),
  groups: fc.constantFrom<string[]>([], ['operators']),
  linked: fc.subarray(['x', 'y']),
  given_name: optional(name),
  family_name: optional(name),
  nickname: optional(name),
  email_verified: fc.constantFrom('true', 'false'),
  'custom:tenant_id': optional(tenant),
  // Unknown roles were granted by another tool.
  'custom:role': optional(
    fc.uniqueArray(fc.oneof(role, fc.constant('old_role')), { minLength: 1 }).map((roles) => roles.join(',')),
  ),
  'custom:department': optional(fc.constantFrom('dept_it', 'dept_hr', 'no department')),
  phone_number: fc.constant('+491701234567'),
  mfa: fc.constantFrom<UserState['mfa']>(
    { methods: [] },
    { methods: ['SMS_MFA'] },
    { methods: ['SMS_MFA'], preferred: 'SMS_MFA' },
  ),
});

const linkedIdentity = (value: string) => ({
  provider: 'AzureAD',
  type: 'SAML',
  attribute: SUBJECT,
  value,
  primary: false,
  createdAt: 0,
});

type Make = (directory: Directory) => Promise<Change>;

const set = (input: Partial<AttributesText>): Make => {
  return async (directory) => setAttributes(directory, await parseAttributes(directory, { ...NOTHING, ...input }));
};

/** Every kind of change that can be undone. */
const change: fc.Arbitrary<Make> = fc.oneof(
  fc.constant<Make>((directory) => disableUser(directory, { user: USERNAME, signOut: false })),
  fc.constant<Make>((directory) => disableUser(directory, { user: USERNAME, signOut: true })),
  fc.constant<Make>((directory) => enableUser(directory, { user: USERNAME })),
  fc.constant<Make>((directory) => lockDownUser(directory, { user: USERNAME })),
  fc.constant<Make>((directory) => resetMfa(directory, { user: USERNAME })),
  fc
    .record({
      givenName: optional(name),
      familyName: optional(name),
      department: optional(fc.constant('dept_it')),
    })
    .filter((input) => Object.values(input).some((value) => value !== undefined))
    .map(set),
  tenant.map((moveToTenant) => set({ moveToTenant })),
  fc.uniqueArray(role, { minLength: 1 }).map((roles) => set({ roles })),
  role.map((added) => set({ addRoles: [added] })),
  fc.tuple(role, role).map(([added, removed]) => set({ addRoles: [added], removeRoles: [removed] })),
  fc.constant<Make>((directory) => addToGroup('operators')(directory, USERNAME)),
  fc.constant<Make>((directory) => removeFromGroup('operators')(directory, USERNAME)),
  fc
    .constantFrom('x', 'z')
    .map<Make>((subject) => (directory) => linkIdentity()(directory, USERNAME, { provider: 'AzureAD', subject })),
  optional(fc.constantFrom('x', 'y')).map<Make>(
    (subject) => (directory) => unlinkIdentity()(directory, USERNAME, { provider: 'AzureAD', ...defined({ subject }) }),
  ),
  optional(name).map<Make>(
    (description) => (directory) => createGroup(directory, { name: 'auditors', ...defined({ description }) }),
  ),
  fc
    .record({ description: fc.option(name), precedence: fc.integer({ min: 0, max: 20 }) }, { requiredKeys: [] })
    .map<Make>((settings) => (directory) => setGroup(directory, { name: 'operators', ...settings })),
  fc.constant<Make>((directory) => deleteGroup(directory, { name: 'operators' })),
  name.map((value) => set({ set: [{ name: 'nickname', value }] })),
  fc.constantFrom('nickname', 'given_name', 'family_name').map((gone) => set({ unset: [gone] })),
  fc.constant(set({ email: 'another@tenant-one.example' })),
  fc
    .record({
      list: fc.constantFrom('CallbackURLs' as const, 'LogoutURLs' as const),
      action: fc.constantFrom('add' as const, 'remove' as const),
      urls: fc.uniqueArray(
        fc.constantFrom(
          'https://a.example/callback',
          'https://b.example/callback',
          'http://localhost:3000/auth/callback',
        ),
        { minLength: 1 },
      ),
    })
    .map<Make>(
      ({ list, action, urls }) =>
        (directory) =>
          editUrls(
            directory,
            action === 'add' ? { list, action, urls: urls.map((url) => parseClientUrl(url)) } : { list, action, urls },
          ),
    ),
);

/** What is compared: the user without what cannot be undone, the client with its lists as sets, groups with their users. */
function comparable(pool: PoolState) {
  const user = pool.users[USERNAME]!;
  // An identity that is linked again has another time, and comes last.
  const { identities: _, ...attributes } = user.attributes;
  const { enabled, status, mfa } = user;
  const { settings } = pool.clients[SANDBOX_CLIENT_ID]!;
  const sorted = Object.fromEntries(
    Object.entries(settings).map(([key, value]) => [
      key,
      Array.isArray(value) ? [...(value as string[])].sort() : value,
    ]),
  );
  return structuredClone({
    enabled,
    attributes,
    status,
    identities: identitiesOf(user)
      .map(({ value }) => value)
      .sort(),
    mfa: { preferred: mfa.preferred, methods: [...mfa.methods].sort() },
    client: sorted,
    groups: Object.entries(pool.groups ?? {}).map(([group, { description = '', precedence, roleArn }]) => [
      [group, description, precedence, roleArn],
      Object.values(pool.users).flatMap(({ username, groups = [] }) => (groups.includes(group) ? [username] : [])),
    ]),
  });
}

describe('a change and its undo', function () {
  // Each run writes to the disk several times.
  this.timeout(180_000 + RUNS * 400);
  let dataFolder: string;
  beforeEach(async () => {
    dataFolder = await mkdtemp(join(tmpdir(), 'sf-admin-undo-'));
  });
  afterEach(() => rm(dataFolder, { recursive: true, force: true }));

  it('leave every field as it was, for any state of the user and any undoable change', async () => {
    let undone = 0;
    await fc.assert(
      fc.asyncProperty(userState, change, async (wanted, make) => {
        const state: SandboxState = seedState();
        const pool = state.pools[SANDBOX_POOL_ID]!;
        const { enabled, mfa, groups, linked, ...attributes } = wanted;
        const user = pool.users[USERNAME]!;
        Object.assign(user, { enabled, mfa, groups });
        if (linked.length > 0) setIdentities(user, linked.map(linkedIdentity));
        for (const [key, value] of Object.entries(attributes)) {
          if (value === undefined) Reflect.deleteProperty(user.attributes, key);
          else user.attributes[key] = value;
        }
        const directory = openTestDirectory({ store: new MemoryStore(state), dataFolder });
        const before = comparable(pool);
        // The conventions refuse some of the changes, which must change nothing then.
        const planned = await make(directory).catch(() => undefined);
        const outcome = planned && (await carryOut(directory, [planned], AGREED).catch(() => undefined))?.[0];
        if (outcome?.recordId === undefined) {
          expect(comparable(pool)).to.deep.equal(before);
          return;
        }
        const isMoved = JSON.stringify(comparable(pool)) !== JSON.stringify(before);
        if (!isMoved) return;
        const inverse = await undoChange(directory, { id: outcome.recordId, force: false });
        const [result] = await carryOut(directory, [inverse], AGREED);
        expect(result?.error).to.equal(undefined);
        expect(comparable(pool)).to.deep.equal(before);
        undone += 1;
      }),
      { numRuns: RUNS },
    );
    // A property that mostly skips proves little.
    expect(undone).to.be.greaterThan(RUNS / 4);
  });
});

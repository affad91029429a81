import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { expect } from 'chai';
import fc from 'fast-check';

import { carryOut } from '../../../src/lib/changes/carry-out.js';
import type { Change } from '../../../src/lib/changes/change.js';
import type { Directory } from '../../../src/lib/directory.js';
import { temporaryGrants } from '../../../src/lib/grants/grant-ledger.js';
import { grantRole } from '../../../src/lib/grants/grant-role.js';
import { planExpiry } from '../../../src/lib/grants/plan-expiry.js';
import { SANDBOX_POOL_ID } from '../../../src/lib/model/sandbox-ids.js';
import { seedState } from '../../../src/lib/sandbox/seed/seed.js';
import type { SandboxState, UserState } from '../../../src/lib/sandbox/state/state.js';
import { undoChange } from '../../../src/lib/undo/undo-change.js';
import { parseAttributes } from '../../../src/lib/users/attributes/parse-attributes.js';
import { setAttributes } from '../../../src/lib/users/changes/set-attributes.js';
import { openTestDirectory } from '../../helpers/directory.js';
import { AGREED } from '../changes/agreement.js';
import { MemoryStore } from '../sandbox/memory-store.js';

/** Sequences to try: more with GRANT_RUNS=500. */
const RUNS = Number(process.env.GRANT_RUNS ?? 10);

const USERS = ['5af10000-0000-4000-8000-000000000002', '5af10000-0000-4000-8000-000000000003'];
const ROLES = ['itsm_admin', 'cloud_admin'];
/** A role that both users hold throughout. */
const KEPT = 'itsm_agent';
const HOUR = 3_600_000;

type Operation =
  | { readonly kind: 'grant'; readonly user: string; readonly role: string; readonly hours: number }
  | { readonly kind: 'add' | 'remove' | 'console-add' | 'console-remove'; readonly user: string; readonly role: string }
  /** Takes back what is due so many hours later. */
  | { readonly kind: 'expire'; readonly hours: number }
  | { readonly kind: 'undo' };

const who = { user: fc.constantFrom(...USERS), role: fc.constantFrom(...ROLES) };
const hours = fc.integer({ min: 1, max: 4 });
const operation: fc.Arbitrary<Operation> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('grant' as const), ...who, hours }) },
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constantFrom('add', 'remove', 'console-add', 'console-remove'), ...who }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('expire' as const), hours: fc.integer({ min: 0, max: 5 }) }) },
  { weight: 2, arbitrary: fc.constant({ kind: 'undo' as const }) },
);

/** How a user holds a role: without an end, until a time, or not any more, which no recorded change has seen so far. */
type Holding = 'always' | { readonly until: number } | { readonly goneUntil: number };

/** What should be the case, by user and role. */
class Model {
  now = Date.now();
  holdings = new Map<string, Holding>();
  /** The holdings before the latest record, as long as nothing else has happened since. */
  before: Map<string, Holding> | undefined;

  of(user: string, role: string): Holding | undefined {
    return this.holdings.get(`${user} ${role}`);
  }

  set(user: string, role: string, holding: Holding | undefined): void {
    if (holding === undefined) this.holdings.delete(`${user} ${role}`);
    else this.holdings.set(`${user} ${role}`, holding);
  }

  isHeld(user: string, role: string): boolean {
    const holding = this.of(user, role);
    return holding === 'always' || (holding !== undefined && 'until' in holding);
  }

  /** A change of roles records which roles the user holds. */
  record(user: string, change: () => void): void {
    for (const role of ROLES) if (!this.isHeld(user, role)) this.set(user, role, undefined);
    this.before = new Map(this.holdings);
    change();
  }

  expire(): void {
    for (const [key, holding] of this.holdings) {
      if (holding === 'always') continue;
      if (('until' in holding ? holding.until : holding.goneUntil) <= this.now) this.holdings.delete(key);
    }
  }
}

describe('grants and their ends', function () {
  this.timeout(180_000 + RUNS * 2_000);
  let dataFolder: string;
  beforeEach(async () => {
    dataFolder = await mkdtemp(join(tmpdir(), 'sf-admin-grants-'));
  });
  afterEach(() => rm(dataFolder, { recursive: true, force: true }));

  it('leave what stood before, whatever else happens in the meantime, and move nothing else', async () => {
    let [expired, run] = [0, 0];
    await fc.assert(
      fc.asyncProperty(fc.array(operation, { minLength: 6, maxLength: 14 }), async (operations) => {
        const state: SandboxState = seedState();
        const { users } = state.pools[SANDBOX_POOL_ID]!;
        for (const user of USERS) users[user]!.attributes['custom:role'] = KEPT;
        const others = withoutRoles(users);
        const store = new MemoryStore(state);
        const folder = join(dataFolder, String((run += 1)));
        const directory = openTestDirectory({ store, dataFolder: folder });
        const model = new Model();
        let latest: string | undefined;
        /** Returns the ID of the record; none if the change was already made. */
        const carry = async (change: Change): Promise<string | undefined> => {
          const [outcome] = await carryOut(directory, [change], AGREED);
          expect(outcome?.error).to.equal(undefined);
          latest = outcome?.recordId;
          return latest;
        };
        for (const operation of operations) {
          const wasBefore = model.before;
          model.before = undefined;
          switch (operation.kind) {
            case 'grant': {
              const { user, role } = operation;
              const until = new Date(model.now + operation.hours * HOUR);
              const planned = await grantRole(directory, { user, role, until: until.toISOString() }).catch(
                () => undefined,
              );
              expect(planned === undefined).to.equal(model.of(user, role) === 'always');
              if (planned === undefined) break;
              if ((await carry(planned)) === undefined) break;
              model.record(user, () => {
                model.set(user, role, { until: until.getTime() });
              });
              break;
            }
            case 'add':
            case 'remove': {
              const { user, role, kind } = operation;
              await carry(
                await byHand(directory, user, kind === 'add' ? { addRoles: [role] } : { removeRoles: [role] }),
              );
              if (model.isHeld(user, role) !== (kind === 'add'))
                model.record(user, () => {
                  model.set(user, role, kind === 'add' ? 'always' : undefined);
                });
              break;
            }
            case 'console-add':
              // A role that the console takes and gives again looks to sf-admin as if nothing had happened.
              if (model.of(operation.user, operation.role) !== undefined) break;
              setRoles(users[operation.user]!, (roles) => [...roles, operation.role]);
              model.set(operation.user, operation.role, 'always');
              break;
            case 'console-remove': {
              const { user, role } = operation;
              const holding = model.of(user, role);
              if (holding === undefined || !model.isHeld(user, role)) break;
              setRoles(users[user]!, (roles) => roles.filter((one) => one !== role));
              model.set(
                user,
                role,
                holding === 'always' ? undefined : { goneUntil: (holding as { until: number }).until },
              );
              break;
            }
            case 'expire': {
              model.now += operation.hours * HOUR;
              const { changes, failed } = await planExpiry(directory, new Date(model.now));
              const outcomes = await carryOut(directory, changes, { ...AGREED, isList: true });
              expect([failed, outcomes.filter(({ error }) => error !== undefined)]).to.deep.equal([[], []]);
              expired += outcomes.length;
              model.expire();
              break;
            }
            case 'undo':
              if (wasBefore === undefined || latest === undefined) break;
              await carry(await undoChange(directory, { id: latest, force: false }));
              model.holdings = wasBefore;
              break;
          }
          expect(rolesOf(users)).to.deep.equal(
            USERS.map((user) => [KEPT, ...ROLES.filter((role) => model.isHeld(user, role))].sort()),
          );
          expect(withoutRoles(users)).to.deep.equal(others);
          const expected = [...model.holdings].flatMap(([key, holding]) =>
            holding === 'always' ? [] : [[key, 'until' in holding ? holding.until : holding.goneUntil]],
          );
          // A directory that has followed the history so far, and one that reads it from its start.
          for (const one of [directory, openTestDirectory({ store, dataFolder: folder })]) {
            const known = (await temporaryGrants(one)).map(({ target, role, until }) => [
              `${target.id} ${role}`,
              Date.parse(until),
            ]);
            expect(known).to.have.deep.members(expected);
          }
        }
      }),
      { numRuns: RUNS },
    );
    // A property in which no time is over proves little.
    expect(expired).to.be.greaterThan(RUNS / 4);
  });
});

async function byHand(
  directory: Directory,
  user: string,
  roles: { addRoles?: string[]; removeRoles?: string[] },
): Promise<Change> {
  const nothing = { set: [], unset: [], roles: [], addRoles: [], removeRoles: [] };
  return setAttributes(directory, await parseAttributes(directory, { user, ...nothing, ...roles }));
}

function setRoles({ attributes }: UserState, change: (roles: string[]) => string[]): void {
  attributes['custom:role'] = change((attributes['custom:role'] ?? '').split(',')).join(',');
}

function rolesOf(users: Record<string, UserState>): string[][] {
  return USERS.map((user) => (users[user]!.attributes['custom:role'] ?? '').split(',').sort());
}

function withoutRoles(users: Record<string, UserState>): unknown {
  return structuredClone(
    Object.values(users).map(({ modifiedAt: _, ...user }) => ({
      ...user,
      attributes: { ...user.attributes, 'custom:role': '' },
    })),
  );
}

import { expect } from 'chai';
import fc from 'fast-check';

import { carryOut } from '../../../../src/lib/changes/carry-out.js';
import type { Directory } from '../../../../src/lib/directory.js';
import { historyStores } from '../../../../src/lib/history/history-stores.js';
import { newestFirst } from '../../../../src/lib/history/newest-first.js';
import type { ChangeRecord } from '../../../../src/lib/history/record.js';
import { planUndo } from '../../../../src/lib/undo/plan-undo.js';
import { whyNotUndoable } from '../../../../src/lib/undo/undoability.js';
import { RunPlace } from '../../runs/example-run.js';
import { rosterOf, snapshot, sync, TENANT } from './example-sync.js';

/** What is done to each of the twenty seeded users before the sync: their tenant, and whether they are disabled. */
const DIRECTORY = fc.array(
  fc.record({ tenant: fc.constantFrom('tenant_001', 'tenant_002'), federated: fc.boolean() }),
  { minLength: 20, maxLength: 20 },
);

/** Of each user of the tenant whether they are in the roster and what it says of them; and who is new. */
const ROSTER = fc.record({
  people: fc.array(
    fc.record({
      present: fc.boolean(),
      roles: fc.constantFrom('', 'itsm_agent', 'itsm_agent,itsm_admin', 'super_admin'),
      givenName: fc.constantFrom('', 'Ana', 'Ben', 'Zoë'),
      address: fc.constantFrom('same', 'upper', 'new'),
    }),
    { minLength: 20, maxLength: 20 },
  ),
  joiners: fc.uniqueArray(fc.integer({ min: 1, max: 9 }), { maxLength: 4 }),
});

const isNative = ({ status }: { status: string }) => status !== 'EXTERNAL_PROVIDER';

/** Undoes a run, its latest change first, as `history undo --run` does. */
async function undo(directory: Directory, run: string): Promise<void> {
  const records: ChangeRecord[] = [];
  for await (const { record } of newestFirst(historyStores(directory)))
    if (record.run?.id === run) records.push(record);
  for (const record of records) {
    if (whyNotUndoable(record) !== undefined) continue;
    const change = await planUndo(directory, record, { force: false, later: [] });
    await carryOut(directory, [change], { yes: true, prompter: undefined, show: () => undefined, dryRun: false });
  }
}

describe('tenant sync, for any directory and any roster', () => {
  it('makes the tenant what the roster says, leaves all others alone, writes nothing twice, and is undone', async () => {
    await fc.assert(
      fc.asyncProperty(DIRECTORY, ROSTER, fc.boolean(), async (users, roster, bySub) => {
        const place = await RunPlace.make();
        try {
          const seeded = Object.values(place.pool.users);
          for (const [index, user] of seeded.entries()) {
            user.attributes['custom:tenant_id'] = users[index]!.tenant;
            user.enabled = true;
            if (users[index]!.federated) user.status = 'EXTERNAL_PROVIDER';
          }
          const rows = seeded.flatMap((user, index) => {
            const { present, roles, givenName, address } = roster.people[index]!;
            const { email = '', 'custom:tenant_id': tenant } = user.attributes;
            if (!present || tenant !== TENANT || !isNative(user)) return [];
            const written = { same: email, upper: email.toUpperCase(), new: bySub ? `new-${email}` : email }[address];
            return [{ sub: bySub ? user.username : '', email: written, roles, givenName }];
          });
          const joiners = roster.joiners.map((number) => ({
            ...{ sub: '', email: `joiner-${number}@example.com`, roles: 'itsm_agent', givenName: 'New' },
          }));
          const all = [...rows, ...joiners];
          if (all.length === 0) return;
          const text = rosterOf(bySub ? all : all.map(({ sub: _, ...row }) => row));
          const options = { context: { roster: { key: bySub ? 'sub' : 'email' } } } as const;
          const before = snapshot(place, () => true);
          const others = snapshot(place, (tenant) => tenant !== TENANT);

          const ran = await sync(place, text, options);

          const people = Object.values(place.pool.users).filter(
            (user) => user.attributes['custom:tenant_id'] === TENANT && isNative(user),
          );
          const enabled = people
            .filter((user) => user.enabled)
            .map(({ attributes }) => attributes.email?.toLowerCase());
          expect(enabled.sort()).to.deep.equal(all.map(({ email }) => email.toLowerCase()).sort());
          for (const { email, roles, givenName } of all) {
            const found = people.find(({ attributes }) => attributes.email?.toLowerCase() === email.toLowerCase())!;
            if (roles !== '') expect(found.attributes['custom:role']).to.equal(roles);
            if (givenName !== '') expect(found.attributes.given_name).to.equal(givenName);
          }
          expect(snapshot(place, (tenant) => tenant !== TENANT)).to.deep.equal(others);

          const after = snapshot(place, () => true);
          const again = await sync(place, text, options);
          expect([again.counts.changed, again.counts.failed, snapshot(place, () => true)]).to.deep.equal([0, 0, after]);

          await undo(place.directory({ tenant: TENANT }), ran.runId);
          const restored = snapshot(place, () => true);
          const created = Object.keys(restored).filter((username) => before[username] === undefined);
          expect(created.map((username) => place.pool.users[username]!.enabled)).to.deep.equal(
            joiners.map(() => false),
          );
          for (const username of created) Reflect.deleteProperty(restored, username);
          expect(restored).to.deep.equal(before);
        } finally {
          await place.remove();
        }
      }),
      { numRuns: 12 },
    );
  });
});

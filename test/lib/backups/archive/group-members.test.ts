import { readdir } from 'node:fs/promises';

import { expect } from 'chai';
import fc from 'fast-check';

import { readGroupMembers } from '../../../../src/lib/backups/archive/group-members.js';
import { SANDBOX_POOL_ID } from '../../../../src/lib/model/sandbox-ids.js';
import { seedState } from '../../../../src/lib/sandbox/seed/seed.js';
import { MemoryStore } from '../../../../src/lib/sandbox/state/memory-store.js';
import { openTestDirectory } from '../../../helpers/directory.js';
import { temporaryFolder } from '../../config/temporary-folder.js';
import { rejection } from '../../conventions/refusal.js';

describe('readGroupMembers', () => {
  const temporary = temporaryFolder();
  const NAMES = ['auditors', 'night-shift', 'operators', '0-operators'];

  it('knows the groups of each user, whatever the memberships are', async () => {
    const usernames = Object.keys(seedState().pools[SANDBOX_POOL_ID]!.users);
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.subarray(NAMES), { minLength: usernames.length, maxLength: usernames.length }),
        async (memberships) => {
          const store = new MemoryStore(seedState());
          const directory = openTestDirectory({ store });
          for (const GroupName of NAMES.filter((name) => name !== 'operators')) {
            await directory.cognito.call('CreateGroup', { GroupName });
          }
          await store.update((state) => {
            for (const [nth, username] of usernames.entries()) {
              state.pools[SANDBOX_POOL_ID]!.users[username]!.groups = [...memberships[nth]!];
            }
          });
          const { groupsOf, groups, close } = await readGroupMembers(directory, temporary.path('members'));
          const found = usernames.map((username) => [...groupsOf(username)].sort());
          close();
          expect(found).to.deep.equal(memberships.map((names) => [...names].sort()));
          expect(groups.map(({ name }) => name).sort()).to.deep.equal([...NAMES].sort());
        },
      ),
      { numRuns: 20 },
    );
    expect(await readdir(temporary.path('.'))).to.deep.equal([]);
  });

  it('ends at the first Ctrl-C, and leaves no file', async () => {
    const directory = openTestDirectory({ store: new MemoryStore(seedState()) });
    const stopped = readGroupMembers(directory, temporary.path('members'), { stop: AbortSignal.abort() });
    expect((await rejection(stopped)).code).to.equal('CANCELLED');
    expect(await readdir(temporary.path('.'))).to.deep.equal([]);
  });

  it('knows no group of a user who is in none', async () => {
    const { groupsOf, close } = await readGroupMembers(
      openTestDirectory({ store: new MemoryStore(seedState()) }),
      temporary.path('members'),
    );
    expect(groupsOf('nobody')).to.deep.equal([]);
    close();
  });
});

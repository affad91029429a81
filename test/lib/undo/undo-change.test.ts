import { readFile, writeFile } from 'node:fs/promises';

import { expect } from 'chai';

import { carryOut } from '../../../src/lib/changes/carry-out.js';
import type { Directory } from '../../../src/lib/directory.js';
import { sandboxHistory } from '../../../src/lib/history/history-files.js';
import { readHistory } from '../../../src/lib/history/read-history.js';
import { SANDBOX_POOL_ID } from '../../../src/lib/model/sandbox-ids.js';
import { seedState } from '../../../src/lib/sandbox/seed/seed.js';
import { MemoryStore } from '../sandbox/memory-store.js';
import { undoChange } from '../../../src/lib/undo/undo-change.js';
import { disableUser } from '../../../src/lib/users/changes/disable-user.js';
import { openTestDirectory } from '../../helpers/directory.js';
import { AGREED } from '../changes/agreement.js';
import { temporaryFolder } from '../config/temporary-folder.js';
import { rejection } from '../conventions/refusal.js';

const BEN = '5af10000-0000-4000-8000-000000000002';

describe('undoChange', () => {
  const folder = temporaryFolder();
  const file = () => sandboxHistory(folder.path('data'));
  let directory: Directory;
  let isEnabled: () => boolean;
  let id: string;

  beforeEach(async () => {
    const state = seedState();
    isEnabled = () => state.pools[SANDBOX_POOL_ID]!.users[BEN]!.enabled;
    directory = openTestDirectory({ store: new MemoryStore(state), dataFolder: folder.path('data') });
    const [outcome] = await carryOut(directory, [await disableUser(directory, { user: BEN, signOut: false })], AGREED);
    id = outcome!.recordId!;
  });

  it('restores the values before the change, with a record of its own that names the undone one', async () => {
    await carryOut(directory, [await undoChange(directory, { id, force: false })], AGREED);
    const { records } = await readHistory(file());
    expect({ enabled: isEnabled(), undoes: records.map(({ undoes }) => undoes) }).to.deep.equal({
      enabled: true,
      undoes: [null, id],
    });
  });

  it('finds the record by an unambiguous part of its ID', async () => {
    const { undoes } = await undoChange(directory, { id: id.slice(-8).toLowerCase(), force: false });
    expect(undoes).to.equal(id);
  });

  it('refuses an ID that no record has', async () => {
    const { code } = await rejection(undoChange(directory, { id: '01KAEXAMPLE', force: false }));
    expect(code).to.equal('RECORD_NOT_FOUND');
  });

  it('refuses a record whose lines were altered, even with force', async () => {
    await writeFile(file(), (await readFile(file(), 'utf8')).replace('"before":true', '"before":false'));
    const { code } = await rejection(undoChange(directory, { id, force: true }));
    expect([code, isEnabled()]).to.deep.equal(['HISTORY_ALTERED', false]);
  });
});

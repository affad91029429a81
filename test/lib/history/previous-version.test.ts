import { copyFile, mkdir, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

import { expect } from 'chai';

import { carryOut } from '../../../src/lib/changes/carry-out.js';
import type { Directory } from '../../../src/lib/directory.js';
import { fileStore } from '../../../src/lib/history/file/file-store.js';
import { appendEntries } from '../../../src/lib/history/file/append.js';
import { sandboxHistory } from '../../../src/lib/history/history-stores.js';
import { listRecords, type RecordFilter } from '../../../src/lib/history/list-records.js';
import { findRecord } from '../../../src/lib/history/find-by-id.js';
import type { ChangeRecord } from '../../../src/lib/history/record.js';
import { recordCard } from '../../../src/lib/history/record-view.js';
import { readRun } from '../../../src/lib/history/read-run.js';
import { SANDBOX_POOL_ID } from '../../../src/lib/model/sandbox-ids.js';
import { seedState } from '../../../src/lib/sandbox/seed/seed.js';
import { MemoryStore } from '../sandbox/memory-store.js';
import { undoChange } from '../../../src/lib/undo/undo-change.js';
import { openTestDirectory } from '../../helpers/directory.js';
import { verifyHistory } from '../../helpers/read-history.js';
import { AGREED } from '../changes/agreement.js';
import { temporaryFolder } from '../config/temporary-folder.js';
import { finished, started } from './example-history.js';

/** Written by version 0.1 in a new sandbox: 17 changes, one of them without an end since its process was killed. */
const FIXTURE = fileURLToPath(new URL('../../fixtures/previous-version/history/sandbox.ndjson', import.meta.url));

const RUN = '01M8H48K24FDJR3HCFVW4118B2';

describe('a history of the previous version', () => {
  const folder = temporaryFolder();
  const file = () => sandboxHistory(folder.path('data'));
  let store: MemoryStore;
  let directory: Directory;

  beforeEach(async () => {
    await mkdir(dirname(file()), { recursive: true });
    await copyFile(FIXTURE, file());
    await copyFile(`${FIXTURE}.head`, `${file()}.head`);
    store = new MemoryStore(seedState());
    directory = openTestDirectory({ store, dataFolder: folder.path('data') });
  });

  async function listed(filter: RecordFilter) {
    const { records: found, unreadable } = listRecords(directory, filter, {
      now: new Date(),
      warn: (text) => expect.fail(text),
    });
    const records: ChangeRecord[] = [];
    for await (const record of found) records.push(record);
    return { records, unreadable: unreadable() };
  }

  it('is intact', async () => {
    const { records, unknown, lines, faults } = await verifyHistory(file());
    expect({ records, unknown, lines, faults }).to.deep.equal({
      records: 17,
      unknown: 1,
      lines: 33,
      faults: [],
    });
  });

  it('is listed, with `unchanged` for what was recorded as `already-so`', async () => {
    const { records, unreadable } = await listed({ failed: false });
    expect(unreadable).to.equal(0);
    expect(records.map(({ operation, result }) => `${operation} ${result}`)).to.deep.equal([
      'users.sign-out done',
      'users.enable unknown',
      'users.create unchanged',
      'users.create done',
      'users.lockdown partly',
      'users.disable done',
      'users.disable done',
      'users.disable done',
      'history.undo done',
      'users.reset-password done',
      'client.add-callback done',
      'users.set-attributes failed',
      'users.lockdown done',
      'users.lockdown done',
      'users.set-attributes done',
      'users.disable done',
      'users.create done',
    ]);
  });

  it('shows a record with its steps, `unchanged` for those that were recorded as `already-so`', async () => {
    const { record } = await findRecord({ earlier: [], current: fileStore(file()) }, '27CVJW');
    expect(record.steps).to.deep.equal([
      { step: 'disable', result: 'unchanged' },
      { step: 'sign out everywhere', result: 'done' },
      { step: 'revoke sessions', result: 'unchanged', detail: 'no session' },
      { step: 'forget devices', result: 'unchanged', detail: 'no device' },
    ]);
    expect(recordCard.json(record)).to.deep.equal(record);
  });

  it('has the rows of a run', async () => {
    const rows = await readRun({ earlier: [], current: fileStore(file()) }, RUN);
    expect([...rows].map(([row, { result }]) => [row, result])).to.deep.equal([
      [1, 'done'],
      [2, 'done'],
      [3, 'done'],
    ]);
  });

  it('has changes that can be undone', async () => {
    const olga = '5af10000-0000-4000-8000-000000000015';
    await store.update((state) => {
      state.pools[SANDBOX_POOL_ID]!.users[olga]!.enabled = false;
    });
    const { records } = await listed({ failed: false, run: RUN });
    const { id } = records.find(({ run }) => run?.row === 2)!;
    const [outcome] = await carryOut(directory, [await undoChange(directory, { id, force: false })], AGREED);
    expect(outcome).to.include({ changed: true });
    const { pools } = await store.read();
    expect(pools[SANDBOX_POOL_ID]!.users[olga]!.enabled).to.equal(true);
    expect((await verifyHistory(file())).faults).to.deep.equal([]);
  });

  it('keeps its bytes and stays intact when changes are recorded after it', async () => {
    const before = await readFile(file(), 'utf8');
    await appendEntries(file(), started(1), finished(1, { result: 'unchanged' }));
    const after = await readFile(file(), 'utf8');
    expect(after.startsWith(before)).to.equal(true);
    expect(after.slice(before.length)).to.include('"result":"unchanged"');
    const { records, lines, faults } = await verifyHistory(file());
    expect({ records, lines, faults }).to.deep.equal({ records: 18, lines: 35, faults: [] });
  });
});

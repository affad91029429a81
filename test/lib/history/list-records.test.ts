import { expect } from 'chai';
import { ulid } from 'ulid';

import { appendEntries } from '../../../src/lib/history/file/append.js';
import type { Intent } from '../../../src/lib/history/file/entry.js';
import { sandboxHistory } from '../../../src/lib/history/history-stores.js';
import { listRecords, type RecordFilter } from '../../../src/lib/history/list-records.js';
import type { ChangeRecord } from '../../../src/lib/history/record.js';
import { SANDBOX_POOL_ID } from '../../../src/lib/model/sandbox-ids.js';
import { openTestDirectory } from '../../helpers/directory.js';
import { temporaryFolder } from '../config/temporary-folder.js';
import { rejection } from '../conventions/refusal.js';
import { bytesReadBy, finished, started } from './example-history.js';

const NOW = new Date('2026-11-20T12:00:00.000Z');
const OPTIONS = { now: NOW, warn: (text: string) => expect.fail(text) };

describe('listRecords', () => {
  const folder = temporaryFolder();
  const file = () => sandboxHistory(folder.path('data'));
  const directory = () => openTestDirectory({ dataFolder: folder.path('data') });

  /** Records a change at a time of that day, with an ID of that time, and returns its reason. */
  async function change(time: string, intent: Partial<Intent> = {}): Promise<string> {
    const at = `2026-11-20T${time}.000Z`;
    const id = ulid(Date.parse(at));
    const start = { ...started(1, { poolId: SANDBOX_POOL_ID, reason: time, ...intent }), id, at };
    await appendEntries(file(), start, { ...finished(1), id, at });
    return time;
  }

  async function listed(filter: Partial<RecordFilter> = {}) {
    const records: ChangeRecord[] = [];
    for await (const record of listRecords(directory(), { failed: false, ...filter }, OPTIONS).records)
      records.push(record);
    return records.map(({ reason }) => reason);
  }

  it('is in the order of recording, the newest first, and has every change since a time, whatever the clock said', async () => {
    for (const time of ['08:00:00', '11:30:00', '07:00:00', '11:45:00', '06:00:00']) await change(time);
    expect(await listed()).to.deep.equal(['06:00:00', '11:45:00', '07:00:00', '11:30:00', '08:00:00']);
    expect(await listed({ since: '1h' })).to.deep.equal(['11:45:00', '11:30:00']);
    expect(await listed({ since: '1h', limit: 1 })).to.deep.equal(['11:45:00']);
    expect(await listed({ since: '2026-11-20T11:45:00Z' })).to.deep.equal(['11:45:00']);
  });

  it('has a change whose process waited between making its ID and recording it', async () => {
    const [id, at] = [ulid(Date.parse('2026-11-20T10:30:00Z')), '2026-11-20T11:10:00.000Z'];
    await appendEntries(file(), { ...started(1, { poolId: SANDBOX_POOL_ID, reason: 'waited' }), id, at });
    expect(await listed({ since: '1h' })).to.deep.equal(['waited']);
  });

  it('finds a user by every name, in any case, also one with characters that JSON escapes', async () => {
    const label = 'Zoë "Z" O\\Neill@example.com';
    const target = { kind: 'user', id: 'zoë', label, tenantId: null } as const;
    await change('08:00:00', { target });
    await change('09:00:00', { target: { ...target, label: 'new@example.com' } });
    await change('10:00:00');
    for (const user of [label, label.toUpperCase(), 'ZOË', 'New@Example.com']) {
      expect(await listed({ user }), user).to.deep.equal(['09:00:00', '08:00:00']);
    }
    expect(await listed({ user: 'zo' })).to.deep.equal([]);
  });

  it('counts the changes that it reads, whether they match or not', async () => {
    for (const time of ['08:00:00', '09:00:00', '10:00:00']) await change(time);
    const { records, read } = listRecords(directory(), { failed: false, operation: 'client.set' }, OPTIONS);
    for await (const record of records) expect.fail(record.id);
    expect(read()).to.equal(3);
  });

  it('leaves out other pools', async () => {
    await change('08:00:00', { poolId: 'eu-west-1_Other' });
    expect(await listed()).to.deep.equal([]);
  });

  it('refuses an operation that is similar to a recorded one, as typed', async () => {
    await change('08:00:00');
    expect(await rejection(listed({ operation: 'users disabel' }))).to.deep.equal({
      code: 'USAGE',
      message: 'no operation "users disabel" in the history',
      hint: 'Did you mean users.disable? Operations: users.disable',
    });
    expect(await listed({ operation: 'client.add-callback' })).to.deep.equal([]);
  });

  it('refuses an invalid time before anything is read', () => {
    expect(() => listRecords(directory(), { failed: false, since: 'yesterday' }, OPTIONS)).to.throw(
      'invalid time "yesterday"',
    );
  });

  it('reads no more of a long history than the changes that are taken', async () => {
    const entries = Array.from({ length: 10_000 }, (_, number) => started(number, { poolId: SANDBOX_POOL_ID }));
    await appendEntries(file(), ...entries);
    const bytes = await bytesReadBy(async () => {
      expect(await listed({ limit: 20 })).to.have.length(20);
    });
    expect(bytes).to.be.within(1, 65_536);
  });
});

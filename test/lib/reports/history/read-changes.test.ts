import { expect } from 'chai';
import { ulid } from 'ulid';

import { appendEntries } from '../../../../src/lib/history/file/append.js';
import type { Ending, Intent } from '../../../../src/lib/history/file/entry.js';
import { sandboxHistory } from '../../../../src/lib/history/history-stores.js';
import { SANDBOX_POOL_ID } from '../../../../src/lib/model/sandbox-ids.js';
import type { ChangeRecord } from '../../../../src/lib/history/record.js';
import { readChanges } from '../../../../src/lib/reports/history/read-changes.js';
import { openTestDirectory } from '../../../helpers/directory.js';
import { temporaryFolder } from '../../config/temporary-folder.js';
import { finished, started } from '../../history/example-history.js';

const NOW = new Date('2026-11-20T12:00:00.000Z');
const move = (before: string, after: string): Partial<Intent> => ({
  fields: [{ field: 'tenantId', before, after }],
});

describe('readChanges', () => {
  const folder = temporaryFolder();
  let hour = 0;
  beforeEach(() => {
    hour = 0;
  });

  async function change(
    reason: string,
    id: string,
    tenantId: string | null,
    intent: Partial<Intent> = {},
    ending: Partial<Ending> = {},
  ): Promise<void> {
    const at = `2026-11-20T0${(hour += 1)}:00:00.000Z`;
    const record = ulid(Date.parse(at));
    const target = { kind: 'user', id, label: id, tenantId } as const;
    const start = { ...started(1, { poolId: SANDBOX_POOL_ID, target, reason, ...intent }), id: record, at };
    await appendEntries(sandboxHistory(folder.path('data')), start, { ...finished(1, ending), id: record, at });
  }

  async function readRecords(tenant?: string): Promise<ChangeRecord[]> {
    const directory = openTestDirectory({
      dataFolder: folder.path('data'),
      ...(tenant === undefined ? {} : { tenant }),
    });
    const records: ChangeRecord[] = [];
    for await (const record of readChanges(directory, {}, NOW).records) records.push(record);
    return records;
  }

  const read = async (tenant?: string) => (await readRecords(tenant)).map(({ reason }) => reason);

  it('has only the changes of users of the tenant', async () => {
    await change('ana', 'ana', 'tenant_001');
    await change('liam', 'liam', 'tenant_002');
    await change('pool', 'pool', null);
    expect([await read('tenant_001'), await read()]).to.deep.equal([['ana'], ['pool', 'liam', 'ana']]);
  });

  it('has no change of a user who has left the tenant since', async () => {
    await change('before', 'ana', 'tenant_001');
    await change('leaves', 'ana', 'tenant_001', move('tenant_001', 'tenant_002'));
    expect(await read('tenant_001')).to.deep.equal([]);
  });

  it('has the changes of a user who came back, and of one whose move failed', async () => {
    await change('before', 'ana', 'tenant_001');
    await change('leaves', 'ana', 'tenant_001', move('tenant_001', 'tenant_002'));
    await change('comes back', 'ana', 'tenant_002', move('tenant_002', 'tenant_001'));
    await change('fails', 'ben', 'tenant_001', move('tenant_001', 'tenant_002'), { result: 'failed' });
    expect(await read('tenant_001')).to.deep.equal(['fails', 'leaves', 'before']);
    const named = async (tenant?: string) => JSON.stringify(await readRecords(tenant)).includes('tenant_002');
    expect([await named('tenant_001'), await named()]).to.deep.equal([false, true]);
  });
});

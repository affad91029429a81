import { writeFile } from 'node:fs/promises';

import { expect } from 'chai';

import { readReport, reportFile, writeReport } from '../../../../src/lib/backups/offboard/report.js';
import { begun } from '../../../../src/lib/backups/offboard/stage.js';
import { rejection } from '../../conventions/refusal.js';
import { ownArchivedTenant } from './example-archive.js';

describe('the report of an offboarding', () => {
  const tenant = ownArchivedTenant();
  it('has the runs of every attempt, each once, and what was said of them at first', async () => {
    const report = await readReport(tenant().directory(), tenant().archive);
    expect([report.tenant, report.disabling, report.archive.manifestSha256]).to.deep.equal([
      'tenant_001',
      null,
      tenant().archive.digest,
    ]);
    const first = begun(report, 'disabling', { runId: 'A', reason: 'INC-1' });
    await writeReport(tenant().archive.folder, { ...report, disabling: first });
    const read = await readReport(tenant().directory(), tenant().archive);
    const again = begun(read, 'disabling', { runId: 'B', reason: undefined });
    const same = begun({ ...read, disabling: again }, 'disabling', { runId: 'B', reason: undefined });
    expect([same.runs, same.reason, same.startedAt]).to.deep.equal([['A', 'B'], 'INC-1', first.startedAt]);
  });

  it('refuses one that is damaged, and an archive with another manifest', async () => {
    const report = await readReport(tenant().directory(), tenant().archive);
    await writeReport(tenant().archive.folder, report);
    const other = await rejection(readReport(tenant().directory(), { ...tenant().archive, digest: '0'.repeat(64) }));
    expect([other.code, other.message.includes('is not the one of its report')]).to.deep.equal([
      'INVALID_BACKUP',
      true,
    ]);
    await writeFile(reportFile(tenant().archive.folder), '{"v":1');
    const damaged = await rejection(readReport(tenant().directory(), tenant().archive));
    expect([damaged.code, damaged.message]).to.deep.equal([
      'INVALID_BACKUP',
      `${reportFile(tenant().archive.folder)} is not a report of tenant offboard`,
    ]);
  });
});

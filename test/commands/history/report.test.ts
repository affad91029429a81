import { readFile, writeFile } from 'node:fs/promises';

import { expect } from 'chai';

import HistoryReport from '../../../src/commands/history/report.js';
import UsersDisable from '../../../src/commands/users/disable.js';
import UsersEnable from '../../../src/commands/users/enable.js';
import { sandboxHistory } from '../../../src/lib/history/history-stores.js';
import type { ChangeRecord } from '../../../src/lib/history/record.js';
import type { HistoryReport as Report } from '../../../src/lib/reports/history/read-history-report.js';
import type { Breakdown } from '../../../src/lib/reports/tally.js';
import { ownPlace } from '../../helpers/place.js';
import { commandRunner } from '../../helpers/run-command.js';

const BEN = 'ben.carter@tenant-one.example';
const JONAS = 'jonas.weber@tenant-two.example';

describe('history report', () => {
  const place = ownPlace();
  const run = commandRunner(place);
  const report = async (...argv: string[]) =>
    JSON.parse((await run(HistoryReport, [...argv, '--json'])).stdout) as Report & { records: ChangeRecord[] };

  async function makeChanges(): Promise<void> {
    await run(UsersDisable, [BEN, '--yes', '--reason', 'INC-1']);
    await run(UsersEnable, [BEN]);
    await run(UsersDisable, [JONAS, '--yes']);
  }

  it('lists every change, newest first, with totals that add up, and says that the history is intact', async () => {
    await makeChanges();
    const { changes, records, verification } = await report();
    expect(records.map(({ operation, target, reason }) => [operation, target.label, reason])).to.deep.equal([
      ['users.disable', JONAS, null],
      ['users.enable', BEN, null],
      ['users.disable', BEN, 'INC-1'],
    ]);
    const sum = ({ values, none, others }: Breakdown) => values.reduce((all, { count }) => all + count, none + others);
    const { total, byOperation, byPerson, byResult, withReason } = changes;
    expect([total, ...[byOperation, byPerson, byResult].map(sum), withReason]).to.deep.equal([3, 3, 3, 3, 1]);
    expect(byOperation.values).to.deep.equal([
      { value: 'users.disable', count: 2 },
      { value: 'users.enable', count: 1 },
    ]);
    expect(verification).to.deep.equal({
      ...{ isIntact: true, records: 3, lines: 6, unknown: 0, isTorn: false, faults: 0, firstFaults: [] },
    });
    const page = (await run(HistoryReport, ['-o', 'html'])).stdout;
    expect(page).to.include('Intact: 3 records in 6 lines').and.include('INC-1');
    expect([...page.matchAll(/<td class="time">/g)].length).to.equal(3);
  });

  it('has valid JSON, HTML and Markdown without a change', async () => {
    expect((await report()).records).to.deep.equal([]);
    for (const format of ['html', 'md']) {
      expect((await run(HistoryReport, ['-o', format])).stdout).to.include('No change is recorded.');
    }
  });

  it('lists only changes since the time', async () => {
    await makeChanges();
    const later = new Date(Date.now() + 60_000).toISOString().replace(/\.\d+/, '');
    expect((await report('--since', later)).changes.total).to.equal(0);
    const { exitCode, stderr } = await run(HistoryReport, ['--since', 'yesterday', '--to', place().path('x.html')]);
    expect([exitCode, stderr.split('\n')[0]]).to.deep.equal([2, 'error: invalid time "yesterday"']);
  });

  it('says that a line was altered, and where', async () => {
    await makeChanges();
    const file = sandboxHistory(place().dataFolder);
    await writeFile(file, (await readFile(file, 'utf8')).replace('INC-1', 'INC-2'));
    const { stdout, stderr, exitCode } = await run(HistoryReport);
    expect(stdout)
      .to.match(/^> Damaged: 3 records in 6 lines, 1 fault\./m)
      .and.match(/\| altered \| line 1, of record/);
    expect([stderr, exitCode]).to.deep.equal(['warning: the history is damaged: see the report\n', 0]);
  });

  it('shows only the changes of the tenant, and no fault of others', async () => {
    await makeChanges();
    const file = sandboxHistory(place().dataFolder);
    await writeFile(file, (await readFile(file, 'utf8')).replace('tenant-two', 'tenant-xxx'));
    const { changes, records, verification } = await report('--tenant', 'tenant_001');
    expect([changes.total, records.length]).to.deep.equal([2, 2]);
    expect(verification).to.deep.equal({
      ...{ isIntact: false, records: null, lines: null, unknown: null, isTorn: false, faults: null, firstFaults: [] },
    });
    const { stdout } = await run(HistoryReport, ['--tenant', 'tenant_001', '-o', 'html']);
    expect(stdout)
      .to.include('Damaged: lines were altered, moved or removed. To list all faults: sf-admin history verify')
      .and.not.match(/tenant-(two|xxx)/);
  });

  it('gives no number of the records of others if the history is intact', async () => {
    await makeChanges();
    const { stdout } = await run(HistoryReport, ['--tenant', 'tenant_001']);
    expect(stdout)
      .to.include('Intact: no line was altered, moved or removed.')
      .and.not.match(/\b3\b|records? in/);
  });
});

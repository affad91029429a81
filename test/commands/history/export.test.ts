import { readFile, rm, writeFile } from 'node:fs/promises';

import { expect } from 'chai';

import HistoryExport from '../../../src/commands/history/export.js';
import UsersDisable from '../../../src/commands/users/disable.js';
import UsersEnable from '../../../src/commands/users/enable.js';
import { sandboxHistory } from '../../../src/lib/history/history-stores.js';
import type { OcsfEvent } from '../../../src/lib/history/export/ocsf.js';
import type { ChangeRecord } from '../../../src/lib/history/record.js';
import { ownPlace } from '../../helpers/place.js';
import { commandRunner, type CommandResult } from '../../helpers/run-command.js';
import { appendAll, finished, started } from '../../lib/history/example-history.js';

const BEN = 'ben.carter@tenant-one.example';

describe('history export', () => {
  const place = ownPlace();
  const run = commandRunner(place);
  const head = () => place().path('exported.head');

  const rows = <Row>({ stdout }: CommandResult) =>
    stdout
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Row);

  it('writes each change once over several exports, and says how to continue', async () => {
    await run(UsersDisable, [BEN, '--yes']);
    const first = await run(HistoryExport, ['--head-file', head()]);
    const nothing = await run(HistoryExport, ['--head-file', head()]);
    await run(UsersEnable, [BEN]);
    const second = await run(HistoryExport, ['--head-file', head()]);
    const byNumber = await run(HistoryExport, ['--after', '2']);
    expect({
      operations: [first, nothing, second, byNumber].map((one) =>
        rows<ChangeRecord>(one).map(({ operation, result }) => `${operation} ${result}`),
      ),
      head: (JSON.parse(await readFile(head(), 'utf8')) as { n: number }).n,
      notes: [first.stderr, byNumber.stderr],
    }).to.deep.equal({
      operations: [['users.disable done'], [], ['users.enable done'], ['users.enable done']],
      head: 4,
      notes: ['Exported 1 change, up to line 2.\n', 'Exported 1 change, up to line 4. To continue: --after 4\n'],
    });
  });

  it('writes events of OCSF, one on each line, and CSV', async () => {
    await run(UsersDisable, [BEN, '--yes', '--reason', 'INC-1']);
    const ocsf = await run(HistoryExport, ['-o', 'ocsf']);
    const csv = await run(HistoryExport, ['-o', 'csv', '--columns', 'operation,label,result,reason']);
    const [event] = rows<OcsfEvent>(ocsf);
    expect([event?.type_uid, event?.status, event?.metadata.product.version]).to.deep.equal([
      300105,
      'Success',
      '0.1.0',
    ]);
    expect(csv.stdout).to.equal(`operation,label,result,reason\nusers.disable,${BEN},done,INC-1\n`);
  });

  it('is refused if what was exported last is gone, and does not move the head', async () => {
    await run(UsersDisable, [BEN, '--yes']);
    await run(HistoryExport, ['--head-file', head()]);
    const before = await readFile(head(), 'utf8');
    const file = sandboxHistory(place().dataFolder);
    await rm(file);
    await rm(`${file}.head`);
    await run(UsersEnable, [BEN]);
    const { exitCode, stderr } = await run(HistoryExport, ['--head-file', head()]);
    expect([exitCode, stderr.split('\n')[0], await readFile(head(), 'utf8')]).to.deep.equal([
      3,
      `error: line 2 of ${file}, which was exported last, is another one now`,
      before,
    ]);
  });

  it('lists what was changed past sf-admin, and exits with 9', async () => {
    const pool = { poolId: 'us-east-1_Sandbox01', region: 'us-east-1' };
    await appendAll(sandboxHistory(place().dataFolder), [started(1, pool), finished(1, { requestIds: ['r1'] })]);
    const event = (requestID: string, minute: number) => ({
      ...{ eventTime: `2026-11-20T03:0${minute}:00Z`, eventSource: 'cognito-idp.amazonaws.com', requestID },
      ...{ eventName: 'AdminDisableUser', awsRegion: pool.region, requestParameters: { userPoolId: pool.poolId } },
      userIdentity: { arn: 'arn:aws:iam::111122223333:user/eve' },
    });
    const trail = place().path('trail.json');
    const compare = async (...events: object[]) => {
      await writeFile(trail, JSON.stringify({ Records: events }));
      return run(HistoryExport, ['--cloudtrail', trail, '-o', 'csv']);
    };
    const [same, other] = [await compare(event('r1', 1), event('r1', 2)), await compare(event('r1', 1), event('x', 2))];
    expect([same.exitCode, other.exitCode, other.stdout.split('\n')[1], other.stderr]).to.deep.equal([
      0,
      9,
      'NO_RECORD,2026-11-20T03:02:00.000Z,AdminDisableUser,,arn:aws:iam::111122223333:user/eve,,x',
      'Compared 2 events that changed the user pool with the history: 1 are in it, 1 are not. Of 1 record in the time of ' +
        'the file, 0 requests have no event.\n',
    ]);
  });

  it('compares all records with the log, also those after a change that may be in progress', async () => {
    const pool = { poolId: 'us-east-1_Sandbox01', region: 'us-east-1' };
    const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString();
    await appendAll(sandboxHistory(place().dataFolder), [
      { ...started(1, pool), at: minutesAgo(30) },
      { ...started(2, pool), at: minutesAgo(20) },
      { ...finished(2, { requestIds: ['r2'] }), at: minutesAgo(19) },
    ]);
    const event = (requestID: string, minutes: number) => ({
      ...{ eventTime: minutesAgo(minutes), eventSource: 'cognito-idp.amazonaws.com', requestID },
      ...{ eventName: 'AdminDisableUser', awsRegion: pool.region, requestParameters: { userPoolId: pool.poolId } },
    });
    const trail = place().path('trail.json');
    await writeFile(trail, JSON.stringify({ Records: [event('r1', 29), event('r2', 19)] }));
    const all = await run(HistoryExport, ['--cloudtrail', trail, '-o', 'csv', '--columns', 'finding,requestId']);
    const later = await run(HistoryExport, ['--cloudtrail', trail, '--since', minutesAgo(19.5)]);
    expect([all.exitCode, all.stdout, all.stderr, later.exitCode]).to.deep.equal([
      9,
      'finding,requestId\nNO_RECORD,r1\n',
      'Compared 2 events that changed the user pool with the history: 1 are in it, 1 are not. Of 1 record in the time of ' +
        'the file, 0 requests have no event. 1 change of that time has no known outcome, so NO_RECORD may be of it: ' +
        'sf-admin history list --failed\n',
      0,
    ]);
  });

  it('refuses what does not fit', async () => {
    for (const argv of [
      ['--since', 'yesterday'],
      ['--after', '0'],
      ['--after', '1', '--head-file', head()],
      ['--cloudtrail', place().path('nowhere')],
      ['--cloudtrail', place().path('nowhere'), '-o', 'ocsf'],
    ]) {
      const { exitCode, stdout } = await run(HistoryExport, argv);
      expect([argv, exitCode, stdout]).to.deep.equal([argv, 2, '']);
    }
  });
});

import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { expect } from 'chai';

import AccessExpire from '../../../src/commands/access/expire.js';
import AccessReview from '../../../src/commands/access/review.js';
import HistoryList from '../../../src/commands/history/list.js';
import HistoryShow from '../../../src/commands/history/show.js';
import HistoryUndo from '../../../src/commands/history/undo.js';
import HistoryVerify from '../../../src/commands/history/verify.js';
import IamPolicy from '../../../src/commands/iam/policy.js';
import UsersDisable from '../../../src/commands/users/disable.js';
import UsersEnable from '../../../src/commands/users/enable.js';
import UsersGrant from '../../../src/commands/users/grant.js';
import type { ReviewReport } from '../../../src/lib/reports/review/review-document.js';
import type { ChangeRecord } from '../../../src/lib/history/record.js';
import { testTable } from '../../helpers/dynamodb.js';
import { hoursAgo } from '../../helpers/hours-ago.js';
import { ANY_CREDENTIALS, whileServed, writeLiveContext } from '../../helpers/live-context.js';
import { ownPlace, type Place } from '../../helpers/place.js';
import { type CommandResult, commandRunner } from '../../helpers/run-command.js';

const BEN = 'ben.carter@tenant-one.example';
const ROSA = 'rosa.bianchi@tenant-three.example';

describe('a history that a team shares', () => {
  const place = ownPlace();
  const table = testTable();

  /** Runs a command on a machine with a data folder of its own. */
  function on(machine: string) {
    const run = commandRunner(() =>
      Object.assign(Object.create(place()) as Place, { dataFolder: place().path(machine) }),
    );
    return (command: Parameters<typeof run>[0], argv: readonly string[], env: Record<string, string> = {}) =>
      run(command, argv, { env: { ...ANY_CREDENTIALS, AWS_ENDPOINT_URL_DYNAMODB: table().url, ...env } });
  }
  const [desk, laptop] = [on('desk'), on('laptop')];

  /** Serves a pool whose context names the table, while `work` runs. */
  const withTeam = (work: (url: string) => Promise<void>) =>
    whileServed(place(), async (url) => {
      await writeLiveContext(place(), url, "account: '000000000000'", 'team:', `  table: ${table().name}`);
      await work(url);
    });
  const records = ({ stdout }: CommandResult) => JSON.parse(stdout) as ChangeRecord[];
  const enabled = async (email: string) => (await place().user(email))?.enabled;

  it('shows, verifies and undoes on one machine what another has done', () =>
    withTeam(async () => {
      await desk(UsersDisable, [BEN, '--yes', '--reason', 'INC-1']);
      await laptop(UsersDisable, [ROSA, '--yes']);
      const listed = records(await laptop(HistoryList, ['-o', 'json']));
      const ofBen = listed.find(({ target }) => target.label === BEN);
      const shown = await laptop(HistoryShow, [ofBen?.id ?? '', '-o', 'json']);
      const undone = await laptop(HistoryUndo, [ofBen?.id ?? '', '--yes']);
      const verified = await desk(HistoryVerify, []);
      expect({
        listed: listed.map(({ target, result, reason }) => [target.label, result, reason]),
        shown: [shown.exitCode, shown.stderr.includes('cannot be trusted')],
        undone: undone.exitCode,
        enabled: [await enabled(BEN), await enabled(ROSA)],
        verified: [verified.exitCode, verified.stderr],
      }).to.deep.equal({
        listed: [
          [ROSA, 'done', null],
          [BEN, 'done', 'INC-1'],
        ],
        shown: [0, false],
        undone: 0,
        enabled: [true, false],
        verified: [0, 'Checked 3 records: 0 faults.\n'],
      });
      expect(await readdir(join(place().path('desk'), 'history'))).to.deep.equal(['tables']);
    }));

  it('undoes a run, reviews access and ends a grant on one machine by what another has recorded', () =>
    withTeam(async () => {
      const file = place().path('leavers.csv');
      await writeFile(file, `user\n${BEN}\n${ROSA}\n`);
      await desk(UsersDisable, ['--from', file, '--yes', '--reason', 'INC-2']);
      const runId = records(await laptop(HistoryList, ['-o', 'json']))[0]?.run?.id ?? '';
      const undone = await laptop(HistoryUndo, ['--run', runId, '--yes']);
      await hoursAgo(5, () => desk(UsersGrant, [BEN, '--role', 'cloud_admin', '--until', '4h', '--yes']));
      await desk(UsersGrant, [ROSA, '--role', 'cloud_admin', '--until', '4h', '--yes']);
      const [granted] = records(await desk(HistoryList, ['-o', 'json', '--user', ROSA]));
      const until = granted?.grant?.until ?? '';
      const { users } = JSON.parse((await laptop(AccessReview, ['--json'])).stdout) as ReviewReport;
      const rosa = users.find(({ email }) => email === ROSA);
      const expired = await laptop(AccessExpire, ['--yes']);
      const again = await desk(AccessExpire, ['--yes']);
      expect({
        undone: [undone.exitCode, await enabled(BEN), await enabled(ROSA)],
        reviewed: [rosa?.temporary, rosa?.lastChange],
        expired: [expired.exitCode, (await place().user(BEN))?.attributes['custom:role']],
        again: again.stdout,
      }).to.deep.equal({
        undone: [0, true, true],
        reviewed: [
          [{ role: 'cloud_admin', until }],
          { at: granted?.startedAt, by: granted?.operator.osUser, operation: 'users.grant' },
        ],
        expired: [0, 'itsm_agent'],
        again: `No role is to be taken back now. 1 role is held for a time; the first ends at ${until}.\n`,
      });
    }));

  it('stops a change before it is made if the table cannot be reached, and keeps no record elsewhere', () =>
    withTeam(async () => {
      const { exitCode, stderr } = await desk(UsersDisable, [BEN, '--yes', '--timeout', '1'], {
        AWS_ENDPOINT_URL_DYNAMODB: 'http://127.0.0.1:9',
      });
      expect([exitCode, await enabled(BEN)]).to.deep.equal([7, true]);
      expect(stderr).to.match(/^error: the history cannot be written: .*127\.0\.0\.1:9/);
      expect(stderr).to.include('Nothing was changed, since the change could not be recorded.');
      expect(records(await desk(HistoryList, ['-o', 'json']))).to.deep.equal([]);
    }));

  it('is listed with what the machine recorded before, which stays in its file', async () => {
    await whileServed(place(), async (url) => {
      await writeLiveContext(place(), url);
      await desk(UsersDisable, [BEN, '--yes']);
      await writeLiveContext(place(), url, 'team:', `  table: ${table().name}`);
      await desk(UsersEnable, [BEN]);
      const listed = records(await desk(HistoryList, ['-o', 'json']));
      const { exitCode } = await desk(HistoryUndo, [listed[1]?.id ?? '', '--yes']);
      expect([listed.map(({ operation }) => operation), exitCode]).to.deep.equal([
        ['users.enable', 'users.disable'],
        0,
      ]);
    });
  });

  it('sends no credentials to AWS for a pool that is elsewhere, unless an address of DynamoDB is named', () =>
    withTeam(async () => {
      const { stderr } = await desk(HistoryList, [], { AWS_ENDPOINT_URL_DYNAMODB: '' });
      expect(stderr).to.match(/^error: table history-\S+ is at AWS, but the user pool is at http:/);
    }));

  it('needs no more permissions in DynamoDB than to add and to read', () =>
    withTeam(async () => {
      const { stdout } = await desk(IamPolicy, [
        ...['--command', 'users:disable', '--command', 'history:list', '--command', 'users:list'],
        ...['--command', 'history:migrate'],
        ...['-o', 'ndjson'],
      ]);
      const rows = stdout
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as { action: string });
      const arn = `arn:aws:dynamodb:us-east-1:000000000000:table/${table().name}`;
      expect(rows.filter(({ action }) => action.startsWith('dynamodb:'))).to.deep.equal([
        { action: 'dynamodb:PutItem', resources: [arn], commands: ['users disable', 'history migrate'] },
        {
          action: 'dynamodb:Query',
          resources: [arn, `${arn}/index/starts`],
          commands: ['users disable', 'history list', 'history migrate'],
        },
        { action: 'dynamodb:UpdateItem', resources: [arn], commands: ['users disable'] },
      ]);
      const policy = await desk(IamPolicy, ['--command', 'users:disable']);
      const { Statement } = JSON.parse(policy.stdout) as { Statement: { Action: string[]; Condition?: object }[] };
      expect(Statement.find(({ Action }) => Action.includes('dynamodb:UpdateItem'))?.Condition).to.deep.equal({
        'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['*#lock#*'] },
      });
    }));
});

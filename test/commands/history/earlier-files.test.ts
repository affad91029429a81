import { chmod, mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { expect } from 'chai';

import HistoryList from '../../../src/commands/history/list.js';
import HistoryShow from '../../../src/commands/history/show.js';
import HistoryUndo from '../../../src/commands/history/undo.js';
import HistoryVerify from '../../../src/commands/history/verify.js';
import UsersDisable from '../../../src/commands/users/disable.js';
import UsersEnable from '../../../src/commands/users/enable.js';
import UsersSetAttributes from '../../../src/commands/users/set-attributes.js';
import type { ChangeRecord } from '../../../src/lib/history/record.js';
import { SANDBOX_POOL_ID } from '../../../src/lib/model/sandbox-ids.js';
import { ANY_CREDENTIALS, whileServed, writeLiveContext } from '../../helpers/live-context.js';
import { ownPlace } from '../../helpers/place.js';
import { commandRunner } from '../../helpers/run-command.js';

const BEN = 'ben.carter@tenant-one.example';
const CHLOE = 'chloe.dubois@tenant-one.example';
const ANA = 'ana.silva@tenant-one.example';

/** A pool at an endpoint that two contexts name, as `live` and as the served sandbox, and that can be named by its ID. */
describe('the history of a user pool', () => {
  const place = ownPlace();
  const runIn = commandRunner(place);
  const run: typeof runIn = (command, argv = []) => runIn(command, argv, { env: ANY_CREDENTIALS });
  const folder = () => join(place().dataFolder, 'history');
  const namesOf = (url: string): Record<string, string[]> => ({
    live: ['--context', 'live'],
    sandbox: ['--context', 'sandbox', '--endpoint-url', url],
    id: ['--pool-id', SANDBOX_POOL_ID, '--context', 'live'],
  });

  async function listed(...flags: string[]): Promise<ChangeRecord[]> {
    return JSON.parse((await run(HistoryList, [...flags, '-o', 'json'])).stdout) as ChangeRecord[];
  }

  /** Makes the file of the pool that of a context, as earlier versions wrote it. */
  async function asEarlierVersion(context: string): Promise<void> {
    const names = (await readdir(join(folder(), 'pools'))).filter((name) => /\.ndjson(\.head)?$/.test(name));
    for (const name of names) {
      const ending = name.endsWith('.head') ? '.head' : '';
      await rename(join(folder(), 'pools', name), join(folder(), `${context}.ndjson${ending}`));
    }
  }

  const served = (work: (names: Record<string, string[]>) => Promise<void>) =>
    whileServed(place(), async (url) => {
      await writeLiveContext(place(), url);
      await work(namesOf(url));
    });

  it('is the same by whatever name it is called', async () => {
    await served(async (names) => {
      await run(UsersDisable, [BEN, '--yes', ...names.live!]);
      await run(UsersDisable, [CHLOE, '--yes', ...names.sandbox!]);
      await run(UsersEnable, [BEN, ...names.id!]);
      const lists = await Promise.all(Object.values(names).map((flags) => listed(...flags)));
      const labels = lists.map((records) => records.map(({ operation, target }) => `${operation} ${target.label}`));
      const expected = [`users.enable ${BEN}`, `users.disable ${CHLOE}`, `users.disable ${BEN}`];
      expect(labels).to.deep.equal([expected, expected, expected]);
    });
  });

  it('has what earlier versions recorded under each context, verified and undone, in files that stay as they are', async () => {
    await served(async (names) => {
      await run(UsersDisable, [BEN, '--yes', ...names.live!]);
      await asEarlierVersion('live');
      await run(UsersDisable, [CHLOE, '--yes', ...names.sandbox!]);
      await asEarlierVersion('other');
      await run(UsersDisable, [ANA, '--yes', ...names.id!]);
      const bytes = () =>
        Promise.all(['live', 'other'].map((name) => readFile(join(folder(), `${name}.ndjson`), 'utf8')));
      const before = await bytes();

      const records = await listed(...names.sandbox!);
      expect(records.map(({ target }) => target.label)).to.deep.equal([ANA, CHLOE, BEN]);
      for (const { id, target } of records) {
        const { stdout } = await run(HistoryShow, [id.slice(-10), ...names.sandbox!]);
        expect(stdout).to.include(`users disable ${target.label}`);
        expect((await run(HistoryUndo, [id, '--yes', ...names.sandbox!])).stdout).to.equal(
          `Reverted users disable on ${target.label}.\n`,
        );
      }
      expect(await run(HistoryVerify, names.live)).to.deep.include({
        exitCode: 0,
        stderr: 'Checked 6 records: 0 faults.\n',
      });
      expect(await bytes()).to.deep.equal(before);
    });
  });

  it('counts changes that were recorded later, in whichever file, as later changes of the same user', async () => {
    await served(async (names) => {
      await run(UsersDisable, [BEN, '--yes', ...names.live!]);
      await asEarlierVersion('live');
      await run(UsersEnable, [BEN, ...names.sandbox!]);
      await asEarlierVersion('other');
      await run(UsersDisable, [BEN, '--yes', ...names.id!]);
      const [last, middle, first] = await listed(...names.id!);
      const { exitCode, stderr } = await run(HistoryUndo, [first!.id, '--yes', ...names.live!]);
      expect([exitCode, stderr]).to.satisfy(
        ([code, text]: [number, string]) => code === 5 && text.includes(middle!.id),
      );
      expect(stderr).to.include(`To undo the latest first: sf-admin history undo ${last!.id}`);
    });
  });

  it('is not intact if a file of an earlier version is not, or is gone while its head is left', async () => {
    await served(async (names) => {
      await run(UsersSetAttributes, [BEN, '--given-name', 'Benny', ...names.live!]);
      await asEarlierVersion('live');
      const file = join(folder(), 'live.ndjson');
      await writeFile(file, (await readFile(file, 'utf8')).replace('Benny', 'Bunny'));
      const altered = await run(HistoryVerify, ['-o', 'json', ...names.sandbox!]);
      await rename(file, `${file}.away`);
      const gone = await run(HistoryVerify, names.sandbox);
      const { faults } = JSON.parse(altered.stdout) as { faults: { problem: string; file: string }[] };
      expect([altered.exitCode, faults.map(({ problem, file: where }) => [problem, where])]).to.deep.equal([
        9,
        [['altered', file]],
      ]);
      expect([gone.exitCode, gone.stdout.includes('the whole history is missing')]).to.deep.equal([9, true]);
    });
  });

  it('leaves out what a file of an earlier version has of other pools and endpoints, which undo refuses too', async () => {
    await served(async (names) => {
      await run(UsersDisable, [BEN, '--yes', ...names.live!]);
      await asEarlierVersion('live');
    });
    await served(async (names) => {
      expect(await listed(...names.live!)).to.deep.equal([]);
      expect((await run(HistoryVerify, names.live)).stderr).to.equal('Checked 0 records: 0 faults.\n');
      const [line = ''] = (await readFile(join(folder(), 'live.ndjson'), 'utf8')).split('\n');
      const { id, endpoint } = JSON.parse(line) as ChangeRecord;
      const { exitCode, stderr } = await run(HistoryUndo, [id, '--yes', ...names.live!]);
      expect([exitCode, stderr.split('\n')[0]]).to.deep.equal([
        3,
        `error: record ${id} was made at another endpoint: ${endpoint}`,
      ]);
      expect((await place().user(BEN))?.enabled).to.equal(false);
    });
  });

  it('is listed and shown without the files of other contexts that are unsafe, which undo and verify need', async function () {
    if (process.geteuid === undefined) this.skip();
    await served(async (names) => {
      await run(UsersDisable, [BEN, '--yes', ...names.live!]);
      await asEarlierVersion('live');
      const file = join(folder(), 'other.ndjson');
      await writeFile(file, '', { mode: 0o600 });
      await chmod(file, 0o620);
      const warning = `changes recorded in ${file} are not shown: other users can write to ${file}. See: sf-admin history verify`;
      const list = await run(HistoryList, ['-o', 'json', ...names.live!]);
      const [{ id = '' } = {}] = JSON.parse(list.stdout) as Partial<ChangeRecord>[];
      const results = [list, await run(HistoryShow, [id, '-q', ...names.live!])];
      for (const { exitCode, stderr } of results) {
        expect([exitCode, stderr.replaceAll(/\s+/g, ' ')]).to.satisfy(
          ([code, text]: [number, string]) => code === 0 && text.includes(warning),
        );
      }
      for (const refused of [
        await run(HistoryVerify, names.live),
        await run(HistoryUndo, [id, '--yes', ...names.live!]),
        await run(HistoryUndo, ['--run', id, '--yes', ...names.live!]),
      ]) {
        expect([refused.exitCode, refused.stderr]).to.satisfy(
          ([code, text]: [number, string]) => code === 2 && text.includes(`other users can write to ${file}`),
        );
      }
    });
  });

  it('is empty if only a folder has the name of a history', async () => {
    await mkdir(join(folder(), 'notes'), { recursive: true });
    await served(async (names) => {
      expect(await listed(...names.live!)).to.deep.equal([]);
    });
  });
});

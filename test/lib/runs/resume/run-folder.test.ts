import { mkdir, readdir, stat, writeFile } from 'node:fs/promises';

import { expect } from 'chai';
import { ulid } from 'ulid';

import { AdminError } from '../../../../src/lib/errors.js';
import {
  assertStillInterrupted,
  findInterruptedRun,
  hasRunHead,
  makeRunFolder,
  removeOldRunFolders,
  type RunHead,
  runKey,
  withRunLock,
  writeRunHead,
} from '../../../../src/lib/runs/resume/run-folder.js';
import { temporaryFolder } from '../../config/temporary-folder.js';
import { rejection } from '../../conventions/refusal.js';

const DAY = 86_400_000;
const KEY = runKey({ operation: 'users.disable' });

describe('the folder of a run', () => {
  const folder = temporaryFolder();
  const data = () => folder.path('data');
  const kept = async () => (await readdir(folder.path('data/runs'))).sort();

  /** An interrupted run, started some milliseconds ago. */
  async function interrupted(age: number, head: Partial<RunHead> = {}): Promise<string> {
    const run = await makeRunFolder(data(), ulid(Date.now() - age));
    const own = { v: 1, id: run.id, key: KEY, digest: 'd-1', credentials: null, failures: null } as const;
    await writeRunHead(run, { ...own, ...head });
    return run.id;
  }

  it('has the key of the parts, in their order, that earlier versions gave it', () => {
    const parts = { operation: 'users.disable', intent: { signOut: false }, context: 'sandbox' };
    expect(runKey(parts)).to.equal('c17b2783c7dcceae7fede68a0f826224b34df2ad2049165b074b7eb376bd6670');
  });

  it('counts as a run only with a head', async () => {
    const run = await makeRunFolder(data(), ulid());
    const before = await hasRunHead(run);
    await writeRunHead(run, { v: 1, id: run.id, key: KEY, digest: '', credentials: null, failures: null });
    expect([before, await hasRunHead(run)]).to.deep.equal([false, true]);
  });

  it('cannot be made where the data folder is a file', async () => {
    await writeFile(data(), '');
    expect((await rejection(makeRunFolder(data(), ulid()))).code).to.equal('DATA_FOLDER');
  });

  describe('removeOldRunFolders', () => {
    it('removes folders without a head after a day, and runs after thirty days', async () => {
      const [old, recent] = [ulid(Date.now() - DAY - 1), ulid(Date.now() - DAY + 60_000)];
      for (const name of [old, recent, 'mine']) {
        await mkdir(folder.path(`data/runs/${name}`), { recursive: true });
      }
      await interrupted(30 * DAY + 1);
      const run = await interrupted(30 * DAY - 60_000);
      await removeOldRunFolders(data());
      expect(await kept()).to.deep.equal([run, recent, 'mine'].sort());
    });
  });

  describe('findInterruptedRun', () => {
    const find = (wanted: Partial<Parameters<typeof findInterruptedRun>[1]> = {}) =>
      findInterruptedRun(data(), { key: KEY, digest: 'd-1', credentials: undefined, ...wanted });

    it('finds the newest run with the key and the digest', async () => {
      await interrupted(3_000);
      const newest = await interrupted(2_000);
      await interrupted(1_000, { digest: 'd-2' });
      await interrupted(500, { key: runKey({}) });
      expect((await find()).folder.id).to.equal(newest);
    });

    it('refuses if no run has the key', async () => {
      await interrupted(0);
      expect(await rejection(find({ key: runKey({}) }))).to.deep.equal({
        code: 'RUN_NOT_FOUND',
        message: 'no interrupted run of this command',
        hint: 'A run is resumed with the same command, flags and input. To start a new run, leave out --resume.',
      });
    });

    it('ignores files and folders that are not runs', async () => {
      await mkdir(folder.path('data/runs/x'), { recursive: true });
      await mkdir(folder.path('data/runs/y'));
      await writeFile(folder.path('data/runs/x/run.json'), '{"v":1,');
      await writeFile(folder.path('data/runs/y/run.json'), JSON.stringify({ v: 1, id: 'z', key: KEY }));
      await writeFile(folder.path('data/runs/file'), '');
      expect((await rejection(find())).code).to.equal('RUN_NOT_FOUND');
    });

    it('refuses if the input has changed', async () => {
      const id = await interrupted(0);
      const { code, message } = await rejection(find({ digest: 'd-2' }));
      expect([code, message]).to.deep.equal(['INPUT_CHANGED', `the input has changed since run ${id} was started`]);
    });

    for (const [credentials, given, message, hint] of [
      [null, '/p', 'the interrupted run has no credentials file', 'Leave out --credentials.'],
      ['/p', undefined, 'the interrupted run writes its passwords to "/p"', 'Specify that file: --credentials /p'],
    ] as const) {
      it(`refuses --credentials ${String(given)} if the run has ${String(credentials)}`, async () => {
        await interrupted(0, { credentials });
        expect(await rejection(find({ credentials: given }))).to.deep.equal({ code: 'USAGE', message, hint });
      });
    }
  });

  describe('withRunLock', () => {
    it('passes on what the work throws', async () => {
      const run = await makeRunFolder(data(), ulid());
      const error = new AdminError('USER_STATE', 'broken');
      const { message } = await rejection(withRunLock(run, () => Promise.reject(error)));
      expect(message).to.equal('broken');
    });
  });

  describe('assertStillInterrupted', () => {
    it('refuses a run that another process completed, and removes its folder', async () => {
      const run = await makeRunFolder(data(), ulid());
      const { code } = await rejection(assertStillInterrupted(run));
      const isGone = await stat(run.path).catch(() => 'gone');
      expect([code, isGone]).to.deep.equal(['RUN_NOT_FOUND', 'gone']);
    });
  });
});

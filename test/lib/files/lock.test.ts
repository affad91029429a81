import { mkdir, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { expect } from 'chai';
import { withLock } from '../../../src/lib/files/lock.js';
import { temporaryFolder } from '../config/temporary-folder.js';
import { rejection } from '../conventions/refusal.js';

/** Leaves a lock as a process does that took or renewed it some seconds ago. */
async function leaveLock(file: string, secondsAgo: number): Promise<void> {
  await mkdir(`${file}.lock`);
  const time = Date.now() / 1000 - secondsAgo;
  await utimes(`${file}.lock`, time, time);
}

const busy = (file: string) => ({
  code: 'CHANGED_UNDERNEATH',
  message: `${file} is being changed by another process`,
  hint: `Run the command again; if no other sf-admin is running, remove the folder ${file}.lock`,
});

describe('withLock', () => {
  const folder = temporaryFolder();

  it('returns what the work returns, and releases the lock', async () => {
    const file = folder.path('state');
    expect(await withLock(file, () => Promise.resolve('done'))).to.equal('done');
    expect(await readdir(folder.path('.'))).to.deep.equal([]);
  });

  it('throws what the work throws, and releases the lock', async () => {
    const file = folder.path('state');
    const failure = new Error('failed');
    const thrown: unknown = await withLock(file, () => Promise.reject(failure)).catch((error: unknown) => error);
    expect(thrown).to.equal(failure);
    expect(await readdir(folder.path('.'))).to.deep.equal([]);
  });

  it('holds the lock while the work runs, and makes the folder for its user only', async () => {
    const file = folder.path('data/locks/target');
    await withLock(file, async () => {
      expect(await readdir(folder.path('data/locks'))).to.deep.equal(['target.lock']);
    });
    if (process.platform === 'win32') return;
    const { mode } = await stat(folder.path('data'));
    expect(mode & 0o777).to.equal(0o700);
  });

  it('fails at once if no folder or lock can be made', async function () {
    if (process.platform !== 'linux') this.skip();
    // Well below the timeout of withLock.
    this.timeout(10_000);
    const failure = (file: string) =>
      withLock(file, () => Promise.resolve()).then(
        () => 'none',
        (error: unknown) => (error as NodeJS.ErrnoException).syscall,
      );
    expect([
      await failure('/proc/sf-admin/locks/target'),
      await failure('/proc/target'),
      await failure('/dev/null/locks/target'),
    ]).to.deep.equal(['mkdir', 'mkdir', 'mkdir']);
  });

  it('admits one at a time, in one process', async () => {
    const file = folder.path('state');
    let inside = 0;
    let most = 0;
    const work = async () => {
      inside += 1;
      most = Math.max(most, inside);
      await delay(2);
      inside -= 1;
    };
    await Promise.all(Array.from({ length: 10 }, () => withLock(file, work)));
    expect(most).to.equal(1);
  });

  it('allows the locks of different files to be held at the same time', async () => {
    const both = withLock(folder.path('one'), () => withLock(folder.path('two'), () => Promise.resolve('both')));
    expect(await both).to.equal('both');
  });

  it('takes over a lock that was not renewed, as a killed process leaves it', async () => {
    const file = folder.path('state');
    await leaveLock(file, 6);
    expect(await withLock(file, () => Promise.resolve('taken over'), { timeout: 0 })).to.equal('taken over');
    expect(await readdir(folder.path('.'))).to.deep.equal([]);
  });

  it('fails if the lock is not released in time, and leaves it to its holder', async () => {
    const file = folder.path('state');
    await leaveLock(file, 0);
    expect(await rejection(withLock(file, () => Promise.resolve(), { timeout: 0 }))).to.deep.equal(busy(file));
    expect(await readdir(folder.path('.'))).to.deep.equal(['state.lock']);
  });

  it('says once that it waits, if that takes longer than a person expects', async () => {
    const file = folder.path('state');
    await leaveLock(file, 0);
    const start = Date.now();
    const waits: number[] = [];
    const onWait = () => waits.push(Date.now() - start);
    await rejection(withLock(file, () => Promise.resolve(), { timeout: 2_600, onWait }));
    await rejection(withLock(file, () => Promise.resolve(), { timeout: 200, onWait }));
    expect(waits.map((ms) => ms >= 2_000)).to.deep.equal([true]);
  });

  it('fails the check of work that has lost the lock', async () => {
    const file = folder.path('state');
    const work = async (assertHeld: () => void) => {
      assertHeld();
      // As another process does with the lock of one that was suspended for too long.
      await rm(`${file}.lock`, { recursive: true });
      for (let round = 0; round < 500; round += 1) {
        await delay(10);
        assertHeld();
      }
    };
    expect(await rejection(withLock(file, work, { stale: 2_000 }))).to.deep.equal(busy(file));
  });

  it('explains why the lock could not be acquired, but no failure of the work', async () => {
    const explain = (error: unknown) => new Error(`explained: ${(error as Error).name}`);
    const message = (held: Promise<unknown>) => held.catch((error: unknown) => (error as Error).message);
    await leaveLock(folder.path('held'), 0);
    await writeFile(folder.path('file'), '');
    const idle = () => Promise.resolve();
    expect([
      await message(withLock(folder.path('held'), idle, { timeout: 0, explain })),
      await message(withLock(folder.path('file/state'), idle, { explain })),
      await message(withLock(folder.path('free'), () => Promise.reject(new Error('failed')), { explain })),
    ]).to.deep.equal(['explained: AdminError', 'explained: Error', 'failed']);
  });

  it("throws the system's error if the folder cannot be made", async () => {
    await writeFile(folder.path('file'), '');
    const thrown: unknown = await withLock(folder.path('file/state'), () => Promise.resolve()).catch(
      (error: unknown) => error,
    );
    expect((thrown as NodeJS.ErrnoException).code).to.match(/^(ENOTDIR|EEXIST)$/);
  });
});

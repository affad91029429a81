import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { withLock } from '../../../src/lib/files/lock.js';
import { temporaryFolder } from '../config/temporary-folder.js';
import { rejection } from '../conventions/refusal.js';

const PROCESS = fileURLToPath(new URL('./lock-process.js', import.meta.url));

function startProcess(...args: string[]): ChildProcess {
  return spawn(process.execPath, ['--import', 'tsx', PROCESS, ...args], {
    // A process that is killed leaves a broken coverage file behind.
    env: { ...process.env, NODE_V8_COVERAGE: '' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

describe('withLock', () => {
  const folder = temporaryFolder();

  it('gives what the work gives, and the lock is gone then', async () => {
    const file = folder.path('state');
    expect(await withLock(file, () => Promise.resolve('done'))).to.equal('done');
    expect(await readdir(folder.path('.'))).to.deep.equal([]);
  });

  it('throws what the work throws, and the lock is gone then', async () => {
    const file = folder.path('state');
    const failure = new Error('failed');
    const thrown: unknown = await withLock(file, () => Promise.reject(failure)).catch(
      (error: unknown) => error,
    );
    expect(thrown).to.equal(failure);
    expect(await readdir(folder.path('.'))).to.deep.equal([]);
  });

  it('is held while the work runs, and makes the folder for its user alone', async () => {
    const file = folder.path('data/locks/target');
    await withLock(file, async () => {
      expect(await readdir(folder.path('data/locks'))).to.deep.equal(['target.lock']);
    });
    if (process.platform === 'win32') return;
    const { mode } = await stat(folder.path('data'));
    expect(mode & 0o777).to.equal(0o700);
  });

  it('fails at once where no folder or lock can be made, and does not try for ever', async function () {
    if (process.platform !== 'linux') this.skip();
    const failure = (file: string) =>
      withLock(file, () => Promise.resolve()).then(
        () => 'none',
        (error: unknown) => (error as NodeJS.ErrnoException).syscall,
      );
    const begin = Date.now();
    expect([
      await failure('/proc/sf-admin/locks/target'),
      await failure('/proc/target'),
      await failure('/dev/null/locks/target'),
    ]).to.deep.equal(['mkdir', 'mkdir', 'mkdir']);
    expect(Date.now() - begin).to.be.below(2000);
  });

  it('lets one at a time in, in one process', async () => {
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

  it('lets the locks of different files be held at the same time', async () => {
    const both = withLock(folder.path('one'), () =>
      withLock(folder.path('two'), () => Promise.resolve('both')),
    );
    expect(await both).to.equal('both');
  });

  it('lets one at a time in, of all processes', async function () {
    this.timeout(60_000);
    const file = folder.path('number');
    await writeFile(file, '0');
    const exits = await Promise.all(
      Array.from({ length: 5 }, () => once(startProcess(file, 'count', '8'), 'exit')),
    );
    expect(exits.map(([code]) => code as number)).to.deep.equal([0, 0, 0, 0, 0]);
    expect(await readFile(file, 'utf8')).to.equal('40');
  });

  it('is had again after its holder was killed', async function () {
    this.timeout(60_000);
    const file = folder.path('state');
    const holder = startProcess(file, 'hold');
    await once(holder.stdout!, 'data');
    holder.kill('SIGKILL');
    await once(holder, 'exit');
    expect(await readdir(folder.path('.'))).to.deep.equal(['state.lock']);
    expect(await withLock(file, () => Promise.resolve('had'))).to.equal('had');
  });

  it('tells the work that it was lost, before that writes', async function () {
    this.timeout(60_000);
    const file = folder.path('state');
    const lost = withLock(file, async (assertHeld) => {
      assertHeld();
      // As another process does with the lock of one that was stopped for too long.
      await rm(`${file}.lock`, { recursive: true });
      for (let round = 0; round < 200; round += 1) {
        await delay(50);
        assertHeld();
      }
    });
    expect(await rejection(lost)).to.deep.equal({
      code: 'CHANGED_UNDERNEATH',
      message: `${file} is being changed by another process`,
      hint: `Run the command again; if no other sf-admin is running, remove the folder ${file}.lock`,
    });
  });

  it("throws the system's error where the folder cannot be made", async () => {
    await writeFile(folder.path('file'), '');
    const thrown: unknown = await withLock(folder.path('file/state'), () => Promise.resolve()).catch(
      (error: unknown) => error,
    );
    expect((thrown as NodeJS.ErrnoException).code).to.match(/^(ENOTDIR|EEXIST)$/);
  });
});

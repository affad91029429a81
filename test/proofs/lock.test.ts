import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { withLock } from '../../src/lib/files/lock.js';
import { temporaryFolder } from '../lib/config/temporary-folder.js';

const PROCESS = fileURLToPath(new URL('./lock-process.js', import.meta.url));

function startProcess(...args: string[]): ChildProcess {
  return spawn(process.execPath, ['--import', 'tsx', PROCESS, ...args], {
    // A process that is killed leaves a broken coverage file behind.
    env: { ...process.env, NODE_V8_COVERAGE: '' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

describe('withLock, in several processes', () => {
  const folder = temporaryFolder();

  it('admits one process at a time', async () => {
    const file = folder.path('number');
    await writeFile(file, '0');
    const exits = await Promise.all(Array.from({ length: 5 }, () => once(startProcess(file, 'count', '8'), 'exit')));
    expect(exits.map(([code]) => code as number)).to.deep.equal([0, 0, 0, 0, 0]);
    expect(await readFile(file, 'utf8')).to.equal('40');
  });

  it('takes over the lock of a process that was killed', async () => {
    const file = folder.path('state');
    const holder = startProcess(file, 'hold');
    await once(holder.stdout!, 'data');
    holder.kill('SIGKILL');
    await once(holder, 'exit');
    expect(await readdir(folder.path('.'))).to.deep.equal(['state.lock']);
    expect(await withLock(file, () => Promise.resolve('taken over'))).to.equal('taken over');
  });
});

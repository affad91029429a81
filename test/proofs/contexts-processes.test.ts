import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

import { expect } from 'chai';

import { loadContexts } from '../../src/lib/config/file/contexts-file.js';
import { temporaryFolder } from '../lib/config/temporary-folder.js';

/** Starts a process that adds contexts, and reports each on stdout. */
function addInProcess(file: string, prefix: string, count: number): ChildProcess {
  const script = fileURLToPath(new URL('add-contexts-process.ts', import.meta.url));
  return spawn(process.execPath, ['--import=tsx', script, file, prefix, String(count)], {
    // A process that is killed leaves a broken coverage file behind.
    env: { ...process.env, NODE_V8_COVERAGE: '' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

describe('editing the contexts file from several processes', () => {
  const folder = temporaryFolder();
  let file: string;
  beforeEach(() => {
    file = folder.path('config.yaml');
  });

  it('loses no edit', async () => {
    const prefixes = ['a', 'b', 'c', 'd', 'e', 'f'];
    const exits = await Promise.all(
      prefixes.map(async (prefix) => {
        const child = addInProcess(file, prefix, 5);
        child.stdout?.resume();
        const [code] = (await once(child, 'exit')) as [number | null];
        return code;
      }),
    );
    expect(exits).to.deep.equal(prefixes.map(() => 0));
    const expected = prefixes.flatMap((prefix) => Array.from({ length: 5 }, (_, index) => `${prefix}-${index}`));
    expect([...(await loadContexts(file)).contexts.keys()].sort()).to.deep.equal([...expected, 'sandbox', 'stackflow']);
    expect(await readdir(folder.path('.'))).to.deep.equal(['config.yaml']);
  });

  it('leaves a valid file if a process is killed while it writes', async () => {
    for (const killAfter of [1, 4, 7]) {
      const target = folder.path(`killed-${killAfter}.yaml`);
      const child = addInProcess(target, 'c', 10_000);
      let reported = 0;
      createInterface({ input: child.stdout! }).on('line', () => {
        reported += 1;
        if (reported === killAfter) child.kill('SIGKILL');
      });
      await once(child, 'close');
      const names = [...(await loadContexts(target, { mustExist: true })).contexts.keys()].slice(2);
      expect(names).to.deep.equal(Array.from({ length: names.length }, (_, index) => `c-${index}`));
      expect(names.length).to.be.at.least(reported);
    }
  });
});

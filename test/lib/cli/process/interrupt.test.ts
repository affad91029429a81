import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

import { expect } from 'chai';

const PROCESS = fileURLToPath(new URL('./interrupt-process.js', import.meta.url));

interface Interrupted {
  /** Sends Ctrl-C, and waits for the next thing that the process says. */
  readonly interruptUntilSaid: () => Promise<string>;
  readonly process: ChildProcess;
  /** The code that it ended with, and milliseconds since `from`. */
  readonly ended: (from: number) => Promise<[code: number | null, milliseconds: number]>;
}

async function start(mode: 'one' | 'many' | 'ends'): Promise<Interrupted> {
  const child = spawn(process.execPath, ['--import', 'tsx', PROCESS, mode], {
    // A process that is killed leaves a broken coverage file behind.
    env: { ...process.env, NODE_V8_COVERAGE: '' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exit = once(child, 'exit') as Promise<[number | null]>;
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const said = async () => (await lines.next()).value as string;
  expect(await said()).to.equal('ready');
  return {
    process: child,
    interruptUntilSaid: () => {
      child.kill('SIGINT');
      return said();
    },
    ended: async (from) => {
      const [code] = await exit;
      return [code, performance.now() - from];
    },
  };
}

describe('an interrupt', function () {
  this.timeout(60_000);
  before(function () {
    if (process.platform === 'win32') this.skip();
  });

  describe('of few calls', () => {
    it('aborts at the first Ctrl-C, and ends the process at the second', async () => {
      const { interruptUntilSaid, process, ended } = await start('one');
      const begin = performance.now();
      const said = await interruptUntilSaid();
      process.kill('SIGINT');
      const [code, time] = await ended(begin);
      expect([said, code, time < 1_500]).to.deep.equal(['interrupt', 130, true]);
    });

    it('ends the process after two seconds, where that does not end by itself', async () => {
      const { interruptUntilSaid, ended } = await start('one');
      const begin = performance.now();
      await interruptUntilSaid();
      const [code, time] = await ended(begin);
      expect([code, time > 1_900]).to.deep.equal([130, true]);
    });

    it('keeps no process that ends by itself', async () => {
      const { process, ended } = await start('ends');
      const begin = performance.now();
      process.kill('SIGINT');
      const [code, time] = await ended(begin);
      expect([code, time < 1_500]).to.deep.equal([3, true]);
    });
  });

  describe('of a run of many changes', () => {
    it('stops at the first Ctrl-C without a limit, and aborts what is in flight at the second', async () => {
      const { interruptUntilSaid, process, ended } = await start('many');
      const stopped = await interruptUntilSaid();
      await delay(2_500);
      const isAlive = process.exitCode === null;
      const begin = performance.now();
      const interrupted = await interruptUntilSaid();
      const [code, time] = await ended(begin);
      expect([stopped, isAlive, interrupted, code, time > 1_900]).to.deep.equal([
        'stop',
        true,
        'interrupt',
        130,
        true,
      ]);
    });

    it('ends the process at the third', async () => {
      const { interruptUntilSaid, process, ended } = await start('many');
      const begin = performance.now();
      await interruptUntilSaid();
      await interruptUntilSaid();
      process.kill('SIGINT');
      const [code, time] = await ended(begin);
      expect([code, time < 1_500]).to.deep.equal([130, true]);
    });
  });
});

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

import { expect } from 'chai';

import { type InterruptHost, interruptSignal, interruptSignals } from '../../../../src/lib/cli/process/interrupt.js';
import { EXIT_OF_SIGNAL } from '../../../../src/lib/errors.js';

/** A process whose Ctrl-C and clock the test controls. */
class FakeHost implements InterruptHost {
  exits = 0;
  readonly timers: { milliseconds: number; action: () => void }[] = [];
  #listener = (): void => undefined;

  readonly onInterrupt = (listener: () => void): void => {
    this.#listener = listener;
  };
  readonly exit = (): void => {
    this.exits += 1;
  };
  readonly after = (milliseconds: number, action: () => void): void => {
    this.timers.push({ milliseconds, action });
  };

  pressCtrlC(): void {
    this.#listener();
  }
}

describe('interruptSignal', () => {
  it('aborts at the first Ctrl-C and exits at the second', () => {
    const host = new FakeHost();
    const signal = interruptSignal(host);
    host.pressCtrlC();
    const afterFirst = [signal.aborted, host.exits];
    host.pressCtrlC();
    expect([afterFirst, host.exits]).to.deep.equal([[true, 0], 1]);
  });

  it('exits two seconds after the first Ctrl-C if the process has not ended', () => {
    const host = new FakeHost();
    interruptSignal(host);
    host.pressCtrlC();
    const [timer] = host.timers;
    timer?.action();
    expect([timer?.milliseconds, host.exits]).to.deep.equal([2_000, 1]);
  });
});

describe('interruptSignals', () => {
  it('stops at the first Ctrl-C without a time limit', () => {
    const host = new FakeHost();
    const { stop, interrupt } = interruptSignals(host);
    host.pressCtrlC();
    expect([stop.aborted, interrupt.aborted, host.timers, host.exits]).to.deep.equal([true, false, [], 0]);
  });

  it('aborts calls in flight at the second Ctrl-C, with two seconds to end', () => {
    const host = new FakeHost();
    const { interrupt } = interruptSignals(host);
    host.pressCtrlC();
    host.pressCtrlC();
    const [timer] = host.timers;
    timer?.action();
    expect([interrupt.aborted, timer?.milliseconds, host.exits]).to.deep.equal([true, 2_000, 1]);
  });

  it('exits at the third Ctrl-C', () => {
    const host = new FakeHost();
    interruptSignals(host);
    for (let count = 0; count < 3; count++) host.pressCtrlC();
    expect(host.exits).to.equal(1);
  });
});

describe('an interrupted process', () => {
  before(function () {
    if (process.platform === 'win32') this.skip();
  });

  for (const [signal, status] of Object.entries(EXIT_OF_SIGNAL)) {
    it(`exits with ${status} at ${signal} and then Ctrl-C`, async () => {
      const { child, line, code } = start('stays');
      await line();
      child.kill(signal as NodeJS.Signals);
      await line();
      child.kill('SIGINT');
      expect(await code).to.equal(status);
    });
  }

  it('keeps its own exit status if it ends by itself after the first Ctrl-C', async () => {
    const { child, line, code } = start('ends');
    await line();
    child.kill('SIGINT');
    expect(await code).to.equal(3);
  });

  it('aborts its calls at a second SIGTERM, but not at the second SIGHUP of a closed terminal', async () => {
    const seen: Record<string, string[]> = {};
    for (const signal of ['SIGTERM', 'SIGHUP'] as const) {
      const { child, line } = start('run');
      await line();
      child.kill(signal);
      const lines = [await line(), await line()];
      child.kill(signal);
      seen[signal] = [...lines, await line()];
      child.kill('SIGKILL');
    }
    expect(seen).to.deep.equal({
      SIGTERM: ['stop', 'signal', 'interrupt'],
      SIGHUP: ['stop', 'signal', 'signal'],
    });
  });
});

/** Starts interrupt-process.ts. `line` reads the next line that it writes; `code` is its exit status. */
function start(mode: 'stays' | 'ends' | 'run') {
  const file = fileURLToPath(new URL('./interrupt-process.js', import.meta.url));
  const child = spawn(process.execPath, ['--import', 'tsx', file, mode], {
    // A killed process would leave a broken coverage file.
    env: { ...process.env, NODE_V8_COVERAGE: '' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const code = once(child, 'exit').then(([status]: (number | null)[]) => status);
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return { child, code, line: async () => String((await lines.next()).value) };
}

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

import { expect } from 'chai';

import { type InterruptHost, interruptSignal, interruptSignals } from '../../../../src/lib/cli/process/interrupt.js';

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

describe('an interrupted process', function () {
  this.timeout(60_000);
  before(function () {
    if (process.platform === 'win32') this.skip();
  });

  it('exits with 130 at the second Ctrl-C', async () => {
    expect(await interruptTwice('stays')).to.equal(130);
  });

  it('keeps its own exit status if it ends by itself after the first Ctrl-C', async () => {
    expect(await interruptTwice('ends')).to.equal(3);
  });
});

/** @returns the exit status; the second interrupt is sent only to a process that stays */
async function interruptTwice(mode: 'stays' | 'ends'): Promise<number | null> {
  const file = fileURLToPath(new URL('./interrupt-process.js', import.meta.url));
  const child = spawn(process.execPath, ['--import', 'tsx', file, mode], {
    // A killed process would leave a broken coverage file.
    env: { ...process.env, NODE_V8_COVERAGE: '' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exit = once(child, 'exit') as Promise<[number | null]>;
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  await lines.next();
  child.kill('SIGINT');
  await lines.next();
  if (mode === 'stays') child.kill('SIGINT');
  const [code] = await exit;
  return code;
}

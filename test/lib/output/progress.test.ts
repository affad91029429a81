import { Writable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';

import xterm from '@xterm/headless';
import { expect } from 'chai';
import fc from 'fast-check';

import { noteBelow } from '../../../src/lib/output/notes.js';
import { progressText, type RunProgress, startProgress, withProgress } from '../../../src/lib/output/progress.js';
import type { Streams } from '../../../src/lib/output/streams.js';
import { memoryStreams } from './memory-streams.js';

const { Terminal } = xterm;

/** Milliseconds between two drawings here, and of a list that takes several of them. */
const PERIOD = 10;
const LONG = 8 * PERIOD;

async function* slowly(): AsyncGenerator<number> {
  yield 1;
  await delay(LONG);
  yield 2;
}

async function through(
  rows: AsyncIterable<number> | Iterable<number>,
  overrides: Partial<Streams>,
  text: () => string,
) {
  const { streams, err, out } = memoryStreams(overrides);
  const seen: number[] = [];
  let failure: unknown;
  try {
    for await (const row of withProgress(rows, text, streams, PERIOD)) seen.push(row);
  } catch (error) {
    failure = error;
  }
  return { seen, failure, err: err(), out: out() };
}

describe('withProgress', () => {
  it('shows the progress of a long list on a line of stderr, and erases the line', async () => {
    expect(await through(slowly(), { errIsTTY: true }, () => '1 read')).to.deep.equal({
      seen: [1, 2],
      failure: undefined,
      err: '\r1 read\r\r      \r',
      out: '',
    });
  });

  it('redraws in place, and never past the end of the line', async () => {
    const texts = ['120 users read', '9 users'];
    const { err } = await through(slowly(), { errIsTTY: true, errColumns: 11 }, () => texts.shift() ?? '9 users');
    expect(err).to.equal('\r120 users \r\r9 users   \r\r       \r');
  });

  it('erases the line if the list fails, and throws the failure', async () => {
    const failure = new Error('no more');
    async function* failing(): AsyncGenerator<number> {
      await delay(LONG);
      yield* [];
      throw failure;
    }
    expect(await through(failing(), { errIsTTY: true }, () => 'x')).to.deep.include({
      failure,
      err: '\rx\r\r \r',
    });
  });

  it('shows nothing for a quick list, or if stderr is not a terminal', async () => {
    expect([
      (await through([1, 2], { errIsTTY: true }, () => 'x')).err,
      (await through(slowly(), { errIsTTY: false }, () => 'x')).err,
    ]).to.deep.equal(['', '']);
  });
});

describe('startProgress', () => {
  it('writes lines if stderr is not a terminal, until it is stopped', async () => {
    const { streams, err } = memoryStreams({ errIsTTY: false });
    const stop = startProgress(() => '1 read', streams, { period: 1, linePeriod: 5 * PERIOD });
    await delay(LONG);
    stop();
    await delay(LONG);
    expect(err()).to.equal('1 read\n');
  });

  it('writes none there without a line period', async () => {
    const { streams, err } = memoryStreams({ errIsTTY: false });
    const stop = startProgress(() => '1 read', streams, { period: 4 });
    await delay(LONG);
    stop();
    expect(err()).to.equal('');
  });
});

/** A terminal of 10 lines. Its `screen` is the lines that are not empty. */
function emulator(columns: number) {
  const terminal = new Terminal({ cols: columns, rows: 10, convertEol: true, allowProposedApi: true });
  let pending = 0;
  const err = new Writable({
    decodeStrings: false,
    write: (chunk: string, _encoding, done) => {
      pending += 1;
      terminal.write(chunk, () => {
        pending -= 1;
        done();
      });
    },
  });
  const screen = () => {
    const { active } = terminal.buffer;
    const lines = Array.from(
      { length: active.length },
      (_, y) => active.getLine(y)?.translateToString(true).trimEnd() ?? '',
    );
    return lines.filter((line) => line !== '');
  };
  const { streams } = memoryStreams({ err, errIsTTY: true });
  return {
    screen,
    streams: Object.defineProperty(streams, 'errColumns', { get: () => terminal.cols }),
    resize: async (to: number) => {
      // Real terminals draw what was written before they are resized; this one would draw it afterwards.
      while (pending > 0) await delay(1);
      terminal.resize(to, 10);
    },
  };
}

describe('startProgress in a window that is resized', () => {
  const sizes = fc.array(fc.integer({ min: 12, max: 90 }), { minLength: 1, maxLength: 4 });

  it('leaves nothing of an earlier line, whatever the sizes', async () => {
    await fc.assert(
      fc.asyncProperty(sizes, fc.integer({ min: 5, max: 100 }), async (widths, length) => {
        const { screen, streams, resize } = emulator(80);
        streams.err.write('A note.\n');
        let count = 0;
        const stop = startProgress(() => `${(count += 1)} ${'#'.repeat(length)}`, streams, { period: 4 });
        try {
          for (const width of widths) {
            await delay(10);
            await resize(width);
            await delay(10);
            const [, line, ...others] = screen();
            expect([line, others]).to.satisfy(() => /^\d+ #*$/.test(line ?? '') && others.length === 0);
          }
        } finally {
          stop();
        }
        await delay(3);
        expect(screen()).to.deep.equal(['A note.']);
      }),
      { numRuns: 15 },
    );
  });

  it('makes room for a note after Ctrl-C', async () => {
    const { screen, streams } = emulator(80);
    const stop = startProgress(() => 'users disable  [####....]', streams, { period: 4 });
    await delay(10);
    streams.err.write('^C');
    noteBelow({ ...streams, color: true }, 'Stopping.');
    stop();
    await delay(3);
    expect(screen()).to.deep.equal(['Stopping.']);
  });
});

const RUN: RunProgress = { label: 'disabling', done: 250, total: 1_000, failed: 0, elapsed: 10_000 };

const text = (run: Partial<RunProgress> = {}, bar = false) => progressText({ ...RUN, ...run }, { bar });

describe('progressText', () => {
  it('shows the rate and the time left, with a bar if asked for', () => {
    expect([text(), text({}, true)]).to.deep.equal([
      'disabling  250/1000  25/s  30 s left',
      'disabling  [#####...............]  250/1000  25/s  30 s left',
    ]);
  });

  it('shows failures if there are any', () => {
    expect(text({ failed: 3 })).to.equal('disabling  250/1000  25/s  3 failed  30 s left');
  });

  it('shows a slow rate to a tenth, and a long time in minutes or hours', () => {
    expect([
      text({ done: 15, elapsed: 10_000 }),
      text({ done: 1, total: 20_000, elapsed: 1_000 }),
      text({ done: 100, total: 1_000, elapsed: 4_000 }),
    ]).to.deep.equal([
      'disabling  15/1000  1.5/s  11 min left',
      'disabling  1/20000  1.0/s  5.6 h left',
      'disabling  100/1000  25/s  36 s left',
    ]);
  });

  it('estimates no time before anything is done, nor when all is', () => {
    expect([text({ done: 0, elapsed: 0 }), text({ done: 0 }), text({ done: 1_000 }, true)]).to.deep.equal([
      'disabling  0/1000  0.0/s',
      'disabling  0/1000  0.0/s',
      'disabling  [####################]  1000/1000  100/s',
    ]);
  });

  it('has a full bar if there is nothing to do', () => {
    expect(text({ done: 0, total: 0, elapsed: 5 }, true)).to.equal('disabling  [####################]  0/0  0.0/s');
  });

  it('has a bar of constant width, full only when all is done', () => {
    fc.assert(
      fc.property(fc.nat(5_000), fc.nat(4_000), fc.nat(), (done, total, elapsed) => {
        const [, bar = ''] = /\[(#*\.*)\]/.exec(text({ done, total, elapsed }, true)) ?? [];
        expect([bar.length, !bar.includes('.')]).to.deep.equal([20, done >= total]);
      }),
    );
  });
});

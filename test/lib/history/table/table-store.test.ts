import { setImmediate as turn } from 'node:timers/promises';

import { expect } from 'chai';

import type { GatheringClock } from '../../../../src/lib/files/batch-writes.js';
import { type Appender, openAppender } from '../../../../src/lib/history/file/appender.js';
import type { HistoryStore } from '../../../../src/lib/history/store.js';
import { tableStore } from '../../../../src/lib/history/table/table-store.js';
import { temporaryFolder } from '../../config/temporary-folder.js';
import { finished, started } from '../example-history.js';

const RUN = '01KARUN0000000000000AAAAAA';
/** Milliseconds of a call to Cognito, and of a write to the table. */
const [CALL, WRITE] = [150, 10];

describe('tableStore, writing blocks', () => {
  const folder = temporaryFolder();

  /** A table that takes every block, and the appender of one process to it. */
  function writer(clock: FakeClock) {
    const blocks: { at: number; lines: number }[] = [];
    const store = tableStore({
      table: {
        name: 'history',
        region: 'eu-west-1',
        async putNew({ Item = {} }) {
          blocks.push({ at: clock.now(), lines: Item.lines?.S?.split('\n').length ?? 0 });
          await clock.idle(WRITE);
          return true;
        },
        update: () => Promise.resolve(undefined),
        query: () => Promise.resolve({ items: [] }),
        close: () => Promise.resolve(),
      },
      pool: 'pool',
      memory: folder.path('memory'),
    });
    const watched: HistoryStore = {
      ...store,
      gather: { ...store.gather, clock },
      append: (entries) => clock.working(() => store.append(entries)),
    };
    return { append: openAppender(watched), blocks };
  }
  const row = async (append: Appender, number: number, work: () => Promise<unknown>) => {
    await append(started(number, { run: { id: RUN, row: number } }));
    await work();
    await append(finished(number));
  };

  it('writes at most ten blocks a second in a run with 50 rows a second', async () => {
    const clock = new FakeClock();
    const { append, blocks } = writer(clock);
    const rows = Array.from({ length: 250 }, (_, index) => index + 1);
    await clock.until(
      Promise.all(
        rows.map(async (number) => {
          await clock.wait(number * 20);
          await row(append, number, () => clock.wait(CALL));
        }),
      ),
    );
    const inASecond = blocks.map(({ at: from }) => blocks.filter(({ at }) => at >= from && at < from + 1_000).length);
    const lines = blocks.reduce((sum, block) => sum + block.lines, 0);
    expect([lines, Math.max(...inASecond) <= 10, clock.now() < 5_000 + CALL + 500]).to.deep.equal([500, true, true]);
  });

  it('does not keep a person waiting', async () => {
    const clock = new FakeClock();
    const { append, blocks } = writer(clock);
    const quick = 40;
    await clock.until(row(append, 1, () => clock.wait(quick)));
    expect(blocks.map(({ at }) => at)).to.deep.equal([0, WRITE + quick]);
  });

  it('does not slow a run with 500 rows a second, of which 64 are in progress', async () => {
    const clock = new FakeClock();
    const { append, blocks } = writer(clock);
    const total = 1_500;
    let next = 0;
    const worker = async () => {
      while (next < total) await row(append, (next += 1), () => Promise.resolve());
    };
    await clock.until(Promise.all(Array.from({ length: 64 }, worker)));
    expect(clock.now() / 1_000).to.be.at.most(total / 500);
    expect(blocks.reduce((sum, { lines }) => sum + lines, 0)).to.equal(2 * total);
  });
});

/** A clock that goes on to the next moment for which somebody waits when nothing is left to do before. */
class FakeClock implements GatheringClock {
  #now = 0;
  #working = 0;
  #waiting: { readonly at: number; readonly resolve: () => void }[] = [];

  readonly now = () => this.#now;

  readonly wait = (ms: number, signal?: AbortSignal) =>
    new Promise<void>((resolve, reject) => {
      const waiter = { at: this.#now + ms, resolve };
      this.#waiting.push(waiter);
      signal?.addEventListener('abort', () => {
        this.#waiting = this.#waiting.filter((other) => other !== waiter);
        reject(new Error('aborted'));
      });
    });

  /** Waits within `working`. */
  readonly idle = async (ms: number) => {
    this.#working -= 1;
    await this.wait(ms);
    this.#working += 1;
  };

  /** Runs work that reads and writes files, during which the clock stands. */
  async working<T>(work: () => Promise<T>): Promise<T> {
    this.#working += 1;
    try {
      return await work();
    } finally {
      this.#working -= 1;
    }
  }

  async until(end: Promise<unknown>): Promise<void> {
    const state = { isOver: false };
    const over = end.finally(() => (state.isOver = true));
    for (;;) {
      do {
        await turn();
        await turn();
      } while (this.#working > 0);
      if (state.isOver) break;
      const at = Math.min(...this.#waiting.map((waiter) => waiter.at));
      const due = this.#waiting.filter((waiter) => waiter.at === at);
      this.#waiting = this.#waiting.filter((waiter) => waiter.at !== at);
      if (Number.isFinite(at)) this.#now = at;
      for (const { resolve } of due) resolve();
    }
    await over;
  }
}

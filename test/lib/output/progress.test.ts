import { setTimeout as delay } from 'node:timers/promises';

import { expect } from 'chai';

import { startProgress, withProgress } from '../../../src/lib/output/progress.js';
import type { Streams } from '../../../src/lib/output/streams.js';
import { memoryStreams } from './memory-streams.js';

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
  it('says on a line of stderr how far a long list is, and erases the line', async () => {
    expect(await through(slowly(), { errIsTTY: true }, () => '1 read')).to.deep.equal({
      seen: [1, 2],
      failure: undefined,
      err: '\r1 read\r      \r',
      out: '',
    });
  });

  it('draws over what it drew before, and never over the end of the line', async () => {
    const texts = ['120 users read', '9 users'];
    const { err } = await through(
      slowly(),
      { errIsTTY: true, errColumns: 11 },
      () => texts.shift() ?? '9 users',
    );
    expect(err).to.equal('\r120 users \r9 users   \r       \r');
  });

  it('erases the line where the list fails, and hands the failure on', async () => {
    const failure = new Error('no more');
    async function* failing(): AsyncGenerator<number> {
      await delay(LONG);
      yield* [];
      throw failure;
    }
    expect(await through(failing(), { errIsTTY: true }, () => 'x')).to.deep.include({
      failure,
      err: '\rx\r \r',
    });
  });

  it('says nothing of a list that is quick, nor where stderr is no terminal', async () => {
    expect([
      (await through([1, 2], { errIsTTY: true }, () => 'x')).err,
      (await through(slowly(), { errIsTTY: false }, () => 'x')).err,
    ]).to.deep.equal(['', '']);
  });
});

describe('startProgress', () => {
  it('says it on a line each where stderr is no terminal, until it is ended', async () => {
    const { streams, err } = memoryStreams({ errIsTTY: false });
    const stop = startProgress(() => '1 read', streams, { period: 1, linePeriod: 5 * PERIOD });
    await delay(LONG);
    stop();
    await delay(LONG);
    expect(err()).to.equal('1 read\n');
  });

  it('says nothing there where no lines are wanted', async () => {
    const { streams, err } = memoryStreams({ errIsTTY: false });
    const stop = startProgress(() => '1 read', streams, { period: 1 });
    await delay(LONG);
    stop();
    expect(err()).to.equal('');
  });
});

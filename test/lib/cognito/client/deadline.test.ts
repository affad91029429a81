import { setTimeout as delay } from 'node:timers/promises';

import { expect } from 'chai';

import { startDeadline } from '../../../../src/lib/cognito/client/deadline.js';

describe('a deadline', () => {
  it('aborts when its time is up', async () => {
    const { signal } = startDeadline(30);
    const atOnce = signal.aborted;
    await delay(80);
    expect([atOnce, signal.aborted]).to.deep.equal([false, true]);
  });

  it('stands still while it is paused, and goes on with what was left', async () => {
    const deadline = startDeadline(100);
    await delay(60);
    deadline.pause();
    await delay(150);
    const paused = deadline.signal.aborted;
    deadline.resume();
    await delay(80);
    expect([paused, deadline.signal.aborted]).to.deep.equal([false, true]);
  });

  it('is no shorter nor longer for being paused or resumed twice', async () => {
    const deadline = startDeadline(100);
    deadline.resume();
    deadline.pause();
    await delay(60);
    deadline.pause();
    deadline.resume();
    deadline.resume();
    await delay(50);
    const early = deadline.signal.aborted;
    await delay(100);
    expect([early, deadline.signal.aborted]).to.deep.equal([false, true]);
  });

  it('that has passed stays so', async () => {
    const deadline = startDeadline(1);
    await delay(30);
    deadline.pause();
    deadline.resume();
    expect(deadline.signal.aborted).to.equal(true);
  });
});

import { mock } from 'node:test';

import { expect } from 'chai';

import { startDeadline } from '../../../../src/lib/cognito/client/deadline.js';

describe('startDeadline', () => {
  let time: number;
  const pass = (milliseconds: number) => {
    time += milliseconds;
    mock.timers.tick(milliseconds);
  };

  beforeEach(() => {
    time = 0;
    mock.timers.enable({ apis: ['setTimeout'] });
    mock.method(performance, 'now', () => time);
  });
  afterEach(() => {
    mock.timers.reset();
    mock.restoreAll();
  });

  it('aborts when its time is up', () => {
    const { signal } = startDeadline(30);
    pass(29);
    const before = signal.aborted;
    pass(1);
    expect([before, signal.aborted]).to.deep.equal([false, true]);
  });

  it('does not run while it is paused, and then continues with the remaining time', () => {
    const deadline = startDeadline(100);
    pass(60);
    deadline.pause();
    pass(150);
    deadline.resume();
    pass(39);
    const before = deadline.signal.aborted;
    pass(1);
    expect([before, deadline.signal.aborted]).to.deep.equal([false, true]);
  });

  it('has the same length if it is paused or resumed twice', () => {
    const deadline = startDeadline(100);
    deadline.resume();
    deadline.pause();
    pass(60);
    deadline.pause();
    deadline.resume();
    deadline.resume();
    pass(99);
    const before = deadline.signal.aborted;
    pass(1);
    expect([before, deadline.signal.aborted]).to.deep.equal([false, true]);
  });

  it('stays aborted', () => {
    const deadline = startDeadline(1);
    pass(1);
    deadline.pause();
    deadline.resume();
    expect(deadline.signal.aborted).to.equal(true);
  });

  it('is not over if the call was aborted for another reason', () => {
    const deadline = startDeadline(30);
    deadline.abort();
    deadline.end();
    pass(60);
    expect([deadline.signal.aborted, deadline.isOver()]).to.deep.equal([true, false]);
  });
});

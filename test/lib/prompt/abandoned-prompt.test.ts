import { PassThrough } from 'node:stream';

import { expect } from 'chai';

import { EXIT_OF_SIGNAL } from '../../../src/lib/errors.js';
import { watchForAbandonment } from '../../../src/lib/prompt/abandoned-prompt.js';

describe('watchForAbandonment', () => {
  it('resumes stdin after Ctrl-Z and fg, until the question is answered', async () => {
    const input = new PassThrough();
    const prompt = watchForAbandonment(input);
    input.pause();
    process.emit('SIGCONT');
    await new Promise(setImmediate);
    const continued = input.isPaused();
    prompt.dispose();
    expect([continued, prompt.signal.aborted, input.isPaused()]).to.deep.equal([false, false, true]);
  });

  it('detects Ctrl-D after that, though readline does not pause stdin then', async () => {
    const input = new PassThrough();
    const prompt = watchForAbandonment(input);
    process.emit('SIGCONT');
    input.emit('keypress', undefined, { ctrl: true, name: 'd' });
    await new Promise(setImmediate);
    prompt.dispose();
    expect(prompt.signal.aborted).to.equal(true);
  });

  for (const signal of Object.keys(EXIT_OF_SIGNAL) as (keyof typeof EXIT_OF_SIGNAL)[]) {
    it(`is abandoned at ${signal}, and leaves no listener behind`, () => {
      const before = process.listenerCount(signal);
      const prompt = watchForAbandonment(new PassThrough());
      const [listener] = process.listeners(signal).slice(before);
      listener?.(signal);
      prompt.dispose();
      expect([prompt.signal.aborted, process.listenerCount(signal)]).to.deep.equal([true, before]);
    });
  }

  it('does not pause a stdin that was not resumed', () => {
    const input = new PassThrough().resume();
    watchForAbandonment(input).dispose();
    expect(input.isPaused()).to.equal(false);
  });
});

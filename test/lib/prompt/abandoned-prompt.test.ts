import { PassThrough } from 'node:stream';
import { expect } from 'chai';
import { watchForAbandonment } from '../../../src/lib/prompt/abandoned-prompt.js';

describe('watchLeaving', () => {
  it('lets stdin flow again after Ctrl-Z and fg, until the question is answered', async () => {
    const input = new PassThrough();
    const leaving = watchForAbandonment(input);
    input.pause();
    process.emit('SIGCONT');
    await new Promise(setImmediate);
    const continued = input.isPaused();
    leaving.dispose();
    expect([continued, leaving.signal.aborted, input.isPaused()]).to.deep.equal([false, false, true]);
  });

  it('takes Ctrl-D for leaving after that, though readline does not pause stdin then', async () => {
    const input = new PassThrough();
    const leaving = watchForAbandonment(input);
    process.emit('SIGCONT');
    input.emit('keypress', undefined, { ctrl: true, name: 'd' });
    await new Promise(setImmediate);
    leaving.dispose();
    expect(leaving.signal.aborted).to.equal(true);
  });

  it('leaves a stdin alone that was not continued', () => {
    const input = new PassThrough().resume();
    watchForAbandonment(input).dispose();
    expect(input.isPaused()).to.equal(false);
  });
});

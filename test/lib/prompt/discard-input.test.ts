import { PassThrough } from 'node:stream';

import { expect } from 'chai';
import { discardInput } from '../../../src/lib/prompt/discard-input.js';

/** A terminal into which text can be typed, and the modes that it was set to. */
function terminal(isTTY = true) {
  const modes: boolean[] = [];
  const input = Object.assign(new PassThrough(), { isTTY, setRawMode: (on: boolean) => modes.push(on) });
  return { input, modes };
}

describe('discardInput', () => {
  it('drops what was typed before, in raw mode, and leaves what is typed afterwards', async () => {
    const { input, modes } = terminal();
    input.write('y\n');
    expect(await discardInput(input)).to.equal(false);
    input.write('n\n');
    expect([String(input.read()), modes]).to.deep.equal(['n\n', [true, false]]);
  });

  it('reports Ctrl-C among it', async () => {
    const { input } = terminal();
    input.write('y\u0003');
    expect(await discardInput(input)).to.equal(true);
  });

  it('leaves a pipe as it is', async () => {
    const { input, modes } = terminal(false);
    input.write('y\n');
    expect([await discardInput(input), String(input.read()), modes]).to.deep.equal([false, 'y\n', []]);
  });

  it('ends although somebody keeps typing, and although the input has ended', async () => {
    const typing = terminal();
    const timer = setInterval(() => typing.input.write('y'), 5);
    expect(await discardInput(typing.input)).to.equal(false);
    clearInterval(timer);

    const ended = terminal();
    ended.input.end('y');
    expect(await discardInput(ended.input)).to.equal(false);
  });
});

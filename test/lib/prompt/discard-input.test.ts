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

  it('waits until no key comes any more, and is cancelled if they never end', async () => {
    const typing = terminal();
    const timer = setInterval(() => typing.input.write('y'), 5);
    setTimeout(() => {
      clearInterval(timer);
    }, 100);
    expect(await discardInput(typing.input, { quiet: 40, limit: 10_000 })).to.equal(false);
    expect(typing.input.read()).to.equal(null);

    const held = terminal();
    const holding = setInterval(() => held.input.write('y'), 5);
    expect(await discardInput(held.input, { quiet: 40, limit: 120 })).to.equal(true);
    clearInterval(holding);
  });

  it('ends if the input has ended', async () => {
    const { input } = terminal();
    input.end('y');
    expect(await discardInput(input)).to.equal(false);
  });
});

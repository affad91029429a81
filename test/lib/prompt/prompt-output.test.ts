import { expect } from 'chai';
import { PromptOutput } from '../../../src/lib/prompt/prompt-output.js';
import { FakeTerminal } from './fake-terminal.js';

const DRAWN = '\u001b[2K\u001b[1;36mSure?\u001b[0m\u001b[5G';

describe('PromptOutput', () => {
  for (const [color, passed] of [
    [true, DRAWN],
    [false, '\u001b[2KSure?\u001b[5G'],
  ] as const) {
    it(`passes ${color ? 'everything' : 'all but colours'} on with colour ${color ? 'on' : 'off'}`, () => {
      const terminal = new FakeTerminal();
      new PromptOutput(terminal.output, color).write(DRAWN);
      expect(terminal.drawn).to.equal(passed);
    });
  }

  it('has the width of its target, and does not end it', () => {
    const { output } = new FakeTerminal();
    const drawing = new PromptOutput(Object.assign(output, { columns: 72 }), true);
    drawing.end();
    expect([drawing.columns, output.writableEnded]).to.deep.equal([72, false]);
  });
});

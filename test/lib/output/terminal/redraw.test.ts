import xterm from '@xterm/headless';
import { expect } from 'chai';
import fc from 'fast-check';

import { drawInPlace } from '../../../../src/lib/output/terminal/redraw.js';
import { memoryStreams } from '../memory-streams.js';

const SIZE = { columns: 20, rows: 6 };

/** What a terminal shows, without trailing spaces and lines, after a line that was there before. */
async function shownAfter(texts: readonly string[]): Promise<string[]> {
  const { streams, out } = memoryStreams({ outIsTTY: true, ...SIZE });
  const draw = drawInPlace(streams);
  for (const text of texts) await draw(text);
  const terminal = new xterm.Terminal({
    cols: SIZE.columns,
    rows: SIZE.rows,
    allowProposedApi: true,
    convertEol: true,
  });
  await new Promise<void>((resolve) => {
    terminal.write(`$ command\n${out()}`, resolve);
  });
  const { active } = terminal.buffer;
  const lines = Array.from({ length: active.length }, (_, row) => active.getLine(row)!.translateToString(true));
  return lines.join('\n').trimEnd().split('\n');
}

describe('text that is drawn in place of other text', () => {
  it('replaces all of it, and nothing above', async () => {
    expect(await shownAfter(['one\ntwo\nthree\n', 'four\n'])).to.deep.equal(['$ command', 'four']);
    expect(await shownAfter(['one\n', 'two\nthree\n'])).to.deep.equal(['$ command', 'two', 'three']);
  });

  it('replaces lines that the terminal has wrapped', async () => {
    expect(await shownAfter(['x'.repeat(45), 'short'])).to.deep.equal(['$ command', 'short']);
  });

  it('is cut to the height of the terminal, and says so', async () => {
    const text = ['1', '2', '3', '4', '5', '6', '7'].join('\n');
    expect(await shownAfter([text, text])).to.deep.equal(['$ command', '1', '2', '3', '4', '… 3 more lines']);
  });

  it('leaves nothing of what was drawn before, whatever the texts', async () => {
    const line = fc.stringMatching(/^[a-z]{0,50}$/);
    const text = fc.array(line, { minLength: 1, maxLength: 9 }).map((lines) => `${lines.join('\n')}end\n`);
    await fc.assert(
      fc.asyncProperty(text, text, async (before, last) => {
        expect(await shownAfter([before, last])).to.deep.equal(await shownAfter([last]));
      }),
      { numRuns: 50 },
    );
  });
});

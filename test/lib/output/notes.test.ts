import { expect } from 'chai';
import { note, noteBelow, warn, writeText } from '../../../src/lib/output/notes.js';
import { memoryStreams } from './memory-streams.js';

describe('notes', () => {
  it('writes lines to stderr with control characters escaped, and nothing to stdout', () => {
    const { streams, out, err } = memoryStreams();
    note(streams, 'read 60 users\nfound \u001b[2J');
    expect([out(), err()]).to.deep.equal(['', 'read 60 users\nfound \\u001b[2J\n']);
  });

  it('starts a new line after the terminal has echoed a key', () => {
    const written = [true, false].map((errIsTTY) => {
      const { streams, err } = memoryStreams({ errIsTTY });
      noteBelow(streams, 'Ending.');
      return err();
    });
    expect(written).to.deep.equal(['\nEnding.\n', 'Ending.\n']);
  });

  it('labels a warning', () => {
    const { streams, out, err } = memoryStreams();
    warn(streams, 'no profile record \u0007');
    expect([out(), err()]).to.deep.equal(['', 'warning: no profile record \\u0007\n']);
  });

  it('is wrapped to the width of stderr, and the text of a result to that of stdout', async () => {
    const { streams, out, err } = memoryStreams({ errColumns: 14, columns: 9 });
    note(streams, 'read 60 users so far');
    warn(streams, 'no profile');
    await writeText(streams, 'Disabled ana\u0007.');
    expect([out(), err()]).to.deep.equal([
      'Disabled\n  ana\\u0007.\n',
      'read 60\n  users so far\nwarning: no\n  profile\n',
    ]);
  });

  for (const [errIsTTY, color, label] of [
    [true, true, '\u001b[33mwarning:\u001b[39m'],
    [true, false, 'warning:'],
    [false, true, 'warning:'],
  ] as const) {
    it(`${errIsTTY && color ? 'colours' : 'does not colour'} a warning on a ${errIsTTY ? 'TTY' : 'pipe'} with colour ${color ? 'on' : 'off'}`, () => {
      const { streams, err } = memoryStreams({ errIsTTY, color });
      warn(streams, 'careful');
      expect(err()).to.equal(`${label} careful\n`);
    });
  }
});

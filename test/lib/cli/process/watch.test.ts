import { expect } from 'chai';

import { watchRounds } from '../../../../src/lib/cli/process/watch.js';
import { AdminError } from '../../../../src/lib/errors.js';
import { ClosedPipe, type Streams, writeOut } from '../../../../src/lib/output/streams.js';
import { memoryStreams } from '../../output/memory-streams.js';

const TIME = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/g;
const unreachable = new AdminError('UNREACHABLE', 'no connection');

/** Watches rounds that do what is given, one after the other, and is interrupted in the last. */
async function watched(
  rounds: readonly ((streams: Streams) => Promise<void>)[],
  { tty = false, term = 'xterm' } = {},
): Promise<{ out: string; err: string; code: typeof process.exitCode; error: unknown; count: number }> {
  const { streams, out, err } = memoryStreams({
    outIsTTY: tty,
    errIsTTY: tty,
    columns: tty ? 80 : undefined,
    rows: 24,
  });
  const interrupt = new AbortController();
  const before = process.exitCode;
  let count = 0;
  const round = async (target: Streams): Promise<void> => {
    count += 1;
    if (count === rounds.length) interrupt.abort();
    await rounds[count - 1]!(target);
  };
  const error: unknown = await watchRounds(round, { seconds: 0, streams, interrupt: interrupt.signal, term }).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  const code = process.exitCode;
  process.exitCode = before;
  return { out: out(), err: err().replace(TIME, 'TIME'), code, error, count };
}

const writes = (text: string) => (streams: Streams) => writeOut(streams, text);
const fails = (error: Error) => () => Promise.reject(error);

describe('watching a command', () => {
  it('writes each round after the one before if stdout is not a terminal, and on stderr when it was', async () => {
    expect(await watched([writes('a\n'), writes('b\n')])).to.deep.equal({
      out: 'a\nb\n',
      err: 'TIME, every 0 s\nTIME, every 0 s\n',
      code: 130,
      error: undefined,
      count: 2,
    });
  });

  it('does not move the cursor of a terminal that is dumb', async () => {
    const { out } = await watched([writes('a\n'), writes('b\n')], { tty: true, term: 'dumb' });
    expect(out).to.equal('a\nb\n');
  });

  it('draws a round with its notices at once, in place of the one before', async () => {
    const { out, err } = await watched([writes('a\n'), writes('b\n')], { tty: true });
    const erase = '\u001b[J';
    expect(out.replace(TIME, 'TIME')).to.equal(`${erase}TIME, every 0 s\na\n\r\u001b[2A${erase}TIME, every 0 s\nb\n`);
    expect(err).to.equal('');
  });

  it('goes on after a round that did not reach the service', async () => {
    const { out, err, count } = await watched([fails(unreachable), writes('b\n')]);
    expect({ out, err, count }).to.deep.equal({
      out: 'b\n',
      err: 'TIME, every 0 s\nerror: no connection\nTIME, every 0 s\n',
      count: 2,
    });
  });

  for (const error of [
    new AdminError('NO_CREDENTIALS', 'no credentials'),
    new AdminError('USAGE', 'wrong'),
    new ClosedPipe(),
    new Error('a defect'),
  ]) {
    it(`ends with a round that failed otherwise: ${error.message}`, async () => {
      const result = await watched([fails(error), writes('b\n'), writes('c\n')]);
      expect(result).to.deep.include({ error, count: 1, out: '' });
    });
  }

  it('is cancelled, and not failed, by a call that an interrupt ended', async () => {
    const result = await watched([fails(new AdminError('CANCELLED', 'interrupted'))]);
    expect(result).to.deep.include({ error: undefined, code: 130, count: 1 });
  });
});

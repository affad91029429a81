import { execFile } from 'node:child_process';
import { Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { ClosedPipe, processStreams, writeOut } from '../../../src/lib/output/streams.js';

const run = promisify(execFile);

async function failure(act: Promise<unknown>): Promise<unknown> {
  return act.then(
    () => 'nothing was thrown',
    (error: unknown) => error,
  );
}

function failing(error: Error): Writable {
  return new Writable({
    write(_chunk, _encoding, done) {
      done(error);
    },
  }).on('error', () => undefined);
}

describe('writeOut', () => {
  it('resolves only when the stream has accepted the text', async () => {
    const events: string[] = [];
    const out = new Writable({
      write(chunk: Buffer, _encoding, done) {
        setImmediate(() => {
          events.push(`taken ${chunk.toString()}`);
          done();
        });
      },
    });
    await writeOut({ out }, 'a');
    events.push('resolved');
    await writeOut({ out }, 'b');
    expect(events).to.deep.equal(['taken a', 'resolved', 'taken b']);
  });

  for (const code of ['EPIPE', 'ECONNRESET', 'EOF']) {
    it(`turns ${code} into ClosedPipe, with the cause`, async () => {
      const cause = Object.assign(new Error('write'), { code });
      const error = await failure(writeOut({ out: failing(cause) }, 'a'));
      expect([error instanceof ClosedPipe, error instanceof Error && error.cause]).to.deep.equal([true, cause]);
    });
  }

  it('says of any other error that the output cannot be written, with the cause', async () => {
    const cause = Object.assign(new Error('no space left'), { code: 'ENOSPC' });
    expect(await failure(writeOut({ out: failing(cause) }, 'a'))).to.include({
      code: 'OUTPUT_UNWRITABLE',
      message: 'the output cannot be written: no space left',
      exitCode: 2,
      cause,
    });
  });

  it('throws ClosedPipe on a stream that is already destroyed or ended', async () => {
    const destroyed = new Writable().destroy();
    const ended = new Writable({ write: () => undefined }).on('error', () => undefined).end();
    expect([
      (await failure(writeOut({ out: destroyed }, 'a'))) instanceof ClosedPipe,
      (await failure(writeOut({ out: ended }, 'a'))) instanceof ClosedPipe,
    ]).to.deep.equal([true, true]);
  });

  it('does not touch the stream for no text', async () => {
    expect(await failure(writeOut({ out: new Writable().destroy() }, ''))).to.equal('nothing was thrown');
  });

  it('lets the process end quietly when the reader closes a real pipe', async () => {
    const list = fileURLToPath(new URL('endless-list.ts', import.meta.url));
    // Coverage of a second process, whose positions differ, would be merged into this one's and spoil it.
    const env = { ...process.env, NODE_V8_COVERAGE: '' };
    const pipe = '"$0" --import tsx "$1" | head -n 2';
    const { stdout, stderr } = await run('sh', ['-c', pipe, process.execPath, list], { env });
    expect({ stdout, stderr }).to.deep.equal({ stdout: 'u1\nu1\n', stderr: 'closed pipe\n' });
  });
});

describe('processStreams', () => {
  const kept = { NO_COLOR: process.env.NO_COLOR, TERM: process.env.TERM };

  afterEach(() => {
    for (const [name, value] of Object.entries(kept)) {
      if (value === undefined) Reflect.deleteProperty(process.env, name);
      else process.env[name] = value;
    }
  });

  for (const [rule, noColor, env, color] of [
    ['has colour by default', false, { NO_COLOR: '', TERM: 'xterm' }, true],
    ['obeys --no-color', true, { NO_COLOR: '', TERM: 'xterm' }, false],
    ['obeys NO_COLOR', false, { NO_COLOR: '1', TERM: 'xterm' }, false],
    ['has none on a dumb terminal', false, { NO_COLOR: '', TERM: 'dumb' }, false],
  ] as const) {
    it(rule, () => {
      Object.assign(process.env, env);
      expect(processStreams({ noColor }).color).to.equal(color);
    });
  }

  it('returns the process’s own streams, and listens to their errors once', () => {
    const streams = processStreams({ noColor: true });
    const listeners = process.stdout.listenerCount('error');
    processStreams({ noColor: true });
    expect([streams.out, streams.err, process.stdout.listenerCount('error')]).to.deep.equal([
      process.stdout,
      process.stderr,
      listeners,
    ]);
  });
});

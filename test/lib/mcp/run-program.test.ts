import { expect } from 'chai';

import { MAX_RESULT, runProgram } from '../../../src/lib/mcp/run-program.js';

/** Runs a script of Node. */
function script(text: string, signal = new AbortController().signal) {
  return runProgram([process.execPath, '-e', text], { env: process.env, signal });
}

describe('runProgram', () => {
  it('returns what was printed, and the status', async () => {
    const result = await script('console.log("out"); console.error("err"); process.exitCode = 9');
    expect(result).to.deep.equal({ stdout: 'out\n', stderr: 'err\n', status: 9, isTooLarge: false });
  });

  it('gives the program no stdin to wait for', async () => {
    expect((await script('process.stdin.on("end", () => console.log("end")).resume()')).stdout).to.equal('end\n');
  });

  it('ends a program that prints too much', async () => {
    const result = await script('setInterval(() => process.stdout.write("x".repeat(100_000)), 1)');
    expect([result.isTooLarge, result.status, result.stdout.length <= MAX_RESULT]).to.deep.equal([true, null, true]);
  });

  it('ends the program when the signal aborts, even before it starts', async () => {
    const waiting = 'setInterval(() => undefined, 1000)';
    expect((await script(waiting, AbortSignal.abort())).status).to.equal(null);
    const stopping = new AbortController();
    const running = script(waiting, stopping.signal);
    stopping.abort();
    expect((await running).status).to.equal(null);
  });

  it('refuses arguments that are longer than the system allows', async () => {
    const options = { env: process.env, signal: new AbortController().signal };
    const words = [process.execPath, ...Array<string>(1_000).fill('x'.repeat(100_000))];
    const error: unknown = await runProgram(words, options).catch((thrown: unknown) => thrown);
    expect(error).to.include({ code: 'USAGE', message: 'the input is too long' });
  });

  it('fails if no file is left to start it with, and does not end this process', async () => {
    const module = JSON.stringify(new URL('../../../src/lib/mcp/run-program.ts', import.meta.url).href);
    const text = `
      import { openSync } from 'node:fs';
      const { runProgram } = await import(${module});
      const run = () => runProgram([process.execPath, '-e', '0'], { env: process.env, signal: new AbortController().signal });
      await run();
      try { for (;;) openSync('/dev/null', 'r'); } catch {}
      const { code } = await run().catch((error) => error);
      process.stdout.write(code);`;
    const limited = ['bash', '-c', 'ulimit -n 64; exec "$0" "$@"', process.execPath, '--import', 'tsx/esm'];
    // Without a file left its coverage could not be written, which Node says on stderr.
    const options = { env: { ...process.env, NODE_V8_COVERAGE: '' }, signal: new AbortController().signal };
    const { stdout, stderr } = await runProgram([...limited, '--input-type=module', '-e', text], options);
    expect([stdout, stderr]).to.deep.equal(['EMFILE', '']);
  });

  it('fails if there is no such program', async () => {
    const options = { env: process.env, signal: new AbortController().signal };
    const error: unknown = await runProgram(['/nonexistent'], options).catch((thrown: unknown) => thrown);
    expect(error).to.include({ code: 'ENOENT' });
  });
});

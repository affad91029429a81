import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

import { expect } from 'chai';

import { whileServed } from '../helpers/live-context.js';
import { ownPlace } from '../helpers/place.js';
import {
  COMMAND,
  binEnvironment,
  requireBuild,
  runBin,
  type RunningBin,
  startBin,
  startProcess,
} from '../helpers/run-bin.js';
import { itInTerminal, Terminal } from '../helpers/terminal.js';
import { proxyTo, withFakeEndpoint } from './fake-endpoint.js';

const BEN = 'ben.carter@tenant-one.example';
const OLD = 'Sandbox-Demo-2026!';
const SECRET = 'Correct-Horse-7';

describe('passwords and the built command', () => {
  before(requireBuild);
  const place = ownPlace();

  it('are read from a pipe and replace the old password', async () => {
    const argv = 'users reset-password ben.carter@tenant-one.example --permanent --password-stdin';
    const line = `printf '%s\\n' "$2" | "$0" "$1" ${argv}`;
    const shell = ['-c', line, ...COMMAND, SECRET];
    const result = await startProcess('bash', shell, binEnvironment(place())).ended;
    expect({
      ...result,
      signIn: [await place().signIn(BEN, OLD), await place().signIn(BEN, SECRET)],
    }).to.deep.equal({
      stdout: `Set a permanent password for ${BEN}.\n`,
      stderr: '',
      code: 0,
      signIn: ['Incorrect username or password.', 'signed in'],
    });
  });

  it('are in no argument, variable, output or stored state, even with --debug', async () => {
    const argv = ['users', 'reset-password', BEN, '--permanent', '--password-stdin', '--debug', '-o', 'json'];
    let running: RunningBin | undefined;
    let seen = '';
    const result = await whileServed(place(), (sandbox) =>
      withFakeEndpoint(
        async (request, response) => {
          // The process holds the password at this moment.
          seen += await lookInto(running?.child.pid);
          await proxyTo(sandbox, () => false)(request, response);
        },
        (url) => {
          running = startBin([...argv, '--endpoint-url', url], { place: place() });
          running.child.stdin.end(`${SECRET}\n`);
          return running.ended;
        },
      ),
    );
    expect(seen).to.include('--password-stdin').and.to.include(place().home);
    expect({
      code: result.code,
      process: seen.includes(SECRET),
      output: (result.stdout + result.stderr).includes(SECRET),
      state: (await place().bytes()).includes(SECRET),
    }).to.deep.equal({ code: 0, process: false, output: false, state: false });
  });

  it('are in no error message and no stack', async () => {
    const { stdout, stderr, code } = await runBin(
      ['users', 'reset-password', BEN, '--password-stdin', '--endpoint-url', 'http://127.0.0.1:1', '--debug'],
      { place: place(), stdin: SECRET },
    );
    expect({ code, shown: (stdout + stderr).includes(SECRET) }).to.deep.equal({ code: 7, shown: false });
  });

  it('are not accepted as an argument', async () => {
    for (const given of [['--password', SECRET], [`--password=${SECRET}`], [`--password=${SECRET}`, '--debug']]) {
      const { code, stderr } = await runBin(['users', 'reset-password', BEN, ...given], { place: place() });
      expect({ code, first: stderr.split('\n')[0], isShown: stderr.includes(SECRET) }).to.deep.equal({
        code: 2,
        first: 'error: nonexistent flag: --password',
        isShown: false,
      });
    }
  });

  itInTerminal('are typed twice at a hidden prompt, and do not appear on the screen', async () => {
    const terminal = await Terminal.start(['users', 'reset-password', BEN, '--permanent'], {
      place: place(),
    });
    try {
      await terminal.waitFor(/New password for/);
      await terminal.type(SECRET, 'Enter');
      await terminal.waitFor(/\(again\)/);
      await terminal.type(SECRET, 'Enter');
      const code = await terminal.exitCode();
      expect({
        code,
        shown: (await terminal.bytes()).includes(SECRET),
        signIn: await place().signIn(BEN, SECRET),
      }).to.deep.equal({ code: 0, shown: false, signIn: 'signed in' });
    } finally {
      await terminal.close();
    }
  });

  itInTerminal('cannot be read from a terminal by --password-stdin', async () => {
    const argv = ['users', 'reset-password', BEN, '--password-stdin', '--no-color'];
    const { bytes, code } = await Terminal.run(argv, { place: place() });
    expect(bytes).to.match(/^error: --password-stdin needs a pipe or a file, but stdin is a terminal/m);
    expect(code).to.equal(2);
  });

  it('do not work for a disabled user', async () => {
    const answers = [];
    for (const verb of ['disable', 'enable']) {
      await runBin(['users', verb, BEN, '--yes'], { place: place() });
      answers.push(await place().signIn(BEN, OLD));
    }
    expect(answers).to.deep.equal(['User is disabled.', 'signed in']);
  });
});

/** The arguments and the environment of a process, as the operating system shows them. */
async function lookInto(pid: number | undefined): Promise<string> {
  if (process.platform === 'linux') {
    const [argv, env] = await Promise.all([
      readFile(`/proc/${String(pid)}/cmdline`, 'utf8'),
      readFile(`/proc/${String(pid)}/environ`, 'utf8'),
    ]);
    return argv + env;
  }
  const { stdout } = await promisify(execFile)('ps', ['eww', '-p', String(pid)]);
  return stdout;
}

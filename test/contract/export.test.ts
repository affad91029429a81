import { readdir, readFile, rm } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';

import { expect } from 'chai';

import { resetSandbox } from '../../src/lib/sandbox/seed/reset.js';
import { whileServed } from '../helpers/live-context.js';
import { ownPlace } from '../helpers/place.js';
import { COMMAND, binEnvironment, requireBuild, runBin, startBin, startProcess } from '../helpers/run-bin.js';
import { runInProcess } from './run-in-process.js';

/** Users of the pool. Each page of 60 waits for the latency, so that an export takes about a second. */
const USERS = 1_500;
const LATENCY_MS = 40;
/** Number of times that an export is killed. Set with `KILL_POINTS`. */
const KILLS = Math.min(Number(process.env.KILL_POINTS ?? 3), 20);

describe('an export of the built command', function () {
  this.timeout(180_000);
  before(requireBuild);
  const place = ownPlace();
  const file = () => place().path('users.csv');
  const beside = async () => (await readdir(place().home)).filter((name) => name.startsWith('users')).sort();
  const served = <T>(work: (url: string) => Promise<T>) => whileServed(place(), work, { latencyMs: LATENCY_MS });
  const whole = async (): Promise<string> =>
    (await runInProcess(['users', 'export', '-o', 'csv'], { place: place() })).stdout;

  beforeEach(() => resetSandbox(place().sandbox, { users: USERS }));

  it(`contains each user once after ${KILLS} kills at random moments, each resumed with --resume`, async () => {
    await served(async (url) => {
      const argv = ['users', 'export', '-o', 'csv', '--to', file(), '--endpoint-url', url];
      const checkpoint = () => readFile(`${file()}.checkpoint`, 'utf8').catch(() => undefined);
      let code: number | string = 'not started';
      for (let kills = 0; code !== 0; kills += 1) {
        const before = await checkpoint();
        const { child, ended } = startBin(before === undefined ? argv : [...argv, '--resume'], {
          place: place(),
        });
        if (kills < KILLS) {
          while (before !== undefined && (await checkpoint()) === before) await delay(5);
          await delay(Math.random() * (before === undefined ? 1_200 : 400));
          child.kill('SIGKILL');
        }
        const end = await ended;
        // Without this, the next attempt would wait for the lock to expire.
        if (end.code === 'SIGKILL') await rm(`${file()}.lock`, { recursive: true, force: true });
        expect(end.code, end.stderr).to.be.oneOf(kills < KILLS ? ['SIGKILL', 0] : [0]);
        code = end.code;
      }
      expect(await beside()).to.deep.equal(['users.csv']);
      const text = await readFile(file(), 'utf8');
      expect(text.split('\n')).to.have.length(USERS + 2);
      expect(text).to.equal(await whole());
    });
  });

  it('ends with 130 at Ctrl-C, and prints the command that resumes it', async () => {
    await served(async (url) => {
      const argv = ['users', 'export', '-o', 'csv', '--to', file(), '--endpoint-url', url];
      const { child, ended } = startBin(argv, { place: place() });
      while (!(await beside()).includes('users.csv.checkpoint')) await delay(20);
      child.kill('SIGINT');
      const { code, stdout, stderr } = await ended;
      expect({ code, stdout, stderr, files: await beside() }).to.deep.equal({
        code: 130,
        stdout: '',
        stderr: [
          'error: interrupted',
          `  To resume: sf-admin users export -o csv --to ${file()} --endpoint-url ${url} --resume`,
          '',
        ].join('\n'),
        files: ['users.csv', 'users.csv.checkpoint'],
      });
      const { code: end } = await runBin([...argv, '--resume'], { place: place() });
      expect(end).to.equal(0);
      expect(await readFile(file(), 'utf8')).to.equal(await whole());
    });
  });

  it('is refused while another process writes the same file', async () => {
    await whileServed(
      place(),
      async (url) => {
        const argv = ['users', 'export', '--to', file(), '--endpoint-url', url];
        const first = startBin(argv, { place: place() });
        while (!(await beside()).includes('users.csv.lock')) await delay(20);
        const { code, stderr } = await runBin([...argv, '--resume'], { place: place() });
        first.child.kill('SIGINT');
        expect([code, (await first.ended).code]).to.deep.equal([5, 130]);
        expect(stderr).to.include(`error: ${file()} is being changed by another process\n`);
      },
      { latencyMs: 1_000 },
    );
  });

  it('ends without an error when its reader closes the pipe', async () => {
    const line = 'set -o pipefail; "$0" "$1" users export | head -n 1';
    const env = binEnvironment(place());
    const { stdout, stderr, code } = await startProcess('bash', ['-c', line, ...COMMAND], env).ended;
    expect([stdout.split('\n').length - 1, stderr, code]).to.deep.equal([1, '', 0]);
  });
});

import { readdir, readFile, rm } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';

import { expect } from 'chai';

import { resetSandbox } from '../../src/lib/sandbox/seed/reset.js';
import { whileServed } from '../helpers/live-context.js';
import { ownPlace } from '../helpers/place.js';
import { BIN, binEnvironment, requireBuild, runBin, startBin, startProcess } from '../helpers/run-bin.js';

/** Users of the pool: so many pages, each of which waits for the latency. */
const USERS = 3_000;
const LATENCY_MS = 50;
/** How often an export is killed before it may end. `KILL_POINTS` asks for more. */
const KILLS = Math.min(Number(process.env.KILL_POINTS ?? 3), 20);

describe('an export of the built command', function () {
  this.timeout(180_000);
  before(requireBuild);
  const place = ownPlace();
  const file = () => place().path('users.csv');
  const beside = async () => (await readdir(place().home)).filter((name) => name.startsWith('users')).sort();
  const served = <T>(work: (url: string) => Promise<T>) =>
    whileServed(place(), work, { latencyMs: LATENCY_MS });
  const whole = async (url: string): Promise<string> =>
    (await runBin(['users', 'export', '-o', 'csv', '--endpoint-url', url], { place: place() })).stdout;

  beforeEach(() => resetSandbox(place().sandbox, { users: USERS }));

  it(`holds each user once after ${KILLS} kills at any moment, each gone on from with --resume`, async () => {
    await served(async (url) => {
      const argv = ['users', 'export', '-o', 'csv', '--to', file(), '--endpoint-url', url];
      const checkpoint = () => readFile(`${file()}.checkpoint`, 'utf8').catch(() => undefined);
      let code: number | string = 'not begun';
      for (let kills = 0; code !== 0; kills += 1) {
        const before = await checkpoint();
        const { child, ended } = startBin(before === undefined ? argv : [...argv, '--resume'], {
          place: place(),
        });
        if (kills < KILLS) {
          while (before !== undefined && (await checkpoint()) === before) await delay(5);
          await delay(Math.random() * (before === undefined ? 1_500 : 500));
          child.kill('SIGKILL');
        }
        const end = await ended;
        // It would lapse by itself after five seconds.
        if (end.code === 'SIGKILL') await rm(`${file()}.lock`, { recursive: true, force: true });
        expect(end.code, end.stderr).to.be.oneOf(kills < KILLS ? ['SIGKILL', 0] : [0]);
        code = end.code;
      }
      expect(await beside()).to.deep.equal(['users.csv']);
      const text = await readFile(file(), 'utf8');
      expect(text.split('\n')).to.have.length(USERS + 2);
      expect(text).to.equal(await whole(url));
    });
  });

  it('ends with 130 at Ctrl-C, and says how to go on', async () => {
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
      expect(await readFile(file(), 'utf8')).to.equal(await whole(url));
    });
  });

  it('is refused where another is writing the same file', async () => {
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

  it('ends quietly where its reader has what it wanted', async () => {
    const line = 'set -o pipefail; "$0" "$1" users export | head -n 1';
    const env = binEnvironment(place());
    const { stdout, stderr, code } = await startProcess('bash', ['-c', line, process.execPath, BIN], env)
      .ended;
    expect([stdout.split('\n').length - 1, stderr, code]).to.deep.equal([1, '', 0]);
  });
});

import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { expect } from 'chai';

import { EXIT_OF_SIGNAL } from '../../src/lib/errors.js';
import { recordsOf } from '../helpers/histories.js';
import { removeLocks } from '../helpers/remove-locks.js';
import { whileServed } from '../helpers/live-context.js';
import { ownPlace } from '../helpers/place.js';
import {
  COMMAND,
  binEnvironment,
  type BinResult,
  requireBuild,
  runBin,
  startBin,
  startProcess,
} from '../helpers/run-bin.js';

const COUNT = 24;
const EMAILS = Array.from({ length: COUNT }, (_, index) => `person${index}@tenant-one.example`);
const CREATE = ['users', 'create', '--tenant', 'tenant_001', '--role', 'itsm_agent'];
const PASSWORDS = ['--permanent', '--generate-password', '--credentials'];
/** Makes a run slow enough to be interrupted: it sends some hundred requests. */
const SLOW = { latencyMs: 25 };

describe('a run of the built command', () => {
  before(requireBuild);
  const place = ownPlace();
  const run = (argv: readonly string[]) => runBin(argv, { place: place() });
  const made = async () => {
    const users = Object.values((await place().pool()).users);
    return users.flatMap(({ attributes }) => attributes.email ?? []).filter((email) => EMAILS.includes(email));
  };
  const history = () => recordsOf(place());
  const runs = () => readdir(join(place().dataFolder, 'runs')).catch(() => []);
  /** Runs that can be resumed. A process that is killed while it plans leaves a folder without a run.json. */
  const unfinished = async () => {
    const names = await readdir(join(place().dataFolder, 'runs'), { recursive: true });
    return names.filter((name) => name.endsWith('run.json'));
  };
  const argvFor = (url: string) => [
    ...[...CREATE, '--from', place().path('people.txt'), '--endpoint-url', url],
    ...[...PASSWORDS, place().path('passwords.ndjson'), '--max-concurrency', '2', '--rate', '200'],
  ];
  beforeEach(() => writeFile(place().path('people.txt'), `${EMAILS.join('\n')}\n`));

  const passwords = async () => {
    const text = await readFile(place().path('passwords.ndjson'), 'utf8');
    const lines = text.trimEnd().split('\n');
    return lines.map((line) => JSON.parse(line) as { email: string; password: string });
  };
  const wrongPasswords = async () => {
    const wrong = [];
    for (const { email, password } of await passwords()) {
      if ((await place().signIn(email, password)) !== 'signed in') wrong.push(email);
    }
    return wrong;
  };
  /** What must be true at the end of a run, however often it was interrupted. */
  const expectAllDone = async (results: readonly BinResult[]) => {
    const records = await history();
    const kept = await passwords();
    const output = results.map(({ stdout, stderr }) => stdout + stderr).join('') + JSON.stringify(records);
    expect({
      code: results.at(-1)?.code,
      made: (await made()).sort(),
      runs: new Set(records.map(({ run: of }) => of?.id)).size,
      rows: records.map(({ run: of, result }) => `${of?.row} ${result}`).sort(),
      passwords: kept.map(({ email }) => email).sort(),
      wrong: await wrongPasswords(),
      shown: kept.filter(({ password }) => output.includes(password)),
      mode: (await stat(place().path('passwords.ndjson'))).mode & 0o777,
      left: await unfinished(),
    }).to.deep.equal({
      code: 0,
      made: [...EMAILS].sort(),
      runs: 1,
      rows: EMAILS.map((_, index) => `${index + 1} done`).sort(),
      passwords: [...EMAILS].sort(),
      wrong: [],
      shown: [],
      mode: 0o600,
      left: [],
    });
  };

  for (const [signal, status] of Object.entries(EXIT_OF_SIGNAL)) {
    it(`finishes the requests in progress at ${signal}, and prints what is left and how to resume`, async () => {
      await whileServed(
        place(),
        async (url) => {
          const { child, ended } = startBin(argvFor(url), { place: place() });
          child.stdin.end();
          while ((await made()).length < 4) await new Promise((resolve) => setTimeout(resolve, 10));
          child.kill(signal as NodeJS.Signals);
          const first = await ended;
          const done = (await made()).length;
          const [, sentence, hint] = /\nerror: (.*)\n {2}(.*)\n$/.exec(first.stderr) ?? [];
          expect({
            code: first.code,
            stdout: first.stdout,
            sentence,
            hint,
            isPartly: done < COUNT,
            results: [...new Set((await history()).map(({ result }) => result))],
          }).to.deep.equal({
            code: status,
            stdout: `users create: ${done} changed.\n`,
            sentence: `interrupted: ${COUNT - done} of ${COUNT} rows remain`,
            hint: `To resume: sf-admin ${argvFor(url).join(' ')} --resume`,
            isPartly: true,
            results: ['done'],
          });
          await expectAllDone([first, await run([...argvFor(url), '--resume'])]);
        },
        SLOW,
      );
    });
  }

  it('does every row exactly once when it is killed several times', async () => {
    await whileServed(
      place(),
      async (url) => {
        const results: BinResult[] = [];
        for (const rows of [0, 4, 9, 16]) {
          const resume = (await runs()).length > 0 && results.length > 0 ? ['--resume'] : [];
          const { child, ended } = startBin([...argvFor(url), ...resume], { place: place() });
          child.stdin.end();
          while ((await history()).length <= rows && child.exitCode === null) {
            await new Promise((resolve) => setTimeout(resolve, 5));
          }
          child.kill('SIGKILL');
          results.push(await ended);
          // The locks of the sandbox stay: this process serves it.
          for (const folder of ['locks', 'history']) await removeLocks(join(place().dataFolder, folder));
        }
        results.push(await run([...argvFor(url), '--resume']));
        expect(results.map(({ code }) => code)).to.deep.equal([...Array<string>(4).fill('SIGKILL'), 0]);
        await expectAllDone(results);
      },
      SLOW,
    );
  });

  it('does every row exactly once when the service throttles, fails and drops connections', async () => {
    const faults = { throttle: 0.3, error: 0.1, reset: 0.05 };
    await whileServed(
      place(),
      async (url) => {
        const results = [await run(argvFor(url))];
        // A row that failed after all retries is tried again when the run is resumed.
        for (let part = 2; part < 6 && results.at(-1)?.code !== 0; part++) {
          results.push(await run([...argvFor(url), '--resume']));
        }
        const lastOf = new Map((await history()).map(({ run: of, result }) => [of?.row, result]));
        expect({
          code: results.at(-1)?.code,
          made: (await made()).sort(),
          rows: [lastOf.size, ...new Set(lastOf.values())],
          passwords: (await passwords()).map(({ email }) => email).sort(),
          wrong: await wrongPasswords(),
          left: await unfinished(),
        }).to.deep.equal({
          code: 0,
          made: [...EMAILS].sort(),
          rows: [COUNT, 'done'],
          passwords: [...EMAILS].sort(),
          wrong: [],
          left: [],
        });
      },
      { faults },
    );
  });

  it('runs to its end when the reader of its output closes the pipe', async () => {
    const line = '"$0" "$1" users list -q | "$0" "$1" users set-attributes --from - --set nickname=N --yes -o ndjson';
    const { stdout } = await startProcess('bash', ['-c', `${line} | head -1`, ...COMMAND], binEnvironment(place()))
      .ended;
    const users = Object.values((await place().pool()).users);
    expect([
      stdout.split('\n').length - 1,
      users.filter(({ attributes }) => attributes.nickname === 'N').length,
      await runs(),
    ]).to.deep.equal([1, users.length, []]);
  });

  it('reports failed rows in its exit code when stdout is closed', async () => {
    await writeFile(place().path('rows.txt'), 'ben.carter@tenant-one.example\nnobody@tenant-one.example\n');
    const argv = ['users', 'disable', '--from', place().path('rows.txt'), '--skip-invalid', '--yes'];
    const { child, ended } = startBin(argv, { place: place() });
    child.stdout.destroy();
    const { code, stderr } = await ended;
    expect([code, /^warning: .*$/m.exec(stderr)?.[0]]).to.deep.equal([
      8,
      'warning: line 2, nobody@tenant-one.example: no user nobody@tenant-one.example in user pool us-east-1_Sandbox01',
    ]);
  });

  it('changes each row once when two runs of the same rows run at once', async () => {
    const argv = ['users', 'set-attributes', '--from', place().path('all.txt'), '--set', 'nickname=N', '--yes'];
    const all = Object.keys((await place().pool()).users);
    await writeFile(place().path('all.txt'), all.join('\n'));
    const results = await Promise.all([run([...argv, '-o', 'ndjson']), run([...argv, '-o', 'ndjson'])]);
    const changed = results
      .flatMap(({ stdout }) => stdout.trimEnd().split('\n'))
      .map((line) => JSON.parse(line) as { changed: boolean; target: { id: string } })
      .flatMap((outcome) => (outcome.changed ? [outcome.target.id] : []));
    expect([results.map(({ code }) => code), changed.sort(), await runs()]).to.deep.equal([[0, 0], all.sort(), []]);
  });

  it('stops reading an open pipe at the first Ctrl-C', async () => {
    const { child, ended } = startBin(['users', 'disable', '--from', '-', '--yes'], { place: place() });
    child.stdin.write('ben.carter@tenant-one.example\n');
    while ((await runs()).length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
    child.kill('SIGINT');
    const { code, stderr } = await ended;
    expect([code, stderr, await runs()]).to.deep.equal([
      130,
      'Stopping after the requests in progress.\n' + 'error: interrupted\n  Nothing was changed.\n',
      [],
    ]);
  });
});

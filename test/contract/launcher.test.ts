import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

import { expect } from 'chai';
import pLimit from 'p-limit';

import { Place } from '../helpers/place.js';
import {
  BIN,
  binEnvironment,
  type BinResult,
  requireBuild,
  type RunningBin,
  startProcess,
} from '../helpers/run-bin.js';
import { LINES, prepareForLines } from './command-lines.js';
import { everyCommand } from './every-command.js';

const ALL_OF_OCLIF = fileURLToPath(new URL('../../scripts/all-of-oclif.js', import.meta.url));

/** What differs between two runs of a command: folders, times, IDs, generated passwords and codes, ports. */
const DIFFERS: readonly (readonly [RegExp, string])[] = [
  [/\b\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d)?(?:\.\d+)?Z?/g, '(time)'],
  [/\b[0-7][0-9A-Z]{25}\b/g, '(record)'],
  // The end of one, as reports show it.
  [/\b[0-9A-Z]{10}\b/g, '(record)'],
  [/\b[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}\b/g, '(uuid)'],
  [/\bimport-\w+/g, '(job)'],
  [/\b[a-z]{2}-[a-z]+-\d_\w{9}\b/g, '(pool)'],
  [/\b[0-9a-z]{26}\b/g, '(client)'],
  [/--\d{13}\b/g, '--(time)'],
  [/^(Password, shown only once: ).*$/gm, '$1(generated)'],
  // In messages of the outbox.
  [/(temporary password is |code is )\S+/g, '$1(generated)'],
  [/127\.0\.0\.1:\d+/g, '127.0.0.1:(port)'],
];

type Result = Pick<BinResult, 'stdout' | 'stderr' | 'code'>;

/** Scripts must not notice which way a command was started. */
describe('a command that the launcher starts, compared with all of oclif', function () {
  this.timeout(300_000);
  const places: Place[] = [];
  before(async () => {
    await requireBuild();
    for (const place of [await Place.make(), await Place.make()]) {
      places.push(place);
      await prepareForLines(place);
    }
  });
  after(() => Promise.all(places.map((place) => place.remove())));

  const start = (bin: string, argv: readonly string[], env = {}): RunningBin => {
    const place = places[bin === BIN ? 0 : 1]!;
    return startProcess(process.execPath, [bin, ...argv], binEnvironment(place, env));
  };
  const comparable = ({ stdout, stderr, code }: BinResult, bin: string): Result => {
    const { home } = places[bin === BIN ? 0 : 1]!;
    const same = (text: string): string =>
      DIFFERS.reduce((kept, [pattern, word]) => kept.replace(pattern, word), text.replaceAll(home, '(home)'));
    // Users are listed in the order of their IDs, which are made at random.
    return { stdout: same(stdout).split('\n').sort().join('\n'), stderr: same(stderr), code };
  };
  /** Both ways at the same time, each in a place of its own. */
  const bothWays = (act: (bin: string) => Promise<BinResult>): Promise<[Result, Result]> =>
    Promise.all([
      act(BIN).then((result) => comparable(result, BIN)),
      act(ALL_OF_OCLIF).then((result) => comparable(result, ALL_OF_OCLIF)),
    ]);
  const run = (argv: readonly string[], env = {}): Promise<[Result, Result]> =>
    bothWays((bin) => {
      const { child, ended } = start(bin, argv, env);
      child.stdin.end();
      return ended;
    });
  /** The lines of which the two ways differ, with both results. */
  const differences = async (lines: readonly (readonly string[])[]): Promise<object[]> => {
    const results = await pLimit(2).map(lines, async (argv) => ({ argv, both: await run(argv) }));
    return results.filter(({ both: [one, other] }) => JSON.stringify(one) !== JSON.stringify(other));
  };

  it('has the same output and status: every command', async () => {
    const different = [];
    for (const [name, argv] of LINES) different.push(...(await differences([[...name.split(' '), ...argv]])));
    expect(different).to.deep.equal([]);
  });

  it('has the same error: a wrong flag of every command', async () => {
    const names = (await everyCommand()).map(([name]) => name.split(' '));
    expect(await differences(names.map((name) => [...name, '--no-such-flag']))).to.deep.equal([]);
  });

  it('has the same error object: wrong arguments of every command, with --json', async () => {
    const names = (await everyCommand()).map(([name]) => name.split(' '));
    expect(await differences(names.map((name) => [...name, '--json', 'one', 'two', 'three']))).to.deep.equal([]);
  });

  it('has the same answer without a command, and to what precedes or follows one', async () => {
    const lines = [
      ...[
        [],
        ['users'],
        ['--version'],
        ['--version', '--json'],
        ['--help'],
        ['users', 'list', '--help'],
        ['help', 'users'],
      ],
      ...[
        ['users', 'lst'],
        ['users:list'],
        ['--json', 'users', 'list'],
        ['users', 'list', 'ana'],
        ['users', 'list', '-h'],
      ],
      ...[
        ['users', 'show', '--', '--help'],
        ['users', 'disable', 'x', '--yes=no'],
        ['users', 'show', 'ana=b'],
      ],
      ...[
        ['users', 'show', 'nobody@example.com', '--json'],
        ['users', 'list', '--columns', 'emial', '-o', 'json'],
      ],
    ];
    expect(await differences(lines)).to.deep.equal([]);
  });

  it('has the same answer with variables that oclif reads', async () => {
    const [cache, base] = [
      { SF_ADMIN_CACHE_DIR: '/proc/none' },
      { XDG_DATA_HOME: '/proc/none', SF_ADMIN_DATA_DIR: '' },
    ];
    for (const env of [cache, base, { SF_ADMIN_CONFIG: 'none.yaml' }, { NODE_ENV: 'development' }, { NO_COLOR: '1' }]) {
      const [one, other] = await run(['users', 'list'], env);
      expect(one, JSON.stringify(env)).to.deep.equal(other);
    }
  });

  it('ends the same way if its output is closed', async () => {
    for (const argv of [['users', 'list'], ['users', 'list', '--json'], ['client', 'describe'], ['--version']]) {
      const [one, other] = await bothWays((bin) => {
        const { child, ended } = start(bin, argv);
        child.stdout.destroy();
        return ended;
      });
      expect(one, argv.join(' ')).to.deep.equal(other);
    }
  });

  it('ends the same way at Ctrl-C', async () => {
    const [one, other] = await bothWays(async (bin) => {
      const { child, ended, waitFor } = start(bin, ['sandbox', 'serve', '--port', '0']);
      await waitFor('stdout', /http:/);
      child.kill('SIGINT');
      return ended;
    });
    expect(one).to.deep.equal(other);
  });

  it('is started by the launcher, except for help', async () => {
    const { commands } = JSON.parse(
      await readFile(new URL('../../dist/launcher/table.json', import.meta.url), 'utf8'),
    ) as { commands: object };
    const names = (await everyCommand()).map(([name]) => name.replaceAll(' ', ':'));
    expect(names.filter((name) => !Object.hasOwn(commands, name))).to.deep.equal(['help']);
  });
});

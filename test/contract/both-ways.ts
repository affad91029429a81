import { fileURLToPath } from 'node:url';

import { inHome, Place } from '../helpers/place.js';
import {
  BIN,
  binEnvironment,
  type BinResult,
  requireBuild,
  type RunningBin,
  startProcess,
} from '../helpers/run-bin.js';
import { withoutPlace } from '../helpers/without-place.js';
import { prepareForLines } from './command-lines.js';

const ALL_OF_OCLIF = fileURLToPath(new URL('../../scripts/all-of-oclif.js', import.meta.url));
const LINES_PROCESS = fileURLToPath(new URL('lines-process.mjs', import.meta.url));

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
  // SHA-256 of a file that holds times.
  [/\b[\da-f]{64}\b/g, '(digest)'],
  [/127\.0\.0\.1:\d+/g, '127.0.0.1:(port)'],
];

/** Milliseconds until a process that runs many lines is killed. */
const LINES_TIMEOUT_MS = 240_000;

export type Comparable = Pick<BinResult, 'stdout' | 'stderr' | 'code'>;

/** Starts a script of the build with arguments, on the folders that belong to that script. */
export type Start = (bin: string, argv: readonly string[], env?: Readonly<Record<string, string>>) => RunningBin;

/** The two ways in which a command can be started, each in a place of its own that is ready for `LINES`. */
export interface BothWays {
  readonly start: Start;
  /** Acts in both ways at the same time: with the launcher, and with all of oclif. */
  readonly act: (act: (bin: string) => Promise<BinResult>) => Promise<[launcher: Comparable, oclif: Comparable]>;
  /** Runs a command in both ways. */
  readonly run: (
    argv: readonly string[],
    env?: Readonly<Record<string, string>>,
  ) => Promise<[launcher: Comparable, oclif: Comparable]>;
  /** Runs a command with the launcher. */
  readonly launch: (argv: readonly string[], env?: Readonly<Record<string, string>>) => Promise<Comparable>;
  /** Runs commands one after the other in one process, for a tenth of the cost of a process for each. */
  readonly runInOne: (way: 'launcher' | 'oclif', lines: readonly (readonly string[])[]) => Promise<Comparable[]>;
  readonly remove: () => Promise<void>;
}

/** Prepares both ways. `remove` has to be called at the end. */
export async function prepareBothWays(): Promise<BothWays> {
  await requireBuild();
  const places = { [BIN]: await Place.make(), [ALL_OF_OCLIF]: await Place.make() };
  for (const place of Object.values(places)) await prepareForLines(place);

  const start: Start = (bin, argv, env = {}) =>
    startProcess(process.execPath, [bin, ...argv], binEnvironment(places[bin]!, env));
  const comparable = ({ stdout, stderr, code }: BinResult, bin: string): Comparable => {
    const { home } = places[bin]!;
    const same = (text: string): string =>
      DIFFERS.reduce((kept, [pattern, word]) => kept.replace(pattern, word), text.replaceAll(home, '(home)'));
    // Users are listed in the order of their IDs, which are made at random.
    return { stdout: same(stdout).split('\n').sort().join('\n'), stderr: same(stderr), code };
  };
  const act: BothWays['act'] = (act) =>
    Promise.all([
      act(BIN).then((result) => comparable(result, BIN)),
      act(ALL_OF_OCLIF).then((result) => comparable(result, ALL_OF_OCLIF)),
    ]);
  const end: Start = (bin, argv, env) => {
    const running = start(bin, argv, env);
    running.child.stdin.end();
    return running;
  };
  const run: BothWays['run'] = (argv, env = {}) => act((bin) => end(bin, argv, env).ended);
  const launch: BothWays['launch'] = async (argv, env) => comparable(await end(BIN, argv, env).ended, BIN);
  const runInOne: BothWays['runInOne'] = async (way, lines) => {
    const bin = way === 'launcher' ? BIN : ALL_OF_OCLIF;
    const { home } = places[bin]!;
    const words = JSON.stringify(lines.map((argv) => inHome(argv, home)));
    const argv = [LINES_PROCESS, way, words];
    const { child, ended } = startProcess(process.execPath, argv, binEnvironment(places[bin]!), LINES_TIMEOUT_MS);
    child.stdin.end();
    const { stdout, stderr, code } = await ended;
    if (code !== 0) throw new Error(`the process of the lines ended with ${code}: ${stderr}`);
    const results = JSON.parse(stdout) as Comparable[];
    return results.map((result) => comparable({ ...result, stderr: withoutPlace(result.stderr) }, bin));
  };
  const remove = async (): Promise<void> => {
    await Promise.all(Object.values(places).map((place) => place.remove()));
  };
  return { start, act, run, launch, runInOne, remove };
}

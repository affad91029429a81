import { type ChildProcessByStdio, execFile, spawn } from 'node:child_process';
import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { cleanEnvironment, inHome, type Place } from './place.js';
import { commandOf, validateJson } from './validate-json.js';
import { withoutPlace } from './without-place.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** The script of the build. */
export const BIN = join(ROOT, 'bin', 'run.js');

/** Another program to test instead of the build, such as the executable. */
const { SF_ADMIN_TEST_BIN: OTHER } = process.env;

/** The built command: a program and its first argument, so that a line of a shell can write it as `"$0" "$1"`. */
export const COMMAND: readonly [program: string, first: string] =
  OTHER === undefined ? [process.execPath, BIN] : ['/usr/bin/env', resolve(OTHER)];

/** Shared by all runs: a run in a new folder would have to compile its code first. */
const CACHE = join(ROOT, 'node_modules', '.cache', 'sf-admin');

/** A hundred times what a run takes, since CI machines can be busy. */
const DEFAULT_TIMEOUT_MS = 60_000;

export interface BinOptions {
  readonly place: Place;
  /** The content of stdin. Default: empty. */
  readonly stdin?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Milliseconds until the process is killed. */
  readonly timeoutMs?: number;
}

export interface BinResult {
  readonly stdout: string;
  /** Without the line on where a change acts. */
  readonly stderr: string;
  /** The exit code, or the name of the signal that ended the process. */
  readonly code: number | NodeJS.Signals;
}

/** The environment of a spawned run: the folders of the place, no other settings, no credentials. */
export function binEnvironment(place: Place, env: Readonly<Record<string, string>> = {}) {
  return {
    ...cleanEnvironment(),
    HOME: place.home,
    SF_ADMIN_DATA_DIR: place.dataFolder,
    SF_ADMIN_CONFIG_DIR: place.configFolder,
    SF_ADMIN_CACHE_DIR: CACHE,
    // Help in a terminal must not wait for a key.
    PAGER: 'cat',
    ...env,
  };
}

/** Runs the built command to its end. */
export async function runBin(argv: readonly string[], options: BinOptions): Promise<BinResult> {
  const running = startBin(argv, options);
  running.child.stdin.end(options.stdin ?? '');
  const result = await running.ended;
  validateJson(commandOf(argv), argv, result.stdout);
  return result;
}

export interface RunningBin {
  readonly child: ChildProcessByStdio<Writable, Readable, Readable>;
  /** Settles when the process has ended and everything it wrote has been read. */
  readonly ended: Promise<BinResult>;
  /** Waits for a text on a stream. Returns the first group of the pattern, or the whole match. */
  readonly waitFor: (stream: 'stdout' | 'stderr', pattern: RegExp) => Promise<string>;
}

/** Starts the built command, with stdin open. */
export function startBin(argv: readonly string[], { place, env, timeoutMs }: BinOptions): RunningBin {
  const [program, first] = COMMAND;
  return startProcess(program, [first, ...argv], binEnvironment(place, env), timeoutMs);
}

/** Starts any program. It is killed after `timeoutMs`. */
export function startProcess(
  file: string,
  argv: readonly string[],
  env: Readonly<Record<string, string>>,
  timeoutMs = DEFAULT_TIMEOUT_MS,
): RunningBin {
  const child = spawn(file, inHome(argv, env.HOME ?? ''), { env, stdio: ['pipe', 'pipe', 'pipe'] });
  const texts = { stdout: '', stderr: '' };
  const waiting = new Set<() => void>();
  for (const stream of ['stdout', 'stderr'] as const) {
    child[stream].setEncoding('utf8').on('data', (text: string) => {
      texts[stream] += text;
      for (const look of waiting) look();
    });
  }
  // A command may end without reading its stdin.
  child.stdin.on('error', () => undefined);
  const timer = setTimeout(() => child.kill('SIGKILL'), timeoutMs);
  const ended = new Promise<BinResult>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => {
      clearTimeout(timer);
      for (const look of waiting) look();
      resolve({ stdout: texts.stdout, stderr: withoutPlace(texts.stderr), code: code ?? signal ?? 'SIGKILL' });
    });
  });
  const says = (stream: 'stdout' | 'stderr', pattern: RegExp): Promise<string> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        const match = pattern.exec(texts[stream]);
        if (match !== null) resolve(match[1] ?? match[0]);
        else if (child.exitCode !== null || child.signalCode !== null) {
          reject(new Error(`it ended without printing ${String(pattern)}: ${JSON.stringify(texts)}`));
        } else return;
        waiting.delete(look);
      };
      waiting.add(look);
      look();
    });
  return { child, ended, waitFor: says };
}

/**
 * For `before`: fails if the program is not built, or older than its sources. It is not built here, since the test files
 * run in several processes.
 */
export async function requireBuild(): Promise<void> {
  if (OTHER !== undefined) {
    await access(OTHER, constants.X_OK);
    return;
  }
  const script = join(ROOT, 'scripts', 'build-if-stale.js');
  await promisify(execFile)(process.execPath, [script, '--check']);
}

import { type ChildProcessByStdio, execFile, spawn } from 'node:child_process';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { cleanEnvironment, type Place } from './place.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** The built command. */
export const BIN = join(ROOT, 'bin', 'run.js');

/** Milliseconds after which a run is ended unless it says otherwise: hardly any takes a tenth of it. */
const LONGEST = 30_000;

export interface BinOptions {
  readonly place: Place;
  /** What stdin holds; without it, stdin is empty. */
  readonly stdin?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Milliseconds after which it is ended by force. */
  readonly longest?: number;
}

export interface BinResult {
  readonly stdout: string;
  readonly stderr: string;
  /** What the process exited with; a signal's name where one ended it. */
  readonly code: number | NodeJS.Signals;
}

/** The environment of a spawned run: the place's folders, nothing of the person's, no credentials. */
export function binEnvironment(place: Place, env: Readonly<Record<string, string>> = {}) {
  return {
    ...cleanEnvironment(),
    HOME: place.home,
    SF_ADMIN_DATA_DIR: place.dataFolder,
    SF_ADMIN_CONFIG_DIR: place.configFolder,
    ...env,
  };
}

/** Runs the built command to its end. */
export async function runBin(argv: readonly string[], options: BinOptions): Promise<BinResult> {
  const running = startBin(argv, options);
  running.child.stdin.end(options.stdin ?? '');
  return running.ended;
}

export interface RunningBin {
  readonly child: ChildProcessByStdio<Writable, Readable, Readable>;
  /** Settles when the process has ended and everything it wrote has been read. */
  readonly ended: Promise<BinResult>;
  /** Waits for a text on one of its streams, and answers what the pattern matched. */
  readonly says: (stream: 'stdout' | 'stderr', pattern: RegExp) => Promise<string>;
}

/** Starts the built command, with stdin open. */
export function startBin(argv: readonly string[], { place, env, longest }: BinOptions): RunningBin {
  return startProcess(process.execPath, [BIN, ...argv], binEnvironment(place, env), longest);
}

/** Starts any program whose output is to be looked at. It is ended by force if it does not end by itself. */
export function startProcess(
  file: string,
  argv: readonly string[],
  env: Readonly<Record<string, string>>,
  longest = LONGEST,
): RunningBin {
  const child = spawn(file, argv, { env, stdio: ['pipe', 'pipe', 'pipe'] });
  const texts = { stdout: '', stderr: '' };
  const waiting = new Set<() => void>();
  for (const stream of ['stdout', 'stderr'] as const) {
    child[stream].setEncoding('utf8').on('data', (text: string) => {
      texts[stream] += text;
      for (const look of waiting) look();
    });
  }
  // A command may end without reading what it was given.
  child.stdin.on('error', () => undefined);
  const timer = setTimeout(() => child.kill('SIGKILL'), longest);
  const ended = new Promise<BinResult>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => {
      clearTimeout(timer);
      for (const look of waiting) look();
      resolve({ ...texts, code: code ?? signal ?? 'SIGKILL' });
    });
  });
  const says = (stream: 'stdout' | 'stderr', pattern: RegExp): Promise<string> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        const match = pattern.exec(texts[stream]);
        if (match !== null) resolve(match[1] ?? match[0]);
        else if (child.exitCode !== null || child.signalCode !== null) {
          reject(new Error(`it ended without saying ${String(pattern)}: ${JSON.stringify(texts)}`));
        } else return;
        waiting.delete(look);
      };
      waiting.add(look);
      look();
    });
  return { child, ended, says };
}

/**
 * For `before`: fails if the program is not built, or older than its sources. It is not built here, since the test files
 * run in several processes.
 */
export async function requireBuild(): Promise<void> {
  const script = join(ROOT, 'scripts', 'build-if-stale.js');
  await promisify(execFile)(process.execPath, [script, '--check']);
}

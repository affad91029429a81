import { stat } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';

import type { Place } from './place.js';
import { startBin } from './run-bin.js';

/** Milliseconds for a run of many users on a busy machine. */
const TIMEOUT_MS = 900_000;

/** Starts a command and kills it once what `size` measures has grown by so much. @returns its outcome */
export async function killedAt(
  argv: readonly string[],
  place: Place,
  size: () => Promise<number>,
  more: number,
): Promise<string> {
  const before = await size();
  const { child, ended } = startBin(argv, { place, timeoutMs: TIMEOUT_MS });
  child.stdin.end();
  while (child.exitCode === null && (await size()) < before + more) await delay(2);
  child.kill('SIGKILL');
  const { code } = await ended;
  return code === 'SIGKILL' ? 'killed' : `ended with ${code}`;
}

/** The bytes of a file; 0 if there is none. */
export function sizeOf(file: string): Promise<number> {
  return stat(file).then(
    (found) => found.size,
    () => 0,
  );
}

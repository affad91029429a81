import { spawn } from 'node:child_process';
import { once } from 'node:events';

import { AdminError } from '../errors.js';
import { isSystemError } from '../files/system-error.js';

/** The most bytes of a result. An assistant cannot read more of it, and it is held in memory. */
export const MAX_RESULT = 1_000_000;

/** What a program printed, and its exit status. */
export interface ProgramResult {
  readonly stdout: string;
  readonly stderr: string;
  /** Null if it was killed. */
  readonly status: number | null;
  /** Whether it was killed because it printed more than `MAX_RESULT`. */
  readonly isTooLarge: boolean;
}

/**
 * Runs a program without a shell and without stdin. If the signal aborts, the program gets SIGTERM, so that it can end what it
 * has begun.
 *
 * @param words the program and its arguments
 * @throws AdminError USAGE if the arguments are longer than the system allows
 */
export async function runProgram(
  [file = '', ...argv]: readonly string[],
  { env, signal }: { readonly env: NodeJS.ProcessEnv; readonly signal: AbortSignal },
): Promise<ProgramResult> {
  const child = spawned(() => spawn(file, argv, { env, stdio: ['ignore', 'pipe', 'pipe'], windowsHide: true }));
  // Before its streams are used: a process that could not be started, without a free file for instance, has none.
  await once(child, 'spawn');
  const stop = () => child.kill('SIGTERM');
  signal.addEventListener('abort', stop, { once: true });
  const texts: Record<'stdout' | 'stderr', Buffer[]> = { stdout: [], stderr: [] };
  let size = 0;
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= MAX_RESULT) texts[name].push(chunk);
      else stop();
    });
  }
  try {
    if (signal.aborted) stop();
    const [status] = (await once(child, 'close')) as [number | null];
    const text = (name: 'stdout' | 'stderr') => Buffer.concat(texts[name]).toString('utf8');
    return { stdout: text('stdout'), stderr: text('stderr'), status, isTooLarge: size > MAX_RESULT };
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

function spawned<T>(spawnIt: () => T): T {
  try {
    return spawnIt();
  } catch (error) {
    if (!isSystemError(error, 'E2BIG')) throw error;
    throw new AdminError('USAGE', 'the input is too long', { hint: 'Give fewer or shorter values.', cause: error });
  }
}

import { spawn } from 'node:child_process';
import { once } from 'node:events';

import { type Streams, writeOut } from '../../output/streams.js';

export interface PagerOptions {
  readonly environment: NodeJS.ProcessEnv;
  /** Whether a pager may be used. */
  readonly isWanted: boolean;
}

/** Shows colours, and ends by itself if everything fits the screen, which it leaves as it is. */
const DEFAULT_PAGER = 'less -FRX';

/**
 * Writes a long text to stdout: on a terminal that it does not fit through a pager, `SF_ADMIN_PAGER`, `PAGER` or `less`. A
 * pager that is missing is no error, and neither is one that ends before it has read everything.
 *
 * @throws as `writeOut`
 */
export async function writePaged(
  streams: Pick<Streams, 'out' | 'outIsTTY' | 'rows'>,
  text: string,
  { environment, isWanted }: PagerOptions,
): Promise<void> {
  const fits = streams.rows !== undefined && text.split('\n').length < streams.rows;
  const command = environment.SF_ADMIN_PAGER ?? environment.PAGER ?? DEFAULT_PAGER;
  const [program = '', ...argv] = command.trim().split(/\s+/);
  const isPaged = isWanted && streams.outIsTTY && environment.TERM !== 'dumb' && !['', 'cat'].includes(program);
  if (fits || !isPaged || !(await runPager(program, argv, text))) await writeOut(streams, text);
}

/** @returns whether the pager could be started */
async function runPager(program: string, argv: readonly string[], text: string): Promise<boolean> {
  // No shell, which would report a missing program itself.
  const pager = spawn(program, argv, { stdio: ['pipe', 'inherit', 'inherit'] });
  // A pager handles Ctrl-C itself, and the terminal must not return to the shell before it has ended.
  const ignore = (): void => undefined;
  process.on('SIGINT', ignore);
  pager.stdin.on('error', ignore);
  pager.stdin.end(text);
  try {
    await once(pager, 'close');
    return true;
  } catch {
    return false;
  } finally {
    process.off('SIGINT', ignore);
  }
}

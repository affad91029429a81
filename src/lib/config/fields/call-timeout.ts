import { AdminError } from '../../errors.js';
import { quoted } from '../../text/quoted.js';
import { type Environment, variable } from './environment.js';

/** Seconds that one call may take where nobody says. */
export const DEFAULT_TIMEOUT = 30;
/** Nobody waits for a call for more than an hour: such a number was meant as milliseconds. */
const MAX_TIMEOUT = 3600;

/**
 * Seconds that one call may take, its retries included: what `--timeout` says, else `SF_ADMIN_TIMEOUT`, else 30.
 *
 * @throws AdminError USAGE for a variable that is not a whole number of seconds from 1 to 3600
 */
export function callTimeout(flag: number | undefined, env: Environment): number {
  if (flag !== undefined) return flag;
  const text = variable(env, 'SF_ADMIN_TIMEOUT');
  return text === undefined ? DEFAULT_TIMEOUT : parseTimeout(text, 'SF_ADMIN_TIMEOUT');
}

/**
 * A time limit as typed, in seconds.
 *
 * @param source what named it, for the message: `--timeout`, `SF_ADMIN_TIMEOUT`
 * @throws AdminError USAGE
 */
export function parseTimeout(text: string, source: string): number {
  const seconds = Number(text);
  if (/^\d+$/.test(text) && seconds >= 1 && seconds <= MAX_TIMEOUT) return seconds;
  throw new AdminError('USAGE', `${source}: ${quoted(text)} is not a number of seconds`, {
    hint: `Write a whole number of seconds from 1 to ${MAX_TIMEOUT}, such as ${DEFAULT_TIMEOUT}`,
  });
}

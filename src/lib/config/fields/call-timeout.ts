import { AdminError } from '../../errors.js';
import { quoted } from '../../text/quoted.js';
import { type Environment, variable } from './environment.js';

/** Seconds that one call may take by default. */
export const DEFAULT_TIMEOUT = 30;
/** A larger number was probably meant as milliseconds. */
const MAX_TIMEOUT = 3600;

/**
 * Seconds that one call may take, its retries included: `--timeout`, else `SF_ADMIN_TIMEOUT`, else the default.
 *
 * @throws AdminError USAGE for a variable that is not a whole number of seconds from 1 to 3600
 */
export function callTimeout(flag: number | undefined, env: Environment): number {
  if (flag !== undefined) return flag;
  const text = variable(env, 'SF_ADMIN_TIMEOUT');
  return text === undefined ? DEFAULT_TIMEOUT : parseTimeout(text, 'SF_ADMIN_TIMEOUT');
}

/**
 * Parses a time limit, in seconds.
 *
 * @param source the flag or variable that holds the text, for the message: `--timeout`, `SF_ADMIN_TIMEOUT`
 * @throws AdminError USAGE
 */
export function parseTimeout(text: string, source: string): number {
  const seconds = Number(text);
  if (/^\d+$/.test(text) && seconds >= 1 && seconds <= MAX_TIMEOUT) return seconds;
  throw new AdminError('USAGE', `${source}: invalid number of seconds ${quoted(text)}`, {
    hint: `Use a whole number of seconds from 1 to ${MAX_TIMEOUT}, such as ${DEFAULT_TIMEOUT}`,
  });
}

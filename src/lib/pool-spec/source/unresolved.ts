import { shellWord } from '../../text/quoted.js';
import type { Unresolved } from '../dialects/draft.js';
import { invalidPoolFile } from './problem.js';

/**
 * Refuses a file with references that nothing has resolved.
 *
 * @param file its name, for messages
 * @throws AdminError INVALID_POOL_FILE, with each of them and its place
 */
export function refuseUnresolved(file: string, unresolved: readonly Unresolved[]): void {
  if (unresolved.length === 0) return;
  throw invalidPoolFile(
    file,
    unresolved.map(({ at, key, names }) => ({
      at,
      key,
      message: `the value of ${names.join(', ')} is not known`,
      hint: `Supply it: ${names.map((name) => `--resolve ${shellWord(`${name}=VALUE`)}`).join(' ')}`,
    })),
  );
}

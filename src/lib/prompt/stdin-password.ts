import { AdminError } from '../errors.js';
import { readSecret, type Stdin } from './stdin-secret.js';

/** Bytes: four for each of Cognito's 256 characters. */
const MAX_BYTES = 1024;

/**
 * Reads the password for `--password-stdin`: all of stdin as UTF-8, without the final newline that `echo` and editors
 * add, and without a byte order mark. The pool's policy is not checked here.
 *
 * @throws AdminError USAGE if stdin is a terminal or cannot be read; INVALID_PASSWORD if it is empty, has more than one
 *   line or more than 1 KiB, or is not UTF-8. No error contains any of the text.
 */
export async function readPassword(stdin: Stdin): Promise<string> {
  const onTerminal = new AdminError('USAGE', '--password-stdin needs a pipe or a file, but stdin is a terminal', {
    hint: 'Omit --password-stdin to be asked for the password, or pipe it in from a password manager.',
  });
  const password = await readSecret(stdin, { what: 'password', maxBytes: MAX_BYTES, onTerminal, invalid });
  if (/[\r\n]/.test(password)) throw invalid('has more than one line');
  return password;
}

function invalid(what: string): AdminError {
  return new AdminError('INVALID_PASSWORD', `the password on stdin ${what}`, {
    hint: 'Provide exactly one line that contains only the password.',
  });
}

import { Args } from '@oclif/core';

import { AdminError } from '../../errors.js';
import { readSecret, type Stdin } from '../../prompt/stdin-secret.js';
import { type CodeInput, invalidCode, parseCodeInput } from '../../tokens/grants.js';

/**
 * The argument in place of what comes on stdin. All words are taken, so that the parser complains of none of them, which
 * would show it: a token that is typed is refused, and not repeated.
 */
export function stdinArg(what: string) {
  return {
    input: Args.string({
      ignoreStdin: true,
      required: false,
      multiple: true,
      description: `- for stdin, which is the default: the ${what} is never an argument.`,
      parse: (text) => {
        if (text === '-') return Promise.resolve(text);
        throw new AdminError('USAGE', `the ${what} is not an argument: others on this machine would see it`, {
          hint: `Pipe it in. If it was a real one, it is in the history of your shell now.`,
        });
      },
    }),
  };
}

/** Bytes. Tokens with many groups and claims have some kilobytes. */
const MAX_BYTES = 64 * 1024;

/**
 * The token on stdin: one line.
 *
 * @param invalid the error for what is no token, which must not contain any of it
 * @throws AdminError those of `readSecret`
 */
export async function readStdinToken(stdin: Stdin, invalid: (problem: string) => AdminError): Promise<string> {
  const text = (
    await readSecret(stdin, { what: 'token', maxBytes: MAX_BYTES, onTerminal: onTerminal('token'), invalid })
  ).trim();
  // As it stands in a request: Authorization: Bearer …
  const token = text.replace(/^(?:authorization:\s*)?bearer\s+/i, '');
  if (token === '') throw invalid('is empty');
  if (/\s/.test(token)) throw invalid('has more than one word');
  return token;
}

/** The input of `tokens exchange`. @throws AdminError those of `readSecret` and `parseCodeInput` */
export async function readStdinCode(stdin: Stdin): Promise<CodeInput> {
  const [what, invalid] = ['code', invalidCode];
  const text = await readSecret(stdin, { what, maxBytes: MAX_BYTES, onTerminal: onTerminal(what), invalid });
  return parseCodeInput(text);
}

function onTerminal(what: string): AdminError {
  return new AdminError('USAGE', `the ${what} comes on stdin, but stdin is a terminal`, {
    hint: 'Pipe it in, from the clipboard for example, or redirect stdin from a file.',
  });
}

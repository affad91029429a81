import { parseClientUrl } from '../../conventions/client-url.js';
import { AdminError } from '../../errors.js';
import { quoted } from '../../text/quoted.js';
import { isOnThisMachine } from '../../tokens/login/sign-in-setup.js';

/** A callback URL to which this machine can listen. @throws AdminError INVALID_URL, USAGE */
export function parseRedirect(text: string): string {
  const url = parseClientUrl(text);
  if (isOnThisMachine(url)) return url;
  throw new AdminError('USAGE', `--redirect: ${quoted(url)} does not lead to this machine`, {
    hint: 'The answer comes to http://localhost:PORT/PATH, http://127.0.0.1:PORT/PATH or http://[::1]:PORT/PATH.',
  });
}

/** One scope. @throws AdminError USAGE. Source of the characters: RFC 6749, section 3.3. */
export function parseScope(text: string): string {
  if (/^[\x21\x23-\x5b\x5d-\x7e]+$/.test(text)) return text;
  throw new AdminError('USAGE', `--scope: ${quoted(text)} is not one scope`, {
    hint: 'Repeat the flag for several scopes: --scope openid --scope email',
  });
}

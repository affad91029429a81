import { AdminError } from '../../errors.js';
import type { ClientId } from '../../model/names.js';
import { parsePasted } from '../../text/pasted-text.js';
import { quoted } from '../../text/quoted.js';

/** Whether text is a valid app client ID: ClientIdType in Cognito's API reference. */
export function isClientId(text: string): text is ClientId {
  return /^[\w+]{1,128}$/.test(text);
}

/** @throws AdminError USAGE */
export function parseClientId(text: string): ClientId {
  if (isClientId(text)) return text;
  // Names an invisible character.
  parsePasted(text, 'app client ID', 'USAGE');
  throw new AdminError('USAGE', `invalid app client ID ${quoted(text)}`, {
    hint: 'To list the app clients: sf-admin client list',
  });
}

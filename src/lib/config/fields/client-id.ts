import { AdminError } from '../../errors.js';
import { quoted } from '../../text/quoted.js';

/** Whether text can be the ID of an app client: ClientIdType in Cognito's API reference. */
export function isClientId(text: string): boolean {
  return /^[\w+]{1,128}$/.test(text);
}

/**
 * The ID of the app client that a flag or a variable names.
 *
 * @throws AdminError USAGE
 */
export function parseClientId(text: string): string {
  if (isClientId(text)) return text;
  throw new AdminError('USAGE', `${quoted(text)} is not an app client ID`, {
    hint: 'List the ones there are: sf-admin client list',
  });
}

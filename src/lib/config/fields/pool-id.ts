import { AdminError } from '../../errors.js';
import { quoted } from '../../text/quoted.js';

/** Whether text can be the ID of a user pool: UserPoolIdType in Cognito's API reference. */
export function isPoolId(text: string): boolean {
  return /^(?=.{1,55}$)[\w-]+_[0-9A-Za-z]+$/.test(text);
}

/**
 * The ID of the user pool that a flag or a variable names.
 *
 * @throws AdminError USAGE
 */
export function parsePoolId(text: string): string {
  if (isPoolId(text)) return text;
  throw new AdminError('USAGE', `${quoted(text)} is not a user pool ID`, {
    hint: 'Write it as <region>_<id>, such as us-east-1_WKK1AVJ2m',
  });
}

import { AdminError } from '../../errors.js';
import type { PoolId } from '../../model/names.js';
import { parsePasted } from '../../text/pasted-text.js';
import { quoted } from '../../text/quoted.js';

/** Whether text is a valid user pool ID: UserPoolIdType in Cognito's API reference. */
export function isPoolId(text: string): text is PoolId {
  return /^(?=.{1,55}$)[\w-]+_[0-9A-Za-z]+$/.test(text);
}

/** @throws AdminError USAGE */
export function parsePoolId(text: string): PoolId {
  if (isPoolId(text)) return text;
  // Names an invisible character.
  parsePasted(text, 'user pool ID', 'USAGE');
  throw new AdminError('USAGE', `invalid user pool ID ${quoted(text)}`, {
    hint: 'Use <region>_<id>, such as us-east-1_WKK1AVJ2m',
  });
}

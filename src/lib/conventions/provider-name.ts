import { AdminError } from '../errors.js';
import { parsePasted } from '../text/pasted-text.js';
import { quoted } from '../text/quoted.js';

/** API reference, ProviderName: unlike that of a group, it may have spaces. */
const PROVIDER_NAME = /^[\p{L}\p{M}\p{S}\p{N}\p{P}\p{Z}]{1,32}$/u;

/** The name of an identity provider, without outer spaces. @throws AdminError USAGE for a name that Cognito does not accept */
export function parseProviderName(text: string): string {
  const name = parsePasted(text, 'identity provider', 'USAGE');
  if (PROVIDER_NAME.test(name)) return name;
  throw new AdminError(
    'USAGE',
    name === ''
      ? 'the name of the identity provider is empty'
      : `invalid name of an identity provider: ${quoted(name)}`,
    { hint: 'A name has 1 to 32 characters.' },
  );
}

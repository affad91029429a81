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

/**
 * The name of a provider whose identities can be linked to users: not of the user pool itself.
 *
 * @throws AdminError USAGE as `parseProviderName` does, and for `Cognito`
 */
export function parseLinkedProvider(text: string): string {
  const name = parseProviderName(text);
  if (name.toLowerCase() !== 'cognito') return name;
  throw new AdminError('USAGE', `${name} is the user pool itself, and no identity provider`, {
    hint: 'Give the provider of the identity. To list them: sf-admin providers list',
  });
}

/** API reference, ProviderUserIdentifierType: the maximum of ProviderAttributeValue. */
const LONGEST_SUBJECT = 131_072;

/** A provider's ID of a user, without outer spaces. @throws AdminError USAGE for one that Cognito does not accept */
export function parseSubject(text: string): string {
  const subject = parsePasted(text, 'subject', 'USAGE');
  if (subject !== '' && subject.length <= LONGEST_SUBJECT) return subject;
  throw new AdminError('USAGE', subject === '' ? 'the subject of the identity is empty' : 'the subject is too long', {
    hint: "Give the provider's ID of the user: the claim sub of OIDC, or the NameID of SAML.",
  });
}

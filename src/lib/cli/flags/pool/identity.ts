import { parseLinkedProvider, parseSubject } from '../../../conventions/provider-name.js';
import { AdminError } from '../../../errors.js';
import type { LinkedIdentity } from '../../../model/user.js';
import type { UnlinkInput } from '../../../users/changes/change-links.js';
import { defined } from '../../../model/defined.js';
import { flagGroup, parsedFlag } from '../flag-group.js';

/** The identity that a command links or unlinks. A row of `--from` has a subject of its own. */
export const identityFlags = {
  ...flagGroup('CHANGE', {
    provider: parsedFlag(
      parseLinkedProvider,
      'PROVIDER',
      'Name of the identity provider; with --from, of rows without one.',
    ),
  }),
  ...flagGroup(
    'CHANGE',
    { subject: parsedFlag(parseSubject, 'ID', "The provider's ID of the user: the claim sub, or SAML's NameID.") },
    { exclusive: ['from'] },
  ),
};

type IdentityFlags = Partial<Record<keyof LinkedIdentity, string | undefined>>;

/** The identity of `users link`. @throws AdminError MISSING_INPUT, with every flag that is missing */
export function requiredIdentity({ provider, subject }: IdentityFlags): LinkedIdentity {
  if (provider !== undefined && subject !== undefined) return { provider, subject };
  throw missing([...(provider === undefined ? ['--provider'] : []), ...(subject === undefined ? ['--subject'] : [])]);
}

/** The identity of `users unlink`, which may leave out the subject. @throws AdminError MISSING_INPUT */
export function identityToUnlink({ provider, subject }: IdentityFlags): UnlinkInput {
  if (provider !== undefined) return { provider, ...defined({ subject }) };
  throw missing(['--provider']);
}

function missing(flags: readonly string[]): AdminError {
  const message = `missing ${flags.length === 1 ? 'flag' : 'flags'} ${flags.join(', ')}`;
  return new AdminError('MISSING_INPUT', message, {
    hint: 'Give the identity: --provider PROVIDER --subject ID. To list the providers: sf-admin providers list',
  });
}

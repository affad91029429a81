import { signingPerson, type SigningPerson } from '../../approvals/sign-file.js';
import { callerIdentity } from '../../cognito/client/caller-identity.js';
import type { Directory } from '../../directory.js';
import { AdminError } from '../../errors.js';

/**
 * The person who signs: the signer whose key is at hand. If the signer has AWS identities, the credentials must be one of them.
 *
 * @throws AdminError SIGNATURE_REFUSED; those of `signingPerson` and `callerIdentity`
 */
export async function signerAt(
  directory: Directory,
  { keyFile, mayAsk }: { readonly keyFile: string | undefined; readonly mayAsk: boolean },
): Promise<SigningPerson> {
  const { signers } = await directory.approvalRules();
  const by = await signingPerson({ signers, keyFile, mayAsk, now: new Date() });
  const identities = signers?.[by.person]?.identities;
  if (identities === undefined) return by;
  const { arn } = await callerIdentity(directory.endpoint);
  if (identities.includes(arn)) return by;
  throw new AdminError('SIGNATURE_REFUSED', `your key is that of ${by.person}, but your AWS identity is ${arn}`, {
    hint: `Nothing was signed. The identities of ${by.person}: ${identities.join(', ')}`,
  });
}

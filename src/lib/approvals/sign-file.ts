import type { Signers } from '../config/approval-rules.js';
import { personWithKey } from '../config/approval-rules.js';
import { AdminError } from '../errors.js';
import { addSignature, readSignatures } from './signature-file.js';
import { keyInFile, keysAtHand, isSignedBy, type SigningKey, signText } from './ssh-keygen.js';
import { type SignedStatement, type Statement, statementBytes } from './statement.js';

export interface SignOptions {
  readonly signers: Signers | undefined;
  /** The file of the key to sign with; default: the first of the agent, or of the usual files, that is a signer's. */
  readonly keyFile?: string | undefined;
  /** Whether there is a person to ask for a passphrase. */
  readonly mayAsk: boolean;
  readonly now: Date;
  /** The folder with `.ssh`; default: that of the user. */
  readonly home?: string;
}

/** A person who can sign, and the key to do it with. */
export interface SigningPerson {
  readonly person: string;
  readonly key: SigningKey;
}

/**
 * The person whose key is at hand: the entry of the signers that has it.
 *
 * @throws AdminError SIGNATURE_REFUSED if it is no signer's, or if there are no signers; those of `keyInFile`
 */
export async function signingPerson({ signers, keyFile, mayAsk, home }: SignOptions): Promise<SigningPerson> {
  if (signers === undefined) {
    throw new AdminError('SIGNATURE_REFUSED', 'no signature is possible: the context has no signers', {
      hint: 'Add the people and their public keys to the context: signers (docs/approvals.md)',
    });
  }
  const keys = keyFile === undefined ? await keysAtHand(home) : [await keyInFile(keyFile, mayAsk)];
  for (const key of keys) {
    const person = personWithKey(signers, key.publicKey);
    if (person !== undefined) return { person, key };
  }
  const names = Object.keys(signers).join(', ') || 'none';
  const whose = keyFile === undefined ? 'none of your SSH keys belongs' : `the key ${keyFile} does not belong`;
  throw new AdminError('SIGNATURE_REFUSED', `${whose} to a signer`, {
    hint:
      keyFile === undefined
        ? `Let the agent hold the key of a signer: ssh-add FILE. Signers: ${names}`
        : `Give another key: --key FILE. Signers: ${names}`,
  });
}

/**
 * Signs a file, and keeps the signature beside it.
 *
 * @param about what the statement says besides the person and the time
 * @throws AdminError SIGNING_FAILED, FILE_UNWRITABLE; SIGNATURE_REFUSED if what is beside the file holds no signatures
 */
export async function signFile(
  file: string,
  about: Omit<Statement, 'person' | 'at'>,
  { person, key }: SigningPerson,
  { mayAsk, now }: Pick<SignOptions, 'mayAsk' | 'now'>,
): Promise<SignedStatement> {
  // What came with the file may be anything: nothing is added to a symbolic link, or to what no one could read afterwards.
  await readSignatures(file);
  const statement: Statement = { ...about, person, at: now.toISOString() };
  const text = statementBytes(statement);
  const signature = await signText(text, key, mayAsk);
  // The .pub file beside a private key may be another's, and the signature would be refused when it is too late.
  if (!(await isSignedBy({ text, signature }, { person, keys: [key.publicKey] }))) {
    throw new AdminError(
      'SIGNING_FAILED',
      `the public key beside ${key.file ?? 'the key'} is not that of the private key`,
      {
        hint: 'Make it anew: ssh-keygen -y -f KEY > KEY.pub',
      },
    );
  }
  const signed = { ...statement, signature };
  await addSignature(file, signed);
  return signed;
}

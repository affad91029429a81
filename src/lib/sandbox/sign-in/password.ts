import { randomBytes, randomInt, scrypt, type ScryptOptions, scryptSync, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import type { PasswordPolicyType } from '@aws-sdk/client-cognito-identity-provider';
import { ServiceError } from '../engine/service-error.js';
import type { PasswordHash } from '../state/state.js';

/** Cheap on purpose: the sandbox protects nothing real, and a rehearsal may create thousands of users. */
const SCRYPT = { N: 1024, r: 8, p: 1 } as const;
const HASH_BYTES = 32;

/** Symbols that satisfy RequireSymbols; a space counts only inside a password (developer guide, password policies). */
const SYMBOL = /[\^$*.[\]{}()?"!@#%&/\\,><':;|_~`=+-]|(?<=\S) (?=\S)/;

/** Throws InvalidPasswordException with the first rule of the pool's policy that `password` violates. */
export function checkPassword(password: string, policy: PasswordPolicyType = {}): void {
  const rules: [broken: boolean, text: string][] = [
    [password.length < (policy.MinimumLength ?? 8), 'Password not long enough'],
    [policy.RequireLowercase === true && !/[a-z]/.test(password), 'Password must have lowercase characters'],
    [policy.RequireUppercase === true && !/[A-Z]/.test(password), 'Password must have uppercase characters'],
    [policy.RequireNumbers === true && !/[0-9]/.test(password), 'Password must have numeric characters'],
    [policy.RequireSymbols === true && !SYMBOL.test(password), 'Password must have symbol characters'],
  ];
  const first = rules.find(([broken]) => broken);
  if (first) {
    throw new ServiceError('InvalidPasswordException', `Password did not conform with policy: ${first[1]}`);
  }
}

export async function hashPassword(password: string): Promise<PasswordHash> {
  const salt = randomBytes(16);
  return stored(salt, await derive(password, salt));
}

/** For the seed, which must be the same every time. */
export function hashPasswordSync(password: string, salt: string): PasswordHash {
  return stored(Buffer.from(salt), scryptSync(password, Buffer.from(salt), HASH_BYTES, SCRYPT));
}

export async function passwordMatches(password: string, { salt, hash, imported }: PasswordHash): Promise<boolean> {
  if (imported !== undefined) {
    const { matchesImportedHash } = await import('../imports/imported-hash.js');
    return matchesImportedHash(password, hash, imported);
  }
  return timingSafeEqual(await derive(password, Buffer.from(salt, 'base64')), Buffer.from(hash, 'base64'));
}

/** A temporary password, for a request without one. */
export function generatePassword(policy: PasswordPolicyType = {}): string {
  const classes = ['ABCDEFGHJKLMNPQRSTUVWXYZ', 'abcdefghijkmnpqrstuvwxyz', '23456789', '!@#$%^&*_=+-'];
  const length = Math.max(16, policy.MinimumLength ?? 8);
  // Each class in turn, so that the password satisfies every policy.
  return Array.from({ length }, (_, index) => {
    const letters = classes[index % classes.length] ?? '';
    return letters.charAt(randomInt(letters.length));
  }).join('');
}

function stored(salt: Buffer, hash: Buffer): PasswordHash {
  return { salt: salt.toString('base64'), hash: hash.toString('base64') };
}

function derive(password: string, salt: Buffer): Promise<Buffer> {
  return promisify<string, Buffer, number, ScryptOptions, Buffer>(scrypt)(password, salt, HASH_BYTES, SCRYPT);
}

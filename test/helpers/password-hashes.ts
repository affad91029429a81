import { pbkdf2Sync, randomBytes, scryptSync } from 'node:crypto';

import { argon2id, bcrypt } from 'hash-wasm';

import type { HashAlgorithm } from '../../src/lib/model/imports/password-hash.js';

const base64 = (bytes: Buffer): string => bytes.toString('base64').replaceAll('=', '');

/** A hash as the libraries of other directories write it, at a low cost. */
export async function hashOf(algorithm: HashAlgorithm, password: string, salt = randomBytes(16)): Promise<string> {
  switch (algorithm) {
    case 'bcrypt':
      return bcrypt({ password, salt, costFactor: 4, outputType: 'encoded' });
    case 'argon2id':
      return argon2id({
        password,
        salt,
        parallelism: 1,
        iterations: 1,
        memorySize: 64,
        hashLength: 32,
        outputType: 'encoded',
      });
    case 'scrypt':
      return `$scrypt$ln=4,r=8,p=1$${base64(salt)}$${base64(scryptSync(password, salt, 32, { N: 16, r: 8, p: 1 }))}`;
    case 'pbkdf2-sha256':
      return `$pbkdf2-sha256$i=10$${base64(salt)}$${base64(pbkdf2Sync(password, salt, 10, 32, 'sha256'))}`;
  }
}

// cspell:disable
/**
 * Hashes that other implementations made: those of jBCrypt's and Argon2's own tests, and of passlib's documentation (that of
 * PBKDF2 in the form of PHC strings).
 */
export const FOREIGN_HASHES: readonly { algorithm: HashAlgorithm; password: string; hash: string }[] = [
  {
    algorithm: 'bcrypt',
    password: 'a',
    hash: '$2a$06$m0CrhHm10qJ3lXRY.5zDGO3rS2KdeeWLuGmsfGlMfOxih58VYVfxe',
  },
  {
    algorithm: 'argon2id',
    password: 'password',
    hash: '$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4',
  },
  {
    algorithm: 'scrypt',
    password: 'password',
    hash: '$scrypt$ln=16,r=8,p=1$aM15713r3Xsvxbi31lqr1Q$nFNh2CVHVjNldFVKDHDlm4CbdRSCdEBsjjJxD+iCs5E',
  },
  {
    algorithm: 'pbkdf2-sha256',
    password: 'toomanysecrets',
    hash: '$pbkdf2-sha256$i=29000$N2YMIWQsBWBMae09x1jrPQ$1t8iyB2A+WF/Z5JZv+lfCIhXXN33N23OSgQYThBYRfk',
  },
];

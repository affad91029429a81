import { pbkdf2, scrypt, type ScryptOptions, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { type HashAlgorithm, parsePasswordHash } from '../../model/imports/password-hash.js';

/** bcrypt ignores what follows, and hash-wasm refuses it. */
const BCRYPT_BYTES = 72;

/** Whether a password is the one that another directory hashed. A hash that cannot be read matches none. */
export async function matchesImportedHash(password: string, hash: string, algorithm: HashAlgorithm): Promise<boolean> {
  const parts = parsePasswordHash(hash, algorithm);
  if (typeof parts === 'string' || password === '') return false;
  switch (parts.algorithm) {
    case 'bcrypt': {
      const { bcryptVerify } = await import('hash-wasm');
      return bcryptVerify({ password: Buffer.from(password).subarray(0, BCRYPT_BYTES), hash });
    }
    case 'argon2id': {
      const { argon2Verify } = await import('hash-wasm');
      return argon2Verify({ password, hash });
    }
    case 'scrypt': {
      const { N, r, p, salt, key } = parts;
      // OpenSSL needs a little more than the blocks.
      const maxmem = 128 * r * (N + p + 2) + 1024 * 1024;
      return timingSafeEqual(await scryptKey(password, salt, key.length, { N, r, p, maxmem }), key);
    }
    case 'pbkdf2-sha256':
      return timingSafeEqual(
        await promisify(pbkdf2)(password, parts.salt, parts.iterations, parts.key.length, 'sha256'),
        parts.key,
      );
  }
}

const scryptKey = promisify<string, Buffer, number, ScryptOptions, Buffer>(scrypt);

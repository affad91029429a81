import { expect } from 'chai';
import fc from 'fast-check';

import {
  HASH_ALGORITHMS,
  type HashAlgorithm,
  parsePasswordHash,
} from '../../../../src/lib/model/imports/password-hash.js';
import { FOREIGN_HASHES, hashOf } from '../../../helpers/password-hashes.js';

const SALT = Buffer.from('password').toString('base64').replace('=', '');
const KEY = 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA';

describe('parsePasswordHash', () => {
  it('reads the salt, the key and the cost', () => {
    expect(parsePasswordHash(`$argon2id$v=19$m=65536,t=3,p=4$${SALT}$${KEY}`, 'argon2id')).to.deep.equal({
      algorithm: 'argon2id',
      memory: 65_536,
      passes: 3,
      lanes: 4,
      salt: Buffer.from('password'),
      key: Buffer.from(KEY, 'base64'),
    });
  });

  const limits: readonly [HashAlgorithm, string, string][] = [
    ['bcrypt', `$2b$15$${'a'.repeat(53)}`, 'has the cost 15; allowed are 4 to 14'],
    ['bcrypt', `$2b$03$${'a'.repeat(53)}`, 'has the cost 3; allowed are 4 to 14'],
    ['argon2id', `$argon2id$v=19$m=262145,t=3,p=4$${SALT}$${KEY}`, 'has m=262145; allowed are 32 to 262144'],
    ['argon2id', `$argon2id$v=19$m=31,t=3,p=4$${SALT}$${KEY}`, 'has m=31; allowed are 32 to 262144'],
    [
      'argon2id',
      `$argon2id$v=19$m=4096,t=65,p=4$${SALT}$${KEY}`,
      'has a cost of 266240 KiB (m × t); allowed are 0 to 262144',
    ],
    ['argon2id', `$argon2id$v=19$m=4096,t=3,p=17$${SALT}$${KEY}`, 'has p=17; allowed are 1 to 16'],
    ['scrypt', `$scrypt$ln=21,r=8,p=1$${SALT}$${KEY}`, 'has ln=21; allowed are 1 to 20'],
    [
      'scrypt',
      `$scrypt$ln=18,r=8,p=2$${SALT}$${KEY}`,
      'has a cost of 524288 KiB (2^ln × r × p / 8); allowed are 0 to 262144',
    ],
    ['scrypt', `$scrypt$ln=4,r=33,p=1$${SALT}$${KEY}`, 'has r=33; allowed are 1 to 32'],
    ['pbkdf2-sha256', `$pbkdf2-sha256$i=2000001$${SALT}$${KEY}`, 'has i=2000001; allowed are 1 to 2000000'],
    ['pbkdf2-sha256', `$pbkdf2-sha256$i=1000,l=32$${SALT}$${KEY}`, 'has a hash of 24 bytes, but l=32'],
    ['scrypt', `$scrypt$ln=4,r=8,p=1$c2FsdA$${KEY}`, 'has a salt of 4 bytes; allowed are 8 to 64'],
    ['scrypt', `$scrypt$ln=4,r=8,p=1$${SALT}$c2FsdA`, 'has a hash of 4 bytes; allowed are 16 to 64'],
    ['scrypt', `$scrypt$ln=4,r=8,p=1$${SALT}$${KEY}A`, 'has a salt or a hash that is not base64'],
  ];
  for (const [algorithm, hash, problem] of limits) {
    it(`refuses ${problem}`, () => {
      expect(parsePasswordHash(hash, algorithm)).to.equal(problem);
    });
  }

  it('refuses the hashes of the other algorithms', async () => {
    for (const algorithm of HASH_ALGORITHMS) {
      const hash = await hashOf(algorithm, 'one');
      const readable = HASH_ALGORITHMS.filter((other) => typeof parsePasswordHash(hash, other) === 'object');
      expect(readable).to.deep.equal([algorithm]);
    }
  });

  it('never shows a part of the hash in what is wrong with it', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...FOREIGN_HASHES),
        fc.nat(90),
        fc.constantFrom('', '$', ',', ' ', '=', 'é', '\n'),
        fc.constantFrom(...HASH_ALGORITHMS),
        ({ hash }, at, text, algorithm) => {
          const broken = `${hash.slice(0, at)}${text}${hash.slice(at + 1)}`;
          const result = parsePasswordHash(broken, algorithm);
          if (typeof result !== 'string') return true;
          const secret = hash.split('$').at(-1) ?? '';
          return !result.includes(secret.slice(0, 8)) && !result.includes(secret.slice(-8));
        },
      ),
    );
  });
});

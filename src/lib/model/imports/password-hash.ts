/**
 * Hashes of passwords that another directory made, as an import job takes them (`PasswordHashingAlgorithm` of
 * CreateUserImportJob). AWS documents the names of the algorithms only. The encodings here are those that the libraries of
 * each algorithm write: the modular crypt format for bcrypt, and PHC strings for the others
 * (https://github.com/P-H-C/phc-string-format).
 */

export const HASH_ALGORITHMS = ['bcrypt', 'scrypt', 'argon2id', 'pbkdf2-sha256'] as const;

export type HashAlgorithm = (typeof HASH_ALGORITHMS)[number];

/** The algorithm as Cognito names it: `pbkdf2-sha256` is `PBKDF2_SHA256`. */
export function sdkAlgorithm(algorithm: HashAlgorithm): 'BCRYPT' | 'SCRYPT' | 'ARGON2ID' | 'PBKDF2_SHA256' {
  return SDK_NAMES[algorithm];
}

const SDK_NAMES = {
  bcrypt: 'BCRYPT',
  scrypt: 'SCRYPT',
  argon2id: 'ARGON2ID',
  'pbkdf2-sha256': 'PBKDF2_SHA256',
} as const;

/** The column of an import file that holds the hashes. AWS does not document its name: unverified. */
export const HASH_COLUMN = 'cognito:password_hash';

/** What a hash holds besides its text; salt and key are bytes. */
export type PasswordHashParts =
  | { readonly algorithm: 'bcrypt'; readonly cost: number }
  | (SaltedKey & {
      readonly algorithm: 'argon2id';
      readonly memory: number;
      readonly passes: number;
      readonly lanes: number;
    })
  | (SaltedKey & { readonly algorithm: 'scrypt'; readonly N: number; readonly r: number; readonly p: number })
  | (SaltedKey & { readonly algorithm: 'pbkdf2-sha256'; readonly iterations: number });

interface SaltedKey {
  readonly salt: Buffer;
  readonly key: Buffer;
}

/**
 * Reads a hash. Its cost is limited, because every sign-in pays it: a file must not be able to stop the service. AWS
 * documents no limits. These allow at least twice what OWASP recommends (Password Storage Cheat Sheet).
 *
 * @returns its parts, or what is wrong with it. The text never has the hash itself.
 */
export function parsePasswordHash(text: string, algorithm: HashAlgorithm): PasswordHashParts | string {
  const { form, example, read } = FORMS[algorithm];
  const groups = form.exec(text)?.groups;
  return groups === undefined ? `is not a hash of ${algorithm}, such as ${example}` : read(groups);
}

type Groups = Readonly<Record<string, string | undefined>>;

interface Form {
  readonly form: RegExp;
  /** With a cost that is allowed. The rest is no hash. */
  readonly example: string;
  readonly read: (groups: Groups) => PasswordHashParts | string;
}

/** Base64 without padding, as PHC strings have it. */
const SALT_AND_KEY = String.raw`\$(?<salt>[A-Za-z0-9+/]+)\$(?<key>[A-Za-z0-9+/]+)$`;

/** The memory that argon2id and scrypt go through, in KiB: 256 MiB, in some seconds. */
const MAX_WORK = 262_144;

const FORMS: Readonly<Record<HashAlgorithm, Form>> = {
  bcrypt: {
    form: /^\$2[aby]\$(?<cost>\d\d)\$[./A-Za-z0-9]{53}$/,
    example: '$2b$12$…',
    read: (groups) => {
      const cost = Number(groups.cost);
      return outside(`the cost ${cost}`, cost, 4, 14) ?? { algorithm: 'bcrypt', cost };
    },
  },
  argon2id: {
    form: phc(String.raw`argon2id\$v=19\$m=(?<memory>\d{1,9}),t=(?<passes>\d{1,9}),p=(?<lanes>\d{1,9})`),
    example: '$argon2id$v=19$m=65536,t=3,p=4$SALT$HASH',
    read: (groups) => {
      const [memory, passes, lanes] = [Number(groups.memory), Number(groups.passes), Number(groups.lanes)];
      const problem =
        outside(`p=${lanes}`, lanes, 1, 16) ??
        outside(`m=${memory}`, memory, 8 * lanes, MAX_WORK) ??
        outside(`t=${passes}`, passes, 1, MAX_WORK) ??
        outside(`a cost of ${memory * passes} KiB (m × t)`, memory * passes, 0, MAX_WORK);
      return problem ?? withKey(groups, (bytes) => ({ algorithm: 'argon2id', memory, passes, lanes, ...bytes }));
    },
  },
  scrypt: {
    form: phc(String.raw`scrypt\$ln=(?<ln>\d{1,9}),r=(?<r>\d{1,9}),p=(?<p>\d{1,9})`),
    example: '$scrypt$ln=16,r=8,p=1$SALT$HASH',
    read: (groups) => {
      const [ln, r, p] = [Number(groups.ln), Number(groups.r), Number(groups.p)];
      // 128 bytes for each of N blocks of size r, p times.
      const work = (2 ** ln * r * p) / 8;
      const problem =
        outside(`ln=${ln}`, ln, 1, 20) ??
        outside(`r=${r}`, r, 1, 32) ??
        outside(`p=${p}`, p, 1, 16) ??
        outside(`a cost of ${work} KiB (2^ln × r × p / 8)`, work, 0, MAX_WORK);
      return problem ?? withKey(groups, (bytes) => ({ algorithm: 'scrypt', N: 2 ** ln, r, p, ...bytes }));
    },
  },
  'pbkdf2-sha256': {
    form: phc(String.raw`pbkdf2-sha256\$i=(?<iterations>\d{1,9})(?:,l=(?<length>\d{1,3}))?`),
    example: '$pbkdf2-sha256$i=600000$SALT$HASH',
    read: (groups) => {
      const iterations = Number(groups.iterations);
      const problem = outside(`i=${iterations}`, iterations, 1, 2_000_000);
      return problem ?? withKey(groups, (bytes) => ({ algorithm: 'pbkdf2-sha256', iterations, ...bytes }));
    },
  },
};

function phc(start: string): RegExp {
  return new RegExp(String.raw`^\$${start}${SALT_AND_KEY}`);
}

function outside(what: string, value: number, least: number, most: number): string | undefined {
  return value >= least && value <= most ? undefined : `has ${what}; allowed are ${least} to ${most}`;
}

function withKey(
  { salt = '', key = '', length }: Groups,
  parts: (bytes: SaltedKey) => PasswordHashParts,
): PasswordHashParts | string {
  // A length that no base64 has: the text was cut off.
  if (salt.length % 4 === 1 || key.length % 4 === 1) return 'has a salt or a hash that is not base64';
  const bytes = { salt: Buffer.from(salt, 'base64'), key: Buffer.from(key, 'base64') };
  const problem =
    outside(`a salt of ${bytes.salt.length} bytes`, bytes.salt.length, 8, 64) ??
    outside(`a hash of ${bytes.key.length} bytes`, bytes.key.length, 16, 64);
  if (problem !== undefined) return problem;
  if (length !== undefined && Number(length) !== bytes.key.length) {
    return `has a hash of ${bytes.key.length} bytes, but l=${length}`;
  }
  return parts(bytes);
}

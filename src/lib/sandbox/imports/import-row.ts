import { HASH_COLUMN, type HashAlgorithm, parsePasswordHash } from '../../model/imports/password-hash.js';
import { ServiceError } from '../engine/service-error.js';
import { firstFactors, newUser } from '../operations/users/create-user.js';
import type { TakenNames } from '../state/lookup.js';
import type { ImportLogRun } from '../state/import-job-state.js';
import type { PasswordHash, PoolState, UserState } from '../state/state.js';
import { type ImportLine, importValues, MFA_COLUMN, USERNAME_COLUMN } from './import-file.js';

/** A new user, or the reason for the log; like Cognito's logs, it contains no data of the user. */
export type ImportedRow =
  { readonly user: UserState } | (Pick<ImportLogRun, 'message'> & { readonly outcome: 'SKIPPED' | 'FAILED' });

export interface ImportTarget {
  readonly pool: PoolState;
  /** Of the pool's users, including those that earlier rows have added. */
  readonly index: TakenNames;
  readonly columns: readonly string[];
  /** The algorithm of the password hashes; undefined if the file has none. */
  readonly hashes?: HashAlgorithm | undefined;
  /** The creation time of the users, in milliseconds since 1970. */
  readonly time: number;
}

/**
 * Makes a user from one line, without adding it to the pool. The rules are those of the developer guide, "Formatting the
 * CSV file". The three messages that the guide shows are Cognito's; the others are the sandbox's own.
 */
export function importRow(target: ImportTarget, { text }: Pick<ImportLine, 'text'>): ImportedRow {
  if (text === undefined) return failed('The row is longer than 16000 characters.');
  const values = importValues(text);
  const { columns, pool } = target;
  if (values.length !== columns.length)
    return failed(`The row has ${values.length} values, but the header has ${columns.length}.`);

  const given = new Map(columns.map((column, at) => [column, values[at] ?? '']));
  const name = given.get(USERNAME_COLUMN) ?? '';
  const mfa = (given.get(MFA_COLUMN) ?? '').toLowerCase();
  const hash = given.get(HASH_COLUMN) ?? '';
  for (const column of [USERNAME_COLUMN, MFA_COLUMN, HASH_COLUMN]) given.delete(column);
  const problem =
    nameProblem(name) ?? mfaProblem(pool, mfa) ?? hashProblem(target, hash) ?? attributeProblem(pool, given);
  return problem === undefined ? userFrom(target, { name, mfa, hash }, given) : failed(problem);
}

function userFrom(
  { pool, index, hashes, time }: ImportTarget,
  { name, mfa, hash }: { readonly name: string; readonly mfa: string; readonly hash: string },
  given: Map<string, string>,
): ImportedRow {
  try {
    const user = newUser(pool, name, given, index, time);
    const password: PasswordHash | undefined =
      hashes === undefined || hash === '' ? undefined : { salt: '', hash, imported: hashes };
    // Undocumented: the status of a user whose password was imported. Nothing else would let the user sign in with it.
    const isConfirmed = password !== undefined || signsInWithCode(pool, user.attributes);
    const status = isConfirmed ? 'CONFIRMED' : 'RESET_REQUIRED';
    const methods = mfa === 'true' && Object.hasOwn(user.attributes, 'phone_number') ? ['SMS_MFA'] : [];
    return { user: { ...user, status, mfa: { methods }, ...(password && { password }) } };
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    if (error.name === 'UsernameExistsException') return { outcome: 'SKIPPED', message: 'The user already exists.' };
    return failed(error.message.replaceAll(/\s+/g, ' ').trim());
  }
}

function nameProblem(name: string): string | undefined {
  if (name === '') return `${USERNAME_COLUMN} is blank.`;
  if (/\s/.test(name)) return `${USERNAME_COLUMN} contains a space or a tab.`;
  if (name.length > 128) return `${USERNAME_COLUMN} is longer than 128 characters.`;
  return undefined;
}

/** Undocumented: a user without a hash is imported as by a job without hashes. */
function hashProblem({ hashes }: ImportTarget, hash: string): string | undefined {
  if (hashes === undefined || hash === '') return undefined;
  const problem = parsePasswordHash(hash, hashes);
  return typeof problem === 'string' ? `${HASH_COLUMN} ${problem}.` : undefined;
}

/** A blank value follows the pool's setting. */
function mfaProblem({ settings }: PoolState, mfa: string): string | undefined {
  if (!['', 'true', 'false'].includes(mfa)) return `${MFA_COLUMN} must be true, false or blank.`;
  if (settings.MfaConfiguration === 'ON' && mfa === 'false')
    return `${MFA_COLUMN} is false, but the user pool requires MFA.`;
  if ((settings.MfaConfiguration ?? 'OFF') === 'OFF' && mfa === 'true')
    return `${MFA_COLUMN} is true, but the user pool has no MFA.`;
  return undefined;
}

/** Also turns booleans in `given` into lower case: the example in the guide has them in upper case. */
function attributeProblem({ schema, settings }: PoolState, given: Map<string, string>): string | undefined {
  for (const { Name = '', AttributeDataType: type } of schema) {
    if (type === 'Boolean') given.set(Name, (given.get(Name) ?? '').toLowerCase());
  }
  const birthdate = given.get('birthdate') ?? '';
  if (birthdate !== '' && !/^\d{2}\/\d{2}\/\d{4}$/.test(birthdate)) return 'birthdate must be mm/dd/yyyy.';
  const verified = settings.AutoVerifiedAttributes ?? [];
  if (!verified.some((address) => given.get(`${address}_verified`) === 'true')) return NONE_VERIFIED;
  return undefined;
}

const NONE_VERIFIED =
  'The User Record does not set any of the auto verified attributes to true. (Example: email_verified to true).';

/**
 * A user who can sign in with a code has no password to reset (developer guide, "Requiring imported users to reset
 * their passwords").
 */
function signsInWithCode(pool: PoolState, attributes: Readonly<Record<string, string>>): boolean {
  const factors = firstFactors(pool);
  return (
    (factors.includes('EMAIL_OTP') && Object.hasOwn(attributes, 'email')) ||
    (factors.includes('SMS_OTP') && Object.hasOwn(attributes, 'phone_number'))
  );
}

function failed(message: string): ImportedRow {
  return { outcome: 'FAILED', message };
}

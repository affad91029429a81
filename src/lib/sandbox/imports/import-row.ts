import type { ImportLine } from './import-file.js';
import { importValues } from './import-file.js';
import { MFA_COLUMN, USERNAME_COLUMN } from './import-header.js';
import { attributesOfNewUser, firstFactors } from '../operations/users/new-user.js';
import { ServiceError } from '../engine/service-error.js';
import type { ImportLogRun, PoolState, UserState } from '../state/state.js';
import type { UserIndex } from '../state/user-index.js';
import { hasGeneratedNames } from '../state/user-lookup.js';

/** What becomes of one row: a user, or a reason, which holds no user's data, as Cognito's logs do not. */
export type ImportedRow =
  { readonly user: UserState } | (Pick<ImportLogRun, 'message'> & { readonly outcome: 'SKIPPED' | 'FAILED' });

/** Where rows are imported to. */
export interface ImportTarget {
  readonly pool: PoolState;
  /** Of the pool's users; whoever puts a new one there adds it here. */
  readonly index: UserIndex;
  readonly columns: readonly string[];
  /** The moment of the import, in milliseconds since 1970: users were created then. */
  readonly time: number;
}

/**
 * Makes a user of one line, or says why not. The three sentences that the developer guide shows are Cognito's; the
 * others are the sandbox's own, for the rules under "Formatting the CSV file". Changes nothing.
 */
export function importRow(target: ImportTarget, { text }: Pick<ImportLine, 'text'>): ImportedRow {
  if (text === undefined) return failed('The row is longer than 16000 characters.');
  const values = importValues(text);
  const { columns, pool } = target;
  if (values.length !== columns.length)
    return failed(`The row has ${values.length} values where the header has ${columns.length}.`);

  const given = new Map(columns.map((column, at) => [column, values[at] ?? '']));
  const name = given.get(USERNAME_COLUMN) ?? '';
  const mfa = (given.get(MFA_COLUMN) ?? '').toLowerCase();
  given.delete(USERNAME_COLUMN);
  given.delete(MFA_COLUMN);
  const problem = nameProblem(name) ?? mfaProblem(pool, mfa) ?? attributeProblem(pool, given);
  return problem === undefined ? newUser(target, name, mfa, given) : failed(problem);
}

function newUser(
  { pool, index, time }: ImportTarget,
  name: string,
  mfa: string,
  given: Map<string, string>,
): ImportedRow {
  let attributes: Record<string, string>;
  try {
    attributes = attributesOfNewUser(pool, name, given, index);
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    if (error.name === 'UsernameExistsException')
      return { outcome: 'SKIPPED', message: 'The user already exists.' };
    return failed(error.message.replaceAll(/\s+/g, ' ').trim());
  }
  const username = hasGeneratedNames(pool) ? (attributes.sub ?? '') : name;
  return {
    user: {
      username,
      attributes,
      enabled: true,
      status: signsInWithCode(pool, attributes) ? 'CONFIRMED' : 'RESET_REQUIRED',
      createdAt: time,
      modifiedAt: time,
      mfa: { methods: mfa === 'true' && Object.hasOwn(attributes, 'phone_number') ? ['SMS_MFA'] : [] },
      refreshTokens: {},
    },
  };
}

function nameProblem(name: string): string | undefined {
  if (name === '') return `${USERNAME_COLUMN} is blank.`;
  if (/\s/.test(name)) return `${USERNAME_COLUMN} contains a space or a tab.`;
  if (name.length > 128) return `${USERNAME_COLUMN} is longer than 128 characters.`;
  return undefined;
}

/** Blank is what the pool requires. */
function mfaProblem({ settings }: PoolState, mfa: string): string | undefined {
  if (!['', 'true', 'false'].includes(mfa)) return `${MFA_COLUMN} must be true, false or blank.`;
  if (settings.MfaConfiguration === 'ON' && mfa === 'false')
    return `${MFA_COLUMN} is false where the user pool requires MFA.`;
  if ((settings.MfaConfiguration ?? 'OFF') === 'OFF' && mfa === 'true')
    return `${MFA_COLUMN} is true where the user pool has no MFA.`;
  return undefined;
}

/** Also writes booleans in small letters: the guide's own example has them in capital ones. */
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

/** Who can sign in without a password has none to reset. Source: the guide, "Requiring imported users to reset". */
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

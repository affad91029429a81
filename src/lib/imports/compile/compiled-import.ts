import { placeLines } from '../../changes/plan-summary.js';
import type { HashAlgorithm } from '../../model/imports/password-hash.js';
import { counted } from '../../text/counted.js';
import type { LineMap } from './line-map.js';

/** An input that was checked as a whole and compiled to the file that Cognito imports. */
export interface CompiledImport {
  /** Path of the compiled file. It holds personal data: the caller of `compileImport` removes it. */
  readonly file: string;
  readonly rows: number;
  readonly lines: LineMap;
  /** How many users are to be in each tenant, and how many get each privileged role. */
  readonly tenants: ReadonlyMap<string, number>;
  readonly privileged: ReadonlyMap<string, number>;
  /** How the passwords in the file are hashed; absent if it has none. */
  readonly hashes?: HashAlgorithm | undefined;
  /** Sentences on rows that repeat a user, and on invalid rows that were left out. */
  readonly duplicates: readonly string[];
  readonly skipped: readonly string[];
}

/**
 * What an import would do, and how it differs from creating the users one by one.
 *
 * @param existing how many of the users exist already, if they were counted
 */
export function importSummary({ rows, tenants, privileged, hashes }: CompiledImport, existing?: number): string {
  const skipped = `${existing} ${existing === 1 ? 'exists' : 'exist'} already and will be skipped`;
  return [
    existing === undefined ? `${counted(rows, 'user')} will be imported` : `The input has ${counted(rows, 'user')}`,
    ...placeLines({ tenants, grants: privileged }),
    ...(existing === undefined ? [] : [`${rows - existing} will be created, ${skipped}`]),
    hashes === undefined
      ? 'Unlike users create, an import sends no invitations and sets no passwords: the users have the status ' +
        'RESET_REQUIRED and set a password at their first sign-in. Existing users are skipped.'
      : `Unlike users create, an import sends no invitations. The users keep their passwords, as ${hashes} hashes. ` +
        'AWS does not document how: import a few users first, and sign in as one of them. Existing users are skipped.',
  ].join('\n');
}

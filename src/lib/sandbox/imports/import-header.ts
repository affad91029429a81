import type { PoolState } from '../state/state.js';

/** The column of the user name, and the one that says whether MFA is on; every other column is an attribute. */
export const USERNAME_COLUMN = 'cognito:username';
export const MFA_COLUMN = 'cognito:mfa_enabled';

/** Attributes that Cognito alone writes. */
const OWN_ATTRIBUTES = ['sub', 'identities'];

/**
 * The columns of an import job's file, as GetCSVHeader answers them: every attribute of the pool, then two of
 * Cognito's own. Source: the sample response in the developer guide, "Downloading the CSV file header".
 */
export function importHeader(pool: PoolState): string[] {
  const attributes = pool.schema.map(({ Name }) => Name ?? '');
  return [...attributes.filter((name) => !OWN_ATTRIBUTES.includes(name)), MFA_COLUMN, USERNAME_COLUMN];
}

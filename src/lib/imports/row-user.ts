import type { Row, RowProblem } from '../batch/row.js';
import type { Directory } from '../directory.js';
import { AdminError, type ErrorCode } from '../errors.js';
import { type NewUser, newUser } from '../users/new-user.js';

/** What holds for a row that does not say it. */
export interface CreationDefaults {
  readonly tenant?: string | undefined;
  readonly roles?: readonly string[] | undefined;
  readonly department?: string | undefined;
}

const OWN = new Set(['email', 'tenantId', 'roles', 'department', 'givenName', 'familyName']);

/** The column that an error of `newUser` is about, where its code says so. */
const COLUMNS: Readonly<Partial<Record<ErrorCode, string>>> = {
  INVALID_EMAIL: 'email',
  EMAIL_DOMAIN: 'email',
  INVALID_TENANT: 'tenantId',
  UNKNOWN_ROLE: 'roles',
  MISSING_INPUT: 'roles',
  INVALID_DEPARTMENT: 'department',
};

/** The user that a row describes, held against the conventions and the pool; or what is wrong with it. */
export async function rowUser(
  directory: Directory,
  { line, values }: Row,
  defaults: CreationDefaults,
): Promise<NewUser | readonly RowProblem[]> {
  try {
    return await newUser(directory, {
      email: values.email ?? '',
      tenant: values.tenantId ?? defaults.tenant ?? '',
      roles: values.roles === undefined ? (defaults.roles ?? []) : [values.roles],
      department: values.department ?? defaults.department,
      givenName: values.givenName,
      familyName: values.familyName,
      attributes: Object.entries(values).flatMap(([name, value]) => (OWN.has(name) ? [] : [{ name, value }])),
      permanent: false,
      invite: false,
      ifNotExists: false,
    });
  } catch (error) {
    if (!(error instanceof AdminError)) throw error;
    const column = COLUMNS[error.code];
    return [{ line, ...(column === undefined ? {} : { column }), problem: error.message }];
  }
}

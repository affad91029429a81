import type { Change, ChangeOperation } from '../../changes/change.js';
import type { Directory } from '../../directory.js';
import { USER_COLUMNS } from '../../input/rows/columns.js';
import { nameOf, nameProblems } from '../../input/rows/user-name.js';
import type { Recovery, RowOperation } from './row-operation.js';

/** An operation on one existing user. Its fields are those of `RowOperation`. */
export interface UserOperation {
  readonly operation: ChangeOperation;
  readonly intent?: object;
  /** @param user an email address, a sub or a user name */
  readonly plan: (directory: Directory, user: string) => Promise<Change>;
  readonly recovery: Recovery;
}

/** Applies an operation to the user that each row names. Other values of the rows are ignored. */
export function onEachUser({ plan, ...operation }: UserOperation): RowOperation {
  return {
    intent: {},
    ...operation,
    textKey: 'user',
    creates: false,
    caseSensitive: true,
    hasValues: false,
    columns: USER_COLUMNS,
    check: nameProblems,
    nameOf: (row) => nameOf(row)?.name ?? '',
    plan: (directory, row, targetId) => plan(directory, targetId ?? nameOf(row)?.name ?? ''),
  };
}

import type { Change, ChangeOperation } from '../../changes/change.js';
import type { Directory } from '../../directory.js';
import type { RowOperation, Recovery } from './row-operation.js';
import { nameOf, nameProblems } from '../../input/rows/user-name.js';

/** What is done with each of many users that exist. */
export interface UserOperation {
  readonly operation: ChangeOperation;
  /** The flags that decide what is done. */
  readonly intent: object;
  /** Plans it for one user, by whatever name. */
  readonly plan: (directory: Directory, user: string) => Promise<Change>;
  readonly recovery: Recovery;
}

/** The same with each user that the rows of an input name; what else the rows say counts for nothing. */
export function onEachUser({ plan, ...job }: UserOperation): RowOperation {
  return {
    ...job,
    textKey: 'user',
    creates: false,
    caseSensitive: true,
    hasValues: false,
    check: nameProblems,
    nameOf: (row) => nameOf(row)?.name ?? '',
    plan: (directory, row, target) => plan(directory, target ?? nameOf(row)?.name ?? ''),
  };
}

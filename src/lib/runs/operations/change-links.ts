import type { Change, ChangeOperation } from '../../changes/change.js';
import type { Directory } from '../../directory.js';
import { identityColumns } from '../../input/rows/columns.js';
import { identityOf } from '../../input/rows/identity-row.js';
import { isProblems } from '../../input/rows/row.js';
import { nameOf } from '../../input/rows/user-name.js';
import { linkIdentity, unlinkIdentity, type UnlinkInput } from '../../users/changes/change-links.js';
import type { RowOperation } from './row-operation.js';

/** The provider of rows that name none. */
interface LinkDefaults {
  readonly provider: string | undefined;
}

/** Links the identity of each row to its user. */
export function linkOperation(defaults: LinkDefaults): RowOperation {
  const plan = linkIdentity();
  return onEachIdentity('users.link', { ...defaults, needsSubject: true }, (directory, user, { provider, subject }) => {
    if (subject === undefined) throw new Error(`a row of ${user} without a subject passed its check`);
    return plan(directory, user, { provider, subject });
  });
}

/** Takes the identity of each row from its user. */
export function unlinkOperation(defaults: LinkDefaults): RowOperation {
  return onEachIdentity('users.unlink', { ...defaults, needsSubject: false }, unlinkIdentity());
}

function onEachIdentity(
  operation: ChangeOperation,
  { provider, needsSubject }: LinkDefaults & { readonly needsSubject: boolean },
  plan: (directory: Directory, user: string, identity: UnlinkInput) => Promise<Change>,
): RowOperation {
  const needed = [...(provider === undefined ? ['provider'] : []), ...(needsSubject ? ['subject'] : [])];
  const rules = { provider, needsSubject };
  return {
    operation,
    intent: { provider },
    textKey: 'user',
    creates: false,
    caseSensitive: true,
    hasValues: true,
    columns: identityColumns(needed),
    check: (row) => {
      const identity = identityOf(row, rules);
      return isProblems(identity) ? identity : [];
    },
    nameOf: (row) => nameOf(row)?.name ?? '',
    plan: (directory, row, target) => {
      const identity = identityOf(row, rules);
      if (isProblems(identity)) throw new Error(`line ${row.line} was valid when it was checked, and is invalid now`);
      return plan(directory, target ?? nameOf(row)?.name ?? '', identity);
    },
    recovery: { kind: 'look' },
  };
}

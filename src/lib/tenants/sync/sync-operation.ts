import type { Directory } from '../../directory.js';
import { AdminError } from '../../errors.js';
import { textOf } from '../../input/rows/row-values.js';
import type { Columns, Row } from '../../input/rows/row.js';
import type { RowOperation } from '../../runs/operations/row-operation.js';
import { matchRoster, type SyncLimits } from './match-roster.js';
import { rosterRules } from './roster.js';
import { syncPerson, type SyncRules } from './sync-person.js';
import { workOf, workProblems } from './work-row.js';

export interface SyncInput extends SyncLimits, Omit<SyncRules, 'deletesLeavers'> {
  /** Whether the rows are those of a saved plan, which were derived when it was made. */
  readonly isPlanned: boolean;
}

/**
 * Makes the people of the tenant that the directory acts in match a roster, as one run: its rows are those for whom there is
 * something to do. Each is a change of its own, so that no user outside the tenant can be touched.
 *
 * @throws AdminError MISSING_INPUT without a tenant; if the pool cannot be read
 */
export async function syncOperation(directory: Directory, input: SyncInput): Promise<RowOperation> {
  const { tenant } = directory;
  if (tenant === undefined) {
    throw new AdminError('MISSING_INPUT', 'no tenant is given', { hint: 'Name the tenant of the roster: --tenant ID' });
  }
  const { leavers, allowPrivileged, invite, isPlanned } = input;
  const rules = { allowPrivileged, invite, deletesLeavers: leavers === 'delete' };
  const plan = (isRetried: boolean) => (acting: Directory, row: Row) =>
    syncPerson(acting, workOf(row), rules, { isRetried });
  const roster = isPlanned ? undefined : await rosterRules(directory);
  const reading = roster ?? {
    textKey: 'user',
    columns: WORK_COLUMNS,
    check: workProblems,
    nameOf,
    caseSensitive: true,
  };
  return {
    ...reading,
    operation: 'tenant.sync',
    title: `tenant sync ${tenant}`,
    intent: { tenant, leavers, allowPrivileged, invite },
    creates: false,
    hasValues: true,
    ...(roster === undefined
      ? {}
      : { derive: (acting, derived) => matchRoster(acting, roster, { ...derived, ...input }) }),
    plan: plan(false),
    nameOf: (row) => (row.values.action === undefined && roster !== undefined ? roster.nameOf(row) : nameOf(row)),
    recovery: {
      kind: 'complete',
      plan: plan(true),
      isDone: ({ code }, row) => code === 'USER_NOT_FOUND' && row.values.action === 'leave',
    },
  };
}

/** Of rows of a plan, which are never written by hand. */
const WORK_COLUMNS: Columns = { keyOf: (written) => written, check: () => [], naming: ['user', 'email'] };

function nameOf({ values }: Row): string {
  return textOf(values.user) ?? textOf(values.email) ?? '';
}

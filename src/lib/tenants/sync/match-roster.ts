import { pages, MAX_USER_PAGES, PAGE_SIZE } from '../../cognito/client/pages.js';
import { isServiceAccount } from '../../config/service-account.js';
import type { Directory } from '../../directory.js';
import { AdminError } from '../../errors.js';
import { makeAddressBook } from '../../model/address-book.js';
import { isFederated, userLabel, type UserWithAttributes, userWithAttributes } from '../../model/user.js';
import type { DerivedInput, DerivedRows } from '../../runs/operations/row-operation.js';
import { counted } from '../../text/counted.js';
import { listed } from '../../text/listed.js';
import { pageOfUsers } from '../../users/read/user-pages.js';
import type { RosterRules } from './roster.js';
import { RosterRows } from './roster-rows.js';
import { workRow } from './work-row.js';

export type LeaversRule = 'disable' | 'keep' | 'delete';

/** What a sync may do. */
export interface SyncLimits {
  readonly leavers: LeaversRule;
  /** The most leavers: a number, or a part of the enabled people of the tenant, rounded up. */
  readonly maxLeavers: { readonly count: number } | { readonly percent: number };
  /** The most changes. */
  readonly maxChanges: number | undefined;
}

/**
 * Compares a roster with the people of the tenant that the directory acts in, in one pass over the pool: who joins, who has
 * changed, who comes back, and who leaves. Memory grows with the roster and the tenant, not with the pool. Whether somebody may
 * be changed is decided by the plan of each person, which refuses by name.
 *
 * @throws AdminError TOO_MANY_CHANGES if the roster has no row, or takes out or changes more people than is allowed; CANCELLED;
 *   as ListUsers does
 */
export async function matchRoster(
  directory: Directory,
  rules: RosterRules,
  { rows, progress, stop, ...limits }: DerivedInput & SyncLimits,
): Promise<DerivedRows> {
  const roster = await RosterRows.read(rows, rules);
  if (roster.isEmpty) {
    throw new AdminError('TOO_MANY_CHANGES', 'the roster has no row, so everybody would leave', {
      hint: 'Nothing was changed. Check the export. To keep people out: sf-admin users disable --from FILE',
    });
  }
  const { roster: settings = {} } = directory.context;
  const addresses = makeAddressBook();
  const left = { federated: 0, services: 0 };
  const leavers: UserWithAttributes[] = [];
  let enabled = 0;
  const readPage = pageOfUsers(directory.cognito, { Limit: PAGE_SIZE });
  const page = (token: string | undefined) => {
    if (stop.aborted) throw new AdminError('CANCELLED', 'interrupted', { hint: 'Nothing was changed.' });
    return readPage(token);
  };
  for await (const item of pages(page, { maxPages: MAX_USER_PAGES })) {
    progress.done += 1;
    const user = userWithAttributes(item);
    if (user.email !== null && roster.hasAddress(user.email)) addresses.add(user.email);
    if (user.tenantId !== directory.tenant) {
      roster.meetStranger(user);
      continue;
    }
    if (user.enabled) enabled += 1;
    roster.meet(user);
  }
  for (const user of roster.unnamed()) {
    if (isFederated(user)) left.federated += 1;
    else if (isServiceAccount(user, settings)) left.services += 1;
    else if (limits.leavers === 'delete' || (limits.leavers === 'disable' && user.enabled)) leavers.push(user);
  }
  assertFewLeavers(directory, leavers, { enabled, ...limits });
  const derived = roster.work(rules);
  const work = [...derived.rows, ...leavers.map(({ username: user }) => workRow({ action: 'leave', user }, 0))];
  const { maxChanges = Infinity } = limits;
  if (work.length > maxChanges) {
    throw new AdminError('TOO_MANY_CHANGES', `the roster would change ${counted(work.length, 'user')}`, {
      hint: `Nothing was changed. At most ${maxChanges} are allowed: --max-changes`,
    });
  }
  const { joiners, movers, returners, unchanged, refused } = derived;
  const gone = limits.leavers === 'delete' ? ' (deleted for good: no undo brings them back)' : '';
  return {
    rows: work,
    unchanged,
    addresses,
    about: [
      `joiners ${joiners}, movers ${movers}, returners ${returners}, leavers ${leavers.length}${gone}, ` +
        `unchanged ${unchanged}${refused === 0 ? '' : `, refused ${refused}`}`,
      ...(left.federated + left.services === 0
        ? []
        : [
            `not in the roster and left alone: ${left.federated} federated, ${counted(left.services, 'service account')}`,
          ]),
    ],
  };
}

/** An export that was cut off must not take a customer out. */
function assertFewLeavers(
  directory: Directory,
  leavers: readonly UserWithAttributes[],
  { enabled, maxLeavers, leavers: rule }: Pick<SyncLimits, 'maxLeavers' | 'leavers'> & { readonly enabled: number },
): void {
  const most = 'count' in maxLeavers ? maxLeavers.count : Math.ceil((enabled * maxLeavers.percent) / 100);
  if (leavers.length <= most) return;
  const verb = rule === 'delete' ? 'delete' : 'disable';
  const tenant = directory.tenant ?? '';
  throw new AdminError(
    'TOO_MANY_CHANGES',
    `the roster would ${verb} ${counted(leavers.length, 'user')} of ${tenant}, which has ${enabled} enabled`,
    {
      hint:
        `Nothing was changed. At most ${most} may leave. If the roster is complete: --max-leavers ${leavers.length}\n` +
        `Leavers: ${listed(leavers.map(userLabel))}\n` +
        `To see the tenant: sf-admin tenant show ${tenant}`,
    },
  );
}

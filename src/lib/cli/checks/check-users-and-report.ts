import { Flags, type Interfaces } from '@oclif/core';

import { checkUsers } from '../../checks/people/check-users.js';
import {
  type PersonFinding,
  personFindingList,
  TenantCounts,
  USER_RULES,
  usersFindings,
} from '../../checks/people/users-findings.js';
import { countsText } from '../../checks/report/report.js';
import { AdminError } from '../../errors.js';
import { counted } from '../../text/counted.js';
import { checkFlags } from '../flags/check.js';
import { connectionFlags } from '../flags/connection.js';
import { DEFAULT_CONCURRENCY, readRateFlag } from '../flags/run.js';
import type { OutputFlags } from '../flags/output.js';
import type { Invocation } from '../invocation.js';
import { withSteadyHeap } from '../process/steady-heap.js';
import { reportFindings } from './report-findings.js';

/** Flags of `users check`. */
export const usersCheckFlags = {
  ...connectionFlags,
  ...checkFlags,
  tenant: Flags.string({ summary: 'Only users of this tenant.', helpValue: 'ID' }),
  inactive: Flags.integer({
    summary: 'Also find users who have not signed in for so many days.',
    min: 1,
    helpValue: 'DAYS',
  }),
  ...readRateFlag,
};

type UsersCheckFlags = Omit<OutputFlags, 'output'> & Interfaces.InferredFlags<typeof usersCheckFlags>;

const INACTIVE = 'NOT_SIGNED_IN';

/**
 * Checks the users that the flags ask for, and reports what is found as it is found, then how many findings there were.
 *
 * @param root the folder of the program
 */
export async function checkUsersAndReport(
  invocation: Omit<Invocation, 'flags'> & { readonly flags: UsersCheckFlags },
  root: string,
): Promise<void> {
  const { flags, open, note, warn } = invocation;
  const { inactive: inactiveDays, quiet } = flags;
  if (inactiveDays === undefined && flags.only?.includes(INACTIVE) === true) {
    throw new AdminError('MISSING_INPUT', `${INACTIVE} needs --inactive`, { hint: 'Give the days: --inactive 90' });
  }
  const skip = inactiveDays === undefined ? [...(flags.skip ?? []), INACTIVE] : flags.skip;
  const pace = { rate: flags.rate, maxConcurrency: DEFAULT_CONCURRENCY };
  const tenants = new TenantCounts();
  let check: ReturnType<typeof checkUsers> | undefined;
  const counts = await withSteadyHeap(() =>
    reportFindings<PersonFinding>(
      { ...invocation, open: () => open({ pace }), flags: { ...flags, skip } },
      {
        name: 'users check',
        rules: USER_RULES,
        root,
        run: (directory, kinds) => {
          check = checkUsers(directory, { kinds, inactiveDays, now: new Date() });
          const findings = tenants.count(usersFindings(check, directory));
          return { findings: quiet ? aboutUsers(findings) : findings };
        },
        view: personFindingList,
      },
    ),
  );
  for (const { rule, reason } of check?.gaps() ?? []) warn(`not checked: ${rule}: ${reason}`);
  if (quiet || check === undefined) return;
  const deleted = check.deleted() === 0 ? '' : ` ${counted(check.deleted(), 'deleted user')} skipped.`;
  note(`Checked ${counted(check.checked(), 'user')}: ${countsText(counts)}.${deleted}`);
  for (const line of tenants.lines()) note(line);
}

/** What could not be checked has no identifier to print. */
async function* aboutUsers(findings: AsyncIterable<PersonFinding>): AsyncGenerator<PersonFinding, void, undefined> {
  for await (const finding of findings) if (finding.username !== null) yield finding;
}

import { Flags, type Interfaces } from '@oclif/core';

import { readTrail } from '../../cloudtrail/read-trail.js';
import type { Directory } from '../../directory.js';
import { AdminError } from '../../errors.js';
import { openSource } from '../../input/decode/open-source.js';
import { withProgress } from '../../output/progress.js';
import { findStale, type StaleOptions, type StaleSearch } from '../../stale/find-stale.js';
import { CRITERIA, type Criterion } from '../../stale/staleness.js';
import { staleList } from '../../stale/stale-view.js';
import { TrailSignals } from '../../stale/trail-signals.js';
import { counted } from '../../text/counted.js';
import { quoted } from '../../text/quoted.js';
import { connectionFlags } from '../flags/connection.js';
import { rowsFlags, type OutputFlags } from '../flags/output.js';
import { DEFAULT_CONCURRENCY, readRateFlag } from '../flags/run.js';
import { limitFlag } from '../flags/user-filter.js';
import type { Invocation } from '../invocation.js';
import { withSteadyHeap } from '../process/steady-heap.js';
import { showList } from '../show.js';

/** Days for which Cognito keeps the events of users (developer guide, "Viewing user event history"). */
const LONGEST_DAYS = 730;

const daysFlag = (criterion: Criterion, summary: string) =>
  Flags.custom<number>({
    summary: `${summary} Default: ${CRITERIA[criterion]}d, unless another of the three is given.`,
    helpValue: 'DAYS',
    parse: (text) => Promise.resolve(parseDays(text, `--${criterion}`)),
  })();

/** Flags of `users stale`. */
export const staleFlags = {
  ...connectionFlags,
  ...rowsFlags,
  ...limitFlag,
  ...readRateFlag,
  inactive: daysFlag('inactive', 'Users without activity for so many days, such as 90d.'),
  unconfirmed: daysFlag('unconfirmed', 'Users who have not confirmed their sign-up for so long.'),
  invited: daysFlag('invited', 'Users who have not replaced a temporary password for so long.'),
  cloudtrail: Flags.string({
    summary: 'Also look for activity in a CloudTrail file, or in stdin with -.',
    helpValue: 'FILE',
  }),
  'include-unknown': Flags.boolean({
    summary: 'Also list users of whom it is not known.',
    exclusive: ['quiet'],
  }),
  tenant: Flags.string({ summary: 'Only users of this tenant.', helpValue: 'ID' }),
};

type StaleFlags = OutputFlags & Interfaces.InferredFlags<typeof staleFlags>;

type StaleInvocation = Omit<Invocation, 'flags'> & { readonly flags: StaleFlags };

/** Lists the users who are stale, as they are found, and says of how many that is not known, and why. */
export async function listStaleUsers(cli: StaleInvocation): Promise<void> {
  const { flags } = cli;
  const now = new Date();
  const directory = await cli.open({ pace: { rate: flags.rate, maxConcurrency: DEFAULT_CONCURRENCY } });
  const trail = flags.cloudtrail === undefined ? undefined : await readSignals(cli, directory, flags.cloudtrail);
  const includeUnknown = flags['include-unknown'];
  try {
    const search = findStale(directory, { periods: periodsOf(flags), trail, includeUnknown, now });
    const progress = () => `${counted(search.counts.read, 'user')} scanned`;
    await withSteadyHeap(() => showList(search.users, staleList, cli, progress));
    report(cli, search);
  } finally {
    trail?.close();
  }
}

/**
 * A number of days: `90d`, or `90` as for `users check --inactive`.
 *
 * @throws AdminError USAGE
 */
function parseDays(text: string, flag: string): number {
  const days = Number(/^(\d{1,4})d?$/.exec(text.trim())?.[1]);
  if (days >= 1 && days <= LONGEST_DAYS) return days;
  throw new AdminError('USAGE', `${flag} ${quoted(text)} is not a number of days from 1 to ${LONGEST_DAYS}`, {
    hint: `Give days, such as ${flag} 90d. Cognito keeps the events of users for two years.`,
  });
}

/** The criteria that are asked for; all of them if none is. */
function periodsOf({ inactive, unconfirmed, invited }: StaleFlags): StaleOptions['periods'] {
  const asked = { inactive, unconfirmed, invited };
  const given = Object.entries(asked).filter((entry): entry is [Criterion, number] => entry[1] !== undefined);
  return given.length === 0 ? CRITERIA : Object.fromEntries(given);
}

/** @throws AdminError USAGE for a file that cannot be read, before any user is */
async function readSignals(
  { streams, flags, note }: StaleInvocation,
  { endpoint }: Directory,
  file: string,
): Promise<TrailSignals> {
  const signals = new TrailSignals(endpoint);
  try {
    const events = readTrail(await openSource(file, process.stdin), file);
    const progress = () => `${counted(signals.records, 'record')} of CloudTrail read`;
    for await (const event of flags.quiet ? events : withProgress(events, progress, streams)) signals.add(event);
  } catch (error) {
    signals.close();
    throw error;
  }
  if (!flags.quiet) note(signals.summary());
  return signals;
}

function report({ flags, note, warn }: StaleInvocation, { counts }: StaleSearch): void {
  const { read, stale, unknown, deleted } = counts;
  const unknowns = [...unknown.values()].reduce((sum, count) => sum + count, 0);
  const skipped = deleted === 0 ? '' : `, ${counted(deleted, 'deleted user')} skipped`;
  if (!flags.quiet) note(`${stale} stale, ${unknowns} unknown (${counted(read, 'user')} scanned${skipped}).`);
  for (const [reason, count] of unknown) warn(`unknown for ${counted(count, 'user')}: ${reason}`);
}

import { resolve } from 'node:path';

import { Flags, type Interfaces } from '@oclif/core';

import { type Archive, inArchive } from '../../backups/archive/archive.js';
import { subjectText } from '../../backups/archive/archive-folder.js';
import { readArchive } from '../../backups/archive/read-archive.js';
import { assertSubsFile, compareRestored, type Comparison } from '../../backups/restore/compare-restored.js';
import { missingGroups } from '../../backups/restore/missing-groups.js';
import { assertRestorable, restorableUsers, restoreUsersOperation } from '../../backups/restore/restore-users.js';
import type { Change } from '../../changes/change.js';
import { carryOut } from '../../changes/carry-out.js';
import { commandLine, type Directory } from '../../directory.js';
import { EXIT } from '../../errors.js';
import { LINE_PERIOD, startRunProgress } from '../../output/progress.js';
import { counted } from '../../text/counted.js';
import { shellWord } from '../../text/quoted.js';
import { flagGroup } from '../flags/flag-group.js';
import type { OutputFlags } from '../flags/output.js';
import { inputFlags } from '../flags/run.js';
import type { Invocation } from '../invocation.js';
import { openForRun } from '../process/open-for-run.js';
import { type RunInvocation, runRows } from '../run-and-report.js';
import { archiveChangeFlags, archiveRunFlags, NO_OTHER_FLAGS } from './archive-run.js';

const { context: _context, ...placeAndChangeFlags } = archiveChangeFlags;

/** Flags of `pool restore`. */
export const restoreFlags = {
  ...placeAndChangeFlags,
  ...flagGroup('CHANGE', {
    to: Flags.string({ summary: 'Context of the pool to restore into.', helpValue: 'CONTEXT', required: true }),
    'same-pool': Flags.boolean({ summary: 'Restore into the pool that the backup was made of.' }),
    'skip-invalid': { ...inputFlags['skip-invalid'], summary: 'Skip users who cannot be restored instead of failing.' },
    subs: Flags.string({
      summary: 'File for the old and the new sub of each user; default: beside DIR.',
      helpValue: 'FILE',
    }),
  }),
  ...archiveRunFlags,
};

type RestoreInvocation = Invocation<OutputFlags & Interfaces.InferredFlags<typeof restoreFlags>>;

/**
 * Restores a backup into the pool of a context: its groups, then its users as a run, and compares the pool with it afterwards.
 *
 * @throws AdminError those of `readArchive`, `assertRestorable` and `startRun`; nothing has been written then
 */
export async function restoreAndReport(given: RestoreInvocation, folder: string): Promise<void> {
  const { flags, note, exitWith } = given;
  const archive = await readArchive(folder);
  const invocation = { ...given, flags: { ...flags, ...NO_OTHER_FLAGS, context: undefined }, resumesByItself: true };
  const { directory, stop } = await openForRun(invocation, { context: flags.to });
  await assertRestorable(directory, archive, { isSamePool: flags['same-pool'] });
  const file = flags.subs ?? `${resolve(folder)}-subs-${directory.endpoint.poolId}.csv`;
  await assertSubsFile(file);
  const groups = await missingGroups(directory, archive);
  if (!flags.quiet) for (const line of beforehand(directory, archive, groups)) note(line);
  if (flags['dry-run']) note('Dry run: nothing is written.');
  const result = await runRows(invocation, {
    directory,
    stop,
    operation: await restoreUsersOperation(directory, archive),
    options: {
      input: {
        name: resolve(inArchive(folder, 'users.ndjson')),
        format: 'ndjson',
        open: () => Promise.resolve(restorableUsers(archive)),
      },
      resume: 'if-interrupted',
    },
    before: () => createGroups(directory, groups, flags.reason),
  });
  if (flags['dry-run'] || result.stopReason !== undefined) return;
  const comparison = await compared(invocation, { directory, stop }, archive, file);
  const isDifferent = comparison.missing + comparison.differing > 0;
  if (isDifferent && result.counts.failed === 0) exitWith(EXIT.finding);
}

/** What is restored, from what, and what cannot be. */
function beforehand(directory: Directory, archive: Archive, groups: readonly Change[]): string[] {
  const { manifest, digest, folder } = archive;
  const { federated } = manifest.counts;
  return [
    `Backup of ${subjectText(manifest)}, completed at ${manifest.completedAt}, SHA-256 ${digest}.`,
    'Not restored: passwords, second factors, passkeys, subs, links to identity providers, and statuses. No mail is sent.',
    ...(federated === 0
      ? []
      : [`${counted(federated, 'federated user')} left out: they exist again after their next sign-in.`]),
    ...(groups.length === 0 ? [] : [`Groups to create first: ${groups.map(({ target }) => target.label).join(', ')}`]),
    ...(manifest.files['pool.yaml'] === undefined
      ? []
      : [
          `Settings are not changed. To see where they differ: ${commandLine(
            directory,
            `pool diff ${shellWord(inArchive(folder, 'pool.yaml'))}`,
          )}`,
        ]),
  ];
}

/** The run was confirmed, and its question named the groups. */
async function createGroups(
  directory: Directory,
  groups: readonly Change[],
  reason: string | undefined,
): Promise<void> {
  const confirm = groups.length === 1 ? groups[0]?.target.label : String(groups.length);
  const outcomes = await carryOut(directory, groups, {
    dryRun: false,
    reason,
    yes: true,
    confirm,
    prompter: undefined,
    show: () => undefined,
  });
  for (const { error } of outcomes) if (error !== undefined) throw error;
}

async function compared(
  { flags, streams, note, warn }: RunInvocation,
  { directory, stop }: { readonly directory: Directory; readonly stop: AbortSignal },
  archive: Archive,
  file: string,
): Promise<Comparison> {
  const phase = { label: 'comparing', done: 0 };
  const hide = flags.quiet ? () => undefined : startRunProgress(streams, () => phase, { linePeriod: LINE_PERIOD });
  const comparison = await compareRestored(directory, archive, file, { progress: phase, stop }).finally(hide);
  const { equal, differing, missing, federated, examples } = comparison;
  for (const example of examples) warn(example);
  const more = differing + missing - examples.length;
  if (more > 0) warn(`and ${more} more; all are in ${file}`);
  if (!flags.quiet) {
    const rest = federated === 0 ? '' : `, ${federated} federated`;
    note(`Compared ${counted(archive.manifest.counts.users, 'user')} with the pool, attribute by attribute:`);
    note(`${equal} equal, ${differing} different, ${missing} missing${rest}.`);
    note(`Old and new subs: ${file}`);
    note(
      `To mail a temporary password to each user: ${commandLine(directory, `users resend-invite --from ${shellWord(file)}`)}`,
    );
  }
  return comparison;
}

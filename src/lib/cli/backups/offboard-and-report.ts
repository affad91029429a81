import { resolve } from 'node:path';

import { Flags, type Interfaces } from '@oclif/core';

import { type Archive, inArchive, subjectOf } from '../../backups/archive/archive.js';
import { findArchive } from '../../backups/archive/archive-folder.js';
import { readArchive } from '../../backups/archive/read-archive.js';
import { writeTenantArchive } from '../../backups/archive/tenant-archive.js';
import { archiveText } from '../../backups/archive/write-archive.js';
import { deleteOperation, disableOperation } from '../../backups/offboard/offboard-operations.js';
import { peopleInArchive, peopleInPool } from '../../backups/offboard/people-of.js';
import { recordsOf } from '../../backups/offboard/records-of.js';
import { readReport } from '../../backups/offboard/report.js';
import { assertPrimary, assertWritable } from '../../cognito/client/assert-writable.js';
import { inTenant } from '../../directory.js';
import { AdminError } from '../../errors.js';
import { flagGroup } from '../flags/flag-group.js';
import type { OutputFlags } from '../flags/output.js';
import { inputFlags } from '../flags/run.js';
import { type Invocation, withHint } from '../invocation.js';
import { openForRun } from '../process/open-for-run.js';
import { type RowsToRun, type RunInvocation, runRows } from '../run-and-report.js';
import { archiveChangeFlags, archiveRunFlags, NO_OTHER_FLAGS } from './archive-run.js';
import { writeWithProgress } from './back-up-and-report.js';
import { type Offboarding, runStage } from './offboard-stage.js';
import { archiveLine, deletionLines } from './offboard-texts.js';

/** Flags of `tenant offboard`. */
export const offboardFlags = {
  ...archiveChangeFlags,
  ...flagGroup('CHANGE', {
    archive: Flags.string({
      summary: 'Folder of the archive: a new one, or the one that an earlier attempt made.',
      helpValue: 'DIR',
      required: true,
    }),
    delete: Flags.boolean({
      summary: 'Delete everybody of the archive, who have to be disabled; --confirm ID instead of --yes.',
    }),
    'skip-invalid': { ...inputFlags['skip-invalid'], summary: 'Leave out users who were moved, instead of failing.' },
  }),
  ...archiveRunFlags,
};

type OffboardInvocation = Invocation<OutputFlags & Interfaces.InferredFlags<typeof offboardFlags>>;

/**
 * Archives a tenant, and disables and signs out its people; or, with `--delete`, deletes the people of the archive.
 * Reads the pool again afterwards, and writes what it found to the report in the folder of the archive.
 *
 * @throws AdminError those of `writeArchive`, `readArchive`, `readReport` and `startRun`; nothing has been changed then
 */
export async function offboardAndReport(given: OffboardInvocation, id: string): Promise<void> {
  const { flags } = given;
  const invocation = { ...given, flags: { ...flags, ...NO_OTHER_FLAGS }, resumesByItself: true };
  const { directory: opened, stop } = await openForRun(invocation);
  const directory = inTenant(opened, id);
  const tenant = directory.tenant ?? id;
  const offboarding = { directory, stop, tenant, folder: flags.archive };
  if (!flags['dry-run']) {
    assertWritable(directory.endpoint, 'tenant offboard');
    assertPrimary(directory.endpoint);
  }
  await (flags.delete ? deletePeople(invocation, offboarding) : disablePeople(invocation, offboarding));
}

async function disablePeople(invocation: RunInvocation, offboarding: Offboarding): Promise<void> {
  const { directory, tenant, folder } = offboarding;
  const { flags, note } = invocation;
  const archive = await archiveOf(invocation, offboarding);
  const report = archive && (await readReport(directory, archive));
  const done = await recordsOf(directory, report?.disabling?.runs ?? []);
  if (!flags.quiet && archive === undefined) note(`The tenant would be archived to ${folder} first.`);
  const operation = disableOperation(
    { tenant, digest: archive?.digest ?? '' },
    { signedOutAt: (n) => done.doneAt.get(n) },
  );
  await runStage(invocation, offboarding, {
    name: 'disabling',
    archived: archive && report && { archive, report },
    run: (before) =>
      runRows(invocation, { ...offboarding, operation, options: optionsOf(offboarding, archive), before }),
  });
}

async function deletePeople(invocation: RunInvocation, offboarding: Offboarding): Promise<void> {
  const { directory, tenant, folder } = offboarding;
  const { flags, note } = invocation;
  const archive = await completeArchive(offboarding);
  const report = await readReport(directory, archive);
  if (!flags.quiet) for (const line of deletionLines(archive)) note(line);
  const operation = deleteOperation(directory, { tenant, digest: archive.digest, folder });
  await runStage(invocation, offboarding, {
    name: 'deletion',
    archived: { archive, report },
    run: (before) =>
      runRows(invocation, { ...offboarding, operation, options: optionsOf(offboarding, archive), before }),
  });
}

/** The archive of the tenant, made now unless there is a complete one; `undefined` in a dry run without one. */
async function archiveOf(
  invocation: RunInvocation,
  { directory, stop, folder }: Offboarding,
): Promise<Archive | undefined> {
  const { flags, note, warn } = invocation;
  const subject = subjectOf(directory);
  if (flags['dry-run']) {
    const found = await findArchive(folder, subject);
    return found === 'finished' || found === 'complete' ? readArchive(folder, subject) : undefined;
  }
  const isThere = (await findArchive(folder, subject)) === 'finished';
  const archive = await writeWithProgress(invocation, writeTenantArchive(directory, folder, { stop, warn }));
  if (!flags.quiet) note(isThere ? archiveLine(archive) : archiveText(archive));
  return archive;
}

/** @throws AdminError INVALID_BACKUP if there is none, or it is not complete */
async function completeArchive({ directory, tenant, folder }: Offboarding): Promise<Archive> {
  try {
    return await readArchive(folder, subjectOf(directory));
  } catch (error) {
    if (!(error instanceof AdminError) || error.code !== 'INVALID_BACKUP') throw error;
    throw withHint(
      error,
      `Nothing was deleted. To archive ${tenant} and disable its people: the command without --delete`,
    );
  }
}

/** The people of the archive, or in a dry run before there is one those of the pool. */
function optionsOf({ directory, folder }: Offboarding, archive: Archive | undefined): RowsToRun['options'] {
  return {
    input: {
      name: resolve(inArchive(folder, 'users.ndjson')),
      format: 'ndjson',
      open: () => Promise.resolve(archive === undefined ? peopleInPool(directory) : peopleInArchive(archive)),
    },
    resume: 'if-interrupted',
  };
}

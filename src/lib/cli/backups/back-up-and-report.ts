import type { Interfaces } from '@oclif/core';

import { writePoolArchive } from '../../backups/archive/pool-archive.js';
import { type ArchiveWriting, archiveText } from '../../backups/archive/write-archive.js';
import type { Archive, Manifest } from '../../backups/archive/archive.js';
import { AdminError, type ErrorCode } from '../../errors.js';
import { shellWord } from '../../text/quoted.js';
import { exportFlags, withExportProgress } from '../export-and-report.js';
import { connectionFlags } from '../flags/connection.js';
import type { OutputFlags } from '../flags/output.js';
import { type Invocation, withHint } from '../invocation.js';
import { showDone } from '../show.js';

/** Flags of `pool backup`. */
export const backupFlags = { ...connectionFlags, rate: exportFlags.rate };

/** What a backup holds, as JSON. */
export interface BackupResult extends Manifest {
  readonly folder: string;
  /** SHA-256 of manifest.json, in hex. */
  readonly digest: string;
}

type BackupInvocation = Invocation<OutputFlags & Interfaces.InferredFlags<typeof backupFlags>>;

/**
 * Backs the user pool up, and reports what is in the backup.
 *
 * @throws AdminError TENANT_MISMATCH in a context that is bound to a tenant; as `writeArchive` does
 */
export async function backUpAndReport(invocation: BackupInvocation, folder: string): Promise<void> {
  const { flags, warn } = invocation;
  const directory = await invocation.open({ pace: { rate: flags.rate, maxConcurrency: 1 } });
  const { name, tenant } = directory.context;
  if (tenant !== undefined) {
    throw new AdminError('TENANT_MISMATCH', `a backup holds every tenant, but context ${name} is bound to ${tenant}`, {
      hint: 'Use a context that is bound to no tenant: sf-admin context list\nFor the users of the tenant: sf-admin users export',
    });
  }
  const archive = await writeWithProgress(invocation, writePoolArchive(directory, folder));
  const { manifest, digest } = archive;
  for (const setting of manifest.notInPoolFile) warn(`not in pool.yaml, which cannot express it: ${setting}`);
  const json: BackupResult = { folder, digest, ...manifest };
  await showDone({ sentence: archiveText(archive), id: digest, json }, invocation);
}

/** After these the folder can be written to the end, or the process that writes it does so. */
const CONTINUABLE = new Set<ErrorCode>([
  'CANCELLED',
  'THROTTLED',
  'TIMEOUT',
  'UNREACHABLE',
  'SERVICE_FAILED',
  'FILE_UNWRITABLE',
  'EXPIRED_CREDENTIALS',
]);

/** Writes an archive while stderr shows how far it is. After an interruption, the error says how to continue. */
export async function writeWithProgress(
  invocation: Pick<Invocation, 'streams' | 'words'> & { readonly flags: OutputFlags },
  writing: ArchiveWriting,
): Promise<Archive> {
  try {
    return await withExportProgress(invocation, invocation.flags.quiet ? undefined : writing, writing.run);
  } catch (error) {
    if (!(error instanceof AdminError) || !CONTINUABLE.has(error.code)) throw error;
    throw withHint(error, `To continue: ${['sf-admin', ...invocation.words.map(shellWord)].join(' ')}`);
  }
}

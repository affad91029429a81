import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { output } from 'zod';

import { placeJson } from '../../changes/place.js';
import type { Directory } from '../../directory.js';
import { AdminError } from '../../errors.js';
import { newFileError } from '../../files/new-file.js';
import { assertOwn } from '../../files/own-file.js';
import { isSystemError } from '../../files/system-error.js';
import { parsedJson } from '../../text/parsed.js';
import type { Archive } from '../archive/archive.js';
import { ELSEWHERE } from '../archive/archive-folder.js';

/** Later versions must read it, so its keys and their meaning must stay. */
async function reportSchema() {
  const { z } = await import('zod');
  const count = z.int().min(0);
  const stage = z.object({
    /** ISO 8601, UTC. `completedAt` is null until the pool was read again. */
    startedAt: z.string(),
    completedAt: z.string().nullable(),
    reason: z.string().nullable(),
    /** The IDs of the runs, of which each person has a record in the history. */
    runs: z.array(z.string()),
    /** The records of those who were changed. */
    records: z.object({ count, first: z.string().nullable(), last: z.string().nullable() }),
    /** Rows that failed in the last run. */
    failed: count,
    /**
     * What reading the pool again has shown: the people of the archive, who add up, and who is in the tenant besides.
     */
    archived: count,
    people: z.object({ disabled: count, disabledBefore: count, enabled: count, moved: count, gone: count }).nullable(),
    appeared: count,
    findings: z.array(z.string()),
    /**
     * When the last access token expires that was issued before the people were disabled; null if that is not known.
     */
    accessTokensUntil: z.string().nullable(),
    notProved: z.array(z.string()),
  });
  return z.object({
    v: z.literal(1),
    tenant: z.string(),
    context: z.object({
      name: z.string(),
      poolId: z.string().nullable(),
      account: z.string().nullable(),
      region: z.string(),
      endpoint: z.string().nullable(),
    }),
    archive: z.object({
      completedAt: z.string(),
      manifestSha256: z.string(),
      counts: z.record(z.string(), count),
    }),
    disabling: stage.nullable(),
    deletion: stage.nullable(),
  });
}

export type OffboardReport = Readonly<output<Awaited<ReturnType<typeof reportSchema>>>>;
export type Stage = NonNullable<OffboardReport['deletion']>;

export function reportFile(folder: string): string {
  return join(folder, 'report.json');
}

/**
 * The report in the folder of an archive; a new one if there is none.
 *
 * @throws AdminError INVALID_BACKUP if it is unreadable, or of an archive with another manifest; UNSAFE_FILE
 */
export async function readReport(directory: Directory, archive: Archive): Promise<OffboardReport> {
  const file = reportFile(archive.folder);
  assertOwn(file, ELSEWHERE);
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if (isSystemError(error, 'ENOENT')) return newReport(directory, archive);
    throw newFileError(file, error);
  }
  const report = (await reportSchema()).safeParse(parsedJson(text)).data;
  if (report === undefined) {
    throw new AdminError('INVALID_BACKUP', `${file} is not a report of tenant offboard`, {
      hint: 'Nothing was changed. Restore the file from a copy, or move it elsewhere.',
    });
  }
  if (report.archive.manifestSha256 === archive.digest) return report;
  throw new AdminError('INVALID_BACKUP', `the manifest in ${archive.folder} is not the one of its report`, {
    hint: `Nothing was changed. SHA-256 is ${archive.digest}, and the report has ${report.archive.manifestSha256}.`,
  });
}

function newReport(directory: Directory, { manifest, digest }: Archive): OffboardReport {
  const { name, poolId, account, region, endpoint } = placeJson(directory);
  const { completedAt, counts } = manifest;
  return {
    v: 1,
    tenant: directory.tenant ?? '',
    context: { name, poolId, account, region, endpoint },
    archive: { completedAt, manifestSha256: digest, counts },
    disabling: null,
    deletion: null,
  };
}

/** Replaces the report at once, readable by its owner only. @throws AdminError FILE_UNWRITABLE */
export async function writeReport(folder: string, report: OffboardReport): Promise<void> {
  const file = reportFile(folder);
  const { default: writeFileAtomic } = await import('write-file-atomic');
  try {
    await writeFileAtomic(file, `${JSON.stringify(report, null, 2)}\n`, { mode: 0o600 });
  } catch (error) {
    throw newFileError(file, error);
  }
}

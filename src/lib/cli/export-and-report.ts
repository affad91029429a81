import { Flags, type Interfaces } from '@oclif/core';

import { connectionFlags } from './flags/connection.js';
import { flagGroup } from './flags/flag-group.js';
import { columnsFlag, type OutputFlags, outputFlags } from './flags/output.js';
import { toFlag } from './flags/to.js';
import { userFilter, userFilterFlags } from './flags/user-filter.js';
import { type Invocation, resumeCommand, withHint } from './invocation.js';
import { withSteadyHeap } from './process/steady-heap.js';
import { searchSummary, showList } from './show.js';
import { AdminError } from '../errors.js';
import { LINE_PERIOD, startProgress } from '../output/progress.js';
import { counted } from '../text/counted.js';
import { exportToFile, exportToStream } from '../users/export/export-users.js';
import { exportView } from '../users/export/export-view.js';

/** ListUsers calls per second by default: half of its quota, which sign-ups and other tools share. */
const DEFAULT_RATE = 15;

/** Flags of `users export`; `--output` has other formats than elsewhere. */
export const exportFlags = {
  ...connectionFlags,
  ...columnsFlag,
  ...userFilterFlags,
  ...flagGroup('OUTPUT', {
    output: Flags.option({
      char: 'o',
      options: ['ndjson', 'csv'] as const,
      default: 'ndjson',
      summary: 'Output format.',
    })(),
    quiet: Flags.boolean({
      ...outputFlags.quiet,
      summary: 'Print only identifiers, one per line; with --to, nothing.',
    }),
    ...toFlag,
    resume: Flags.boolean({ summary: 'Continue an export that was interrupted.', dependsOn: ['to'] }),
  }),
  rate: Flags.integer({
    summary: `Pages per second; default: ${DEFAULT_RATE}, half of Cognito's published quota.`,
    min: DEFAULT_RATE,
    helpValue: 'N',
  }),
};

type ExportFlags = OutputFlags & Interfaces.InferredFlags<typeof exportFlags>;

/** Exports the users that the flags ask for to stdout, or to the file of `--to`, and reports how many they were. */
export async function exportAndReport(invocation: Invocation<ExportFlags>): Promise<void> {
  const { flags, streams, note } = invocation;
  const directory = await invocation.open({ pace: { rate: flags.rate, maxConcurrency: 1 } });
  const { view, columns } = await exportView(directory, flags.columns);
  const filter = userFilter(flags);
  const { to: file, resume, output: format, quiet } = flags;
  if (file === undefined) {
    const search = exportToStream(directory, filter);
    // Rows on the terminal show the progress themselves.
    const progress = quiet || streams.outIsTTY ? undefined : search;
    await withExportProgress(invocation, progress, () => showList(search.users, view, invocation));
    note(searchSummary(search));
    return;
  }
  const form = { format, columns, header: !flags['no-header'], rawCsv: flags['raw-csv'] };
  const fileExport = exportToFile(directory, { filter, form, view, file, resume });
  try {
    await withExportProgress(invocation, quiet ? undefined : fileExport, fileExport.run);
  } catch (error) {
    if (!(error instanceof AdminError) || !fileExport.isResumable()) throw error;
    throw withHint(error, `To resume: ${resumeCommand(invocation)}`);
  }
  if (!quiet) {
    note(`Wrote ${counted(fileExport.found(), 'user')} to ${file} (${fileExport.read()} scanned).`);
  }
}

/** Shows on stderr how far the export is; `undefined` for nothing. */
export async function withExportProgress<T>(
  { streams }: Pick<Invocation, 'streams'>,
  counts: { read: () => number; found: () => number } | undefined,
  work: () => Promise<T>,
): Promise<T> {
  const end =
    counts === undefined
      ? undefined
      : startProgress(() => `${counts.read()} users scanned, ${counts.found()} written`, streams, {
          linePeriod: LINE_PERIOD,
        });
  try {
    return await withSteadyHeap(work);
  } finally {
    end?.();
  }
}

import type { Archive } from '../../backups/archive/archive.js';
import { type ReadAgain, readAgain } from '../../backups/offboard/read-again.js';
import { recordsOf } from '../../backups/offboard/records-of.js';
import { type OffboardReport, reportFile, type Stage, writeReport } from '../../backups/offboard/report.js';
import {
  begun,
  ended,
  isOpen,
  lastAccessToken,
  otherHistory,
  type StageName,
  withStage,
} from '../../backups/offboard/stage.js';
import type { Directory } from '../../directory.js';
import { EXIT } from '../../errors.js';
import { LINE_PERIOD, startRunProgress } from '../../output/progress.js';
import type { RunResult } from '../../runs/run.js';
import type { RowsToRun, RunInvocation } from '../run-and-report.js';
import { stageLines } from './offboard-texts.js';

/** What a tenant is offboarded with. */
export interface Offboarding {
  readonly directory: Directory;
  readonly stop: AbortSignal;
  readonly tenant: string;
  /** Of the archive, as the person named it. */
  readonly folder: string;
}

export interface StageToRun {
  readonly name: StageName;
  /** Absent in a dry run before there is an archive. */
  readonly archived: { readonly archive: Archive; readonly report: OffboardReport } | undefined;
  /** @param before to be called once the run is confirmed, before its first row */
  readonly run: (before: NonNullable<RowsToRun['before']>) => Promise<RunResult>;
}

/**
 * Runs a stage, reads the pool again, and keeps both in the report. The run's ID is in it before the first change, so
 * that the next attempt knows what this one has done.
 *
 * @throws AdminError as the run does; CANCELLED while the pool is read again; FILE_UNWRITABLE if the report cannot be written
 */
export async function runStage(
  invocation: RunInvocation,
  offboarding: Offboarding,
  { name, archived, run }: StageToRun,
): Promise<void> {
  const { flags, note, warn, exitWith } = invocation;
  const { reason } = flags;
  const { directory, folder } = offboarding;
  if (flags['dry-run'] || archived === undefined) {
    note('Dry run: nothing is written.');
    await run(() => Promise.resolve());
    return;
  }
  const { archive, report } = archived;
  let stage = report[name];
  const save = async (now: Stage): Promise<void> => {
    stage = now;
    await writeReport(folder, withStage(report, name, now));
  };
  const result = await run(async ({ runId, summary }) => {
    const changes = summary.all.count > 0;
    if (stage === null || changes) await save(begun(report, name, { runId: changes ? runId : undefined, reason }));
  });
  if (result.stopReason !== undefined || stage === null) return;

  const found = await readAgainWithProgress(invocation, offboarding, { archive, areDeleted: name === 'deletion' });
  const recorded = await recordsOf(directory, stage.runs);
  const { failed, changed } = result.counts;
  const accessTokensUntil = await lastAccessToken(directory, name, { stage, changed });
  const elsewhere = otherHistory(stage, recorded);
  const after = ended(name, stage, { failed, recorded, found, accessTokensUntil });
  await save(after);
  for (const line of [...found.findings, ...(elsewhere === undefined ? [] : [elsewhere])]) warn(line);
  if (!flags.quiet) {
    const lines = stageLines(directory, { name, stage: after, archive, file: reportFile(folder) });
    for (const line of lines) note(line);
  }
  if (isOpen(name, after) && failed === 0) exitWith(EXIT.finding);
}

function readAgainWithProgress(
  { flags, streams }: RunInvocation,
  { directory, stop }: Offboarding,
  { archive, areDeleted }: { readonly archive: Archive; readonly areDeleted: boolean },
): Promise<ReadAgain> {
  const progress = { label: 'reading the pool again', done: 0 };
  const hide = flags.quiet ? () => undefined : startRunProgress(streams, () => progress, { linePeriod: LINE_PERIOD });
  return readAgain(directory, archive, { areDeleted, progress, stop }).finally(hide);
}

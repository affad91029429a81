import type { Directory } from '../../directory.js';
import { counted } from '../../text/counted.js';
import { listed } from '../../text/listed.js';
import type { ReadAgain } from './read-again.js';
import type { Recorded } from './records-of.js';
import type { OffboardReport, Stage } from './report.js';

export type StageName = 'disabling' | 'deletion';

/**
 * A stage whose run begins. What earlier attempts have found is kept, except for what this run may change.
 *
 * @param run.runId absent if no user is to be changed: the history has no record of such a run
 */
export function begun(
  report: OffboardReport,
  name: StageName,
  { runId, reason }: { readonly runId: string | undefined; readonly reason: string | undefined },
): Stage {
  const before = report[name];
  const runs = before?.runs ?? [];
  return {
    startedAt: before?.startedAt ?? new Date().toISOString(),
    completedAt: null,
    reason: reason ?? before?.reason ?? null,
    runs: runId === undefined || runs.includes(runId) ? runs : [...runs, runId],
    records: before?.records ?? { count: 0, first: null, last: null },
    failed: 0,
    archived: 0,
    people: null,
    appeared: 0,
    findings: [],
    // Whom this run disables may have signed in since an earlier one.
    accessTokensUntil: name === 'disabling' ? null : (report.disabling?.accessTokensUntil ?? null),
    notProved: [],
  };
}

/** What is known once the pool was read again. */
export interface AfterRun {
  /** Rows that failed. */
  readonly failed: number;
  readonly recorded: Recorded;
  readonly found: ReadAgain;
  /** ISO 8601, UTC; null if it is not known. */
  readonly accessTokensUntil: string | null;
}

/** A stage once the pool was read again. */
export function ended(name: StageName, stage: Stage, { failed, recorded, found, accessTokensUntil }: AfterRun): Stage {
  const { archived, people, appeared, findings, withoutDetail } = found;
  const elsewhere = otherHistory(stage, recorded);
  const now: Stage = {
    ...stage,
    completedAt: new Date().toISOString(),
    // The records of every run are in one history only, and the numbers of another would replace those of this one.
    records: elsewhere === undefined ? recorded.records : stage.records,
    failed,
    archived,
    people,
    appeared,
    findings: [...findings],
    accessTokensUntil,
  };
  return { ...now, notProved: notProved(name, now, { withoutDetail, elsewhere }) };
}

/**
 * The report with a stage as it is now. Once people are deleted, where they are says nothing of how they were disabled:
 * that part of the disabling stays.
 */
export function withStage(report: OffboardReport, name: StageName, stage: Stage): OffboardReport {
  const before = report[name];
  if (name === 'deletion' || report.deletion === null || before === null) return { ...report, [name]: stage };
  const { archived, people, appeared, findings } = before;
  return { ...report, [name]: { ...stage, archived, people, appeared, findings } };
}

/**
 * When the last access token expires that was issued before the people were disabled: what an earlier attempt has found,
 * if this one has changed no user.
 *
 * @returns ISO 8601, UTC; null if it is not known
 */
export async function lastAccessToken(
  directory: Directory,
  name: StageName,
  { stage, changed }: { readonly stage: Stage; readonly changed: number },
): Promise<string | null> {
  const before = stage.accessTokensUntil;
  if (name === 'deletion' || (before !== null && changed === 0)) return before;
  const seconds = await directory.longestAccessToken();
  return seconds === undefined ? null : new Date(Date.now() + seconds * 1_000).toISOString();
}

/** Whether somebody is left who should not be. */
export function isOpen(name: StageName, { people, appeared }: Stage): boolean {
  if (people === null) return true;
  const { disabled, disabledBefore, enabled, moved } = people;
  const undeleted = name === 'deletion' ? disabled + disabledBefore : 0;
  return enabled + moved + appeared + undeleted > 0;
}

/** That the records of a stage cannot be counted here, as a sentence: the archive was copied from another machine. */
export function otherHistory(stage: Stage, { absent }: Recorded): string | undefined {
  if (absent.length === 0 || stage.records.count === 0) return undefined;
  const runs = `${absent.length === 1 ? 'run' : 'runs'} ${listed(absent)}`;
  return `This history has no records of ${runs}: the report keeps the numbers of the history that has.`;
}

/** Until when access tokens are accepted, as a sentence; `undefined` for a time that was past when the stage ended. */
export function tokenSentence({ accessTokensUntil: until, completedAt }: Stage): string | undefined {
  if (until !== null && until <= (completedAt ?? '')) return undefined;
  const end = until ?? 'they expire; when that is could not be read';
  return `APIs that verify access tokens offline may accept those that were issued before, until ${end}.`;
}

/** What a stage does not prove, a sentence each. */
function notProved(
  name: StageName,
  stage: Stage,
  { withoutDetail, elsewhere }: { readonly withoutDetail: number; readonly elsewhere: string | undefined },
): string[] {
  const tokens = name === 'disabling' || stage.accessTokensUntil !== null ? tokenSentence(stage) : undefined;
  return [
    ...(tokens === undefined ? [] : [tokens]),
    'A user who was created in the last seconds may not be listed yet: run the same line again.',
    'Only the user pool was changed: what other systems store of the tenant is still there.',
    ...(withoutDetail === 0
      ? []
      : [
          `The archive lacks sign-in factors, devices or events of ${counted(withoutDetail, 'user')}: they could not be read.`,
        ]),
    ...(elsewhere === undefined ? [] : [elsewhere]),
  ];
}

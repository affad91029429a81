import { defined } from '../../model/defined.js';
import { isUnchanged, type Change } from '../../changes/change.js';
import { guard } from '../../changes/guard.js';
import { addPlan, emptySummary, type PlanSummary } from '../../changes/plan-summary.js';
import type { Directory } from '../../directory.js';
import { AdminError, EXIT } from '../../errors.js';
import { movedFields } from '../../model/field-change.js';
import type { Target } from '../../model/target.js';
import { counted } from '../../text/counted.js';
import { quoted } from '../../text/quoted.js';
import { SeenKeys } from '../../input/seen-keys.js';
import type { RowOperation } from '../operations/row-operation.js';
import { mapConcurrently } from '../execute/map-concurrently.js';
import { type Planned, type PlannedRow, planDigest } from './planned-row.js';
import type { Row } from '../../input/rows/row.js';
import { readSpool, writeSpool } from '../../input/spool.js';
import type { NumberedRow } from '../../input/validate-input.js';
import { CappedList } from '../../text/capped-list.js';

/** What an earlier part of the same run has left of a row that is not done. */
export interface PreviousRowAttempt {
  /** The record that has no end. */
  readonly recordId?: string;
  /** Nobody told how it ended, or that was not known. */
  readonly isUnknown: boolean;
  /** The target as it was planned then, and when it was last modified. */
  readonly target?: Target | undefined;
  readonly modifiedAt?: string | undefined;
}

export interface PlanRowsOptions {
  readonly spools: { readonly rows: string; readonly plans: string };
  /** Rows that are done, or have failed for good: they are left out. */
  readonly isSettled: (n: number) => boolean;
  /** What is known of a row that was begun before. */
  readonly earlier: (n: number) => PreviousRowAttempt | undefined;
  /** Whether an earlier part of the run has found a row to name a user whom a row before it names. */
  readonly isRepeat: (n: number) => boolean;
  /** Leave out rows that cannot be carried out: each is then a failure of its own. */
  readonly skipInvalid: boolean;
  /** Rows planned at once. */
  readonly width: number;
  /** Is told how many were planned. */
  readonly progress?: { done: number };
  /** Ends the planning. */
  readonly stop: AbortSignal;
}

/** What the plans of all rows come to. */
export interface Plans {
  readonly summary: PlanSummary;
  /** Rows of a user whom a row before them names otherwise: how many, and those that were not known yet. */
  readonly repeated: number;
  readonly repeats: CappedList;
}

/**
 * Plans a change for every row of a spool, and puts what a run needs of the plans into another. Nothing is written to
 * the pool; every plan is guarded.
 *
 * @throws AdminError where rows cannot be carried out, which names them; CANCELLED; what fails for every row alike
 */
export async function planRows(
  directory: Directory,
  job: RowOperation,
  options: PlanRowsOptions,
): Promise<Plans> {
  const { conventions, context } = directory;
  const summary = emptySummary();
  const problems: { line: number; error: AdminError }[] = [];
  let [failed, repeated] = [0, 0];
  const repeats = new CappedList();
  /** The line that each user was planned for. */
  const targets = new SeenKeys(`${options.spools.plans}.seen`);
  const writer = writeSpool<PlannedRow>(options.spools.plans);
  const rows = unsettled(readSpool<NumberedRow>(options.spools.rows), options);
  const work = (numbered: NumberedRow): Promise<RowAndChange> =>
    options.isRepeat(numbered.n)
      ? Promise.resolve({ ...numbered, target: namedTarget(job, numbered.row), planned: KNOWN_REPEAT })
      : planRow(directory, job, numbered, options.earlier(numbered.n));
  try {
    const { width } = options;
    for await (const { change, ...planned } of mapConcurrently(rows, work, { width, ordered: true })) {
      const { row, target } = planned;
      if (options.progress !== undefined) options.progress.done += 1;
      // Users who are yet to be made have but the name that the input tells apart already.
      const isFound = planned.planned.kind !== 'failed' && !job.creates;
      const first = isFound ? targets.add(target.id, row.line)?.line : undefined;
      if (planned.planned.kind === 'repeat' || first !== undefined) {
        repeated += 1;
        if (first !== undefined) repeats.add(repeatOf(planned, first));
        // Kept, so that a later part of the run, for which the first row is done, does not take this for another.
        await writer.add({ ...planned, planned: KNOWN_REPEAT });
        continue;
      }
      if (planned.planned.kind === 'failed') {
        failed += 1;
        const { code, message, hint } = planned.planned.error;
        const error = new AdminError(code, message, hint === undefined ? {} : { hint });
        if (problems.length < MAX_LISTED) problems.push({ line: row.line, error });
      }
      if (change !== undefined) addPlan(summary, change, { conventions, isProtected: context.protected });
      await writer.add(planned);
    }
    if (options.stop.aborted)
      throw new AdminError('CANCELLED', 'interrupted', { hint: 'Nothing was changed.' });
    if (failed > 0 && !options.skipInvalid) throw cannotBeCarriedOut(problems, failed);
  } catch (error) {
    await writer.abandon();
    throw error;
  } finally {
    targets.close();
  }
  await writer.close();
  return { summary, repeats, repeated };
}

/** Rows whose problems are listed; an input with more is the wrong file. */
const MAX_LISTED = 1_000;

const KNOWN_REPEAT = { kind: 'repeat' } as const;

function repeatOf({ row, target }: PlannedRow, first: number): string {
  return `line ${row.line} repeats ${quoted(target.label)} from line ${first} by another name`;
}

function namedTarget(job: RowOperation, row: Row): Target {
  const name = job.nameOf(row);
  return { kind: 'user', id: name, label: name, tenantId: null };
}

async function* unsettled(
  rows: AsyncIterable<NumberedRow>,
  { isSettled, stop }: PlanRowsOptions,
): AsyncGenerator<NumberedRow, void, undefined> {
  for await (const row of rows) {
    if (stop.aborted) return;
    if (!isSettled(row.n)) yield row;
  }
}

type RowAndChange = PlannedRow & { readonly change?: Change };

async function planRow(
  directory: Directory,
  job: RowOperation,
  { n, row }: NumberedRow,
  earlier: PreviousRowAttempt | undefined,
): Promise<RowAndChange> {
  const begun = earlier === undefined ? {} : { isRetried: true as const, ...keptOf(earlier) };
  const named = earlier?.target ?? namedTarget(job, row);
  try {
    const change = await planAgain(directory, job, { row, ...begun });
    guard(directory, change);
    const { target, modifiedAt, unchangedMessage } = change;
    const known = { n, row, target, ...defined({ modifiedAt }), ...begun };
    if (earlier?.isUnknown === true && wasDone(job, change, earlier)) {
      return { ...known, planned: { kind: 'was-done', said: unchangedMessage } };
    }
    if (isUnchanged(change))
      return { ...known, change, planned: { kind: 'unchanged', said: unchangedMessage } };
    const planned = {
      kind: 'change',
      digest: planDigest(change),
      asks: change.disruption !== undefined,
    } as const;
    return { ...known, change, planned };
  } catch (error) {
    if (!(error instanceof AdminError) || FATAL.has(error.exitCode)) throw error;
    const { recovery } = job;
    if (earlier !== undefined && recovery.kind === 'look' && recovery.isDone?.(error) === true) {
      return { n, row, target: named, ...begun, planned: { kind: 'was-done', said: error.message } };
    }
    return { n, row, target: named, ...begun, planned: failure(error) };
  }
}

/**
 * Plans what is left to do of a row.
 *
 * @param target the canonical name of its user, where an earlier plan has found it
 */
export function planAgain(
  directory: Directory,
  { plan, recovery }: RowOperation,
  { row, isRetried }: Pick<PlannedRow, 'row' | 'isRetried'>,
  target?: string,
): Promise<Change> {
  if (isRetried === true && recovery.kind === 'complete') return recovery.plan(directory, row);
  return plan(directory, row, target);
}

/**
 * What a later part of the run has to know again. Of a row that nobody knows the end of, what counts is when its user was
 * modified before it was begun, however often it is planned.
 */
function keptOf({
  recordId,
  isUnknown,
  modifiedAt,
}: PreviousRowAttempt): Pick<PlannedRow, 'recordId' | 'modifiedAt'> {
  return {
    ...defined({ recordId }),
    ...(isUnknown && modifiedAt !== undefined ? { modifiedAt } : {}),
  };
}

function failure({ code, message, hint }: AdminError): Planned {
  return { kind: 'failed', error: { code, message, ...defined({ hint }) } };
}

/** Whether what stands shows that an earlier try, whose end nobody told, has done what was asked for. */
function wasDone({ recovery }: RowOperation, change: Change, { modifiedAt }: PreviousRowAttempt): boolean {
  if (isUnchanged(change)) return true;
  if (recovery.kind !== 'look') return false;
  const readable = change.fields.filter(({ unreadable }) => unreadable !== true);
  if (readable.length > 0) return movedFields(readable).length === 0;
  return modifiedAt !== undefined && change.modifiedAt !== modifiedAt;
}

/** Credentials, the service and an interrupt fail for every row alike: the first says it all. */
const FATAL = new Set<number>([EXIT.credentials, EXIT.service, EXIT.cancelled]);

function cannotBeCarriedOut(
  problems: readonly { line: number; error: AdminError }[],
  count: number,
): AdminError {
  const [first] = problems;
  const more = count - problems.length;
  const isOfOneKind = count > 1 && problems.every(({ error }) => error.code === first?.error.code);
  return new AdminError(
    first?.error.code ?? 'USAGE',
    `${counted(count, 'row')} of the input cannot be carried out, so none was`,
    {
      cause: first?.error,
      hint: [
        ...problems.map(({ line, error }) => `line ${line}: ${error.message}`),
        ...(more === 0 ? [] : [`and ${more} more`]),
        ...(count === 1 && first?.error.hint !== undefined ? [first.error.hint] : []),
        ...(isOfOneKind && first?.error.code === 'USER_EXISTS'
          ? ['To let that be a success: --if-not-exists']
          : []),
        'To go on with the others: --skip-invalid',
      ].join('\n'),
    },
  );
}

/** plan/ plans every row of a run before the first is executed, so that a run that cannot succeed writes nothing. */
import { addPlanFor, emptySummary, type PlanSummary } from '../../changes/plan-summary.js';
import type { Directory } from '../../directory.js';
import { AdminError } from '../../errors.js';
import { assertAddsUp } from '../../input/row-counts.js';
import { SeenKeys } from '../../input/seen-keys.js';
import { readSpool, writeSpool } from '../../input/spool.js';
import type { NumberedRow } from '../../input/validate-input.js';
import { CappedList } from '../../text/capped-list.js';
import { counted } from '../../text/counted.js';
import { quoted } from '../../text/quoted.js';
import { mapConcurrently } from '../execute/map-concurrently.js';
import { defined } from '../../model/defined.js';
import type { PlanOfRun, RunState } from '../run.js';
import { planRow, type RowAndChange, targetNamedBy } from './plan-row.js';
import type { PlannedRow } from './planned-row.js';

export interface Plans {
  readonly summary: PlanSummary;
  /** Rows that previous attempts completed, and rows that failed in them and would fail again. Both are not planned. */
  readonly settled: { readonly completed: number; readonly failed: number };
  /** Rows that name the user of an earlier row in another way. */
  readonly duplicateCount: number;
  /** One sentence for each duplicate that no previous attempt found. */
  readonly duplicates: CappedList;
}

/**
 * Plans a change for every row of the run that is not settled, and writes the planned rows to the run's folder. Writes
 * nothing to the pool; every plan is guarded.
 *
 * @param progress its `done` is kept at the number of rows planned so far
 * @throws AdminError if rows cannot be planned, naming them, unless invalid rows are skipped: these rows then fail one
 *   by one; CANCELLED; for a failure that every row would meet alike
 */
export async function planRows(run: RunState, progress: { done: number }): Promise<Plans> {
  const { directory, operation, options, folder, previousAttempt } = run;
  const { width, stop, skipInvalid } = options;
  const summary = emptySummary();
  const failures: RowFailure[] = [];
  const settled = { completed: 0, failed: 0 };
  let [planCount, failureCount, duplicateCount] = [0, 0, 0];
  const duplicates = new CappedList();
  /** The line that first named each user. */
  const targets = new SeenKeys(`${folder.plans}.seen`);
  const writer = writeSpool<PlannedRow>(folder.plans);
  const planOne = async (numbered: NumberedRow): Promise<RowAndChange> => {
    const { n, row } = numbered;
    if (previousAttempt.isDuplicate(n)) {
      return { ...numbered, target: targetNamedBy(operation, row), planned: DUPLICATE };
    }
    const attempt = previousAttempt.rowAttempt(n);
    const planned = await planRow(directory, operation, numbered, attempt);
    return options.plan === undefined ? planned : asSaved(planned, options.plan, { wasStarted: attempt !== undefined });
  };
  try {
    const rows = unsettledRows(run, settled);
    for await (const { change, ...row } of mapConcurrently(rows, planOne, { width, ordered: true })) {
      const { target, planned } = row;
      const { line } = row.row;
      progress.done += 1;
      // Users to be created have only the name by which the input was searched for duplicates already.
      const isFound = planned.kind !== 'failed' && !operation.creates;
      const first = isFound ? targets.add(target.id, line)?.line : undefined;
      if (planned.kind === 'repeat' || first !== undefined) {
        duplicateCount += 1;
        if (first !== undefined) {
          duplicates.add(`line ${line} names the same user as line ${first}, ${quoted(target.label)}`);
        }
        // Recorded: in the next attempt the first row is done, and this one would look like a user of its own.
        await writer.add({ ...row, planned: DUPLICATE });
        continue;
      }
      if (planned.kind === 'failed') {
        failureCount += 1;
        const { code, message, hint } = planned.error;
        if (failures.length < MAX_LISTED) failures.push({ line, error: new AdminError(code, message, { hint }) });
      }
      planCount += 1;
      if (change !== undefined) await addPlanFor(directory, summary, change);
      await writer.add(row);
    }
    if (stop.aborted) throw interruptedError();
    if (failureCount > 0 && !skipInvalid)
      throw rowsFailed(failures, failureCount, { creates: operation.creates, isPlan: options.plan !== undefined });
  } catch (error) {
    await writer.abandon();
    throw error;
  } finally {
    targets.close();
  }
  await writer.close();
  assertAddsUp(run.input.rows, { ...settled, planned: planCount, duplicate: duplicateCount });
  return { summary, settled, duplicates, duplicateCount };
}

/** A row whose plan is what was saved; otherwise it fails. */
function asSaved(
  { change, ...planned }: RowAndChange,
  plan: PlanOfRun,
  { wasStarted }: { readonly wasStarted: boolean },
): RowAndChange {
  const moved = change && plan.whatMoved(planned.n, change, wasStarted);
  if (moved === undefined) return { ...planned, ...defined({ change }) };
  return { ...planned, planned: { kind: 'failed', error: { code: 'CHANGED_UNDERNEATH', message: moved } } };
}

/** Failures that are listed; an input with more is the wrong file. */
const MAX_LISTED = 1_000;

const DUPLICATE = { kind: 'repeat' } as const;

async function* unsettledRows(
  { folder, options, previousAttempt }: RunState,
  settled: { completed: number; failed: number },
): AsyncGenerator<NumberedRow, void, undefined> {
  for await (const row of readSpool<NumberedRow>(folder.rows)) {
    if (options.stop.aborted) return;
    if (!previousAttempt.isSettled(row.n)) yield row;
    else if (previousAttempt.failures.has(row.n)) settled.failed += 1;
    else settled.completed += 1;
  }
}

/** A run was interrupted before its first change. */
export function interruptedError(): AdminError {
  return new AdminError('CANCELLED', 'interrupted', { hint: 'Nothing was changed.' });
}

interface RowFailure {
  readonly line: number;
  readonly error: AdminError;
}

function rowsFailed(
  failures: readonly RowFailure[],
  count: number,
  { creates, isPlan }: { readonly creates: boolean; readonly isPlan: boolean },
): AdminError {
  const first = failures[0]?.error;
  const more = count - failures.length;
  const isOfOneKind = count > 1 && failures.every(({ error }) => error.code === first?.code);
  return new AdminError(
    first?.code ?? 'USAGE',
    `${counted(count, 'row')} of the ${isPlan ? 'plan' : 'input'} cannot be applied; nothing was changed`,
    {
      cause: first,
      hint: [
        ...failures.map(({ line, error }) => (line === 0 ? error.message : `line ${line}: ${error.message}`)),
        ...(more === 0 ? [] : [`and ${more} more`]),
        ...(count === 1 && first?.hint !== undefined ? [first.hint] : []),
        ...(creates && isOfOneKind && first?.code === 'USER_EXISTS'
          ? ['To accept existing users: --if-not-exists']
          : []),
        isPlan ? 'Look at them, then make a new plan.' : 'To apply the other rows: --skip-invalid',
      ].join('\n'),
    },
  );
}

/** Emails a day that Cognito's default sender sends for a pool ("Quotas in Amazon Cognito", email messages). */
const DAILY_EMAILS = 50;

/**
 * Refuses a run that sends more emails than the pool's sender may send in a day: from the fifty-first on, each row
 * would fail.
 *
 * @throws AdminError MAIL_QUOTA
 */
export async function assertMailQuota(directory: Directory, emails: number): Promise<void> {
  if (emails <= DAILY_EMAILS) return;
  const { EmailConfiguration } = await directory.pool();
  // DEVELOPER is the customer's own Amazon SES. Its quota is another, and Cognito does not return it.
  if (EmailConfiguration?.EmailSendingAccount === 'DEVELOPER') return;
  throw new AdminError(
    'MAIL_QUOTA',
    `the run would send ${emails} emails, and the user pool's default sender is limited to ${DAILY_EMAILS} a day`,
    {
      hint:
        'Nothing was written. Let the pool send through Amazon SES, suppress the emails if the command can ' +
        `(--no-invite, --generate-password), or give at most ${DAILY_EMAILS} rows a day.`,
    },
  );
}

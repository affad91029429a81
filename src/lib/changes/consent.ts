import type { Directory } from '../directory.js';
import { AdminError } from '../errors.js';
import { visible } from '../output/sanitise.js';
import type { Prompter } from '../prompt/prompter.js';
import { counted } from '../text/counted.js';
import { quoted, shellWord } from '../text/quoted.js';
import type { Change } from './change.js';
import { placeName } from './place.js';
import { addPlan, emptySummary, type PlanCount, type PlanSummary, summaryLines } from './plan-summary.js';

/** How a change can be confirmed. */
export interface Consent {
  /** `--yes`: confirms without asking. */
  readonly yes: boolean;
  /** `--confirm`: confirms, if it is what the change is about, even what `--yes` does not. */
  readonly confirm?: string | undefined;
  /** Absent if there is no terminal to ask on, or with `--no-input`. */
  readonly prompter: Pick<Prompter, 'confirm' | 'typed'> | undefined;
  /**
   * What the changes are together, such as `pool apply`. All of them are then shown and, if there is a terminal, confirmed
   * by one question, even if none is disruptive. After one that fails, none of the others is started.
   */
  readonly together?: string | undefined;
  /** Shows what the question is about. */
  readonly show: (text: string) => void;
}

/**
 * Asks for confirmation of disruptive changes. In a protected user pool one that is irreversible or grants a privileged
 * role is confirmed by typing the target's name, and `--yes` is not enough. One question covers all the changes.
 *
 * @returns whether a question was asked, and so time has passed since the plan was made
 * @throws AdminError CONFIRMATION_REQUIRED if there is no terminal to ask on, CANCELLED if the answer is no; those of
 *   `assertAccount`
 */
export function requireConsent(directory: Directory, changes: readonly Change[], consent: Consent): Promise<boolean> {
  const { conventions, context } = directory;
  const summary = emptySummary();
  for (const change of changes) addPlan(summary, change, { conventions, isProtected: context.protected });
  return requireConsentTo(directory, summary, consent);
}

/**
 * Like `requireConsent`, for plans that were summed up.
 *
 * @param options.isRun the plans are a run's: their sum is always shown, and if there is a terminal the question is asked
 *   even if none of them is disruptive
 */
export async function requireConsentTo(
  directory: Directory,
  summary: PlanSummary,
  consent: Consent,
  { isRun = false } = {},
): Promise<boolean> {
  const { all, critical } = summary;
  const { together } = consent;
  if (all.count > 0) await directory.cognito.assertAccount();
  // The answer to such a question holds for the harmless changes too, so the question names all of them.
  const isAlwaysAsked = isRun || together !== undefined;
  const subject = isAlwaysAsked && consent.prompter !== undefined ? all : summary.needsConfirmation;
  const reasons = [...summary.reasons].join('\n');
  const sum = isRun ? summaryLines(summary) : [];
  // The sum comes last, next to the question. Of a run's plans the first few are shown as examples.
  const shown = isRun ? summary.shown.slice(0, EXAMPLES) : summary.shown;
  const more = all.count - shown.length;
  const lister = isRun ? '--dry-run -o ndjson' : '--dry-run';
  const plans = [...shown, more === 0 ? '' : `and ${more} more; to see all: ${lister}`, reasons];
  if (isGiven(consent, summary, isRun) || subject.first === undefined) {
    const text = (together === undefined ? sum : plans).filter((line) => line !== '').join('\n');
    if (isAlwaysAsked && text !== '') consent.show(text);
    return false;
  }

  const what = together ?? `${subject.first.operation.replace('.', ' ')} ${nameOf(subject)}`;
  const name = confirmationOf(all, isRun);
  const isCritical = critical.first !== undefined;
  if (consent.prompter === undefined) {
    const message = `${what} needs confirmation, and there is no terminal to ask on`;
    const how = isCritical
      ? `The user pool is protected, so --yes is not enough. To confirm: --confirm ${shellWord(name)}`
      : 'To confirm: --yes';
    const hint = `${reasons}\n${how}\nTo see every change first: --dry-run`;
    throw new AdminError('CONFIRMATION_REQUIRED', message, { hint });
  }
  consent.show([...plans, ...sum].filter((text) => text !== '').join('\n'));
  const number = together === undefined ? '' : ` (${counted(subject.count, 'change')})`;
  const subjectAndPlace = `${what}${number} in ${placeName(directory)}`;
  const isAccepted = isCritical
    ? await consent.prompter.typed(visible(`${subjectAndPlace} (protected). Type ${name} to continue:`), visible(name))
    : await consent.prompter.confirm(visible(`${subjectAndPlace}. Continue?`));
  if (isAccepted) return true;
  const reason = isCritical ? `What was typed is not ${name}. ` : '';
  throw new AdminError('CANCELLED', 'cancelled', { hint: `${reason}Nothing was changed.` });
}

/** Plans of a run that its question shows. */
const EXAMPLES = 3;

/**
 * Whether the flags confirm the plans.
 *
 * @throws AdminError CONFIRMATION_REQUIRED if `--confirm` is about something else than what would change
 */
function isGiven({ yes, confirm }: Consent, { all, critical }: PlanSummary, isRun: boolean): boolean {
  if (all.first === undefined) return true;
  if (confirm === undefined) return yes && critical.first === undefined;
  const expected = confirmationOf(all, isRun);
  const { id, sub } = all.first.target;
  const accepted = isCounted(all, isRun) ? [expected] : [expected, id, sub];
  if (accepted.includes(confirm)) return true;
  const message = `--confirm ${quoted(confirm)} is not what would change: ${expected}`;
  throw new AdminError('CONFIRMATION_REQUIRED', message, {
    hint: `Nothing was changed. To see every change first: --dry-run. To confirm: --confirm ${shellWord(expected)}`,
  });
}

/** What has to be typed, or given with `--confirm`: the target's name, or the number of rows or targets that would change. */
function confirmationOf(all: PlanCount, isRun: boolean): string {
  return isCounted(all, isRun) ? String(all.count) : (all.first?.target.label ?? '');
}

function isCounted({ count }: PlanCount, isRun: boolean): boolean {
  return isRun || count > 1;
}

function nameOf({ count, first }: PlanCount): string {
  return count === 1 ? (first?.target.label ?? '') : counted(count, first?.target.kind ?? 'target');
}

import type { Context } from '../config/context.js';
import { AdminError } from '../errors.js';
import { visible } from '../output/sanitise.js';
import type { Prompter } from '../prompt/prompter.js';
import { counted } from '../text/counted.js';
import type { Change } from './change.js';
import { addPlan, emptySummary, type PlanCount, type PlanSummary, summaryLines } from './plan-summary.js';

/** How a change can be confirmed. */
export interface Consent {
  /** `--yes`: confirms without asking. */
  readonly yes: boolean;
  /** Absent if there is no terminal to ask on, or with `--no-input`. */
  readonly prompter: Prompter | undefined;
  /** Shows what the question is about. */
  readonly show: (text: string) => void;
}

/**
 * Asks for confirmation of disruptive changes. In a protected context an irreversible one is confirmed by typing the
 * target's name. One question covers all the changes.
 *
 * @returns whether a question was asked, and so time has passed since the plan was made
 * @throws AdminError CONFIRMATION_REQUIRED if there is no terminal to ask on, CANCELLED if the answer is no
 */
export function requireConsent(
  changes: readonly Change[],
  { conventions, protected: isProtected }: Context,
  consent: Consent,
): Promise<boolean> {
  const summary = emptySummary();
  for (const change of changes) addPlan(summary, change, { conventions, isProtected });
  return requireConsentTo(summary, consent);
}

/**
 * Like `requireConsent`, for plans that were summed up.
 *
 * @param options.isRun the plans are a run's: their sum is always shown, and if there is a terminal the question is asked
 *   even if none of them is disruptive
 */
export async function requireConsentTo(
  summary: PlanSummary,
  consent: Consent,
  { isRun = false } = {},
): Promise<boolean> {
  const { all, irreversible } = summary;
  // The answer to a run's question holds for its harmless changes too, so the question names all of them.
  const subject = isRun && consent.prompter !== undefined ? all : summary.needsConfirmation;
  const sum = isRun ? summaryLines(summary) : [];
  if (subject.first === undefined || consent.yes) {
    if (isRun) consent.show(sum.join('\n'));
    return false;
  }

  const what = `${subject.first.operation.replace('.', ' ')} ${nameOf(subject)}`;
  const reasons = [...summary.reasons].join('\n');
  if (consent.prompter === undefined) {
    const message = `${what} needs confirmation, and there is no terminal to ask on`;
    const hint = `${reasons}\nTo confirm, run it again with --yes. To see every change first: --dry-run`;
    throw new AdminError('CONFIRMATION_REQUIRED', message, { hint });
  }
  // The sum comes last, next to the question. Of a run's plans the first few are shown as examples.
  const shown = isRun ? summary.shown.slice(0, EXAMPLES) : summary.shown;
  const more = all.count - shown.length;
  const lister = isRun ? '--dry-run -o ndjson' : '--dry-run';
  const rest = [...(more === 0 ? [] : [`and ${more} more; to see all: ${lister}`]), reasons, ...sum];
  consent.show([...shown, ...rest.filter((text) => text !== '')].join('\n'));
  const isConfirmed =
    irreversible.first === undefined
      ? await consent.prompter.confirm(visible(`${what}. Continue?`))
      : await confirmByName(consent.prompter, visible(nameOf(irreversible)));
  if (!isConfirmed) throw new AdminError('CANCELLED', 'cancelled', { hint: 'Nothing was changed.' });
  return true;
}

/** Plans of a run that its question shows. */
const EXAMPLES = 3;

function confirmByName(prompter: Prompter, name: string): Promise<boolean> {
  return prompter.typed(`This context is protected. Type ${name} to continue:`, name);
}

function nameOf({ count, first }: PlanCount): string {
  return count === 1 ? (first?.target.label ?? '') : counted(count, first?.target.kind ?? 'target');
}

import type { Context } from '../config/context.js';
import { AdminError } from '../errors.js';
import { visible } from '../output/sanitise.js';
import type { Prompter } from '../prompt/prompter.js';
import { counted } from '../text/counted.js';
import type { Change } from './change.js';
import { addPlan, emptySummary, type Named, type PlanSummary, summaryLines } from './plan-summary.js';

/** How a person agrees to a change, and whether one can be asked. */
export interface Consent {
  /** `--yes`: whatever would be asked is answered. */
  readonly yes: boolean;
  /** Absent where nobody can be asked: no terminal, or `--no-input`. */
  readonly prompter: Prompter | undefined;
  /** Shows what is being asked about. */
  readonly show: (text: string) => void;
}

/**
 * Asks before what is disruptive, and in a protected context has the target's name typed before what nothing puts
 * back. One question covers all the changes.
 *
 * @returns whether somebody was asked, and so whether time has passed since the plan was made
 * @throws AdminError CONFIRMATION_REQUIRED where nobody can be asked, CANCELLED where the answer is no
 */
export function requireConsent(
  changes: readonly Change[],
  { conventions, protected: isProtected }: Context,
  consent: Consent,
): Promise<boolean> {
  const summary = emptySummary();
  for (const change of changes) addPlan(summary, change, { conventions, isProtected });
  return agreeTo(summary, consent);
}

/**
 * As `requireConsent`, of plans that were summed up.
 *
 * @param options.isRun they are many: it is told what they come to, and somebody who can be asked is asked about what
 *   disrupts nothing, too
 */
export async function agreeTo(
  summary: PlanSummary,
  consent: Consent,
  { isRun = false } = {},
): Promise<boolean> {
  const { all, irreversible } = summary;
  // The answer holds for the harmless ones beside those that ask, too, and so must the question.
  const asking = isRun && consent.prompter !== undefined ? all : summary.asking;
  const sum = isRun ? summaryLines(summary) : [];
  if (asking.first === undefined || consent.yes) {
    if (isRun) consent.show(sum.join('\n'));
    return false;
  }

  const what = `${asking.first.operation.replace('.', ' ')} ${nameOf(asking)}`;
  const reasons = [...summary.reasons].join('\n');
  if (consent.prompter === undefined) {
    throw new AdminError('CONFIRMATION_REQUIRED', `${what} asks first, and nobody can be asked here`, {
      hint: `${reasons}\nIf that is meant, repeat it with --yes. To see it all first: --dry-run`,
    });
  }
  // What all come to stands last, next to the question: of many plans the first few are an example.
  const shown = isRun ? summary.shown.slice(0, EXAMPLES) : summary.shown;
  const more = all.count - shown.length;
  const lister = isRun ? '--dry-run -o ndjson' : '--dry-run';
  const rest = [...(more === 0 ? [] : [`and ${more} more: ${lister} shows all`]), reasons, ...sum];
  consent.show([...shown, ...rest.filter((text) => text !== '')].join('\n'));
  const agreed =
    irreversible.first === undefined
      ? await consent.prompter.confirm(visible(`${what}: go on?`))
      : await askForName(consent.prompter, visible(nameOf(irreversible)));
  if (!agreed) throw new AdminError('CANCELLED', 'cancelled', { hint: 'Nothing was changed.' });
  return true;
}

/** Plans of a run that its question shows. */
const EXAMPLES = 3;

function askForName(prompter: Prompter, name: string): Promise<boolean> {
  return prompter.typed(`This context is protected. Type ${name} to go on:`, name);
}

function nameOf({ count, first }: Named): string {
  return count === 1 ? (first?.target.label ?? '') : counted(count, first?.target.kind ?? 'target');
}

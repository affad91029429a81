import type { Context } from '../config/context.js';
import { AdminError } from '../errors.js';
import { visible } from '../output/sanitise.js';
import type { Prompter } from '../prompt/prompter.js';
import { counted } from '../text/counted.js';
import type { Change } from './change.js';
import { planLines } from './plan-lines.js';

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
export async function requireConsent(
  changes: readonly Change[],
  context: Context,
  consent: Consent,
): Promise<boolean> {
  const irreversible = context.protected ? changes.filter((change) => change.irreversible !== undefined) : [];
  const asking = changes.filter((change) => change.disruption !== undefined || irreversible.includes(change));
  const [first] = asking;
  if (first === undefined || consent.yes) return false;

  const what = `${first.operation.replace('.', ' ')} ${nameOf(asking, first)}`;
  const reasons = [...new Set(asking.map(reason))].join('\n');
  if (consent.prompter === undefined) {
    throw new AdminError('CONFIRMATION_REQUIRED', `${what} asks first, and nobody can be asked here`, {
      hint: `${reasons}\nIf that is meant, repeat it with --yes. To see it all first: --dry-run`,
    });
  }
  const shown = changes.slice(0, SHOWN).map(planLines);
  const more = changes.length - shown.length;
  consent.show(
    [...shown, ...(more === 0 ? [] : [`and ${more} more: --dry-run shows all`]), reasons].join('\n'),
  );
  const [mustType] = irreversible;
  const agreed =
    mustType === undefined
      ? await consent.prompter.confirm(visible(`${what}: go on?`))
      : await askForName(consent.prompter, visible(nameOf(irreversible, mustType)));
  if (!agreed) throw new AdminError('CANCELLED', 'cancelled', { hint: 'Nothing was changed.' });
  return true;
}

/** Plans that a question shows whole: more than a screen of them nobody reads. */
const SHOWN = 10;

function askForName(prompter: Prompter, name: string): Promise<boolean> {
  return prompter.typed(`This context is protected. Type ${name} to go on:`, name);
}

function nameOf(changes: readonly Change[], first: Change): string {
  return changes.length === 1 ? first.target.label : counted(changes.length, first.target.kind);
}

function reason(change: Change): string {
  return change.disruption ?? `It cannot be undone. ${change.irreversible ?? ''}`;
}

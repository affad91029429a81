import type { Context } from '../config/context.js';
import { AdminError } from '../errors.js';
import type { Prompter } from '../prompt/prompter.js';
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

  if (consent.prompter === undefined) {
    throw new AdminError(
      'CONFIRMATION_REQUIRED',
      `${subject(asking)} asks first, and nobody can be asked here`,
      {
        hint: `${reason(first)}\nIf that is meant, repeat it with --yes. To see it all first: --dry-run`,
      },
    );
  }
  consent.show(changes.map(planLines).join('\n'));
  consent.show(reason(first));
  const agreed =
    irreversible.length > 0
      ? await askForName(consent.prompter, irreversible)
      : await consent.prompter.confirm(`${subject(asking)}: go on?`);
  if (!agreed) throw new AdminError('CANCELLED', 'cancelled', { hint: 'Nothing was changed.' });
  return true;
}

function askForName(prompter: Prompter, changes: readonly Change[]): Promise<boolean> {
  const name =
    changes.length === 1 ? (changes[0]?.target.label ?? '') : `${changes.length} ${changes[0]?.target.kind}s`;
  return prompter.typed(`This context is protected. Type ${name} to go on:`, name);
}

function subject(changes: readonly Change[]): string {
  const [first] = changes;
  if (first === undefined) return '';
  const target = changes.length === 1 ? first.target.label : `${changes.length} ${first.target.kind}s`;
  return `${first.operation.replace('.', ' ')} ${target}`;
}

function reason(change: Change): string {
  return change.disruption ?? `It cannot be undone. ${change.irreversible ?? ''}`;
}

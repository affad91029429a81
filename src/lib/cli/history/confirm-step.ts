import type { Invocation } from '../invocation.js';
import { placeName } from '../../changes/place.js';
import type { Directory } from '../../directory.js';
import { AdminError } from '../../errors.js';
import type { OutputFlags } from '../flags/output.js';
import { visible } from '../../output/sanitise.js';

/**
 * Asks before something is written to the table of a team. It is no change of the user pool, so it is not recorded.
 *
 * @param step.what what would be done, such as `create table history`
 * @param step.preview what shows it without doing it: a flag or a command
 * @throws AdminError CONFIRMATION_REQUIRED if there is no terminal to ask on; CANCELLED if the answer is no
 */
export async function confirmStep(
  { flags, prompter }: Pick<Invocation<OutputFlags & { readonly yes: boolean }>, 'flags' | 'prompter'>,
  directory: Directory,
  { what, preview }: { readonly what: string; readonly preview: string },
): Promise<void> {
  if (flags.yes) return;
  const inPlace = `${what} in ${placeName(directory)}`;
  if (prompter === undefined) {
    const message = `to ${inPlace} needs confirmation, and there is no terminal to ask on`;
    throw new AdminError('CONFIRMATION_REQUIRED', message, {
      hint: `To see what would be done: ${preview}\nTo confirm: --yes`,
    });
  }
  if (await prompter.confirm(visible(`${inPlace.charAt(0).toUpperCase()}${inPlace.slice(1)}?`))) return;
  throw new AdminError('CANCELLED', 'cancelled', { hint: 'Nothing was changed.' });
}

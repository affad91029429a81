import { AdminError } from '../errors.js';
import { quoted } from '../text/quoted.js';
import { closest, didYouMean } from '../text/suggestion.js';
import { COMMAND_OPERATIONS } from './command-operations.js';

/** A command as it is typed: `users create`. */
export type CommandName = keyof typeof COMMAND_OPERATIONS;

/** Every command. */
export const COMMAND_NAMES = Object.keys(COMMAND_OPERATIONS) as CommandName[];

/**
 * A command by its name, as it is typed or with colons, such as `users:create`.
 *
 * @throws AdminError UNKNOWN_COMMAND, with a suggestion
 */
export function parseCommandName(text: string): CommandName {
  const words = text
    .trim()
    .split(/[\s:]+/)
    .join(' ');
  const name = COMMAND_NAMES.find((known) => known === words);
  if (name !== undefined) return name;
  throw new AdminError('UNKNOWN_COMMAND', `unknown command ${quoted(text)}`, {
    hint: `${didYouMean(closest(words, COMMAND_NAMES))}To list the commands: sf-admin --help`,
  });
}

import type { Hook } from '@oclif/core';

import { AdminError } from '../errors.js';
import { closest, didYouMean } from '../text/suggestion.js';

/**
 * Says which command was probably meant, or that a command which takes no argument got one: oclif takes both for the
 * name of a command. It never runs its guess: this is an administrator's tool.
 */
const commandNotFound: Hook.CommandNotFound = ({ config, id }) => {
  const words = id.split(':');
  const typed = words.join(' ');
  const commands = config.commandIDs.map((command) => command.replaceAll(':', ' '));
  const known = commands.find((command) => typed.startsWith(`${command} `));
  if (known !== undefined) {
    throw new AdminError('USAGE', `unexpected argument: ${typed.slice(known.length + 1)}`, {
      hint: `How it is used: sf-admin ${known} --help`,
    });
  }
  throw new AdminError('UNKNOWN_COMMAND', `there is no command "${words.slice(0, 2).join(' ')}"`, {
    hint: `${didYouMean(nearest(words, commands))}All commands: sf-admin --help`,
  });
};

/** Arguments follow the command's one or two words: the nearest to those, with the most words first. */
function nearest(words: readonly string[], commands: readonly string[]): string | undefined {
  const starts = [2, 1].map((count) => words.slice(0, count).join(' '));
  const meant = starts.map((start) => closest(start, commands)).find((command) => command !== undefined);
  return meant === undefined ? undefined : `sf-admin ${meant}`;
}

export default commandNotFound;

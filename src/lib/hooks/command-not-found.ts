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

/** Within a topic the nearest verb; elsewhere the nearest to the first two words, or to the first. */
function nearest(
  [first = '', second = '']: readonly string[],
  commands: readonly string[],
): string | undefined {
  const verbs = commands.filter((command) => command.startsWith(`${first} `));
  const inTopic = closest(
    second,
    verbs.map((command) => command.slice(first.length + 1)),
  );
  const meant =
    verbs.length > 0
      ? inTopic && `${first} ${inTopic}`
      : (closest(`${first} ${second}`, commands) ?? closest(first, commands));
  return meant === undefined ? undefined : `sf-admin ${meant}`;
}

export default commandNotFound;

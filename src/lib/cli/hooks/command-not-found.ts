import type { Hook } from '@oclif/core';

import { AdminError } from '../../errors.js';
import { mayHoldTokens } from '../report-error.js';
import { withoutTokens } from '../../text/redacted.js';
import { closest, didYouMean } from '../../text/suggestion.js';

/** Suggests a command. oclif's own hook would offer to run it, which is too risky for an administrator's tool. */
const commandNotFound: Hook.CommandNotFound = ({ config, id }) => {
  throw unknownCommand(id, config.commandIDs);
};

export default commandNotFound;

/**
 * The error for an unknown command, with a suggestion; or for an unexpected argument, which oclif takes for a part of
 * the command's name.
 *
 * @param id the words typed, joined by colons as oclif joins them
 * @param commandIds every command, in the same form
 */
function unknownCommand(id: string, commandIds: readonly string[]): AdminError {
  const words = id.split(':');
  const typed = words.join(' ');
  const commands = commandIds.map((command) => command.replaceAll(':', ' '));
  const known = commands.find((command) => typed.startsWith(`${command} `));
  if (known !== undefined) {
    return new AdminError('USAGE', `unexpected argument after ${known}`, { hint: `Usage: sf-admin ${known} --help` });
  }
  const guess = id === '-v' ? '--version' : closestCommand(words, commands);
  // Where the name of a command is missing, the token of `tokens` stands in its place.
  const isHidden = words.length > 1 && [words[0], guess?.split(' ')[1]].some((topic) => mayHoldTokens([topic ?? '']));
  const shown = withoutTokens([words[0], isHidden ? '…' : words[1]].filter((word) => word !== undefined).join(' '));
  return new AdminError('UNKNOWN_COMMAND', `unknown command "${shown}"`, {
    hint: `${didYouMean(guess)}All commands: sf-admin --help`,
  });
}

/**
 * The error for an unknown command if oclif's help did not find it; any other error unchanged.
 *
 * @param commandIds every command; only asked for such an error, as it reads files, which may be what failed
 */
export async function helpError(error: unknown, commandIds: () => Promise<readonly string[]>): Promise<unknown> {
  const id = error instanceof Error ? /^command (.+) not found\.?$/i.exec(error.message)?.[1] : undefined;
  return id === undefined ? error : unknownCommand(id.replaceAll(' ', ':'), await commandIds());
}

/** The closest verb of the topic; without a topic, the command closest to the first two words or to the first one. */
function closestCommand([first = '', second = '']: readonly string[], commands: readonly string[]): string | undefined {
  const verbs = commands.filter((command) => command.startsWith(`${first} `));
  const inTopic = closest(
    second,
    verbs.map((command) => command.slice(first.length + 1)),
  );
  const command =
    verbs.length > 0
      ? inTopic && `${first} ${inTopic}`
      : (closest(`${first} ${second}`, commands) ?? closest(first, [...commands, ...topics(commands)]));
  return command === undefined ? undefined : `sf-admin ${command}`;
}

function topics(commands: readonly string[]): string[] {
  return [...new Set(commands.flatMap((command) => /^(\S+) /.exec(command)?.[1] ?? []))];
}

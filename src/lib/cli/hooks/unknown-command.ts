import { AdminError } from '../../errors.js';
import { closest, didYouMean } from '../../text/suggestion.js';

/**
 * Says which command was probably meant, or that a command which takes no argument got one: oclif takes both for the
 * name of a command.
 *
 * @param id what was typed, its words joined by colons as oclif joins them
 * @param commandIds every command, in the same form
 */
export function unknownCommand(id: string, commandIds: readonly string[]): AdminError {
  const words = id.split(':');
  const typed = words.join(' ');
  const commands = commandIds.map((command) => command.replaceAll(':', ' '));
  const known = commands.find((command) => typed.startsWith(`${command} `));
  if (known !== undefined) {
    return new AdminError('USAGE', `unexpected argument: ${typed.slice(known.length + 1)}`, {
      hint: `How it is used: sf-admin ${known} --help`,
    });
  }
  return new AdminError('UNKNOWN_COMMAND', `there is no command "${words.slice(0, 2).join(' ')}"`, {
    hint: `${didYouMean(nearest(words, commands))}All commands: sf-admin --help`,
  });
}

/** What help was asked for, where oclif's help knows no such command; any other error as it is. */
export function helpError(error: unknown, commandIds: readonly string[]): unknown {
  const id = error instanceof Error ? /^command (.+) not found\.?$/i.exec(error.message)?.[1] : undefined;
  return id === undefined ? error : unknownCommand(id.replaceAll(' ', ':'), commandIds);
}

/** Within a topic the nearest verb; elsewhere the nearest to the first two words, or the command or topic nearest to the first. */
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
      : (closest(`${first} ${second}`, commands) ?? closest(first, [...commands, ...topics(commands)]));
  return meant === undefined ? undefined : `sf-admin ${meant}`;
}

function topics(commands: readonly string[]): string[] {
  return [...new Set(commands.flatMap((command) => /^(\S+) /.exec(command)?.[1] ?? []))];
}

/**
 * The flags that commands share, a file for each family. A command spreads the families that it takes into its `flags`;
 * the type of the parsed flags is inferred from them.
 */
import { Flags } from '@oclif/core';

/** The flags under one heading of the help. `shared` is added to each of them. */
export function flagGroup<Group extends Record<string, object>>(
  helpGroup: string,
  flags: Group,
  shared: { dependsOn?: string[] } = {},
): Group {
  const entries = Object.entries(flags).map(([name, flag]) => [name, { ...flag, helpGroup, ...shared }]);
  return Object.fromEntries(entries) as Group;
}

/** A flag whose value is checked before the command runs: `parse` throws an AdminError for one that is invalid. */
export function parsedFlag(parse: (text: string) => string, helpValue: string, summary: string) {
  return Flags.custom({ summary, helpValue, parse: (text) => Promise.resolve(parse(text)) })();
}

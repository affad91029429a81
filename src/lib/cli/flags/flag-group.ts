/**
 * The flags that commands share, a file for each family. A command spreads the families that it takes into its `flags`;
 * the type of the parsed flags is inferred from them.
 */
import { Flags, type Interfaces } from '@oclif/core';

/** The flags under one heading of the help. `shared` is added to each of them. */
export function flagGroup<Group extends Record<string, object>>(
  helpGroup: string,
  flags: Group,
  shared: { dependsOn?: string[]; exclusive?: string[] } = {},
): Group {
  const entries = Object.entries(flags).map(([name, flag]) => [name, { ...flag, helpGroup, ...shared }]);
  return Object.fromEntries(entries) as Group;
}

/** A flag whose value is checked before the command runs: `parse` throws an AdminError for one that is invalid. */
export function parsedFlag<T extends string>(
  parse: (text: string) => T,
  helpValue: string,
  summary: string,
): Interfaces.OptionFlag<T | undefined> {
  // oclif's overloads do not infer a generic result, and `parse` has made sure of the type.
  return Flags.string({
    summary,
    helpValue,
    parse: (text) => Promise.resolve<string>(parse(text)),
  }) as Interfaces.OptionFlag<T | undefined>;
}

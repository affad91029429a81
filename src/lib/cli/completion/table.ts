/**
 * What completion knows about the commands, by the words that are typed, joined by colons. The build makes it from the
 * manifest: scripts/build/completion-table.js.
 */
export interface CompletionTable {
  /** The description of each topic. */
  readonly topics: Readonly<Record<string, string>>;
  /** The summary of each command. */
  readonly commands: Readonly<Record<string, string>>;
  /** The summary of each topic of `help`, such as `exit-codes`. */
  readonly helpTopics: Readonly<Record<string, string>>;
  /** The arguments and flags of a command. They are in a file each: reading all of them takes longer than finding one. */
  readonly entry: (id: string) => CommandEntry;
}

export interface CommandEntry {
  /** In the order in which they are given. */
  readonly args: readonly ArgEntry[];
  /** By name, without dashes. */
  readonly flags: Readonly<Record<string, FlagEntry>>;
}

export interface ArgEntry {
  readonly name: string;
  readonly multiple?: boolean;
  /** The only values that are accepted. */
  readonly options?: readonly string[];
}

export interface FlagEntry {
  readonly summary: string;
  readonly takesValue: boolean;
  readonly char?: string;
  readonly multiple?: boolean;
  readonly options?: readonly string[];
  /** How the help shows the value, such as `FILE` or `on|off`. */
  readonly helpValue?: string;
  /** The flags that cannot be given beside it. */
  readonly exclusive?: readonly string[];
}

/** A text that completes the word under the cursor, and what it stands for. */
export interface Candidate {
  readonly value: string;
  readonly description?: string | undefined;
}

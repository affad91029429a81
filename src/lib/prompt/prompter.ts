// Prompts: questions to the person at the terminal. Use cases ask through the interface `Prompter`, so that tests can
// answer by script.

/** One option of a question with a list. Without a label the value is shown. */
export interface Choice {
  readonly value: string;
  readonly label?: string;
}

export interface TextOptions {
  /** Returns on one line what is wrong with an answer, which is then asked again; undefined if it is valid. */
  readonly validate?: (answer: string) => string | undefined;
}

/**
 * Asks the person at the terminal.
 *
 * Characters that could deceive a terminal or its reader are escaped in messages, labels and the results of `validate`.
 *
 * @throws AdminError CANCELLED, by every method, on Ctrl-C, Ctrl-D or the end of stdin
 */
export interface Prompter {
  /** A line of text, trimmed. */
  text(message: string, options?: TextOptions): Promise<string>;
  /** The selected values, in the order of the choices; at least one if `required`. */
  checkbox(message: string, choices: readonly Choice[], options: { readonly required: boolean }): Promise<string[]>;
  /** The value of the one choice that is selected. */
  select(message: string, choices: readonly Choice[]): Promise<string>;
  /** Yes or no; default: no. */
  confirm(message: string): Promise<boolean>;
  /** Whether the person typed exactly `expected`. Asked once, for irreversible changes. */
  typed(message: string, expected: string): Promise<boolean>;
  /** A secret, not shown while it is typed; asked twice, until both are equal. */
  password(message: string, options?: TextOptions): Promise<string>;
}

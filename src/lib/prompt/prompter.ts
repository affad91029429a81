/** One answer that can be ticked. Without a label the value is shown. */
export interface Choice {
  readonly value: string;
  readonly label?: string;
}

export interface TextOptions {
  /** Says what is wrong with an answer, in one line; undefined where it is right. The question is then asked again. */
  readonly validate?: (answer: string) => string | undefined;
}

/**
 * Asks the person at the terminal.
 *
 * Messages, labels and what `validate` says are drawn as they are: a caller that puts text from the
 * directory into one makes its control characters visible first.
 *
 * Every method throws AdminError `CANCELLED` when the person leaves (Ctrl-C, Ctrl-D) or stdin ends.
 */
export interface Prompter {
  /** A line of text, trimmed. */
  text(message: string, options?: TextOptions): Promise<string>;
  /** The values ticked, in the order of the choices; at least one where `required`. */
  checkbox(
    message: string,
    choices: readonly Choice[],
    options: { readonly required: boolean },
  ): Promise<string[]>;
  /** Yes or no; Enter alone means no. */
  confirm(message: string): Promise<boolean>;
  /** Whether the person typed exactly `expected`: for what cannot be undone. Asked once. */
  typed(message: string, expected: string): Promise<boolean>;
  /** A secret, not shown while typed, asked twice until both are equal. */
  password(
    message: string,
    options?: { readonly validate?: (answer: string) => string | undefined },
  ): Promise<string>;
}

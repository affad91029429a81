import type { Choice, Prompter, TextOptions } from '../../src/lib/prompt/prompter.js';

/** A prompt that was shown. */
export interface Asked {
  readonly kind: 'text' | 'checkbox' | 'select' | 'confirm' | 'typed' | 'password';
  readonly message: string;
  readonly choices?: readonly string[];
  /** The validation messages for answers that were not accepted. */
  readonly refused?: readonly string[];
}

export type Answer = string | boolean | readonly string[];

/** Answers prompts from a list, in order, and records them. */
export class ScriptedPrompter implements Prompter {
  readonly asked: Asked[] = [];
  readonly #answers: Answer[];

  constructor(answers: readonly Answer[]) {
    this.#answers = [...answers];
  }

  text(message: string, { validate }: TextOptions = {}): Promise<string> {
    return this.#validated('text', message, validate);
  }

  password(message: string, { validate }: Pick<TextOptions, 'validate'> = {}): Promise<string> {
    return this.#validated('password', message, validate);
  }

  checkbox(message: string, choices: readonly Choice[]): Promise<string[]> {
    this.asked.push({ kind: 'checkbox', message, choices: labels(choices) });
    return Promise.resolve([...(this.#next(message) as readonly string[])]);
  }

  select(message: string, choices: readonly Choice[]): Promise<string> {
    this.asked.push({ kind: 'select', message, choices: labels(choices) });
    const answer = String(this.#next(message));
    const chosen = choices.find(({ value, label }) => (label ?? value) === answer);
    if (chosen === undefined) throw new Error(`the test chooses ${answer}, which is not offered by: ${message}`);
    return Promise.resolve(chosen.value);
  }

  confirm(message: string): Promise<boolean> {
    this.asked.push({ kind: 'confirm', message });
    return Promise.resolve(this.#next(message) === true);
  }

  typed(message: string, expected: string): Promise<boolean> {
    this.asked.push({ kind: 'typed', message });
    return Promise.resolve(this.#next(message) === expected);
  }

  #validated(kind: 'text' | 'password', message: string, validate: TextOptions['validate']): Promise<string> {
    const refused: string[] = [];
    for (;;) {
      const answer = String(this.#next(message));
      const problem = validate?.(answer);
      if (problem !== undefined) {
        refused.push(problem);
        continue;
      }
      this.asked.push({ kind, message, ...(refused.length === 0 ? {} : { refused }) });
      return Promise.resolve(answer);
    }
  }

  #next(message: string): Answer {
    const answer = this.#answers.shift();
    if (answer === undefined) throw new Error(`the test has no answer to: ${message}`);
    return answer;
  }
}

function labels(choices: readonly Choice[]): string[] {
  return choices.map(({ value, label }) => label ?? value);
}

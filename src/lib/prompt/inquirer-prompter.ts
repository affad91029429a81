import type { Readable, Writable } from 'node:stream';
import { AdminError } from '../errors.js';
import { isSystemError } from '../files/system-error.js';
import { visible } from '../output/sanitise.js';
import { PromptOutput } from './prompt-output.js';
import { watchForAbandonment } from './abandoned-prompt.js';
import type { Choice, Prompter, TextOptions } from './prompter.js';

export interface PromptTerminal {
  /** Where answers are typed; default: stdin. */
  readonly input: Readable;
  /** Where questions are drawn; default: stderr, since stdout is only for the result. */
  readonly output: Writable;
  readonly color: boolean;
}

/** A Prompter based on `inquirer`, which is loaded with the first question. */
export class InquirerPrompter implements Prompter {
  readonly #terminal: PromptTerminal;

  constructor(terminal: Partial<PromptTerminal> = {}) {
    this.#terminal = { input: process.stdin, output: process.stderr, color: true, ...terminal };
  }

  async text(message: string, { validate }: TextOptions = {}): Promise<string> {
    const typed = await this.#ask({
      type: 'input',
      message,
      validate: (answer: string) => problem(validate?.(answer.trim())),
    });
    return asText(typed).trim();
  }

  async checkbox(
    message: string,
    choices: readonly Choice[],
    { required }: { readonly required: boolean },
  ): Promise<string[]> {
    await this.#discardTypedAhead();
    const ticked = await this.#ask({ type: 'checkbox', message, choices: optionsOf(choices), required });
    return Array.isArray(ticked) ? ticked.map(asText) : [];
  }

  async select(message: string, choices: readonly Choice[]): Promise<string> {
    await this.#discardTypedAhead();
    return asText(await this.#ask({ type: 'select', message, choices: optionsOf(choices), loop: false }));
  }

  async confirm(message: string): Promise<boolean> {
    await this.#discardTypedAhead();
    return (await this.#ask({ type: 'confirm', message, default: false })) === true;
  }

  async typed(message: string, expected: string): Promise<boolean> {
    await this.#discardTypedAhead();
    return asText(await this.#ask({ type: 'input', message })).trim() === expected;
  }

  async password(message: string, { validate }: TextOptions = {}): Promise<string> {
    for (;;) {
      const first = await this.#secret(message, validate);
      const second = await this.#secret(`${message} (again)`);
      if (first === second) return first;
      this.#terminal.output.write('The passwords do not match. Enter both again.\n');
    }
  }

  async #secret(message: string, validate?: TextOptions['validate']): Promise<string> {
    const secret = await this.#ask({
      type: 'password',
      message,
      // Otherwise Ctrl-T would show the password on the screen.
      toggleMask: false,
      validate: (answer: string) => (answer === '' ? 'Enter a password' : problem(validate?.(answer))),
    });
    return asText(secret);
  }

  /**
   * What was typed before the question was shown is no answer to it: keys pressed while the command was reading, or the rest
   * of a pasted text.
   *
   * @throws AdminError CANCELLED if Ctrl-C is among it
   */
  async #discardTypedAhead(): Promise<void> {
    const { input } = this.#terminal;
    // Loaded first, so that nothing can be typed between the discarding and the question.
    await import('inquirer');
    const { discardInput } = await import('./discard-input.js');
    if (await discardInput(input)) throw new AdminError('CANCELLED', 'cancelled');
  }

  async #ask(question: Question): Promise<unknown> {
    const { default: inquirer } = await import('inquirer');
    const { input, output, color } = this.#terminal;
    const abandoned = watchForAbandonment(input);
    try {
      const { signal } = abandoned;
      const ask = inquirer.createPromptModule({ input, output: new PromptOutput(output, color), signal });
      const answers: { answer: unknown } = await ask([
        { ...question, message: visible(question.message), name: 'answer' },
      ]);
      return answers.answer;
    } catch (error) {
      // A terminal that was closed meanwhile cannot be reset, which ends in EIO.
      const isCancelled = error instanceof Error && (CANCELLED.has(error.name) || isSystemError(error, 'EIO'));
      throw isCancelled ? new AdminError('CANCELLED', 'cancelled', { cause: error }) : error;
    } finally {
      abandoned.dispose();
    }
  }
}

type Question = {
  type: 'input' | 'checkbox' | 'select' | 'confirm' | 'password';
  message: string;
} & Record<string, unknown>;

/** The errors of inquirer for Ctrl-C and for an aborted signal. */
const CANCELLED = new Set(['ExitPromptError', 'AbortPromptError', 'CancelPromptError']);

/** inquirer calls a label `name`. */
function optionsOf(choices: readonly Choice[]): { value: string; name: string }[] {
  return choices.map(({ value, label }) => ({ value, name: visible(label ?? value) }));
}

/** What is wrong with an answer, as inquirer takes it. */
function problem(text: string | undefined): string | true {
  return text === undefined ? true : visible(text);
}

function asText(answer: unknown): string {
  if (typeof answer !== 'string') throw new TypeError('a prompt returned something other than text');
  return answer;
}

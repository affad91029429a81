import type { Readable, Writable } from 'node:stream';
import { AdminError } from '../errors.js';
import { PromptOutput } from './prompt-output.js';
import { watchForAbandonment } from './abandoned-prompt.js';
import type { Choice, Prompter, TextOptions } from './prompter.js';

export interface PromptTerminal {
  /** Where answers are typed; stdin unless told otherwise. */
  readonly input: Readable;
  /** Where questions are drawn; stderr unless told otherwise, as stdout is for the result alone. */
  readonly output: Writable;
  readonly color: boolean;
}

type Validation = (answer: string) => string | undefined;

/** Asks by `inquirer`, which is loaded with the first question. See Prompter for what the caller owes. */
export class InquirerPrompter implements Prompter {
  readonly #terminal: PromptTerminal;

  constructor(terminal: Partial<PromptTerminal> = {}) {
    this.#terminal = { input: process.stdin, output: process.stderr, color: true, ...terminal };
  }

  async text(message: string, { validate }: TextOptions = {}): Promise<string> {
    const typed = await this.#ask({
      type: 'input',
      message,
      validate: (answer: string) => validate?.(answer.trim()) ?? true,
    });
    return asText(typed).trim();
  }

  async checkbox(
    message: string,
    choices: readonly Choice[],
    { required }: { readonly required: boolean },
  ): Promise<string[]> {
    const ticked = await this.#ask({ type: 'checkbox', message, choices: choices.map(toInquirer), required });
    return Array.isArray(ticked) ? ticked.map(asText) : [];
  }

  async confirm(message: string): Promise<boolean> {
    return (await this.#ask({ type: 'confirm', message, default: false })) === true;
  }

  async typed(message: string, expected: string): Promise<boolean> {
    return asText(await this.#ask({ type: 'input', message })).trim() === expected;
  }

  async password(message: string, { validate }: { readonly validate?: Validation } = {}): Promise<string> {
    for (;;) {
      const first = await this.#secret(message, validate);
      const second = await this.#secret(`${message} (again)`);
      if (first === second) return first;
      this.#terminal.output.write('The two are not the same: type both again.\n');
    }
  }

  async #secret(message: string, validate?: Validation): Promise<string> {
    const secret = await this.#ask({
      type: 'password',
      message,
      // inquirer would let Ctrl-T show what was typed, to whoever looks on.
      toggleMask: false,
      validate: (answer: string) => (answer === '' ? 'Type a password' : (validate?.(answer) ?? true)),
    });
    return asText(secret);
  }

  async #ask(question: Question): Promise<unknown> {
    const { default: inquirer } = await import('inquirer');
    const { input, output, color } = this.#terminal;
    const leaving = watchForAbandonment(input);
    try {
      const ask = inquirer.createPromptModule({
        input,
        output: new PromptOutput(output, color),
        signal: leaving.signal,
      });
      const answers: { answer: unknown } = await ask([{ ...question, name: 'answer' }]);
      return answers.answer;
    } catch (error) {
      throw cancelled(error) ?? error;
    } finally {
      leaving.dispose();
    }
  }
}

type Question = { type: 'input' | 'checkbox' | 'confirm' | 'password'; message: string } & Record<
  string,
  unknown
>;

/** What inquirer throws when the person leaves: by Ctrl-C, by the signal of `watchLeaving`. */
const LEFT = new Set(['ExitPromptError', 'AbortPromptError', 'CancelPromptError']);

function cancelled(error: unknown): AdminError | undefined {
  if (!(error instanceof Error) || !LEFT.has(error.name)) return undefined;
  return new AdminError('CANCELLED', 'cancelled', { cause: error });
}

/** inquirer's own name for a label is `name`. */
function toInquirer({ value, label }: Choice): object {
  return { value, name: label ?? value };
}

function asText(answer: unknown): string {
  if (typeof answer !== 'string') throw new TypeError('a prompt gave something that is no text');
  return answer;
}

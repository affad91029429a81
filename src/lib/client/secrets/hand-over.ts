import { spawn } from 'node:child_process';

import { AdminError } from '../../errors.js';
import type { Prompter } from '../../prompt/prompter.js';
import { type Addition, writeSecretFile } from './secret-file.js';

/** Who gets the value of a new secret, before it is added: it is shown nowhere else, and never again. */
export type Recipient =
  | { readonly kind: 'file'; readonly file: string }
  /** A command of the shell, which reads the value from stdin. Its own output goes to stderr. */
  | { readonly kind: 'command'; readonly command: string }
  | {
      readonly kind: 'terminal';
      readonly prompter: Pick<Prompter, 'confirm'>;
      /** Whether to go on without asking if it was stored. */
      readonly yes: boolean;
      /** Writes a line to the terminal. */
      readonly show: (text: string) => void;
    };

/**
 * Gives the value of a new secret to its recipient.
 *
 * @returns who has it now, for messages
 * @throws AdminError FILE_EXISTS, FILE_UNWRITABLE; HAND_OVER_FAILED if the command fails; CANCELLED
 */
export async function handOver(
  recipient: Recipient,
  value: string,
  { addition, interrupt }: { readonly addition: Addition; readonly interrupt: AbortSignal },
): Promise<string> {
  switch (recipient.kind) {
    case 'file':
      await writeSecretFile(recipient.file, value, addition);
      return `in ${recipient.file}`;
    case 'command':
      await runCommand(recipient.command, value, interrupt);
      return 'by the command';
    case 'terminal':
      await showOnce(recipient, value);
      return 'on the terminal';
  }
}

const NOT_ADDED = 'The secret was not added: do not use the value that was handed over.';

async function showOnce({ prompter, yes, show }: Recipient & { kind: 'terminal' }, value: string): Promise<void> {
  show(`New app client secret, shown only once: ${value}`);
  if (yes || (await prompter.confirm('Store it now. Is it stored?'))) return;
  throw new AdminError('CANCELLED', 'cancelled', { hint: NOT_ADDED });
}

async function runCommand(command: string, value: string, interrupt: AbortSignal): Promise<void> {
  const problem = await new Promise<{ reason: string; cause?: unknown } | undefined>((resolve) => {
    // stdout is for the result of sf-admin alone.
    const child = spawn(command, { shell: true, stdio: ['pipe', 2, 2], signal: interrupt });
    let unread: Error | undefined;
    child.on('error', (cause) => {
      resolve({ reason: 'could not be started', cause });
    });
    child.on('close', (status, signal) => {
      if (status !== 0) resolve({ reason: signal === null ? `exited with ${status}` : `was ended by ${signal}` });
      else resolve(unread === undefined ? undefined : { reason: 'did not read its stdin', cause: unread });
    });
    child.stdin?.on('error', (error) => {
      unread = error;
    });
    child.stdin?.end(value);
  });
  if (problem === undefined) return;
  if (interrupt.aborted) throw new AdminError('CANCELLED', 'cancelled', { hint: NOT_ADDED });
  throw new AdminError('HAND_OVER_FAILED', `the command of --secret-command ${problem.reason}`, {
    hint: `${NOT_ADDED} Correct the command, then run sf-admin again: it makes another value.`,
    cause: problem.cause,
  });
}

import { Flags, type Interfaces } from '@oclif/core';

import type { Recipient } from '../../../client/secrets/hand-over.js';
import { AdminError } from '../../../errors.js';
import type { Invocation } from '../../invocation.js';
import type { ChangeFlags } from '../change.js';
import type { OutputFlags } from '../output.js';
import { flagGroup } from '../flag-group.js';

/** Who gets a new app client secret, in place of the person at the terminal. */
export const secretFlags = flagGroup('SECRET', {
  'secret-file': Flags.string({
    summary: 'Write the new secret to this file, which must not exist, before it is added.',
    helpValue: 'FILE',
    exclusive: ['secret-command'],
  }),
  'secret-command': Flags.string({
    summary: 'Give the new secret to this command on stdin, before it is added. It must exit with 0.',
    helpValue: 'SHELL_COMMAND',
  }),
});

type SecretInvocation = Pick<
  Invocation<OutputFlags & ChangeFlags & Interfaces.InferredFlags<typeof secretFlags>>,
  'flags' | 'note' | 'prompter'
>;

/**
 * Who gets the new secret; `undefined` for a dry run without any of the flags.
 *
 * @throws AdminError MISSING_INPUT if there is no recipient; USAGE for an empty value
 */
export function secretRecipient({ flags, note, prompter }: SecretInvocation): Recipient | undefined {
  const { 'secret-file': file, 'secret-command': command } = flags;
  if (file === '' || command === '') {
    throw new AdminError('USAGE', `--secret-${file === '' ? 'file' : 'command'} needs a value`);
  }
  if (file !== undefined) return { kind: 'file', file };
  if (command !== undefined) return { kind: 'command', command };
  if (flags['dry-run']) return undefined;
  if (prompter !== undefined) return { kind: 'terminal', prompter, yes: flags.yes, show: note };
  throw new AdminError('MISSING_INPUT', 'the new secret has no recipient, and there is no terminal to show it on', {
    hint: 'Add --secret-file FILE, or --secret-command SHELL_COMMAND, which gets it on stdin',
  });
}

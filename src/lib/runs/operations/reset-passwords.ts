import type { PasswordSource } from '../../users/passwords/new-password.js';
import { resetPassword } from '../../users/passwords/reset-password.js';
import { onEachUser } from './change-users.js';
import type { RowOperation } from './row-operation.js';

/** Gives the user of each row a new password, or sends a code with which the user chooses one. */
export function resetPasswordsOperation(
  input: { mode: 'temporary' | 'permanent'; password: PasswordSource } | { mode: 'send-code' },
): RowOperation {
  return onEachUser({
    operation: 'users.reset-password',
    intent: { mode: input.mode },
    plan: (directory, user) => resetPassword(directory, { user, ...input }),
    // Whether a password was set cannot be read, so a new one is set.
    recovery: input.mode === 'send-code' ? { kind: 'look' } : { kind: 'repeat' },
  });
}

import type { PasswordSource } from '../../users/passwords/new-password.js';
import { resetPassword } from '../../users/passwords/reset-password.js';
import type { RowOperation } from './row-operation.js';
import { onEachUser } from './change-users.js';

/** The job of giving each user that a row names another password, or, without a source of passwords, a code. */
export function resetPasswordsOperation(
  input: { mode: 'temporary' | 'permanent'; password: PasswordSource } | { mode: 'send-code' },
): RowOperation {
  return onEachUser({
    operation: 'users.reset-password',
    intent: { mode: input.mode },
    plan: (directory, user) => resetPassword(directory, { user, ...input }),
    // Whether a password was set no reading tells, and whoever has none is given a fresh one.
    recovery: input.mode === 'send-code' ? { kind: 'look' } : { kind: 'repeat' },
  });
}

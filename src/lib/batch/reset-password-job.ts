import type { PasswordSource } from '../users/new-password.js';
import { resetPassword } from '../users/reset-password.js';
import type { Job } from './job.js';
import { usersJob } from './users-job.js';

/** The job of giving each user that a row names another password, or, without a source of passwords, a code. */
export function resetPasswordJob(
  input: { mode: 'temporary' | 'permanent'; password: PasswordSource } | { mode: 'send-code' },
): Job {
  return usersJob({
    operation: 'users.reset-password',
    intent: { mode: input.mode },
    plan: (directory, user) => resetPassword(directory, { user, ...input }),
    // Whether a password was set no reading tells, and whoever has none is given a fresh one.
    recovery: input.mode === 'send-code' ? { kind: 'look' } : { kind: 'repeat' },
  });
}

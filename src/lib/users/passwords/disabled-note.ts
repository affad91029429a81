import { commandLine, type Directory } from '../../directory.js';
import { type UserDetail, userLabel } from '../../model/user.js';

/** What to know of a user who was given a way to sign in, and is disabled. */
export function disabledNote(directory: Directory, user: UserDetail): string[] {
  if (user.enabled) return [];
  const label = userLabel(user);
  return [
    `${label} is disabled and still cannot sign in. To change that: ${commandLine(directory, `users enable ${label}`)}`,
  ];
}

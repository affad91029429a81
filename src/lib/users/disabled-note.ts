import { type UserDetail, userLabel } from '../model/user.js';

/** What to know of a user who was given a way to sign in, and is disabled. */
export function disabledNote(user: UserDetail): string[] {
  if (user.enabled) return [];
  const label = userLabel(user);
  return [`${label} is disabled and still cannot sign in. To change that: sf-admin users enable ${label}`];
}

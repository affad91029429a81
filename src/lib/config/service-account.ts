import type { User } from '../model/user.js';
import type { RosterSettings } from './context.js';

/** Whether a user is one of the service accounts that the context lists: by address, sub or user name, in any case. */
export function isServiceAccount(
  { username, sub, email }: Pick<User, 'username' | 'sub' | 'email'>,
  { serviceAccounts = [] }: RosterSettings,
): boolean {
  const names = [username, sub, email].map((name) => name?.toLowerCase());
  return serviceAccounts.some((account) => names.includes(account.trim().toLowerCase()));
}

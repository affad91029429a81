import type { CommandName } from './command-name.js';

type Operations = Readonly<Partial<Record<CommandName, readonly string[]>>>;

/**
 * What is in the code that a command shares with others, and is never called by it: the derivation goes by functions and
 * does not know with which values they are called.
 */
const NEVER_CALLED: Operations = {
  // They read the second factors of people as the checks do, and no sign-ins.
  'tenant list': ['AdminListUserAuthEvents'],
  'tenant show': ['AdminListUserAuthEvents'],
  // It creates people without a password of their own, and disables without signing out.
  'tenant sync': ['AdminSetUserPassword', 'AdminUserGlobalSignOut'],
};

/**
 * What a command calls only if a flag asks for it, or can do without: no user is deleted without `--leavers delete` or
 * `--delete`, and an archive says what it lacks.
 */
const OPTIONAL: Operations = {
  'tenant offboard': ['AdminDeleteUser', 'AdminGetUserAuthFactors', 'AdminListDevices', 'AdminListUserAuthEvents'],
  'tenant sync': ['AdminDeleteUser'],
};

/** Whether a command never calls an operation that was derived from its code. */
export function isNeverCalled(command: CommandName, operation: string): boolean {
  return NEVER_CALLED[command]?.includes(operation) === true;
}

/** Whether a command can do most of its work without an operation, so that who may not call it may run the command. */
export function isOptional(command: CommandName, operation: string): boolean {
  return OPTIONAL[command]?.includes(operation) === true;
}

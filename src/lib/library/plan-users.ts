import type { Change as Planned } from '../changes/change.js';
import { parseDepartment } from '../conventions/department.js';
import { parseEmail } from '../conventions/email.js';
import { requiredRoles } from '../conventions/roles.js';
import { parseTenant } from '../conventions/tenant.js';
import type { Directory as Opened } from '../directory.js';
import { AdminError } from '../errors.js';
import { parseAttributes } from '../users/attributes/parse-attributes.js';
import { createUser as planCreation } from '../users/changes/create-user.js';
import { deleteUser as planDeletion } from '../users/changes/delete-user.js';
import { disableUser as planDisabling } from '../users/changes/disable-user.js';
import { enableUser as planEnabling } from '../users/changes/enable-user.js';
import { lockDownUser as planLockdown } from '../users/changes/lockdown-user.js';
import { resetMfa as planMfaReset } from '../users/changes/reset-mfa.js';
import { revokeSessions as planRevocation } from '../users/changes/revoke-sessions.js';
import { setAttributes as planAttributes } from '../users/changes/set-attributes.js';
import { signOutUser as planSignOut } from '../users/changes/sign-out-user.js';
import type { PasswordSource } from '../users/passwords/new-password.js';
import { resendInvite as planInvitation } from '../users/passwords/resend-invite.js';
import { resetPassword as planPassword } from '../users/passwords/reset-password.js';
import { type Change, planned } from './change.js';
import { type Directory, opened } from './handle.js';
import { requireInputs } from './require-inputs.js';

/*
 * Each function plans one change to a user, and writes nothing. All of them throw AdminError as reading the user does:
 * USER_NOT_FOUND, AMBIGUOUS_USER, TENANT_MISMATCH; and MISSING_INPUT or USAGE without what is required.
 */

/** The user that a change is about. */
export interface UserInput {
  /** An email, a `sub` or a user name. */
  readonly user: string;
}

/** `generate`, or the password itself. A generated one is in the outcome. Both satisfy the pool's policy. */
export type NewPassword = 'generate' | { readonly password: string };

export interface CreateUserInput {
  /** The address to sign in with. It counts as verified. */
  readonly email: string;
  /** Default: the tenant that the directory acts in. */
  readonly tenant?: string;
  /** At least one. */
  readonly roles: readonly string[];
  readonly department?: string;
  readonly givenName?: string;
  readonly familyName?: string;
  /** Further attributes by their names in the pool, such as `locale` or `custom:employee_no`. */
  readonly attributes?: Readonly<Record<string, string>>;
  /** Left out: Cognito makes up a temporary one, and mails it with the invitation. */
  readonly password?: NewPassword;
  /** The password need not be changed at the first sign-in, and no invitation is mailed. Requires `password`. */
  readonly permanent?: boolean;
  /** Whether Cognito mails an invitation. Default: true. */
  readonly invite?: boolean;
  /** A user who exists in the same tenant is a success that writes nothing. */
  readonly ifNotExists?: boolean;
}

/**
 * Plans a new user, in a tenant, with roles.
 *
 * @throws AdminError USER_EXISTS; MISSING_INPUT without a tenant, roles, or a password that has to be permanent;
 *   INVALID_PASSWORD; those of the conventions, such as UNKNOWN_ROLE
 */
export async function createUser(directory: Directory, input: CreateUserInput): Promise<Change> {
  requireInputs('createUser', input, { email: 'text', roles: 'texts' });
  const { password, permanent = false, invite = true, ifNotExists = false, attributes = {} } = input;
  if (permanent && password === undefined) {
    throw new AdminError('MISSING_INPUT', 'a permanent password needs a password', {
      hint: "Give one, or let sf-admin generate it: password: 'generate'",
    });
  }
  return plan(directory, (inner) => {
    const { conventions } = inner;
    const { department, givenName, familyName } = input;
    return planCreation(inner, {
      email: parseEmail(input.email, conventions),
      tenant: tenantOf(inner, input.tenant),
      roles: requiredRoles(input.roles, conventions),
      department: department === undefined ? undefined : parseDepartment(department, conventions),
      givenName,
      familyName,
      attributes: named(attributes),
      password: password === undefined ? undefined : sourceOf(password),
      permanent,
      invite,
      ifNotExists,
    });
  });
}

/** What to set on a user. Everything that is left out stays as it is. */
export interface SetAttributesInput extends UserInput {
  /** Attributes by their names in the pool. */
  readonly set?: Readonly<Record<string, string>>;
  /** Attributes to remove, by their names in the pool. */
  readonly unset?: readonly string[];
  /** All the roles, or those to add and to remove. */
  readonly roles?: readonly string[];
  readonly addRoles?: readonly string[];
  readonly removeRoles?: readonly string[];
  readonly department?: string;
  readonly givenName?: string;
  readonly familyName?: string;
  /** The new address to sign in with. It counts as verified. */
  readonly email?: string;
  readonly moveToTenant?: string;
}

/**
 * Plans new attributes, roles, an address or a tenant for a user.
 *
 * @throws AdminError MISSING_INPUT if nothing is given; UNKNOWN_ATTRIBUTE; IMMUTABLE_ATTRIBUTE; USER_EXISTS if somebody
 *   else has the address; USAGE for all roles together with some to add or remove; those of the conventions
 */
export async function setAttributes(directory: Directory, input: SetAttributesInput): Promise<Change> {
  requireInputs('setAttributes', input, USER);
  const { set = {}, unset = [], roles = [], addRoles = [], removeRoles = [], ...rest } = input;
  if (roles.length > 0 && addRoles.length + removeRoles.length > 0) {
    throw new AdminError('USAGE', 'all roles are given, and some to add or remove', {
      hint: 'Use either roles, or addRoles and removeRoles.',
    });
  }
  const text = { ...rest, set: named(set), unset, roles, addRoles, removeRoles };
  return plan(directory, async (inner) => planAttributes(inner, await parseAttributes(inner, text)));
}

/** Plans to keep a user from signing in. With `signOut` their refresh tokens are revoked too. */
export async function disableUser(
  directory: Directory,
  input: UserInput & { readonly signOut?: boolean },
): Promise<Change> {
  requireInputs('disableUser', input, USER);
  const { user, signOut = false } = input;
  return plan(directory, (inner) => planDisabling(inner, { user, signOut }));
}

/** Plans to let a disabled user sign in again. */
export async function enableUser(directory: Directory, input: UserInput): Promise<Change> {
  requireInputs('enableUser', input, USER);
  return plan(directory, (inner) => planEnabling(inner, input));
}

/** Plans to delete a user for good. */
export async function deleteUser(directory: Directory, input: UserInput): Promise<Change> {
  requireInputs('deleteUser', input, USER);
  return plan(directory, (inner) => planDeletion(inner, input));
}

/** Plans to revoke the refresh tokens of a user. */
export async function signOutUser(directory: Directory, input: UserInput): Promise<Change> {
  requireInputs('signOutUser', input, USER);
  return plan(directory, (inner) => planSignOut(inner, input));
}

/** Plans to disable a user, sign them out everywhere, revoke their sessions and forget their devices. */
export async function lockDownUser(directory: Directory, input: UserInput): Promise<Change> {
  requireInputs('lockDownUser', input, USER);
  return plan(directory, (inner) => planLockdown(inner, input));
}

/** Plans to remove the second factors of a user, such as those of a lost phone. */
export async function resetMfa(directory: Directory, input: UserInput): Promise<Change> {
  requireInputs('resetMfa', input, USER);
  return plan(directory, (inner) => planMfaReset(inner, input));
}

/** Plans to end one session of a user, or all of them. @throws AdminError SESSION_NOT_FOUND */
export async function revokeSessions(
  directory: Directory,
  input: UserInput & { readonly session?: string },
): Promise<Change> {
  requireInputs('revokeSessions', input, USER);
  return plan(directory, (inner) => planRevocation(inner, input));
}

/** Plans another invitation, for one that has expired. @throws AdminError USER_STATE; FEDERATED_USER */
export async function resendInvite(directory: Directory, input: UserInput): Promise<Change> {
  requireInputs('resendInvite', input, USER);
  return plan(directory, (inner) => planInvitation(inner, input));
}

export type ResetPasswordInput = UserInput &
  (
    | { readonly mode: 'temporary' | 'permanent'; readonly password: NewPassword }
    /** Cognito mails a code, with which the user chooses a password. */
    | { readonly mode: 'send-code' }
  );

/** Plans another password for a user. @throws AdminError INVALID_PASSWORD; FEDERATED_USER; USER_STATE */
export async function resetPassword(directory: Directory, input: ResetPasswordInput): Promise<Change> {
  requireInputs('resetPassword', input, { ...USER, mode: ['temporary', 'permanent', 'send-code'] });
  const { user } = input;
  return plan(directory, (inner) =>
    input.mode === 'send-code'
      ? planPassword(inner, { user, mode: input.mode })
      : planPassword(inner, { user, mode: input.mode, password: sourceOf(input.password) }),
  );
}

const USER = { user: 'text' } as const;

async function plan(directory: Directory, make: (inner: Opened) => Promise<Planned>): Promise<Change> {
  return planned(directory, await make(opened(directory)));
}

function tenantOf({ tenant: callers, conventions }: Opened, asked: string | undefined) {
  const tenant = asked ?? callers;
  if (tenant !== undefined) return parseTenant(tenant, conventions);
  throw new AdminError('MISSING_INPUT', 'a new user needs a tenant', {
    hint: 'Give one to createUser, or open the directory in a tenant.',
  });
}

function sourceOf(password: NewPassword | undefined): PasswordSource {
  if (password === 'generate') return { kind: 'generate' };
  // A text in place of the object may be the password, and must not be shown.
  if (typeof password === 'object' && typeof password.password === 'string') {
    return { kind: 'given', password: password.password };
  }
  throw new AdminError('USAGE', 'a new password is needed in another form', {
    hint: "Give password: 'generate', or password: { password: TEXT }.",
  });
}

function named(attributes: Readonly<Record<string, string>>) {
  return Object.entries(attributes).map(([name, value]) => ({ name, value }));
}

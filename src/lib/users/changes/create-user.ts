import { type Applied, type Change, type Plan } from '../../changes/change.js';
import { type FieldChange, movedFields, SECRET } from '../../model/field-change.js';
import { wasRetried } from '../../cognito/errors/translate-error.js';
import { defined } from '../../model/defined.js';
import { commandLine, type Directory } from '../../directory.js';
import { AdminError } from '../../errors.js';
import { storedAttributes, type UserDetail, userLabel, type UserWithAttributes } from '../../model/user.js';
import { counted } from '../../text/counted.js';
import { attributeFields, sdkAttributes } from '../attributes/attribute-fields.js';
import { getUserIfAny, usersOfAddress } from '../read/find-user.js';
import { type CreateUserInput, type NewUser, newUser } from '../attributes/new-user.js';
import { createdUser } from './created-user.js';
import { requestIds } from '../../changes/written.js';
import { setPassword } from './user-change.js';

/**
 * Creates a user with a verified address, in a tenant, with roles (AdminCreateUser, then AdminSetUserPassword for a
 * permanent password).
 *
 * @throws AdminError USER_EXISTS; TENANT_MISMATCH if the user exists in another tenant; as `newUser` does
 */
export async function createUser(directory: Directory, input: CreateUserInput): Promise<Change> {
  const user = await newUser(directory, input);
  // A federated user with this address counts too: StackFlow would take a native one for another person.
  const [existing] = await usersOfAddress(directory, user.email);
  if (existing !== undefined && !input.ifNotExists) throw userExists(directory, existing);
  if (existing !== undefined) assertSameTenant(existing, user);

  const plan = existing === undefined ? creation(user, input) : nothingToDo(user, existing);
  const created: CreatedUser = {};
  return {
    target: { kind: 'user', id: existing?.username ?? user.email, label: user.email, tenantId: user.tenantId },
    replan: () => createUser(directory, input),
    apply: () => create(directory, user, input, created),
    unverifiedFields: () => unverifiedFields(directory, user, input, created),
    // Cognito refuses an address that is taken, which is the only state that a creation depends on.
    isRejectedIfStale: true,
    showCommand: commandLine(directory, `users show ${user.email}`),
    ...plan,
    ...defined({ reveal: user.password?.reveal }),
  };
}

/** The user as the answer to AdminCreateUser showed it. */
interface CreatedUser {
  user?: UserWithAttributes;
}

/** The plan for a user who does not exist yet. */
export function creation(user: NewUser, input: CreateUserInput): Omit<Plan, 'target'> {
  const fields: FieldChange[] = [
    ...attributeFields({}, user.values),
    ...(user.password === undefined ? [] : [{ field: 'password', before: null, after: SECRET }]),
    { field: 'status', before: null, after: statusAfter(input) },
    { field: 'invitation', before: null, after: isInvited(input) ? 'mailed' : 'not mailed' },
  ];
  return {
    operation: 'users.create',
    fields,
    ...(user.privileged.length === 0
      ? {}
      : { disruption: `${user.email} would hold ${user.privileged.join(', ')}, which is privileged.` }),
    ...(isInvited(input) ? { sendsMail: true as const } : {}),
    doneMessage: `Created ${user.email} in ${user.tenantId}.`,
    unchangedMessage: `${user.email} already exists.`,
    notes: [PROFILE_NOTE, ...invitationNotes(user, input)],
  };
}

/** The post-confirmation trigger creates the profile record. */
const PROFILE_NOTE =
  'No StackFlow profile record is created: the post-confirmation trigger does that, ' +
  'and Cognito does not run it for users whom an administrator creates.';

function invitationNotes(user: NewUser, input: CreateUserInput): string[] {
  if (input.permanent) return input.invite ? ['No invitation is mailed: the password is permanent.'] : [];
  const days = user.password?.temporaryDays;
  if (days !== undefined) return [`The temporary password is valid for ${counted(days, 'day')}.`];
  if (input.invite) return ['Cognito mails an invitation with a temporary password.'];
  return [
    'No invitation is mailed, and the temporary password is unknown. To set one:\n' +
      `sf-admin users reset-password ${user.email} --temporary`,
  ];
}

/** The plan for a user who already exists in the right tenant. */
export function nothingToDo(user: NewUser, existing: UserDetail): Omit<Plan, 'target'> {
  const differing = movedFields(attributeFields(storedAttributes(existing), user.values)).map(({ field }) => field);
  const difference = differing.length === 0 ? '' : `, but differs in ${differing.join(', ')}`;
  return {
    operation: 'users.create',
    fields: [],
    doneMessage: '',
    unchangedMessage: `${user.email} already exists in ${user.tenantId}${difference}.`,
  };
}

/**
 * Creates the user. If the answer to an attempt is lost, the retry is refused because the user exists. There was none
 * when this was planned, so a user exactly as planned is the one that the lost attempt created.
 */
async function create(
  directory: Directory,
  user: NewUser,
  input: CreateUserInput,
  made: CreatedUser,
): Promise<Applied> {
  const password = user.password?.value();
  const setPassword = async (username: string) =>
    input.permanent && password !== undefined ? makePermanent(directory, username, password) : [];
  try {
    const created = await directory.cognito.call('AdminCreateUser', {
      Username: user.email,
      UserAttributes: sdkAttributes(user.values),
      DesiredDeliveryMediums: ['EMAIL'],
      ...(isInvited(input) ? {} : { MessageAction: 'SUPPRESS' }),
      ...(password === undefined || input.permanent ? {} : { TemporaryPassword: password }),
    });
    made.user = createdUser(created, { ...user, name: user.email });
    const { username, sub } = made.user;
    return {
      targetId: username,
      targetSub: sub ?? undefined,
      requestIds: [...requestIds([created]), ...(await setPassword(username))],
    };
  } catch (error) {
    if (!(error instanceof AdminError) || error.code !== 'USER_EXISTS') throw error;
    if (wasRetried(error) && (await unverifiedAttributes(directory, user)).length === 0) {
      const username = (await getUserIfAny(directory, user.email))?.username ?? user.email;
      return { wasLookedUp: true, targetId: username, requestIds: await setPassword(username) };
    }
    if (!input.ifNotExists) throw error;
    const existing = await getUserIfAny(directory, user.email);
    if (existing !== undefined) assertSameTenant(existing, user);
    return { requestIds: [], wasUnchanged: true };
  }
}

/** The second call. If it fails, the error has to say that the user exists by now. */
async function makePermanent(directory: Directory, username: string, password: string): Promise<readonly string[]> {
  try {
    return (await setPassword(directory, username, password, true)).requestIds;
  } catch (error) {
    if (!(error instanceof AdminError)) throw error;
    const mayBeSet = error.mayHaveHappened === true;
    throw new AdminError(
      'PARTIAL',
      `the user was created (${username}), but the password ${mayBeSet ? 'may not be' : 'was not'} set: ${error.message}`,
      {
        cause: error,
        hint:
          (mayBeSet
            ? 'The user exists, but the password may not work. To set another:\n'
            : 'The user exists, but the temporary password was not mailed. To set another:\n') +
          commandLine(directory, `users reset-password ${username} --permanent --generate-password`),
        requestId: error.requestId,
      },
    );
  }
}

async function unverifiedFields(
  directory: Directory,
  user: NewUser,
  input: CreateUserInput,
  made: CreatedUser,
): Promise<FieldChange[]> {
  // One more call per user would double the time of a run. Only a permanent password changes what the answer showed.
  const isShown = input.isOneOfMany === true && !input.permanent;
  const found = (isShown ? made.user : undefined) ?? (await getUserIfAny(directory, user.email));
  if (found === undefined) return movedFields(creation(user, input).fields);
  const wrong = movedFields([
    ...attributeFields(storedAttributes(found), user.values),
    // Somebody may have deleted the new user, and created another under the same address.
    { field: 'sub', before: found.sub, after: made.user?.sub ?? found.sub },
  ]);
  const status = { field: 'status', before: found.status, after: statusAfter(input) };
  return input.permanent ? [...wrong, ...movedFields([status])] : wrong;
}

/** The attributes that differ between a user to create and the user in the pool, if any. */
export async function unverifiedAttributes(directory: Directory, user: NewUser): Promise<FieldChange[]> {
  const found = await getUserIfAny(directory, user.email);
  return movedFields(attributeFields(found === undefined ? {} : storedAttributes(found), user.values));
}

function isInvited(input: CreateUserInput): boolean {
  return input.invite && !input.permanent;
}

/** The status of a user once created. */
export function statusAfter(input: CreateUserInput): string {
  return input.permanent ? 'CONFIRMED' : 'FORCE_CHANGE_PASSWORD';
}

/** The error for an address that belongs to an existing user. */
export function userExists(directory: Directory, existing: UserDetail): AdminError {
  const isFederated = existing.status === 'EXTERNAL_PROVIDER';
  const name = isFederated ? existing.username : userLabel(existing);
  const suffix = isFederated ? ', and signs in through an identity provider' : '';
  return new AdminError('USER_EXISTS', `user ${userLabel(existing)} already exists${suffix}`, {
    hint: `To see it: ${commandLine(directory, `users show ${name}`)}\nTo accept an existing user: --if-not-exists`,
  });
}

function assertSameTenant(existing: UserDetail, user: NewUser): void {
  if (existing.tenantId === user.tenantId) return;
  throw new AdminError(
    'TENANT_MISMATCH',
    `${user.email} already exists, in ${existing.tenantId ?? 'no tenant'} and not in ${user.tenantId}`,
    {
      hint: 'Nothing was changed. A user is in one tenant; to move one: sf-admin users set-attributes --move-to-tenant',
    },
  );
}

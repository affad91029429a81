import { defined } from '../../model/defined.js';
import { type Applied, type Change, type Plan } from '../../changes/change.js';
import { type FieldChange, movedFields, SECRET } from '../../model/field-change.js';
import { wasRetried } from '../../cognito/errors/translate-error.js';
import { commandLine, type Directory } from '../../directory.js';
import { AdminError } from '../../errors.js';
import {
  ATTRIBUTE,
  storedAttributes,
  type UserDetail,
  userLabel,
  type UserWithAttributes,
  userWithAttributes,
} from '../../model/user.js';
import { attributeFields, sdkAttributes } from '../attributes/attribute-fields.js';
import { getUserIfAny, usersOfAddress } from '../read/find-user.js';
import { type CreateUserInput, type NewUser, newUser } from '../attributes/new-user.js';
import { requestIds } from './user-change.js';

/**
 * Creates a user with a verified address, in a tenant, with roles (AdminCreateUser; AdminSetUserPassword as well where
 * the password is permanent).
 *
 * @throws AdminError for an input that a convention or the pool refuses; USER_EXISTS
 */
export async function createUser(directory: Directory, input: CreateUserInput): Promise<Change> {
  const user = await newUser(directory, input);
  // A federated user of the address, too: a native one beside it would be another person to StackFlow.
  const [existing] = await usersOfAddress(directory, user.email);
  if (existing !== undefined && !input.ifNotExists) throw existsAlready(directory, existing);
  if (existing !== undefined) assertSameTenant(existing, user);

  const plan = existing === undefined ? creation(user, input) : nothingToDo(user, existing);
  const made: Made = {};
  return {
    ...plan,
    target: {
      kind: 'user',
      id: existing?.username ?? user.email,
      label: user.email,
      tenantId: user.tenantId,
    },
    replan: () => createUser(directory, input),
    apply: () => create(directory, user, input, made),
    unverifiedFields: () => unprovenFields(directory, user, input, made),
    // UsernameExistsException is the only state that matters to it.
    isRejectedIfStale: true,
    showCommand: commandLine(directory, `users show ${user.email}`),
    ...(user.password?.reveal === undefined ? {} : { reveal: user.password.reveal }),
  };
}

/** The user as the answer to the creation showed it. */
interface Made {
  user?: UserWithAttributes;
}

/** The plan for a user whom there is not. */
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
    unchangedMessage: `${user.email} exists already.`,
    notes: [PROFILE_NOTE, ...invitationNotes(user, input)],
  };
}

/** From STACKFLOW.md, "Triggers": the profile record is the post-confirmation trigger's work. */
const PROFILE_NOTE =
  'No StackFlow profile record is made: the post-confirmation trigger makes it,\n' +
  'and Cognito does not fire that for a user whom an administrator creates.';

function invitationNotes(user: NewUser, input: CreateUserInput): string[] {
  if (input.permanent) return input.invite ? ['No invitation is mailed: the password is permanent.'] : [];
  const days = user.password?.temporaryDays;
  if (days !== undefined) return [`The temporary password is valid for ${days} days.`];
  if (input.invite) return ['Cognito mails an invitation with a temporary password.'];
  return [
    'No invitation is mailed, and nobody knows the temporary password. To give one:\n' +
      `sf-admin users reset-password ${user.email} --temporary`,
  ];
}

/** The plan for a user who exists, and is in the tenant meant. */
export function nothingToDo(user: NewUser, existing: UserDetail): Omit<Plan, 'target'> {
  const differing = movedFields(attributeFields(storedAttributes(existing), user.values)).map(
    ({ field }) => field,
  );
  const difference = differing.length === 0 ? '' : `, but differs in ${differing.join(', ')}`;
  return {
    operation: 'users.create',
    fields: [],
    doneMessage: '',
    unchangedMessage: `${user.email} exists already in ${user.tenantId}${difference}.`,
  };
}

/**
 * Writes the user. Where an attempt's answer was lost, the next attempt is told that the user exists; as there was
 * none when this was planned, a user exactly as planned is that lost attempt's.
 */
async function create(
  directory: Directory,
  user: NewUser,
  input: CreateUserInput,
  made: Made,
): Promise<Applied> {
  const password = user.password?.value();
  try {
    const created = await directory.cognito.call('AdminCreateUser', {
      Username: user.email,
      UserAttributes: sdkAttributes(user.values),
      DesiredDeliveryMediums: ['EMAIL'],
      ...(isInvited(input) ? {} : { MessageAction: 'SUPPRESS' }),
      ...(password === undefined || input.permanent ? {} : { TemporaryPassword: password }),
    });
    if (created.User !== undefined) made.user = userWithAttributes(created.User);
    const username = created.User?.Username ?? user.email;
    const second =
      input.permanent && password !== undefined ? await makePermanent(directory, username, password) : [];
    const targetSub = created.User?.Attributes?.find(({ Name }) => Name === ATTRIBUTE.sub)?.Value;
    return { targetId: username, targetSub, requestIds: [...requestIds([created]), ...second] };
  } catch (error) {
    if (!(error instanceof AdminError) || error.code !== 'USER_EXISTS') throw error;
    if (wasRetried(error) && (await unprovenAttributes(directory, user)).length === 0) {
      const username = (await getUserIfAny(directory, user.email))?.username ?? user.email;
      return {
        wasLookedUp: true,
        targetId: username,
        requestIds:
          input.permanent && password !== undefined ? await makePermanent(directory, username, password) : [],
      };
    }
    if (!input.ifNotExists) throw error;
    const existing = await getUserIfAny(directory, user.email);
    if (existing !== undefined) assertSameTenant(existing, user);
    return { requestIds: [], wasUnchanged: true };
  }
}

/** The second call. The user exists by now, and whoever asked must know exactly that. */
async function makePermanent(directory: Directory, username: string, password: string): Promise<string[]> {
  try {
    return requestIds([
      await directory.cognito.call('AdminSetUserPassword', {
        Username: username,
        Password: password,
        Permanent: true,
      }),
    ]);
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
            ? 'The user exists, and whether the password works is not known. To go on:\n'
            : 'The user exists, must still change a temporary password, and was sent none. To go on:\n') +
          commandLine(directory, `users reset-password ${username} --permanent --generate-password`),
        ...defined({ requestId: error.requestId }),
      },
    );
  }
}

async function unprovenFields(
  directory: Directory,
  user: NewUser,
  input: CreateUserInput,
  made: Made,
): Promise<FieldChange[]> {
  // Among many one call more for each would take as long again; a permanent password changes what the answer showed.
  const isShown = input.isOneOfMany === true && !input.permanent;
  const found = (isShown ? made.user : undefined) ?? (await getUserIfAny(directory, user.email));
  if (found === undefined) return movedFields(creation(user, input).fields);
  const wrong = movedFields(attributeFields(storedAttributes(found), user.values));
  const status = { field: 'status', before: found.status, after: statusAfter(input) };
  return input.permanent ? [...wrong, ...movedFields([status])] : wrong;
}

/** The attributes that a user who was to be created has not. */
export async function unprovenAttributes(directory: Directory, user: NewUser): Promise<FieldChange[]> {
  const found = await getUserIfAny(directory, user.email);
  return movedFields(attributeFields(found === undefined ? {} : storedAttributes(found), user.values));
}

function isInvited(input: CreateUserInput): boolean {
  return input.invite && !input.permanent;
}

/** The status that a new user is in. */
export function statusAfter(input: CreateUserInput): string {
  return input.permanent ? 'CONFIRMED' : 'FORCE_CHANGE_PASSWORD';
}

/** Why an address cannot be given to a new user. */
export function existsAlready(directory: Directory, existing: UserDetail): AdminError {
  const isFederated = existing.status === 'EXTERNAL_PROVIDER';
  const how = isFederated ? ', and signs in through an identity provider' : '';
  return new AdminError('USER_EXISTS', `user ${userLabel(existing)} exists already${how}`, {
    hint: `See it: ${commandLine(directory, `users show ${isFederated ? existing.username : userLabel(existing)}`)}\nTo let that be a success: --if-not-exists`,
  });
}

function assertSameTenant(existing: UserDetail, user: NewUser): void {
  if (existing.tenantId === user.tenantId) return;
  throw new AdminError(
    'TENANT_MISMATCH',
    `${user.email} exists already, in ${existing.tenantId ?? 'no tenant'} and not in ${user.tenantId}`,
    {
      hint: 'Nothing was written. A user is in one tenant; to move one: sf-admin users set-attributes --move-to-tenant',
    },
  );
}

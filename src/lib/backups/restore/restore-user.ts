import { type Applied, type Change, type Plan } from '../../changes/change.js';
import { takeSteps } from '../../changes/take-steps.js';
import { requestIds, written } from '../../changes/written.js';
import { wasRetried } from '../../cognito/errors/translate-error.js';
import { commandLine, type Directory } from '../../directory.js';
import { AdminError } from '../../errors.js';
import { groupsOfUser } from '../../groups/user-groups.js';
import { defined } from '../../model/defined.js';
import { type FieldChange, movedFields } from '../../model/field-change.js';
import type { Step } from '../../model/step.js';
import { storedAttributes, type UserWithAttributes, userLabel } from '../../model/user.js';
import { attributeFields, sdkAttributes } from '../../users/attributes/attribute-fields.js';
import { joinGroup } from '../../users/changes/change-groups.js';
import { createdUser } from '../../users/changes/created-user.js';
import { getUserIfAny, usersOfAddress } from '../../users/read/find-user.js';
import type { ArchivedUser } from '../archive/archive.js';
import { restorableAttributes, signInName } from './sign-in-name.js';

/** A user of a backup, and how a pool creates them. */
interface Wanted {
  readonly user: ArchivedUser;
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
}

/** The user as the answer to AdminCreateUser showed it. */
interface Made {
  user?: UserWithAttributes;
}

/**
 * Creates a user of a backup with the same attributes, disabled if they were, and in the same groups (AdminCreateUser,
 * AdminDisableUser, AdminAddUserToGroup). No invitation is mailed. A user who exists already is left as they are.
 *
 * @param options.isRetried an earlier attempt may have created the user: what is missing of it is done
 * @throws AdminError USER_STATE if the user has nothing that the pool accepts as a name; USER_EXISTS if, on a retry, somebody
 *   else has the name
 */
export async function restoreUser(
  directory: Directory,
  user: ArchivedUser,
  { isRetried = false }: { isRetried?: boolean } = {},
): Promise<Change> {
  const wanted = await wantedUser(directory, user);
  const existing = isRetried ? await getUserIfAny(directory, wanted.name) : await holderOf(directory, wanted.name);
  const replan = () => restoreUser(directory, user, { isRetried });
  if (existing === undefined) return creation(directory, wanted, replan);
  if (!isRetried) return nothingToDo(directory, wanted, existing, replan);
  return completion(directory, wanted, existing, replan);
}

async function wantedUser(directory: Directory, user: ArchivedUser): Promise<Wanted> {
  const name = signInName(await directory.pool(), user);
  if (name !== undefined) return { user, name, attributes: restorableAttributes(user) };
  throw new AdminError('USER_STATE', `user ${user.username} has no address to sign in with in this user pool`, {
    hint: 'To leave such users out: --skip-invalid',
  });
}

/** A federated user with the address counts too: a native one would be taken for another person. */
async function holderOf(directory: Directory, name: string): Promise<UserWithAttributes | undefined> {
  return name.includes('@') ? (await usersOfAddress(directory, name))[0] : getUserIfAny(directory, name);
}

function creation(directory: Directory, wanted: Wanted, replan: Change['replan']): Change {
  const { user, attributes } = wanted;
  const made: Made = {};
  const fields: FieldChange[] = [
    ...attributeFields({}, attributes),
    { field: 'status', before: null, after: 'FORCE_CHANGE_PASSWORD' },
    ...(user.enabled ? [] : [{ field: 'enabled', before: null, after: false }]),
    ...(user.groups.length === 0 ? [] : [{ field: 'groups', before: [], after: user.groups }]),
    { field: 'invitation', before: null, after: 'not mailed' },
  ];
  return {
    ...shared(directory, wanted, replan),
    target: { kind: 'user', id: wanted.name, label: userLabel(user), tenantId: user.tenantId },
    fields,
    doneMessage: `Restored ${userLabel(user)}.`,
    unchangedMessage: '',
    apply: () => create(directory, wanted, made),
    unverifiedFields: () => unverifiedFields(directory, wanted, made),
    // Cognito refuses a name that is taken, which is the only state that a creation depends on.
    isRejectedIfStale: true,
  };
}

/** What every plan for a user of a backup has in common. */
function shared(
  directory: Directory,
  { user }: Wanted,
  replan: Change['replan'],
): Pick<Change, 'operation' | 'irreversible' | 'replan' | 'showCommand'> {
  return {
    operation: 'users.restore',
    irreversible: 'A restored user has a new sub, and can only be removed by deleting them.',
    replan,
    showCommand: commandLine(directory, `users show ${userLabel(user)}`),
  };
}

function nothingToDo(
  directory: Directory,
  wanted: Wanted,
  existing: UserWithAttributes,
  replan: Change['replan'],
): Change {
  const differing = movedFields(attributeFields(storedAttributes(existing), wanted.attributes));
  const difference = differing.length === 0 ? '' : `, but differs in ${differing.map(({ field }) => field).join(', ')}`;
  return {
    ...shared(directory, wanted, replan),
    ...targetOf(existing),
    fields: [],
    doneMessage: '',
    unchangedMessage: `${userLabel(existing)} already exists${difference}.`,
    apply: () => Promise.resolve({ requestIds: [] }),
    unverifiedFields: () => Promise.resolve([]),
  };
}

/** The rest of a creation that was interrupted. */
async function completion(
  directory: Directory,
  wanted: Wanted,
  existing: UserWithAttributes,
  replan: Change['replan'],
): Promise<Change> {
  const { user, attributes, name } = wanted;
  if (movedFields(attributeFields(storedAttributes(existing), attributes)).length > 0) {
    throw new AdminError('USER_EXISTS', `user ${name} already exists, and is not the one of the backup`, {
      hint: `Nothing was changed. To see that user: ${commandLine(directory, `users show ${name}`)}`,
    });
  }
  const held = user.groups.length === 0 ? [] : await groupsOfUser(directory.cognito, existing.username);
  const missing = user.groups.filter((group) => !held.includes(group));
  const made: Made = { user: existing };
  return {
    ...shared(directory, wanted, replan),
    ...targetOf(existing),
    fields: [
      { field: 'enabled', before: existing.enabled, after: user.enabled && existing.enabled },
      { field: 'groups', before: held, after: [...held, ...missing], relative: true },
    ],
    doneMessage: `Completed ${userLabel(user)}.`,
    unchangedMessage: `${userLabel(user)} was restored.`,
    apply: () => takeSteps(userLabel(user), furtherSteps(directory, { ...user, groups: missing }, existing.username)),
    unverifiedFields: () => unverifiedFields(directory, wanted, made),
  };
}

function targetOf(existing: UserWithAttributes): Pick<Plan, 'target'> {
  const { username: id, sub, tenantId } = existing;
  return { target: { kind: 'user', id, ...defined({ sub: sub ?? undefined }), label: userLabel(existing), tenantId } };
}

async function create(directory: Directory, wanted: Wanted, made: Made): Promise<Applied> {
  const { username, ids } = await createOrFind(directory, wanted, made);
  const label = userLabel(wanted.user);
  const {
    steps = [],
    wasUnchanged: _,
    ...rest
  } = await takeSteps(label, furtherSteps(directory, wanted.user, username), {
    isBegun: true,
  });
  const created: Step = { step: 'create', result: 'done' };
  return {
    ...rest,
    targetId: username,
    targetSub: made.user?.sub ?? undefined,
    requestIds: [...ids, ...rest.requestIds],
    ...(steps.length === 0 ? {} : { steps: [created, ...steps] }),
  };
}

/** If the answer to an attempt is lost, the retry is refused because the user exists; there was none when this was planned. */
async function createOrFind(
  directory: Directory,
  { user, attributes, name }: Wanted,
  made: Made,
): Promise<{ username: string; ids: readonly string[] }> {
  try {
    const answer = await directory.cognito.call('AdminCreateUser', {
      Username: name,
      UserAttributes: sdkAttributes(attributes),
      MessageAction: 'SUPPRESS',
    });
    made.user = createdUser(answer, { ...user, name });
    return { username: made.user.username, ids: requestIds([answer]) };
  } catch (error) {
    if (!(error instanceof AdminError) || error.code !== 'USER_EXISTS' || !wasRetried(error)) throw error;
    const found = await getUserIfAny(directory, name);
    if (found === undefined || movedFields(attributeFields(storedAttributes(found), attributes)).length > 0)
      throw error;
    made.user = found;
    return { username: found.username, ids: [] };
  }
}

/** Disabling comes first: a user who was locked out must not be able to sign in for longer than it takes. */
function furtherSteps(
  directory: Directory,
  { enabled, groups }: Pick<ArchivedUser, 'enabled' | 'groups'>,
  Username: string,
) {
  const { cognito } = directory;
  return [
    ...(enabled
      ? []
      : [{ step: 'disable', take: async () => written(await cognito.call('AdminDisableUser', { Username })) }]),
    ...groups.map((group) => ({ step: `add to ${group}`, take: () => joinGroup(directory, Username, group) })),
  ];
}

/**
 * One more call per user would double the time of a run, so the answer to the creation counts for the attributes. Who was
 * disabled or put into groups is read again.
 */
async function unverifiedFields(
  directory: Directory,
  { user, attributes, name }: Wanted,
  made: Made,
): Promise<FieldChange[]> {
  const isFurther = !user.enabled || user.groups.length > 0;
  const found = (isFurther ? undefined : made.user) ?? (await getUserIfAny(directory, name));
  if (found === undefined) return attributeFields({}, attributes);
  const groups = user.groups.length === 0 ? [] : await groupsOfUser(directory.cognito, found.username);
  return movedFields([
    ...attributeFields(storedAttributes(found), attributes),
    { field: 'sub', before: found.sub, after: made.user?.sub ?? found.sub },
    ...(user.enabled ? [] : [{ field: 'enabled', before: found.enabled, after: false }]),
    { field: 'groups', before: user.groups.filter((group) => groups.includes(group)), after: user.groups },
  ]);
}

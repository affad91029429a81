import { type Applied, type Change, isUnchanged } from '../../changes/change.js';
import { type StepToTake, takeSteps } from '../../changes/take-steps.js';
import { written } from '../../changes/written.js';
import { parseDepartment } from '../../conventions/department.js';
import { parseEmail } from '../../conventions/email.js';
import { privilegedRoles, requiredRoles } from '../../conventions/roles.js';
import { parseTenant } from '../../conventions/tenant.js';
import { commandLine, type Directory } from '../../directory.js';
import { AdminError } from '../../errors.js';
import { movedFields } from '../../model/field-change.js';
import { isFederated, storedAttributes, type UserDetail, userLabel } from '../../model/user.js';
import type { CreateUserInput } from '../../users/attributes/new-user.js';
import { parseAttributes } from '../../users/attributes/parse-attributes.js';
import { completeCreation } from '../../users/changes/complete-creation.js';
import { createUser } from '../../users/changes/create-user.js';
import { deleteUser } from '../../users/changes/delete-user.js';
import { disableUser } from '../../users/changes/disable-user.js';
import { attributesPlan } from '../../users/changes/set-attributes.js';
import { changeUser, lettingIn, type UserPlan } from '../../users/changes/user-change.js';
import { assertDisabledBySync } from './disabled-by-sync.js';
import type { RosterPerson } from './roster.js';
import type { Work } from './work-row.js';

/** What decides how the people of a roster are changed. */
export interface SyncRules {
  readonly allowPrivileged: boolean;
  /** Mail an invitation to those who are created. */
  readonly invite: boolean;
  readonly deletesLeavers: boolean;
}

/**
 * Plans what a sync does with one person. Writes nothing.
 *
 * @param options.isRetried whether an attempt that was cut off may have made a part of it
 * @throws AdminError AMBIGUOUS_USER for a row that is refused; USER_EXISTS; PRIVILEGED_ROLE; USER_STATE for somebody whom
 *   not a sync has disabled; MISSING_INPUT for a new person
 *   without a role; TENANT_MISMATCH for a user of another tenant; as the plans of the changes do
 */
export async function syncPerson(
  directory: Directory,
  work: Work,
  rules: SyncRules,
  { isRetried }: { readonly isRetried: boolean },
): Promise<Change> {
  switch (work.action) {
    case 'join':
      return isRetried
        ? join(directory, work.person, rules, completeCreation)
        : joinAnew(directory, work.person, rules);
    case 'update':
      return changeUser(directory, work.user, (user) => update(directory, user, work.person, rules));
    case 'leave':
      return leave(directory, work.user, rules);
    case 'refuse':
      throw new AdminError('AMBIGUOUS_USER', work.problem, {
        hint:
          'Correct the roster or the user, or name people by the sub ' + '(key: sub in the context): docs/tenants.md',
      });
  }
}

/** @throws AdminError USER_EXISTS if a user has the address: the row did not match them, so its person would be left out */
async function joinAnew(directory: Directory, person: RosterPerson, rules: SyncRules): Promise<Change> {
  const change = await join(directory, person, rules, createUser);
  if (!isUnchanged(change)) return change;
  const { label, id } = change.target;
  throw new AdminError('USER_EXISTS', `${label} is new in the roster, but user ${id} has this address`, {
    hint:
      'If the same roster gives that user another address, sync twice: the first time with --skip-invalid.\n' +
      `To see the user: ${commandLine(directory, `users show ${id}`)}`,
  });
}

async function join(
  directory: Directory,
  person: RosterPerson,
  rules: SyncRules,
  create: (directory: Directory, input: CreateUserInput) => Promise<Change>,
): Promise<Change> {
  const input = newUserOf(directory, person, rules);
  assertPrivilegesAllowed(`${input.email} would hold`, privilegedRoles(input.roles, directory.conventions), rules);
  const change = await create(directory, input);
  const { fields } = change;
  return {
    ...change,
    operation: 'tenant.sync',
    // By this field an undo knows that the user was created, and disables them.
    fields: fields.length === 0 ? fields : [...fields, { field: 'enabled', before: null, after: true }],
    replan: () => join(directory, person, rules, create),
  };
}

function newUserOf(directory: Directory, person: RosterPerson, { invite }: SyncRules): CreateUserInput {
  const { conventions, context, tenant } = directory;
  const { email = '', department, givenName, familyName, attributes } = person;
  const roles = person.roles ?? context.roster?.roles ?? [];
  if (roles.length === 0) {
    throw new AdminError('MISSING_INPUT', `${email} is new, and the roster gives no role`, {
      hint: 'Add the column roles to the roster, or roles to the roster of the context: docs/tenants.md',
    });
  }
  return {
    email: parseEmail(email, conventions),
    tenant: parseTenant(tenant ?? '', conventions),
    roles: requiredRoles(roles, conventions),
    department: department === undefined ? undefined : parseDepartment(department, conventions),
    givenName,
    familyName,
    attributes,
    permanent: false,
    invite,
    // When it is planned again for the write. A user who was created since is brought in step by the next sync.
    ifNotExists: true,
    isOneOfMany: true,
  };
}

async function update(
  directory: Directory,
  user: UserDetail,
  person: RosterPerson,
  rules: SyncRules,
): Promise<UserPlan> {
  const label = userLabel(user);
  if (isFederated(user)) {
    throw new AdminError(
      'FEDERATED_USER',
      `${label} signs in through an identity provider, which a roster does not change`,
      {
        hint: 'Change the person at the provider.',
      },
    );
  }
  const attributes = await attributesOf(directory, user, person);
  const granted = (person.roles ?? []).filter((role) => !user.roles.includes(role));
  const fields = [...(attributes?.fields ?? []), { field: 'enabled', before: user.enabled, after: true }];
  const plan = await lettingIn(directory, user, {
    ...attributes,
    operation: 'tenant.sync',
    fields,
    doneMessage: `Brought ${label} in step with the roster.`,
    unchangedMessage: `${label} is already as the roster says.`,
    apply: () => bringInStep(directory, user, attributes),
  });
  const { handsOver = [] } = plan;
  // A user who comes back holds all their roles and groups again.
  const gained = [...privilegedRoles(granted, directory.conventions), ...(user.enabled ? [] : handsOver)];
  assertPrivilegesAllowed(`${label} would hold`, gained, rules);
  assertPrivilegesAllowed(`it would let somebody sign in as ${label}, who holds`, handsOver, rules);
  if (!user.enabled) await assertDisabledBySync(directory, user);
  return plan;
}

/** The plan for what the roster says of the attributes of a user; `undefined` if it says nothing that could differ. */
async function attributesOf(
  directory: Directory,
  user: UserDetail,
  { email, roles = [], department, givenName, familyName, attributes }: RosterPerson,
): Promise<UserPlan | undefined> {
  const stored = storedAttributes(user);
  // An immutable attribute that has the value already must not be refused.
  const set = attributes.filter(({ name, value }) => stored[name] !== value);
  const isAnything = [email, department, givenName, familyName].some((value) => value !== undefined);
  if (!isAnything && roles.length + set.length === 0) return undefined;
  const none = { unset: [], addRoles: [], removeRoles: [] };
  const text = { user: user.username, email, roles, department, givenName, familyName, set, ...none };
  return attributesPlan(directory, user, await parseAttributes(directory, text));
}

function bringInStep(directory: Directory, user: UserDetail, attributes: UserPlan | undefined): Promise<Applied> {
  const steps: StepToTake[] = [];
  if (attributes !== undefined && movedFields(attributes.fields).length > 0) {
    steps.push({ step: 'set the attributes', take: () => attributes.apply() });
  }
  if (!user.enabled) {
    const enable = () => directory.cognito.call('AdminEnableUser', { Username: user.username });
    steps.push({ step: 'enable', take: async () => written(await enable()) });
  }
  const [only, ...others] = steps;
  // A single step needs no report of steps.
  if (only !== undefined && others.length === 0) return only.take();
  return takeSteps(userLabel(user), steps);
}

async function leave(directory: Directory, user: string, rules: SyncRules): Promise<Change> {
  // What cannot be restored is recorded as what it is.
  if (rules.deletesLeavers) return deleteUser(directory, { user });
  const change = await disableUser(directory, { user, signOut: false });
  return { ...change, operation: 'tenant.sync', replan: () => leave(directory, user, rules) };
}

/** @param what of whom they are, as the beginning of a sentence */
function assertPrivilegesAllowed(
  what: string,
  privileges: readonly string[],
  { allowPrivileged }: Pick<SyncRules, 'allowPrivileged'>,
): void {
  if (allowPrivileged || privileges.length === 0) return;
  const names = [...new Set(privileges)].join(', ');
  throw new AdminError('PRIVILEGED_ROLE', `${what} ${names}, which is privileged`, {
    hint: 'If the roster may grant privileged roles: --allow-privileged',
  });
}

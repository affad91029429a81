import { defined } from '../model/defined.js';
import type { Applied, Change } from '../changes/change.js';
import { type StepToTake, takeSteps } from '../changes/take-steps.js';
import type { Directory } from '../directory.js';
import { AdminError } from '../errors.js';
import type { ChangeRecord } from '../history/record.js';
import { type FieldChange, type FieldValue, movedFields } from '../model/field-change.js';
import { ATTRIBUTE, storedAttributes, type UserDetail, userLabel } from '../model/user.js';
import { attributeFields, attributeOfField, sdkAttributes } from '../users/attributes/attribute-fields.js';
import { setMfaPreference } from '../users/changes/reset-mfa.js';
import { disruptionsOf } from '../users/changes/set-attributes.js';
import { written } from '../changes/written.js';
import { changeUser, lettingIn, type UserPlan } from '../users/changes/user-change.js';
import { assertAddressFree } from '../users/read/find-user.js';
import { assertUnchanged } from './assert-unchanged.js';
import { undoability, undoMessages } from './undoability.js';

/**
 * Restores the fields of a user to their values before a change.
 *
 * @throws AdminError CHANGED_UNDERNEATH if one of them has changed since and `force` is not set; USER_EXISTS if another
 *   user has the address by now; as `findUser` does
 */
export function restoreUser(
  directory: Directory,
  record: ChangeRecord,
  { force }: { force: boolean },
): Promise<Change> {
  return changeUser(directory, record.target.id, (user) => restoration(directory, record, user, force));
}

async function restoration(
  directory: Directory,
  record: ChangeRecord,
  user: UserDetail,
  force: boolean,
): Promise<UserPlan> {
  const { fields: recorded, lost } = undoability(record);
  assertSameUser(record, user);
  const values = recorded.map(({ field, before, after: then }) => ({ field, before, then, now: current(user, field) }));
  if (!force) assertUnchanged(directory, record, values);
  const fields = values.map(({ field, before, now }): FieldChange => ({ field, before: now, after: before }));
  const email = fields.find(({ field }) => field === 'email')?.after;
  await assertAddressFree(directory, user, typeof email === 'string' ? email : undefined);
  return lettingIn(directory, user, {
    operation: 'history.undo',
    undoes: record.id,
    fields,
    ...defined({ disruption: disruptionOf(user, fields, directory) }),
    ...undoMessages(record.operation, userLabel(user)),
    notes: lost.map((reason) => `Not undone: ${reason}.`),
    apply: () => restore(directory, user, movedFields(fields)),
  });
}

/** A federated user who was deleted can come back under the same name, but with another `sub`. */
export function assertSameUser({ id, target }: ChangeRecord, user: UserDetail): void {
  if (target.sub === undefined || user.sub === target.sub) return;
  throw new AdminError('CHANGED_UNDERNEATH', `${userLabel(user)} is not the user of record ${id}`, {
    hint: `Nothing was changed. The sub was ${target.sub} then, and is ${user.sub ?? '(none)'} now.`,
  });
}

function current(user: UserDetail, field: string): FieldValue {
  if (field === 'enabled') return user.enabled;
  if (field === 'mfaMethods') return user.mfa.methods;
  if (field === 'mfaPreferred') return user.mfa.preferred;
  const [name] = attributeOfField(field, null);
  return attributeFields(storedAttributes(user), new Map([[name, null]]))[0]?.before ?? null;
}

function restore(directory: Directory, user: UserDetail, fields: readonly FieldChange[]): Promise<Applied> {
  const { cognito } = directory;
  const Username = user.username;
  const byName = new Map(fields.map((field) => [field.field, field]));
  const [enabled, methods, preferred] = ['enabled', 'mfaMethods', 'mfaPreferred'].map((name) => byName.get(name));
  const attributes = fields.filter((field) => ![enabled, methods, preferred].includes(field));
  const steps: StepToTake[] = [];
  if (attributes.length > 0) {
    const UserAttributes = sdkAttributes(toWrite(user, attributes));
    steps.push({
      step: 'restore the attributes',
      take: async () => written(await cognito.call('AdminUpdateUserAttributes', { Username, UserAttributes })),
    });
  }
  if (methods !== undefined || preferred !== undefined) {
    const wanted = strings(methods?.after ?? user.mfa.methods);
    const kept = wanted.includes(user.mfa.preferred ?? '') ? user.mfa.preferred : null;
    const after = preferred === undefined ? kept : preferred.after;
    const first = typeof after === 'string' ? after : null;
    steps.push({
      step: 'restore the second factors',
      take: () => setMfaPreference(directory, user, { methods: wanted, preferred: first }),
    });
  }
  if (enabled !== undefined) {
    const operation = enabled.after === true ? 'AdminEnableUser' : 'AdminDisableUser';
    steps.push({
      step: enabled.after === true ? 'enable' : 'disable',
      take: async () => written(await cognito.call(operation, { Username })),
    });
  }
  const [only, ...others] = steps;
  // A single step needs no report per step.
  if (only !== undefined && others.length === 0) return only.take();
  return takeSteps(userLabel(user), steps);
}

/**
 * A new address without `email_verified` is unverified until the user confirms it (API reference,
 * AdminUpdateUserAttributes).
 */
function toWrite(user: UserDetail, fields: readonly FieldChange[]): Map<string, string | null> {
  const values = new Map(fields.map(({ field, after }) => attributeOfField(field, after)));
  const email = values.get(ATTRIBUTE.email);
  if (email != null && !values.has(ATTRIBUTE.emailVerified)) {
    values.set(ATTRIBUTE.emailVerified, String(user.emailVerified));
  }
  return values;
}

function disruptionOf(user: UserDetail, fields: readonly FieldChange[], directory: Directory): string | undefined {
  const after = (name: string) => movedFields(fields).find(({ field }) => field === name)?.after;
  const tenant = after('tenantId');
  const tenantId = typeof tenant === 'string' || tenant === null ? tenant : undefined;
  const roles = strings(after('roles') ?? []);
  const reasons = [
    ...(after('enabled') === false ? [`${userLabel(user)} cannot sign in until enabled again.`] : []),
    ...disruptionsOf(user, { tenantId, roles }, directory),
  ];
  return reasons.length === 0 ? undefined : reasons.join(' ');
}

function strings(value: FieldValue): string[] {
  return Array.isArray(value) ? [...(value as readonly string[])] : [];
}

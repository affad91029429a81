import { defined } from '../model/defined.js';
import type { Change } from '../changes/change.js';
import { type StepToTake, takeSteps } from '../changes/take-steps.js';
import { privilegedRoles } from '../conventions/roles.js';
import type { Directory } from '../directory.js';
import { AdminError } from '../errors.js';
import type { ChangeRecord } from '../history/record.js';
import { type FieldChange, type FieldValue, movedFields } from '../model/field-change.js';
import { ATTRIBUTE, storedAttributes, type UserDetail, userLabel } from '../model/user.js';
import { attributeFields, attributeOfField, sdkAttributes } from '../users/attributes/attribute-fields.js';
import { mfaPreference } from '../users/changes/mfa-preference.js';
import { changeUser, type UserPlan, written } from '../users/changes/user-change.js';
import { assertUnmoved } from './assert-unmoved.js';
import { undoability } from './undoability.js';

/**
 * Puts the fields of a user back to what they were before a change.
 *
 * @throws AdminError CHANGED_UNDERNEATH where one of them has moved since, unless forced; as `findUser` does
 */
export function restoreUser(
  directory: Directory,
  record: ChangeRecord,
  { force }: { force: boolean },
): Promise<Change> {
  return changeUser(directory, record.target.id, (user) => restoration(directory, record, user, force));
}

function restoration(directory: Directory, record: ChangeRecord, user: UserDetail, force: boolean): UserPlan {
  const { fields: wanted, lost } = undoability(record);
  assertSameUser(record, user);
  if (!force) {
    assertUnmoved(
      directory,
      record,
      wanted.map(({ field, before, after }) => ({ field, before, then: after, now: standing(user, field) })),
    );
  }
  const fields = wanted.map(({ field, before }): FieldChange => ({
    field,
    before: standing(user, field),
    after: before,
  }));
  const disruption = disruptionOf(user, fields, directory);
  return {
    operation: 'history.undo',
    undoes: record.id,
    fields,
    ...defined({ disruption }),
    doneMessage: `Undid ${record.operation.replace('.', ' ')} of ${userLabel(user)}.`,
    unchangedMessage: `${userLabel(user)} is as before ${record.operation.replace('.', ' ')} already.`,
    notes: lost.map((reason) => `Not undone: ${reason}.`),
    apply: () => restore(directory, user, movedFields(fields)),
  };
}

/** A federated user who was deleted comes back under the same name, and is somebody else to everything that keeps a sub. */
function assertSameUser({ id, target }: ChangeRecord, user: UserDetail): void {
  if (target.sub === undefined || user.sub === target.sub) return;
  throw new AdminError(
    'CHANGED_UNDERNEATH',
    `${userLabel(user)} is another user than the one of record ${id}`,
    {
      hint: `Nothing was written. Then it was sub ${target.sub}, now it is ${user.sub ?? '(none)'}.`,
    },
  );
}

/** What a field is now. */
function standing(user: UserDetail, field: string): FieldValue {
  if (field === 'enabled') return user.enabled;
  if (field === 'mfaMethods') return user.mfa.methods;
  if (field === 'mfaPreferred') return user.mfa.preferred;
  const [name] = attributeOfField(field, null);
  const stored = storedAttributes(user);
  return attributeFields(stored, new Map([[name, null]]))[0]?.before ?? null;
}

async function restore({ cognito }: Directory, user: UserDetail, fields: readonly FieldChange[]) {
  const Username = user.username;
  const enabled = fields.find(({ field }) => field === 'enabled');
  const isFactor = ({ field }: FieldChange) => field === 'mfaMethods' || field === 'mfaPreferred';
  const attributes = fields.filter((field) => field !== enabled && !isFactor(field));
  const steps: StepToTake[] = [];
  if (attributes.length > 0) {
    const UserAttributes = sdkAttributes(toWrite(user, attributes));
    steps.push({
      step: 'put the attributes back',
      take: async () =>
        written(await cognito.call('AdminUpdateUserAttributes', { Username, UserAttributes })),
    });
  }
  if (fields.some(isFactor)) {
    const wanted = (name: string, now: FieldValue) =>
      fields.find(({ field }) => field === name)?.after ?? now;
    const methods = strings(fields.find(({ field }) => field === 'mfaMethods')?.after ?? user.mfa.methods);
    const preferred = wanted(
      'mfaPreferred',
      methods.includes(user.mfa.preferred ?? '') ? user.mfa.preferred : null,
    );
    steps.push({
      step: 'put the second factors back',
      take: async () =>
        written(
          await cognito.call('AdminSetUserMFAPreference', {
            Username,
            ...mfaPreference(user.mfa.methods, {
              methods,
              preferred: typeof preferred === 'string' ? preferred : null,
            }),
          }),
        ),
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
  if (only !== undefined && others.length === 0) return only.take();
  return takeSteps(userLabel(user), steps);
}

/** A new address takes its verified mark with it, without which it would wait for the user: see COGNITO.md, "Users". */
function toWrite(user: UserDetail, fields: readonly FieldChange[]): Map<string, string | null> {
  const values = new Map(fields.map(({ field, after }) => attributeOfField(field, after)));
  const email = values.get(ATTRIBUTE.email);
  if (email != null && !values.has(ATTRIBUTE.emailVerified)) {
    values.set(ATTRIBUTE.emailVerified, String(user.emailVerified));
  }
  return values;
}

function disruptionOf(
  user: UserDetail,
  fields: readonly FieldChange[],
  { conventions }: Directory,
): string | undefined {
  const after = (name: string) => movedFields(fields).find(({ field }) => field === name)?.after;
  const label = userLabel(user);
  const tenant = after('tenantId');
  const granted = privilegedRoles(strings(after('roles') ?? []), conventions).filter(
    (role) => !user.roles.includes(role),
  );
  const reasons = [
    ...(after('enabled') === false ? [`${label} cannot sign in until enabled again.`] : []),
    ...(tenant === undefined
      ? []
      : [`${label} leaves ${user.tenantId ?? 'no tenant'} for ${String(tenant ?? 'none')}.`]),
    ...(granted.length === 0 ? [] : [`${label} would hold ${granted.join(', ')}, which is privileged.`]),
  ];
  return reasons.length === 0 ? undefined : reasons.join(' ');
}

function strings(value: FieldValue): string[] {
  return Array.isArray(value) ? [...(value as readonly string[])] : [];
}

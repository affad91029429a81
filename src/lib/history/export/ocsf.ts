import { movedFields } from '../../model/field-change.js';
import type { Target } from '../../model/target.js';
import type { Result } from '../file/entry.js';
import type { ChangeRecord } from '../record.js';

/** The version of the schema (https://schema.ocsf.io/1.3.0). */
const VERSION = '1.3.0';

/** Activities of the class Account Change (OCSF 1.3.0, events/iam/account_change.json). */
const ACCOUNT = {
  1: 'Create',
  2: 'Enable',
  3: 'Password Change',
  4: 'Password Reset',
  5: 'Disable',
  6: 'Delete',
  11: 'MFA Factor Disable',
} as const;
/** Activities of the class Entity Management (OCSF 1.3.0, events/iam/entity_management.json). */
const ENTITY = { 1: 'Create', 3: 'Update', 4: 'Delete' } as const;

const OTHER = 99;

/** What a change does to an account, by its operation. Others are recognised by their fields, or are Other. */
const OF_OPERATION: Readonly<Record<string, keyof typeof ACCOUNT>> = {
  'users.create': 1,
  'users.enable': 2,
  'users.reset-password': 4,
  'users.disable': 5,
  'users.lockdown': 5,
  'users.delete': 6,
  'users.reset-mfa': 11,
};

const STATUS: Readonly<Record<Result, readonly [id: number, name: string]>> = {
  done: [1, 'Success'],
  unchanged: [1, 'Success'],
  failed: [2, 'Failure'],
  partly: [OTHER, 'Partial'],
  unknown: [0, 'Unknown'],
};

/**
 * A change as an event of OCSF: Account Change for a user, Entity Management for all else. What the schema has no
 * attribute for is in `unmapped`, with the keys of a record.
 *
 * @param version that of sf-admin
 */
export function ocsfEvent(record: ChangeRecord, version: string) {
  const { id, operation, target, operator, result, startedAt, finishedAt, error, region, poolId } = record;
  const isUser = target.kind === 'user';
  const [activity, activityName] = isUser ? accountActivity(record) : entityActivity(operation);
  const [classUid, className] = isUser ? ([3001, 'Account Change'] as const) : ([3004, 'Entity Management'] as const);
  const [statusId, status] = STATUS[result];
  return {
    activity_id: activity,
    activity_name: activityName,
    category_uid: 3,
    category_name: 'Identity & Access Management',
    class_uid: classUid,
    class_name: className,
    type_uid: classUid * 100 + activity,
    type_name: `${className}: ${activity === OTHER ? 'Other' : activityName}`,
    severity_id: 1,
    severity: 'Informational',
    time: Date.parse(startedAt),
    start_time: Date.parse(startedAt),
    ...(finishedAt !== null && { end_time: Date.parse(finishedAt) }),
    status_id: statusId,
    status,
    ...(error !== null && error !== undefined && { status_code: error.code, status_detail: error.message }),
    message: `${operation.replace('.', ' ')} ${target.label}: ${result}`,
    metadata: {
      version: VERSION,
      uid: id,
      log_name: 'history',
      product: { name: 'sf-admin', vendor_name: 'StackFlow', version },
    },
    actor: {
      app_name: 'sf-admin',
      user: {
        name: operator.osUser ?? 'unknown',
        type_id: 2,
        type: 'Admin',
        ...(operator.accessKeyId !== null && { credential_uid: operator.accessKeyId }),
      },
    },
    src_endpoint: { hostname: operator.host },
    ...(isUser ? { user: userOf(target) } : { entity: { name: target.label, uid: target.id, type: target.kind } }),
    unmapped: {
      ...{ operation, poolId, region, context: record.context, endpoint: record.endpoint, tenantId: target.tenantId },
      ...{ fields: record.fields, reason: record.reason, requestIds: record.requestIds, steps: record.steps ?? null },
      ...{ undoes: record.undoes, grant: record.grant, run: record.run, plan: record.plan },
    },
  };
}

export type OcsfEvent = ReturnType<typeof ocsfEvent>;

function accountActivity({ operation, fields }: ChangeRecord): [id: number, name: string] {
  const enabled = movedFields(fields).find(({ field }) => field === 'enabled')?.after;
  const byField = enabled === true ? 2 : enabled === false ? 5 : undefined;
  const activity = OF_OPERATION[operation] ?? byField;
  return activity === undefined ? [OTHER, operation] : [activity, ACCOUNT[activity]];
}

function entityActivity(operation: string): [id: number, name: string] {
  const verb = operation.replace(/^.*\./, '');
  const activity = verb === 'create' ? 1 : verb === 'delete' ? 4 : 3;
  return [activity, ENTITY[activity]];
}

function userOf({ id, sub, label, tenantId }: Target) {
  return {
    name: label,
    uid: sub ?? id,
    ...(sub !== undefined && sub !== id && { uid_alt: id }),
    type_id: 1,
    type: 'User',
    ...(label.includes('@') && { email_addr: label }),
    ...(tenantId !== null && { org: { uid: tenantId } }),
  };
}

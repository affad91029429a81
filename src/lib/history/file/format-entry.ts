import { AdminError } from '../../errors.js';
import type { FieldChange, FieldValue } from '../../model/field-change.js';
import type { Step } from '../../model/step.js';
import type { Target } from '../../model/target.js';
import type {
  Ending,
  Entry,
  Finished,
  Operator,
  PlanApproval,
  PlanOrigin,
  RoleForATime,
  RowOfRun,
  Started,
} from './entry.js';

/**
 * An entry as a line of the file, without the line feed. Every key is copied by name, so that nothing else that an object
 * may hold, such as a password, gets into the history. A list of keys for `JSON.stringify` would be several times slower,
 * and a run writes two lines for each row.
 */
export function formatEntry(entry: Entry): string {
  return JSON.stringify(entry.entry === 'started' ? started(entry) : finished(entry));
}

/** All keys of a type: a missing one does not compile. Those without a value are left out of the line. */
type All<T> = { readonly [K in keyof T]-?: unknown };

function started(entry: Started): All<Started> {
  return {
    v: entry.v,
    n: entry.n,
    id: entry.id,
    at: entry.at,
    entry: entry.entry,
    context: entry.context,
    poolId: entry.poolId,
    region: entry.region,
    endpoint: entry.endpoint,
    operator: operator(entry.operator),
    operation: entry.operation,
    target: target(entry.target),
    fields: entry.fields.map(field),
    reason: entry.reason,
    undoes: entry.undoes,
    grant: entry.grant && grant(entry.grant),
    run: entry.run && row(entry.run),
    plan: entry.plan && plan(entry.plan),
    prev: entry.prev,
  };
}

function finished(entry: Finished): All<Finished> {
  return {
    v: entry.v,
    n: entry.n,
    id: entry.id,
    at: entry.at,
    entry: entry.entry,
    result: entry.result,
    targetId: entry.targetId,
    targetSub: entry.targetSub,
    fields: entry.fields?.map(field),
    steps: entry.steps?.map(step),
    requestIds: strings(entry.requestIds),
    error: entry.error && error(entry.error),
    prev: entry.prev,
  };
}

function operator({ osUser, host, accessKeyId }: Operator): All<Operator> {
  return { osUser, host, accessKeyId };
}

function target({ id, kind, sub, label, tenantId }: Target): All<Target> {
  return { id, kind, sub, label, tenantId };
}

function grant({ role, until }: RoleForATime): All<RoleForATime> {
  return { role, until };
}

function row({ id, row: line }: RowOfRun): All<RowOfRun> {
  return { id, row: line };
}

function plan({ id, digest, createdBy, createdAt, approval: given }: PlanOrigin): All<PlanOrigin> {
  return { id, digest, createdBy: operator(createdBy), createdAt, approval: given && approval(given) };
}

function approval({ plannedBy, approvedBy, approvedAt }: PlanApproval): All<PlanApproval> {
  return { plannedBy, approvedBy, approvedAt };
}

function field({ field: name, before, after, unreadable, relative }: FieldChange): All<FieldChange> {
  return { field: name, before: value(before), after: value(after), unreadable, relative };
}

/** Only scalars and lists of strings. */
function value(given: FieldValue): unknown {
  if (typeof given !== 'object' || given === null) return given;
  return Array.isArray(given) ? strings(given as readonly string[]) : null;
}

function step({ result, step: name, detail }: Step): All<Step> {
  return { result, step: name, detail };
}

function error({ code, message }: NonNullable<Ending['error']>): All<NonNullable<Ending['error']>> {
  return { code, message };
}

function strings(list: readonly string[]): readonly string[] {
  return list.filter((item) => typeof item === 'string');
}

/** The error for an entry that does not fit its store. @param most what fits: 8 MB */
export function tooLarge(most: string): AdminError {
  return new AdminError('HISTORY_UNWRITABLE', `the record has more than ${most}`, {
    hint: 'Change less at once, or give a shorter --reason.',
  });
}

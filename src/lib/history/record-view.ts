import { movedFields } from '../model/field-change.js';
import { type CardField, type CardView, type ListView } from '../output/view.js';
import { fieldChangeText, fieldLabel } from '../text/field-text.js';
import type { Operator, PlanApproval, RoleForATime } from './file/entry.js';
import type { ChangeRecord } from './record.js';
import type { PoolVerification } from './verify-all.js';

/** Changes as rows, the newest first. */
export const recordList: ListView<ChangeRecord> = {
  columns: [
    // Commands accept the end of an ID too: see `findRecord`.
    { key: 'id', header: 'record', value: ({ id }) => id, short: ({ id }) => id.slice(-10), isWhole: true },
    {
      key: 'startedAt',
      header: 'at (UTC)',
      value: ({ startedAt }) => startedAt,
      isTime: true,
    },
    { key: 'operation', header: 'operation', value: ({ operation }) => operation },
    { key: 'label', header: 'on', value: ({ target }) => target.label, isWhole: true },
    { key: 'tenantId', header: 'tenant', value: ({ target }) => target.tenantId },
    { key: 'result', header: 'result', value: ({ result }) => result },
    { key: 'osUser', header: 'by', value: ({ operator }) => operator.osUser },
    { key: 'reason', header: 'reason', value: ({ reason }) => reason },
    { key: 'undoes', header: 'undoes', value: ({ undoes }) => undoes, isWhole: true },
    { key: 'until', header: 'until', value: ({ grant }) => grant?.until ?? null, isTime: true },
    { key: 'run', header: 'run', value: ({ run }) => run?.id ?? null, isWhole: true },
    { key: 'row', header: 'row', value: ({ run }) => run?.row ?? null },
    { key: 'approvedBy', header: 'approved by', value: ({ plan }) => plan?.approval?.approvedBy ?? null },
  ],
  tableColumns: ['id', 'startedAt', 'operation', 'label', 'result'],
  id: ({ id }) => id,
  json: (record) => record,
};

/** One change with its outcome, or how to find it out if it is not known. */
export const recordCard: CardView<ChangeRecord> = {
  fields: (record) => [
    { section: `${record.operation.replace('.', ' ')} ${record.target.label}` },
    { label: 'record', value: record.id },
    { label: 'result', value: record.result },
    { label: 'started', value: record.startedAt, isTime: true },
    { label: 'finished', value: record.finishedAt, isTime: true },
    { label: 'by', value: operatorText(record.operator) },
    { label: 'reason', value: record.reason },
    ...(record.undoes === null ? [] : [{ label: 'undoes', value: record.undoes }]),
    ...(record.grant === null ? [] : [{ label: 'role for a time', value: grantText(record.grant) }]),
    ...(record.run === null ? [] : [{ label: 'run', value: `${record.run.id}, row ${record.run.row}` }]),
    ...(record.plan === null
      ? []
      : [
          { label: 'plan', value: record.plan.id },
          { label: 'planned', value: record.plan.createdAt, isTime: true as const },
          { label: 'planned by', value: operatorText(record.plan.createdBy) },
          ...approvalFields(record.plan.approval),
          { label: 'plan SHA-256', value: record.plan.digest },
        ]),
    { section: 'On' },
    { label: 'context', value: record.context },
    { label: 'user pool', value: record.poolId },
    ...(record.endpoint === null ? [] : [{ label: 'endpoint', value: record.endpoint }]),
    { label: 'target', value: record.target.id },
    { label: 'sub', value: record.target.sub },
    { label: 'tenant', value: record.target.tenantId },
    { section: 'Changes' },
    ...movedFields(record.fields).map((change) => ({
      label: fieldLabel(change.field),
      value: fieldChangeText(change, { isPlanned: false }),
    })),
    ...steps(record),
    { section: 'Outcome' },
    { label: 'request IDs', value: record.requestIds },
    ...(record.error == null ? [] : [{ label: 'error', value: `${record.error.code}: ${record.error.message}` }]),
    ...howToFindOut(record),
  ],
  id: recordList.id,
  json: (record) => record,
};

function grantText({ role, until }: RoleForATime): string {
  return until === null ? `${role}, whose time is ended` : `${role} until ${until}`;
}

/** Who planned a change and who approved it, for people to read. */
export function approvalText({ plannedBy, approvedBy }: PlanApproval): string {
  return `planned by ${plannedBy}, approved by ${approvedBy}`;
}

function approvalFields(approval: PlanApproval | undefined): CardField[] {
  if (approval === undefined) return [];
  return [
    { label: 'plan signed by', value: approval.plannedBy },
    { label: 'approved', value: approval.approvedAt, isTime: true },
    { label: 'approved by', value: approval.approvedBy },
  ];
}

/** A person and their credentials, for people to read. */
export function operatorText({ osUser, host, accessKeyId }: Operator): string {
  const person = `${osUser ?? 'unknown user'} on ${host}`;
  return accessKeyId === null ? person : `${person}, with AWS access key ${accessKeyId}`;
}

function steps(record: ChangeRecord): CardField[] {
  if (record.steps == null) return [];
  return [
    { section: 'Steps' },
    ...record.steps.map(({ step, result, detail }) => ({
      label: step,
      value: detail === undefined ? result : `${result}, ${detail}`,
    })),
  ];
}

/** For a change whose process was killed, or is still running, or whose answer was lost. */
function howToFindOut({ result, finishedAt, target, startedAt }: ChangeRecord): CardField[] {
  if (result !== 'unknown') return [];
  const showCommand = target.kind === 'user' ? `sf-admin users show ${target.id}` : 'sf-admin client describe';
  const reason =
    finishedAt === null
      ? 'whether it was done: its process was killed, or is still running'
      : 'whether it was done: the response was lost, and a check did not settle it';
  return [
    { label: 'not known', value: reason },
    { label: 'to find out', value: `compare the changes with the current state: ${showCommand}` },
    { label: '', value: `or search CloudTrail for the target's sub, from ${startedAt} on` },
  ];
}

/** The faults of a history; nothing if it is intact. */
export const verificationCard: CardView<PoolVerification> = {
  fields: ({ faults, earlier }) =>
    faults.flatMap(({ problem, found, id, file }) => [
      { label: problem, value: found },
      ...(id === null ? [] : [{ label: 'record', value: id }]),
      ...(earlier.length === 0 ? [] : [{ label: 'file', value: file }]),
    ]),
  id: ({ faults }) => faults.map(({ id, line }) => id ?? String(line)),
  json: (verification) => verification,
};

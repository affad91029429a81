import type { CardField, CardView, Cell, ListView } from '../output/view.js';
import { movedFields } from '../model/field-change.js';
import type { ChangeRecord } from './record.js';
import { fieldText } from '../text/field-text.js';

/** Changes as rows, the newest first. */
export const recordList: ListView<ChangeRecord> = {
  columns: [
    // The end of an ID is as good as the whole: see `findRecord`.
    { key: 'id', header: 'record', value: ({ id }) => id, short: ({ id }) => id.slice(-10), isWhole: true },
    {
      key: 'startedAt',
      header: 'at (UTC)',
      value: ({ startedAt }) => startedAt,
      short: ({ startedAt }) => startedAt.slice(0, 16).replace('T', ' '),
    },
    { key: 'operation', header: 'operation', value: ({ operation }) => operation },
    { key: 'label', header: 'on', value: ({ target }) => target.label },
    { key: 'tenantId', header: 'tenant', value: ({ target }) => target.tenantId },
    { key: 'result', header: 'result', value: ({ result }) => result },
    { key: 'osUser', header: 'by', value: ({ operator }) => operator.osUser },
    { key: 'reason', header: 'reason', value: ({ reason }) => reason },
    { key: 'undoes', header: 'undoes', value: ({ undoes }) => undoes },
    { key: 'run', header: 'run', value: ({ run }) => run?.id ?? null },
    { key: 'row', header: 'row', value: ({ run }) => run?.row ?? null },
  ],
  tableColumns: ['id', 'startedAt', 'operation', 'label', 'result'],
  id: ({ id }) => id,
  json: (record) => record,
};

/** One change: what moved, how it ended, and where that is not known, how to find out. */
export const recordCard: CardView<ChangeRecord> = {
  fields: (record) => [
    { section: `${record.operation.replace('.', ' ')} ${record.target.label}` },
    { label: 'record', value: record.id },
    { label: 'result', value: record.result },
    { label: 'started', value: record.startedAt },
    { label: 'finished', value: record.finishedAt },
    { label: 'by', value: byWhom(record) },
    { label: 'reason', value: record.reason },
    ...(record.undoes === null ? [] : [{ label: 'undoes', value: record.undoes }]),
    ...(record.run === null ? [] : [{ label: 'run', value: `${record.run.id}, row ${record.run.row}` }]),
    { section: 'On' },
    { label: 'context', value: record.context },
    { label: 'user pool', value: record.poolId },
    ...(record.endpoint === null ? [] : [{ label: 'endpoint', value: record.endpoint }]),
    { label: 'target', value: record.target.id },
    { label: 'sub', value: record.target.sub },
    { label: 'tenant', value: record.target.tenantId },
    { section: 'What moved' },
    ...movedFields(record.fields).map(({ field, before, after }) => ({
      label: field,
      value: `${fieldText(before)} → ${fieldText(after)}`,
    })),
    ...steps(record),
    { section: 'How it ended' },
    { label: 'request IDs', value: record.requestIds },
    ...(record.error == null
      ? []
      : [{ label: 'error', value: `${record.error.code}: ${record.error.message}` }]),
    ...howToFindOut(record),
  ],
  id: recordList.id,
  json: (record) => record,
};

function byWhom({ operator: { osUser, host, accessKeyId } }: ChangeRecord): string {
  const where = `${osUser ?? 'somebody'} on ${host}`;
  return accessKeyId === null ? where : `${where}, with AWS access key ${accessKeyId}`;
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

/** What nobody was told: the process was killed, or is still at it, or the answer was lost. */
function howToFindOut({
  result,
  finishedAt,
  target,
  startedAt,
}: ChangeRecord): { label: string; value: Cell }[] {
  if (result !== 'unknown') return [];
  const look = target.kind === 'user' ? `sf-admin users show ${target.id}` : 'sf-admin client describe';
  return [
    {
      label: 'not known',
      value:
        finishedAt === null
          ? 'whether it was done: the process that made it was killed, or is still at it'
          : 'whether it was done: the answer was lost, and looking it up did not tell',
    },
    { label: 'to find out', value: `compare what moved with what stands: ${look}` },
    {
      label: '',
      value: `or look in CloudTrail for the target's sub, from ${startedAt} on`,
    },
  ];
}

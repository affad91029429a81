import { movedFields } from '../../model/field-change.js';
import type { ChangeRecord } from '../../history/record.js';
import { approvalText } from '../../history/record-view.js';
import { fieldChangeText, fieldLabel } from '../../text/field-text.js';
import type { Table } from '../document/document.js';

/** Changes as rows: what was changed on whom, by whom, and why. */
export function changeTable(
  records: Iterable<ChangeRecord> | AsyncIterable<ChangeRecord>,
  { caption, empty }: Required<Pick<Table, 'caption' | 'empty'>>,
): Table {
  return {
    caption,
    empty,
    columns: [
      { header: 'At (UTC)', kind: 'time' },
      { header: 'Operation' },
      { header: 'On' },
      { header: 'Changes' },
      { header: 'By' },
      { header: 'Reason' },
      { header: 'Result' },
      { header: 'Record', kind: 'id' },
    ],
    rows: rows(records),
  };
}

async function* rows(records: Iterable<ChangeRecord> | AsyncIterable<ChangeRecord>) {
  for await (const record of records) {
    const { startedAt, operation, target, operator, reason, result, error, id, plan } = record;
    const by = `${operator.osUser ?? 'unknown user'} on ${operator.host}`;
    yield [
      startedAt,
      operation.replace('.', ' '),
      target.label,
      movedFields(record.fields).map(
        (change) => `${fieldLabel(change.field)}: ${fieldChangeText(change, { isPlanned: false })}`,
      ),
      plan?.approval === undefined ? by : [by, approvalText(plan.approval)],
      reason,
      error == null ? result : `${result}: ${error.message}`,
      // As in history list: commands accept the end of an ID.
      id.slice(-10),
    ];
  }
}

/** The words of the breakdowns of changes. */
const OTHERS = { others: 'others', count: 'Changes' };
export const OPERATION_WORDS = { ...OTHERS, caption: 'Changes by operation', value: 'Operation', none: 'none' };
export const PERSON_WORDS = { ...OTHERS, caption: 'Changes by person', value: 'Made by', none: 'unknown user' };
export const RESULT_WORDS = { ...OTHERS, caption: 'Changes by result', value: 'Result', none: 'none' };

import type { ChangeRecord } from '../history/record.js';
import { movedFields } from '../model/field-change.js';
import { undoability } from './undoability.js';

/** The changes to the same user, after that of a record, that moved some of what undoing the record would put back. */
export type LaterChanges = (record: ChangeRecord) => readonly ChangeRecord[];

/** Finds the later changes among all records of a history, which is gone through once for however many records. */
export function laterChanges(all: readonly ChangeRecord[]): LaterChanges {
  const byUser = new Map<string, ChangeRecord[]>();
  for (const record of all) {
    const { target, result } = record;
    if (target.kind !== 'user' || result === 'failed' || result === 'unchanged') continue;
    const ofUser = byUser.get(target.id);
    if (ofUser === undefined) byUser.set(target.id, [record]);
    else ofUser.push(record);
  }
  return ({ id, ...record }) => {
    const names = new Set(undoability(record).fields.map(({ field }) => field));
    // By ID, which is by time.
    return (byUser.get(record.target.id) ?? []).filter(
      (later) => later.id > id && movedFields(later.fields).some(({ field }) => names.has(field)),
    );
  };
}

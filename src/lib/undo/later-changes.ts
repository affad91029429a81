import type { ChangeRecord } from '../history/record.js';
import { movedFields } from '../model/field-change.js';
import { undoability } from './undoability.js';

/** A change after a record that changed, on the same user, a field that undoing the record would restore. */
export interface LaterChange {
  readonly id: string;
  readonly operation: string;
}

/**
 * Which changes followed a record, for a history that is read from its end. Of each change only what names it and its fields
 * is kept, since many may have followed a run. Their order counts and not their times, since a clock may have been set back.
 */
export class ChangesSince {
  readonly #byUser = new Map<string, (LaterChange & { readonly fields: readonly string[] })[]>();

  /** Adds a change. Each is older than those before. */
  add({ id, operation, target, result, fields }: ChangeRecord): void {
    if (target.kind !== 'user' || result === 'failed' || result === 'unchanged') return;
    const change = { id, operation, fields: movedFields(fields).map(({ field }) => field) };
    const ofUser = this.#byUser.get(target.id);
    if (ofUser === undefined) this.#byUser.set(target.id, [change]);
    else ofUser.push(change);
  }

  /** The later changes of a record that is older than all that were added: the oldest first. */
  of(record: ChangeRecord): LaterChange[] {
    const names = new Set(undoability(record).fields.map(({ field }) => field));
    const ofUser = this.#byUser.get(record.target.id) ?? [];
    return ofUser
      .filter(({ fields }) => fields.some((field) => names.has(field)))
      .map(({ id, operation }) => ({ id, operation }))
      .reverse();
  }
}

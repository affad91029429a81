import { commandLine, type Directory } from '../directory.js';
import { AdminError } from '../errors.js';
import type { ChangeRecord } from '../history/record.js';
import { type FieldValue, sameValue } from '../model/field-change.js';
import { fieldText } from '../text/field-text.js';

/** A field's three values: before the change, then, when it was made, and now. */
export interface ThreeValues {
  readonly field: string;
  readonly before: FieldValue;
  readonly then: FieldValue;
  readonly now: FieldValue;
}

/**
 * Refuses to put back fields that somebody has moved since: that would undo their work too.
 *
 * @throws AdminError CHANGED_UNDERNEATH, which shows the three values of each
 */
export function assertUnmoved(
  directory: Directory,
  record: ChangeRecord,
  fields: readonly ThreeValues[],
): void {
  const moved = fields.filter(({ before, then, now }) => !sameValue(now, then) && !sameValue(now, before));
  if (moved.length === 0) return;
  const { target, id } = record;
  const names = moved.map(({ field }) => field).join(', ');
  throw new AdminError('CHANGED_UNDERNEATH', `${target.label} has changed since record ${id}: ${names}`, {
    hint: [
      'Nothing was written.',
      ...moved.map(
        ({ field, before, then, now }) =>
          `${field}: ${fieldText(before)} before, ${fieldText(then)} then, ${fieldText(now)} now`,
      ),
      `To put back what stood before all the same: ${commandLine(directory, `history undo ${id} --force`)}`,
    ].join('\n'),
  });
}

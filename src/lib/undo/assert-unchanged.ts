import { commandLine, type Directory } from '../directory.js';
import { AdminError } from '../errors.js';
import type { ChangeRecord } from '../history/record.js';
import { type FieldValue, sameValue } from '../model/field-change.js';
import { fieldLabel, fieldText } from '../text/field-text.js';

/** A field before the change, right after it ("then"), and now. */
export interface ThreeValues {
  readonly field: string;
  readonly before: FieldValue;
  readonly then: FieldValue;
  readonly now: FieldValue;
}

/**
 * Refuses to restore fields that were changed again since: that would undo the later change too.
 *
 * @throws AdminError CHANGED_UNDERNEATH, with the three values of each field
 */
export function assertUnchanged(directory: Directory, record: ChangeRecord, fields: readonly ThreeValues[]): void {
  const changed = fields.filter(({ before, then, now }) => !sameValue(now, then) && !sameValue(now, before));
  if (changed.length === 0) return;
  const { target, id } = record;
  const names = changed.map(({ field }) => fieldLabel(field)).join(', ');
  throw new AdminError('CHANGED_UNDERNEATH', `${target.label} has changed since record ${id}: ${names}`, {
    hint: [
      'Nothing was changed.',
      ...changed.map(
        ({ field, before, then, now }) =>
          `${fieldLabel(field)}: ${fieldText(before)} before, ${fieldText(then)} then, ${fieldText(now)} now`,
      ),
      `To restore the earlier values anyway: ${commandLine(directory, `history undo ${id} --force`)}`,
    ].join('\n'),
  });
}

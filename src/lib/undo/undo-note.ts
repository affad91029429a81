import { commandLine, type Directory } from '../directory.js';
import type { Result } from '../history/file/entry.js';
import type { FieldChange } from '../model/field-change.js';
import { undoability } from './undoability.js';

/** How to undo a recorded change, or why that cannot be: a sentence. */
export function undoNote(
  record: {
    readonly id: string;
    readonly operation: string;
    readonly fields: readonly FieldChange[];
    readonly result?: Result;
  },
  directory: Directory,
): string {
  if (record.result === 'failed' || record.result === 'unchanged')
    return 'It changed nothing: there is nothing to undo.';
  const { fields, lost } = undoability(record);
  if (fields.length === 0) return `It cannot be undone: ${lost.join('; ') || 'no field of it moved'}.`;
  return `To undo it: ${commandLine(directory, `history undo ${record.id}`)}`;
}

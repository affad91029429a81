import { type FieldChange, isList, movedFields } from '../model/field-change.js';
import { fieldChangeText, fieldLabel } from '../text/field-text.js';
import type { Plan } from './change.js';

/** A plan as lines of text, field by field, for a dry run and for a question. */
export function planLines(plan: Plan): string {
  const { label, tenantId } = plan.target;
  const heading = `${plan.operation.replace('.', ' ')} ${label}${tenantId === null ? '' : ` (${tenantId})`}`;
  const moved = movedFields(plan.fields);
  if (moved.length === 0) return `${heading}\n  unchanged`;
  return [heading, ...moved.flatMap(fieldLines)].join('\n');
}

function fieldLines(change: FieldChange): string[] {
  const label = fieldLabel(change.field);
  const { before, after } = change;
  if (!isList(before) || !isList(after) || (before.length <= 1 && after.length <= 1)) {
    return [`  ${label}: ${fieldChangeText(change, { isPlanned: true })}`];
  }

  // A longer list is easier to read as the items that are removed and added.
  const lines = [
    ...before.filter((item) => !after.includes(item)).map((item) => `    - ${item}`),
    ...after.filter((item) => !before.includes(item)).map((item) => `    + ${item}`),
  ];
  return [`  ${label}:`, ...(lines.length > 0 ? lines : [`    ${after.join(', ')}`])];
}

import { type Plan } from './change.js';
import { type FieldValue, movedFields } from '../model/field-change.js';
import { fieldText } from '../text/field-text.js';

/** A plan as lines of text, field by field, for a dry run and for a question. */
export function planLines(plan: Plan): string {
  const { label, tenantId } = plan.target;
  const heading = `${plan.operation.replace('.', ' ')} ${label}${tenantId === null ? '' : ` (${tenantId})`}`;
  const moved = movedFields(plan.fields);
  if (moved.length === 0) return `${heading}\n  already so: nothing to change`;
  return [heading, ...moved.flatMap(({ field, before, after }) => fieldLines(field, before, after))].join(
    '\n',
  );
}

function fieldLines(field: string, before: FieldValue, after: FieldValue): string[] {
  const [old, next] = [listed(before), listed(after)];
  // A list of any length reads best as what goes and what comes.
  if (old !== undefined && next !== undefined && (old.length > 1 || next.length > 1)) {
    const lines = [
      ...old.filter((item) => !next.includes(item)).map((item) => `    - ${item}`),
      ...next.filter((item) => !old.includes(item)).map((item) => `    + ${item}`),
    ];
    return [`  ${field}:`, ...(lines.length > 0 ? lines : [`    ${next.join(', ')}`])];
  }
  return [`  ${field}: ${fieldText(before)} → ${fieldText(after)}`];
}

function listed(value: FieldValue): readonly string[] | undefined {
  return Array.isArray(value) ? (value as readonly string[]) : undefined;
}

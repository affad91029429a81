/** What a field can hold, in a plan and in the history. Secrets are never among them: see `SECRET`. */
export type FieldValue = string | number | boolean | null | readonly string[];

/** One field of the target, as it stands and as it will be. */
export interface FieldChange {
  readonly field: string;
  readonly before: FieldValue;
  readonly after: FieldValue;
  /** No reading tells whether it has moved: a password, a session. */
  readonly unreadable?: true;
  /** Items were named to be added or removed, which holds whatever the list holds when it is written. */
  readonly relative?: true;
}

/** Stands for a password, which no plan, history or message ever holds. */
export const SECRET = '(hidden)';

/** The fields that really move. */
export function movedFields(fields: readonly FieldChange[]): FieldChange[] {
  return fields.filter(({ before, after }) => !sameValue(before, after));
}

export function sameValue(one: FieldValue, other: FieldValue): boolean {
  if (isList(one) && isList(other)) {
    return one.length === other.length && one.every((item, index) => item === other[index]);
  }
  return one === other;
}

function isList(value: FieldValue): value is readonly string[] {
  return Array.isArray(value);
}

/** The value of a field in a plan and in the history. Never a secret: see `SECRET`. */
export type FieldValue = string | number | boolean | null | readonly string[];

/** One field of the target before and after a change. */
export interface FieldChange {
  readonly field: string;
  readonly before: FieldValue;
  readonly after: FieldValue;
  /** Its value cannot be read back: a password, a session. */
  readonly unreadable?: true;
  /** Single items are added or removed, so that the change is valid whatever else the list holds when it is written. */
  readonly relative?: true;
}

/** Shown instead of a password, which no plan, history or message ever holds. */
export const SECRET = '(hidden)';

/** The field of a role that is held for a time: when it is to be taken back. It is in the history, not in the user pool. */
export const ROLE_ENDS_AT = 'roleEndsAt';

/** The fields whose value changes. */
export function movedFields(fields: readonly FieldChange[]): FieldChange[] {
  return fields.filter(({ before, after }) => !sameValue(before, after));
}

export function sameValue(one: FieldValue, other: FieldValue): boolean {
  if (isList(one) && isList(other)) {
    return one.length === other.length && one.every((item, index) => item === other[index]);
  }
  return one === other;
}

/** The items that a change adds to a list, and those that it removes. */
export function movedItems(change: Pick<FieldChange, 'before' | 'after'> | undefined): {
  added: string[];
  removed: string[];
} {
  const [before, after] = [change?.before ?? null, change?.after ?? null].map((value) => (isList(value) ? value : []));
  return {
    added: (after ?? []).filter((item) => before?.includes(item) !== true),
    removed: (before ?? []).filter((item) => after?.includes(item) !== true),
  };
}

export function isList(value: FieldValue): value is readonly string[] {
  return Array.isArray(value);
}

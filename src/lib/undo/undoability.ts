import { type FieldChange, movedFields } from '../model/field-change.js';

/** What can be put back of a change, and why the rest cannot. */
export interface Undoability {
  /** The fields that moved and can be put back. */
  readonly fields: readonly FieldChange[];
  /** A sentence for each thing that does not come back, without a full stop. */
  readonly lost: readonly string[];
}

/** Changes that are not undone field by field at all. */
const WHOLE: Readonly<Record<string, string>> = {
  'users.create': 'undoing a creation would be a deletion, which nothing puts back: sf-admin users delete',
  'users.delete':
    'Cognito keeps nothing of a user who was deleted; the record has the attributes, to create one anew: sf-admin users create',
};

/** Fields whose value before is not to be had any more. */
const LOST: Readonly<Record<string, string>> = {
  password: 'the password that was replaced is kept nowhere',
  status: 'the status follows the password, which is kept nowhere',
  refreshTokens: 'whoever was signed out has to sign in again: revoked tokens do not come back',
  sessions: 'a session that was revoked does not come back: the user signs in again',
  devices: 'a device that was forgotten is remembered anew at the next sign-in',
  invitation: 'a mail that was sent cannot be called back',
  totpFactor: 'a TOTP factor that was removed has to be registered anew by the user',
};

/** Tells what undoing a change could put back. */
export function undoability({
  operation,
  fields,
}: {
  readonly operation: string;
  readonly fields: readonly FieldChange[];
}): Undoability {
  const whole = Object.hasOwn(WHOLE, operation) ? WHOLE[operation] : undefined;
  if (whole !== undefined) return { fields: [], lost: [whole] };
  const moved = movedFields(fields);
  const isLost = ({ field }: FieldChange) => Object.hasOwn(LOST, field);
  return {
    fields: moved.filter((field) => !isLost(field)),
    lost: [...new Set(moved.filter(isLost).map(({ field }) => LOST[field] ?? ''))],
  };
}

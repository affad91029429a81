import { type FieldChange, movedFields } from '../model/field-change.js';
import { TOTP } from '../users/changes/mfa-preference.js';

/** What can be put back of a change, and why the rest cannot. */
export interface Undoability {
  /** The fields that moved and can be put back, before as far as that is to be had again. */
  readonly fields: readonly FieldChange[];
  /** A sentence for each thing that does not come back, without a full stop. */
  readonly lost: readonly string[];
}

/** Changes that are not undone field by field at all. */
const WHOLE: Readonly<Record<string, string>> = {
  'users.create': 'undoing a creation would be a deletion, which nothing puts back: sf-admin users delete',
  'users.delete':
    'Cognito keeps nothing of a user who was deleted; the record has the attributes, to create one anew: sf-admin users create',
  'users.import':
    'undoing an import would delete whom it created, which nothing puts back: sf-admin users delete --from FILE',
  'users.import-stop':
    'an import job that was stopped cannot go on: import the rest anew, whoever exists is skipped',
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
  const isTotpLost = moved.some(({ field }) => field === 'totpFactor');
  return {
    fields: movedFields(
      moved.filter((field) => !isLost(field)).map((field) => (isTotpLost ? withoutTotp(field) : field)),
    ),
    lost: [...new Set(moved.filter(isLost).map(({ field }) => LOST[field] ?? ''))],
  };
}

/** What a second factor's setting can be put back to where the TOTP factor itself is gone. */
function withoutTotp({ field, before, ...rest }: FieldChange): FieldChange {
  if (field === 'mfaPreferred') return { field, before: before === TOTP ? null : before, ...rest };
  if (field !== 'mfaMethods' || !Array.isArray(before)) return { field, before, ...rest };
  const methods = (before as readonly string[]).filter((method) => method !== TOTP);
  return { field, before: methods, ...rest };
}

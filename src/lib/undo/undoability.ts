import { commandLine, type Directory } from '../directory.js';
import { addsClient } from '../changes/change.js';
import type { Result, RoleForATime } from '../history/file/entry.js';
import { type FieldChange, movedFields } from '../model/field-change.js';
import { TOTP } from '../users/changes/reset-mfa.js';

/** Which fields of a change can be restored, and why the others cannot. */
export interface Undoability {
  /** The fields that can be restored, each with the value to restore as its `before`. */
  readonly fields: readonly FieldChange[];
  /** The reasons why the other fields cannot, without a full stop. */
  readonly lost: readonly string[];
}

/** The parts of a change that decide whether it can be undone. */
interface Undoable {
  readonly operation: string;
  readonly fields: readonly FieldChange[];
  readonly result?: Result;
  /** The role that the change gave for a time, or whose time it ended. */
  readonly grant?: RoleForATime | null;
}

/** Operations of which nothing can be undone. */
const WHOLE: Readonly<Record<string, string>> = {
  'users.create': 'undoing a creation would be a deletion, which is irreversible: sf-admin users delete',
  'users.restore': 'undoing a creation would be a deletion, which is irreversible: sf-admin users delete',
  'users.delete':
    'Cognito keeps nothing of a deleted user; create the user again with the attributes in the record: sf-admin users create',
  'users.import':
    'undoing an import would delete the users it created, which is irreversible: sf-admin users delete --from FILE',
  'pool.create': 'undoing a creation would delete the user pool with all of its users, which sf-admin does not do',
  'client.add-secret':
    'undoing an addition would be a removal, which is irreversible: sf-admin client secrets remove ID',
  'client.rotate-secret':
    'undoing an addition would be a removal, which is irreversible: sf-admin client secrets remove ID',
  'client.remove-secret': 'Cognito returns the value of no secret, so a removed one cannot be put back',
  'users.import-stop': 'a stopped import job cannot continue; import the file again, and existing users are skipped',
};

/** Fields whose previous value cannot be restored. */
const LOST: Readonly<Record<string, string>> = {
  password: 'the previous password is not stored anywhere',
  status: 'the status depends on the password, which is not stored anywhere',
  refreshTokens: 'revoked tokens cannot be restored: a user who was signed out has to sign in again',
  sessions: 'a revoked session cannot be restored: the user has to sign in again',
  devices: 'a forgotten device is remembered again at the next sign-in',
  invitation: 'a mail that was sent cannot be recalled',
  totpFactor: 'the user has to register a removed TOTP factor again',
};

/** What `pool apply` added, by the name of a field. sf-admin deletes nothing of a user pool. */
const ADDED: readonly [pattern: RegExp, reason: string][] = [
  [/^attributes\./, 'Cognito can neither remove nor change a custom attribute'],
  [/^domain\./, 'sf-admin does not delete a domain; delete it in the AWS console'],
];

/** A user whom a sync has created is kept by its undo, and disabled. */
function isCreatedBySync({ operation, fields }: Undoable): boolean {
  return operation === 'tenant.sync' && fields.some(({ field, before }) => field === 'enabled' && before === null);
}

const STAYS = 'a user whom the sync has created is disabled, and not deleted: sf-admin users delete';

function whyAdditionStays({ operation, fields }: Undoable): string | undefined {
  if (operation !== 'pool.apply') return undefined;
  if (addsClient({ operation, fields })) return 'sf-admin does not delete an app client; delete it in the AWS console';
  return ADDED.find(([pattern]) => fields.some(({ field }) => pattern.test(field)))?.[1];
}

/** To give the role back, a new end is needed. */
const ENDED = 'the role would be held without an end, or for a time that is over; grant it anew: sf-admin users grant';

/** What undoing a change could restore. */
export function undoability({ operation, fields, grant = null }: Undoable): Undoability {
  if (grant !== null && operation !== 'users.grant') return { fields: [], lost: [ENDED] };
  const whole = Object.hasOwn(WHOLE, operation) ? WHOLE[operation] : whyAdditionStays({ operation, fields });
  if (whole !== undefined) return { fields: [], lost: [whole] };
  if (isCreatedBySync({ operation, fields })) {
    return { fields: [{ field: 'enabled', before: false, after: true }], lost: [STAYS] };
  }
  const moved = movedFields(fields);
  if (operation === 'groups.set') return groupSettings(moved);
  const isLost = ({ field }: FieldChange) => Object.hasOwn(LOST, field);
  const isTotpLost = moved.some(({ field }) => field === 'totpFactor');
  return {
    fields: movedFields(
      moved.filter((field) => !isLost(field)).map((field) => (isTotpLost ? withoutTotp(field) : field)),
    ),
    lost: [...new Set(moved.filter(isLost).map(({ field }) => LOST[field] ?? ''))],
  };
}

/** Cognito has no value that removes the precedence or the role of a group. */
function groupSettings(moved: readonly FieldChange[]): Undoability {
  const isLost = ({ field, before }: FieldChange) => before === null && field !== 'description';
  return {
    fields: moved.filter((change) => !isLost(change)),
    lost: moved.some(isLost) ? ['a group that had no precedence or role cannot be without one again'] : [],
  };
}

/** The MFA settings without TOTP: once the factor is removed, it cannot be turned on again. */
function withoutTotp({ field, before, ...rest }: FieldChange): FieldChange {
  if (field === 'mfaPreferred') return { field, before: before === TOTP ? null : before, ...rest };
  if (field !== 'mfaMethods' || !Array.isArray(before)) return { field, before, ...rest };
  const methods = (before as readonly string[]).filter((method) => method !== TOTP);
  return { field, before: methods, ...rest };
}

/** Why a change cannot be undone at all, to follow its name; `undefined` if it can. */
export function whyNotUndoable({ result, ...change }: Undoable): string | undefined {
  if (result === 'failed' || result === 'unchanged') return 'changed nothing';
  const { fields, lost } = undoability(change);
  if (fields.length > 0) return undefined;
  return `cannot be undone: ${lost.join('; ') || 'no field changed'}`;
}

/** How to undo a recorded change, or why that is not possible: a sentence. */
export function undoNote(record: Undoable & { readonly id: string }, directory: Directory): string {
  const whyNot = whyNotUndoable(record);
  return whyNot === undefined ? `To undo it: ${commandLine(directory, `history undo ${record.id}`)}` : `It ${whyNot}.`;
}

/** What to say about an undo, done or with nothing left to do. */
export function undoMessages(operation: string, label: string): { doneMessage: string; unchangedMessage: string } {
  const name = operation.replace('.', ' ');
  return {
    doneMessage: `Reverted ${name} on ${label}.`,
    unchangedMessage: `${label} is already as it was before ${name}.`,
  };
}

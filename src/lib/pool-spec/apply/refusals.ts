import { AdminError } from '../../errors.js';
import type { Difference } from '../diff/diff-specs.js';

/** A difference that an update cannot remove. */
export interface Refusal {
  readonly difference: Difference;
  /** Why it cannot, as it follows the name of the setting. */
  readonly reason: string;
  readonly fix: string;
}

const NEW_POOL = 'For another value, make a new user pool: sf-admin pool create FILE';
const KEEP = 'Write into the file what the user pool has, or take the setting out of it.';

/** What is fixed when a user pool or an app client is made, and what to do instead. */
const FIXED: Readonly<Record<string, string>> = {
  region: 'Use the context of a user pool in that region, or take the setting out of the file.',
  usernameAttributes: `${KEEP} ${NEW_POOL}`,
  aliasAttributes: `${KEEP} ${NEW_POOL}`,
  usernameCaseSensitive: `${KEEP} ${NEW_POOL}`,
};

/** Why a setting of the user pool cannot change; undefined if it can. */
export function fixedInPool(difference: Difference): Refusal | undefined {
  const { field } = difference;
  const fix = Object.hasOwn(FIXED, field) ? FIXED[field] : undefined;
  if (fix !== undefined) return { difference, reason: 'is fixed when a user pool is created', fix };
  if (!field.startsWith('attributes.')) return undefined;
  const reason = 'cannot change, because Cognito changes no attribute of a schema';
  return { difference, reason, fix: `${KEEP} For another value, add an attribute with another name.` };
}

/** Likewise of an app client. */
export function fixedInClient(difference: Difference): Refusal | undefined {
  if (difference.field !== 'generateSecret') return undefined;
  const reason = 'is fixed when an app client is created';
  return { difference, reason, fix: `${KEEP} For another value, add an app client with another name.` };
}

/**
 * Refuses differences that an update cannot remove, all of them at once, in the order of the file.
 *
 * @param file its name, for messages
 * @throws AdminError FIXED_SETTING
 */
export function refuse(file: string, refusals: readonly Refusal[]): void {
  const [first, ...others] = [...refusals].sort(
    ({ difference: one }, { difference: other }) => (one.line ?? 0) - (other.line ?? 0),
  );
  if (first === undefined) return;
  throw new AdminError('FIXED_SETTING', `${file} ${textOf(first)}`, {
    hint: ['Nothing was changed.', first.fix, ...others.map((other) => `Also ${textOf(other)}. ${other.fix}`)].join(
      '\n',
    ),
  });
}

function textOf({ difference: { subject, field, line, wanted, live }, reason }: Refusal): string {
  const place = line === null ? '' : `line ${line}, `;
  const owner = subject === 'user pool' ? '' : `${subject}: `;
  return `${place}${owner}${field} ${reason} (file: ${valueText(wanted)}; pool: ${valueText(live)})`;
}

function valueText(value: unknown): string {
  if (value === null || value === undefined) return 'none';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

import { invalidParameter } from '../../engine/service-error.js';
import type { PoolState, UserState } from '../../state/state.js';
import { ignoresCase } from '../../state/lookup.js';

export interface ListFilter {
  matches(user: UserState): boolean;
  /** Whether the service has an index for it, and so returns full pages. */
  readonly indexed: boolean;
}

const SEARCHABLE = new Set([
  'username',
  'email',
  'phone_number',
  'name',
  'given_name',
  'family_name',
  'preferred_username',
  'cognito:user_status',
  'status',
  'sub',
]);

const FILTER = /^\s*"?([^\s"=^]+)"?\s*(\^?=)\s*"((?:[^"\\]|\\.)*)"\s*$/s;

/**
 * Parses the Filter of ListUsers: one attribute, `=` or `^=` (starts with), one quoted value. An empty filter matches
 * all users. Throws InvalidParameterException for anything else; custom attributes are not searchable.
 */
export function parseFilter(filter: string, pool: PoolState): ListFilter {
  if (filter.trim() === '') return { matches: () => true, indexed: true };
  const [, attribute = '', comparator, quoted = ''] = FILTER.exec(filter) ?? [];
  if (!SEARCHABLE.has(attribute)) throw invalidParameter('Error while parsing filter.');
  const wanted = quoted.replaceAll(/\\(.)/gs, '$1');
  const fold = folding(attribute, pool);
  const target = fold(wanted);
  return {
    indexed: attribute !== 'status' && attribute !== 'cognito:user_status',
    matches(user) {
      const value = fold(searchedValue(user, attribute));
      return comparator === '=' ? value === target : value.startsWith(target);
    },
  };
}

function searchedValue(user: UserState, attribute: string): string {
  if (attribute === 'username') return user.username;
  if (attribute === 'cognito:user_status') return user.status;
  if (attribute === 'status') return user.enabled ? 'Enabled' : 'Disabled';
  return user.attributes[attribute] ?? '';
}

/** Documented: `cognito:user_status` ignores case, `username` and `status` do not. */
function folding(attribute: string, pool: PoolState): (text: string) => string {
  const isAddress = ['email', 'phone_number', 'preferred_username'].includes(attribute);
  const folds = attribute === 'cognito:user_status' || (isAddress && ignoresCase(pool));
  return folds ? (text) => text.toLowerCase() : (text) => text;
}

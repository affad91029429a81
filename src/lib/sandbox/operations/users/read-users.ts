import { defined } from '../../../model/defined.js';
import { epochSeconds, operation } from '../../engine/operation.js';
import { keysAfter, PAGE_SIZE_OR_ZERO, PAGE_TOKEN, pageSize, pageStart, pageToken } from '../../engine/page.js';
import { ATTRIBUTE_NAME, ONE_POOL, ONE_USER } from '../../engine/parameters.js';
import { invalidParameter } from '../../engine/service-error.js';
import { list, string, structure } from '../../engine/shape.js';
import { ignoresCase, requirePool, requireUser } from '../../state/lookup.js';
import type { PoolState, UserState } from '../../state/state.js';
import { userReader } from './user-operation.js';

/** The only operation that returns the second factors of a user with their attributes. */
export const AdminGetUser = userReader(structure(ONE_USER), (user) => ({
  Username: user.username,
  UserAttributes: attributeList(user, Object.keys(user.attributes)),
  ...commonMembers(user),
  ...mfaMembers(user),
}));

const ListUsersRequest = structure({
  ...ONE_POOL,
  AttributesToGet: list(ATTRIBUTE_NAME),
  Limit: PAGE_SIZE_OR_ZERO,
  PaginationToken: PAGE_TOKEN,
  Filter: string({ max: 256 }),
});

/**
 * A filter without an index is applied to this many users at a time. Pages may therefore be short or empty and still
 * have a token, as with Cognito, so that a caller that stops at such a page fails here too.
 */
const UNINDEXED_SCAN = 100;

export const ListUsers = operation(ListUsersRequest, async ({ store }, input) => {
  const pool = requirePool(await store.read(), input.UserPoolId);
  const filter = parseFilter(input.Filter ?? '', pool);
  const request = [input.UserPoolId, input.Filter ?? '', input.AttributesToGet ?? null];
  const limit = pageSize(input.Limit);
  const isMatch = (name: string) => filter.matches(requireUser(pool, name));

  const names = Object.keys(pool.users);
  const rest = keysAfter(filter.indexed ? names.filter(isMatch) : names, pageStart(input.PaginationToken, request));
  const scanned = filter.indexed ? rest : rest.slice(0, UNINDEXED_SCAN);
  const found = filter.indexed ? rest : scanned.filter(isMatch);
  const page = found.slice(0, limit);
  const isCut = page.length < found.length;
  const last = isCut ? page.at(-1) : scanned.length < rest.length ? scanned.at(-1) : undefined;
  return {
    Users: page.map((name) => userResponse(requireUser(pool, name), input.AttributesToGet)),
    ...(last === undefined ? {} : { PaginationToken: pageToken(last, request) }),
  };
});

/**
 * `UserType`, as ListUsers and AdminCreateUser return it. As with Cognito, the whole call fails if a user lacks one of
 * `attributes`: throws InvalidParameterException.
 */
export function userResponse(user: UserState, attributes: readonly string[] = Object.keys(user.attributes)): object {
  if (!attributes.every((name) => Object.hasOwn(user.attributes, name))) {
    throw invalidParameter('One or more requested attributes do not exist.');
  }
  return { Username: user.username, Attributes: attributeList(user, attributes), ...commonMembers(user) };
}

/** A user's second factors, as AdminGetUser and AdminGetUserAuthFactors return them. */
export function mfaMembers({ mfa: { preferred, methods } }: UserState): object {
  return defined({
    PreferredMfaSetting: preferred,
    UserMFASettingList: methods.length === 0 ? undefined : [...methods],
  });
}

/** `AttributeListType` */
export function attributeList(user: UserState, names: readonly string[]): object[] {
  return names.map((name) => ({ Name: name, Value: user.attributes[name] }));
}

function commonMembers(user: UserState): object {
  return {
    UserCreateDate: epochSeconds(user.createdAt),
    UserLastModifiedDate: epochSeconds(user.modifiedAt),
    Enabled: user.enabled,
    UserStatus: user.status,
  };
}

interface ListFilter {
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
function parseFilter(filter: string, pool: PoolState): ListFilter {
  if (filter.trim() === '') return { matches: () => true, indexed: true };
  const [, attribute = '', comparator, quoted = ''] = FILTER.exec(filter) ?? [];
  if (!SEARCHABLE.has(attribute)) throw invalidParameter('Error while parsing filter.');
  const wanted = quoted.replaceAll(/\\(.)/gs, '$1');
  const fold = folding(attribute, pool);
  const target = fold(wanted);
  return {
    indexed: attribute !== 'status' && attribute !== 'cognito:user_status',
    matches(user) {
      const searched = searchedValue(user, attribute);
      if (searched === undefined || wanted === '') return false;
      const value = fold(searched);
      return comparator === '=' ? value === target : value.startsWith(target);
    },
  };
}

/** `undefined` if the user does not have the attribute: no value matches that, an empty one included. */
function searchedValue(user: UserState, attribute: string): string | undefined {
  if (attribute === 'username') return user.username;
  if (attribute === 'cognito:user_status') return user.status;
  if (attribute === 'status') return user.enabled ? 'Enabled' : 'Disabled';
  return user.attributes[attribute];
}

/** Documented: `cognito:user_status` ignores case, `username` and `status` do not. */
function folding(attribute: string, pool: PoolState): (text: string) => string {
  const isAddress = ['email', 'phone_number', 'preferred_username'].includes(attribute);
  const folds = attribute === 'cognito:user_status' || (isAddress && ignoresCase(pool));
  return folds ? (text) => text.toLowerCase() : (text) => text;
}

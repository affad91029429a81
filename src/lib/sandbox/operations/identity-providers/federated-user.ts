import { randomUUID } from 'node:crypto';
import { USERNAME } from '../../engine/parameters.js';
import { invalidParameter, notAuthorized, type ServiceError } from '../../engine/service-error.js';
import { parse, structure } from '../../engine/shape.js';
import type { ClientInPool } from '../../sign-in/client-access.js';
import { holderOf, own, scanOf } from '../../state/lookup.js';
import type { PoolState, UserState } from '../../state/state.js';
import { addToGroup } from '../groups/members.js';
import { writableAttributes } from '../pool/client-settings.js';
import { checkAttributes, checkRequired } from '../users/attribute-schema.js';
import { ADDRESSES, addressTaken } from '../users/attributes.js';
import { recordSignIn } from '../users/auth-events.js';
import { identitiesOf, setIdentities, SUBJECT, userWithIdentity } from './identities.js';
import { requireProvider } from './providers.js';

/** Whom an identity provider has signed in. */
export interface FederatedSignIn {
  /** The name of the provider. */
  readonly provider: string;
  /** The provider's ID of the user, such as the claim `sub`; not empty. */
  readonly subject: string;
  /** The provider's claims by name. */
  readonly claims: Readonly<Record<string, string>>;
}

/**
 * The user of a sign-in at an identity provider: the one that the identity is linked to, or the federated user
 * `Provider_subject`, who is made at the first sign-in. The mapped attributes are set at each sign-in. Writes to the state.
 * A disabled user is refused: returned and not thrown, because the update has to save the event of the sign-in.
 *
 * Throws ResourceNotFoundException for an unknown provider, NotAuthorizedException if the client may not write a mapped
 * attribute, InvalidParameterException if the schema forbids a value or the name of a new user is taken or not valid, and
 * AliasExistsException if a local user would get the address of another.
 */
export function signInFederated(
  { poolId, pool, client }: ClientInPool,
  { provider, subject, claims }: FederatedSignIn,
  time: number,
): UserState | ServiceError {
  const { mapping, type } = requireProvider(pool, provider);
  const mapped = new Map(
    Object.entries(mapping).flatMap(([attribute, claim]): [string, string][] => {
      const value = own(claims, claim);
      return attribute === 'username' || value === undefined ? [] : [[attribute, value]];
    }),
  );
  const writable = writableAttributes(pool.schema, client.settings);
  const refused = Object.keys(mapping).find(
    (attribute) => attribute !== 'username' && !NEVER_LISTED.includes(attribute) && !writable.has(attribute),
  );
  // Documented: the sign-in fails. The wording is that of the API.
  if (refused !== undefined) throw notAuthorized('A client attempted to write unauthorized attribute');

  const known = knownUser(pool, provider, subject, mapped);
  if (known?.enabled === false) {
    recordSignIn(pool, known, { at: time, response: 'Fail' });
    return notAuthorized('User is disabled.');
  }
  const user = known ?? newFederatedUser(pool, `${provider}_${subject}`, time);
  const changed = withFlags(new Map([...mapped].filter(([name, value]) => user.attributes[name] !== value)), mapped);
  checkAddresses(pool, user, changed);
  checkAttributes(pool.schema, changed, known ? 'update' : 'create');
  const attributes = { ...user.attributes, ...Object.fromEntries(changed) };
  checkRequired(pool.schema, attributes);
  if (!known) {
    pool.users[user.username] = user;
    joinProviderGroup(poolId, pool, provider, user, time);
  }
  const stored = pool.users[user.username] ?? user;
  stored.attributes = attributes;
  if (!identitiesOf(stored).some((identity) => isSubject(identity, provider, subject))) {
    // From now on, the user is known by the provider's ID, whatever attribute the link was made with.
    const others = identitiesOf(stored).filter((link) => link.provider !== provider || !isLinkBy(link, mapped));
    const identity = { provider, type, attribute: SUBJECT, value: subject, primary: !known, createdAt: time };
    setIdentities(stored, [...others, identity]);
  }
  if (changed.size > 0) stored.modifiedAt = time;
  recordSignIn(pool, stored, { at: time, response: 'Pass' });
  return stored;
}

/** A new address is not verified, unless the provider says that it is. */
function withFlags(changed: Map<string, string>, mapped: ReadonlyMap<string, string>): Map<string, string> {
  for (const address of ADDRESSES) {
    const flag = `${address}_verified`;
    if (changed.has(address) && !mapped.has(flag)) changed.set(flag, 'false');
  }
  return changed;
}

/** A local user signs in with their address, so it must be no other's. A federated user may have any. */
function checkAddresses(pool: PoolState, user: UserState, changed: ReadonlyMap<string, string>): void {
  if (user.status === 'EXTERNAL_PROVIDER') return;
  const taken = ADDRESSES.find((address) => holderOf(pool, address, changed.get(address) ?? '', user));
  if (taken !== undefined) throw addressTaken(taken);
}

/** Attributes that a client cannot list as writable, but that a provider may set. */
const NEVER_LISTED = ['email_verified', 'phone_number_verified'];

function knownUser(
  pool: PoolState,
  provider: string,
  subject: string,
  mapped: ReadonlyMap<string, string>,
): UserState | undefined {
  const bySubject = userWithIdentity(pool, provider, SUBJECT, subject);
  if (bySubject) return bySubject;
  for (const [attribute, value] of mapped) {
    const linked = userWithIdentity(pool, provider, attribute, value);
    if (linked) return linked;
  }
  return undefined;
}

function isSubject(
  identity: { provider: string; attribute: string; value: string },
  provider: string,
  subject: string,
) {
  return identity.provider === provider && identity.attribute === SUBJECT && identity.value === subject;
}

function isLinkBy({ attribute, value }: { attribute: string; value: string }, mapped: ReadonlyMap<string, string>) {
  return attribute !== SUBJECT && mapped.get(attribute) === value;
}

/**
 * The message for a name that is taken was observed: https://github.com/aws-amplify/amplify-js/issues/9976. So a local user
 * of this name keeps it, and a federated user whose own identity was unlinked cannot sign in (undocumented).
 */
function newFederatedUser(pool: PoolState, username: string, time: number): UserState {
  parse(structure({ Username: USERNAME }), { Username: username });
  if (scanOf(pool).hasName(username)) throw invalidParameter(`Already found an entry for username ${username}`);
  return {
    username,
    attributes: { sub: randomUUID() },
    enabled: true,
    status: 'EXTERNAL_PROVIDER',
    createdAt: time,
    modifiedAt: time,
    mfa: { methods: [] },
    refreshTokens: {},
  };
}

/** Cognito puts the users of a provider into a group that it makes for them (developer guide, groups). */
function joinProviderGroup(poolId: string, pool: PoolState, provider: string, user: UserState, time: number): void {
  const name = `${poolId}_${provider}`;
  pool.groups ??= {};
  pool.groups[name] ??= {
    description: `Autogenerated group for users who sign in using ${provider}`,
    createdAt: time,
    modifiedAt: time,
  };
  addToGroup(user, name);
}

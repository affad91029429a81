import { operation } from '../../engine/operation.js';
import { POOL_ID } from '../../engine/parameters.js';
import { invalidParameter, ServiceError } from '../../engine/service-error.js';
import { required, string, structure } from '../../engine/shape.js';
import { endChallenges } from '../../sign-in/challenges.js';
import { findUser, requirePool, requireUser, userNotFound } from '../../state/lookup.js';
import type { PoolState, UserState } from '../../state/state.js';
import { identitiesOf, setIdentities, SUBJECT, userWithIdentity } from './identities.js';
import { isSocial } from './provider-details.js';
import { PROVIDER_NAME, requireProvider } from './providers.js';

/** The identities that can be linked to a user (quotas in the developer guide). */
const MAX_LINKED = 5;

/** The provider of the pool's own users. */
const LOCAL = 'Cognito';

const PROVIDER_USER = structure({
  ProviderName: PROVIDER_NAME,
  ProviderAttributeName: string({ max: 131_072 }),
  ProviderAttributeValue: string({ max: 131_072, sensitive: true }),
});

const LinkRequest = structure({
  UserPoolId: required(POOL_ID),
  DestinationUser: required(PROVIDER_USER),
  SourceUser: required(PROVIDER_USER),
});

/** Messages were observed, as far as they are Cognito's. */
export const AdminLinkProviderForUser = operation(LinkRequest, ({ store, now }, input) =>
  store.update((state) => {
    const pool = requirePool(state, input.UserPoolId);
    const user = destinationOf(pool, input.DestinationUser);
    const source = sourceOf(pool, input.SourceUser);
    const holder = userWithIdentity(pool, source.provider, source.attribute, source.value);
    if (holder?.username === user.username) throw invalidParameter('SourceUser is already linked to DestinationUser');
    if (holder?.status === 'EXTERNAL_PROVIDER') {
      throw invalidParameter(
        'Merging is not currently supported, provide a SourceUser that has not been signed up in order to link',
      );
    }
    // Undocumented: the errors for an identity of another user, and for one too many.
    if (holder) throw new ServiceError('AliasExistsException', 'SourceUser is already linked to another user.');
    const identities = identitiesOf(user);
    if (identities.filter(({ primary }) => !primary).length >= MAX_LINKED) {
      const message = `A user can be linked to at most ${MAX_LINKED} identities.`;
      throw new ServiceError('LimitExceededException', message);
    }
    const time = now().getTime();
    setIdentities(user, [...identities, { ...source, primary: false, createdAt: time }]);
    user.modifiedAt = time;
    return {};
  }),
);

const DisableRequest = structure({ UserPoolId: required(POOL_ID), User: required(PROVIDER_USER) });

/**
 * Unlinks an identity, so that its next sign-in makes a user of its own; or takes the password from a local user
 * (API reference). Undocumented: such a user gets the status EXTERNAL_PROVIDER.
 */
export const AdminDisableProviderForUser = operation(DisableRequest, ({ store, now }, { UserPoolId, User }) =>
  store.update((state) => {
    const pool = requirePool(state, UserPoolId);
    const { ProviderName, ProviderAttributeName = SUBJECT, ProviderAttributeValue = '' } = User;
    if (ProviderName === undefined) throw missing('ProviderName');
    if (ProviderName === LOCAL) {
      const user = requireUser(pool, ProviderAttributeValue);
      delete user.password;
      delete user.temporarySince;
      // With a session or a code of before, the user could set a new password.
      endChallenges(user);
      if (user.codes) delete user.codes['password-reset'];
      user.status = 'EXTERNAL_PROVIDER';
      user.modifiedAt = now().getTime();
      return {};
    }
    requireProvider(pool, ProviderName);
    const user = userWithIdentity(pool, ProviderName, ProviderAttributeName, ProviderAttributeValue);
    if (!user) throw userNotFound();
    const kept = identitiesOf(user).filter(
      ({ provider, attribute, value }) =>
        provider !== ProviderName || attribute !== ProviderAttributeName || value !== ProviderAttributeValue,
    );
    setIdentities(user, kept);
    user.modifiedAt = now().getTime();
    return {};
  }),
);

interface ProviderUser {
  readonly ProviderName?: string;
  readonly ProviderAttributeName?: string;
  readonly ProviderAttributeValue?: string;
}

/** The user in the pool. The name of the attribute is ignored (API reference). */
function destinationOf(pool: PoolState, { ProviderName, ProviderAttributeValue = '' }: ProviderUser): UserState {
  if (ProviderName === undefined) throw missing('ProviderName');
  const user =
    ProviderName === LOCAL
      ? findUser(pool, ProviderAttributeValue)
      : userWithIdentity(pool, ProviderName, SUBJECT, ProviderAttributeValue);
  if (!user) throw userNotFound();
  return user;
}

function sourceOf(pool: PoolState, { ProviderName: provider, ...identity }: ProviderUser) {
  const { ProviderAttributeName: attribute, ProviderAttributeValue: value } = identity;
  if (provider === LOCAL) {
    throw invalidParameter(
      'Invalid SourceUser: Cognito users with a username/password may not be passed in as a SourceUser for operation',
    );
  }
  if (provider === undefined) throw missing('ProviderName');
  if (attribute === undefined) throw missing('ProviderAttributeName');
  if (value === undefined || value === '') throw missing('ProviderAttributeValue');
  const { type, mapping } = requireProvider(pool, provider);
  // Documented: social providers know users by their ID only; others also by a mapped attribute. The wording is the sandbox's.
  if (attribute !== SUBJECT && isSocial(type)) {
    throw invalidParameter(`ProviderAttributeName must be ${SUBJECT} for the provider ${provider}.`);
  }
  if (attribute !== SUBJECT && !Object.hasOwn(mapping, attribute)) {
    throw invalidParameter(`The attribute ${attribute} is not mapped for the provider ${provider}.`);
  }
  return { provider, type, attribute, value };
}

function missing(member: string): ServiceError {
  return invalidParameter(`Missing required parameter ${member}`);
}

import { isObject } from '../../engine/shape.js';
import { unwrap } from '../../state/draft.js';
import type { IdentityState } from '../../state/provider-state.js';
import type { PoolState, UserState } from '../../state/state.js';

/** The attribute that stands for the provider's own ID of a user. */
export const SUBJECT = 'Cognito_Subject';

/** The identities that a user signs in with. A federated user of an older state has them in the attribute only. */
export function identitiesOf({ identities, attributes }: UserState): readonly IdentityState[] {
  return identities ?? identitiesIn(attributes.identities ?? '[]');
}

/** Sets what the user signs in with, and the attribute that lists it. */
export function setIdentities(user: UserState, identities: IdentityState[]): void {
  user.identities = identities;
  if (identities.length > 0) user.attributes.identities = identitiesText(identities);
  else Reflect.deleteProperty(user.attributes, 'identities');
}

/** The user who signs in with this value of the attribute at the provider. */
export function userWithIdentity(
  pool: PoolState,
  provider: string,
  attribute: string,
  value: string,
): UserState | undefined {
  const found = Object.values(unwrap(pool.users)).find((user) =>
    identitiesOf(user).some(
      (identity) => identity.provider === provider && identity.attribute === attribute && identity.value === value,
    ),
  );
  return found && pool.users[found.username];
}

/** The value of the attribute `identities`: JSON in the form that Cognito's tokens and answers have. */
function identitiesText(identities: readonly IdentityState[]): string {
  return JSON.stringify(
    identities.map(({ provider, type, value, primary, createdAt }) => ({
      userId: value,
      providerName: provider,
      providerType: type,
      issuer: null,
      primary,
      dateCreated: String(createdAt),
    })),
  );
}

function identitiesIn(text: string): IdentityState[] {
  const entries: unknown = JSON.parse(text);
  return (Array.isArray(entries) ? entries : []).filter(isObject).map((entry) => ({
    provider: String(entry.providerName),
    type: String(entry.providerType),
    attribute: SUBJECT,
    value: String(entry.userId),
    primary: entry.primary === true,
    createdAt: Number(entry.dateCreated),
  }));
}

// The model: plain types for what sf-admin acts on, and pure functions that make them from the shapes of the AWS SDK.
// It imports nothing from the other folders.

import type {
  AdminGetUserCommandOutput,
  AttributeType,
  UserStatusType,
  UserType,
} from '@aws-sdk/client-cognito-identity-provider';

/** The attributes that have a field of their own in sf-admin, by their name in the user pool. */
export const ATTRIBUTE = {
  sub: 'sub',
  email: 'email',
  emailVerified: 'email_verified',
  givenName: 'given_name',
  familyName: 'family_name',
  tenantId: 'custom:tenant_id',
  roles: 'custom:role',
  department: 'custom:department',
} as const;

/** Cognito's user statuses (API reference, UserStatusType). */
export const USER_STATUSES = [
  'UNCONFIRMED',
  'CONFIRMED',
  'ARCHIVED',
  'COMPROMISED',
  'UNKNOWN',
  'RESET_REQUIRED',
  'FORCE_CHANGE_PASSWORD',
  'EXTERNAL_PROVIDER',
] as const satisfies readonly UserStatusType[];

const NAMED = new Set<string>(Object.values(ATTRIBUTE));

/** A user as sf-admin shows it. The names are the JSON contract; a missing attribute is `null`. */
export interface User {
  /** The canonical user name: a UUID equal to `sub` in an email sign-in pool, `Provider_id` for a federated user. */
  readonly username: string;
  readonly sub: string | null;
  readonly email: string | null;
  readonly emailVerified: boolean;
  readonly givenName: string | null;
  readonly familyName: string | null;
  readonly tenantId: string | null;
  readonly roles: readonly string[];
  readonly department: string | null;
  readonly enabled: boolean;
  /** Cognito's UserStatusType, such as `CONFIRMED` or `EXTERNAL_PROVIDER`. */
  readonly status: string;
  /** ISO 8601, UTC. */
  readonly createdAt: string | null;
  readonly updatedAt: string | null;
}

/** A user with the attributes that have no field of their own, by their name in the user pool. */
export interface UserWithAttributes extends User {
  readonly attributes: Readonly<Record<string, string>>;
}

/** A user with the MFA settings, which AdminGetUser returns and ListUsers does not. */
export interface UserDetail extends UserWithAttributes {
  readonly mfa: { readonly preferred: string | null; readonly methods: readonly string[] };
}

/** With whom a user signs in at a provider. */
export interface LinkedIdentity {
  /** The name of the provider in the user pool. */
  readonly provider: string;
  /** The provider's ID of the user. */
  readonly subject: string;
}

/** An identity at a provider with which a user signs in. The keys are the JSON contract. */
export interface Identity extends LinkedIdentity {
  /** SAML, OIDC, Google, Facebook, LoginWithAmazon or SignInWithApple; `null` if the service does not say. */
  readonly type: string | null;
  /** Whether the user was made by its first sign-in, and not linked to it. */
  readonly primary: boolean;
  /** ISO 8601. */
  readonly createdAt: string | null;
}

/**
 * The identities of a user, from Cognito's attribute `identities`, which is JSON (developer guide, "Linking federated users
 * to an existing user profile").
 *
 * @returns `null` if the attribute is not in that form
 */
export function identitiesOf({ attributes }: UserWithAttributes): readonly Identity[] | null {
  let entries: unknown;
  try {
    entries = JSON.parse(attributes.identities ?? '[]');
  } catch {
    return null;
  }
  if (!Array.isArray(entries)) return null;
  const identities = entries.map(identityFrom);
  return identities.every((identity) => identity !== null) ? identities : null;
}

/** Names of providers have no space (API reference, ProviderNameTypeV2), so the text shows where the subject starts. */
export function identityText({ provider, subject }: LinkedIdentity): string {
  return `${provider} ${subject}`;
}

/** The identity whose text it is: see `identityText`. */
export function identityIn(text: string): LinkedIdentity {
  const [provider = '', ...subject] = text.split(' ');
  return { provider, subject: subject.join(' ') };
}

function identityFrom(entry: unknown): Identity | null {
  const { providerName, providerType, userId, primary, dateCreated } = (entry ?? {}) as Record<string, unknown>;
  if (typeof providerName !== 'string' || typeof userId !== 'string') return null;
  // Cognito writes milliseconds as a number or as text, depending on where the attribute is read.
  const created = new Date(Number(dateCreated));
  return {
    provider: providerName,
    type: typeof providerType === 'string' ? providerType : null,
    subject: userId,
    primary: primary === true || primary === 'true',
    createdAt: Number.isNaN(created.getTime()) ? null : created.toISOString(),
  };
}

/** A user as ListUsers returns it. */
export function userFromList(user: UserType): User {
  return toUser(user, attributeMap(user.Attributes));
}

/** A user as ListUsers returns it, with every attribute. */
export function userWithAttributes(user: UserType): UserWithAttributes {
  const attributes = attributeMap(user.Attributes);
  return Object.assign(toUser(user, attributes), { attributes: furtherAttributes(attributes) });
}

/** A user as ListUsers returns it, with all attributes as they are stored: those that have a field of their own as well. */
export function userAsStored(user: UserType): UserWithAttributes {
  const attributes = attributeMap(user.Attributes);
  return Object.assign(toUser(user, attributes), { attributes: Object.fromEntries(attributes) });
}

/** A user as AdminGetUser returns it. */
export function userFromGet(answer: AdminGetUserCommandOutput): UserDetail {
  const attributes = attributeMap(answer.UserAttributes);
  return {
    ...toUser(answer, attributes),
    attributes: furtherAttributes(attributes),
    mfa: { preferred: answer.PreferredMfaSetting ?? null, methods: answer.UserMFASettingList ?? [] },
  };
}

/** A user as AdminGetUser returns it, with all attributes as they are stored. */
export function userDetailAsStored(answer: AdminGetUserCommandOutput): UserDetail {
  return { ...userFromGet(answer), attributes: Object.fromEntries(attributeMap(answer.UserAttributes)) };
}

/** Every attribute of a user by its name in the user pool, including those with a field of their own. */
export function storedAttributes(user: UserWithAttributes): Record<string, string> {
  const named: Record<string, string | null> = {
    [ATTRIBUTE.sub]: user.sub,
    [ATTRIBUTE.email]: user.email,
    [ATTRIBUTE.emailVerified]: user.email === null ? null : String(user.emailVerified),
    [ATTRIBUTE.givenName]: user.givenName,
    [ATTRIBUTE.familyName]: user.familyName,
    [ATTRIBUTE.tenantId]: user.tenantId,
    [ATTRIBUTE.roles]: user.roles.length === 0 ? null : user.roles.join(','),
    [ATTRIBUTE.department]: user.department,
  };
  const present = Object.entries(named).filter((entry): entry is [string, string] => entry[1] !== null);
  return { ...user.attributes, ...Object.fromEntries(present) };
}

/** A user's name in messages: the address, or the user name if there is none. */
export function userLabel(user: Pick<User, 'email' | 'username'>): string {
  return user.email ?? user.username;
}

/** Whether a user signs in through an identity provider. */
export function isFederated({ status }: Pick<User, 'status'>): boolean {
  return status === 'EXTERNAL_PROVIDER';
}

/** Whether a user could sign in: has accepted the invitation, is confirmed, and is not disabled. */
export function couldSignIn({ enabled, status }: Pick<User, 'enabled' | 'status'>): boolean {
  return enabled && status !== 'FORCE_CHANGE_PASSWORD' && status !== 'UNCONFIRMED';
}

/** The roles in a stored `custom:role` value: trimmed, without empty ones or duplicates, in the stored order. */
export function splitRoles(stored: string | undefined): string[] {
  const names = (stored ?? '').split(',').map((name) => name.trim());
  return [...new Set(names.filter((name) => name !== ''))];
}

function toUser(
  source: Pick<UserType, 'Username' | 'Enabled' | 'UserStatus' | 'UserCreateDate' | 'UserLastModifiedDate'>,
  attributes: ReadonlyMap<string, string>,
): User {
  return {
    username: source.Username ?? '',
    sub: attributes.get(ATTRIBUTE.sub) ?? null,
    email: attributes.get(ATTRIBUTE.email) ?? null,
    emailVerified: attributes.get(ATTRIBUTE.emailVerified) === 'true',
    givenName: attributes.get(ATTRIBUTE.givenName) ?? null,
    familyName: attributes.get(ATTRIBUTE.familyName) ?? null,
    tenantId: attributes.get(ATTRIBUTE.tenantId) ?? null,
    roles: splitRoles(attributes.get(ATTRIBUTE.roles)),
    department: attributes.get(ATTRIBUTE.department) ?? null,
    enabled: source.Enabled ?? false,
    status: source.UserStatus ?? 'UNKNOWN',
    createdAt: source.UserCreateDate?.toISOString() ?? null,
    updatedAt: source.UserLastModifiedDate?.toISOString() ?? null,
  };
}

function furtherAttributes(attributes: ReadonlyMap<string, string>): Record<string, string> {
  const further: [string, string][] = [];
  for (const entry of attributes) if (!NAMED.has(entry[0])) further.push(entry);
  return Object.fromEntries(further);
}

function attributeMap(attributes: readonly AttributeType[] | undefined): Map<string, string> {
  const known = new Map<string, string>();
  for (const { Name, Value } of attributes ?? []) {
    if (Name !== undefined && Value !== undefined && Value !== '') known.set(Name, Value);
  }
  return known;
}

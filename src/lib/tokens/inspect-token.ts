import { assertInTenant } from '../changes/guard.js';
import { privilegedGroups, privilegedRoles } from '../conventions/roles.js';
import type { Directory } from '../directory.js';
import { AdminError } from '../errors.js';
import { ATTRIBUTE, type UserDetail } from '../model/user.js';
import { getUserIfAny } from '../users/read/find-user.js';
import { issuerFromFile, readTokenIssuer } from './pool-keys.js';
import { compareWithUser, type Comparison, groupsOf, rolesOf, type TokenDifference } from './token-differences.js';
import {
  type Claims,
  clientOf,
  isFromPool,
  parseToken,
  timeOf,
  type TokenFault,
  tokenFaults,
  type TokenUse,
  useOf,
} from './verify-token.js';

/** What a token says, and whether it can be believed. The names are the JSON contract (docs/json.md). */
export interface TokenInspection {
  readonly valid: boolean;
  readonly faults: readonly TokenFault[];
  readonly use: TokenUse | null;
  /** Of the user; null in the token of an app client's own (`client_credentials`). */
  readonly username: string | null;
  readonly sub: string | null;
  readonly email: string | null;
  readonly tenantId: string | null;
  readonly roles: readonly string[];
  readonly groups: readonly string[];
  /** Those of the roles and groups that the conventions mark as privileged. */
  readonly privileged: readonly string[];
  readonly clientId: string | null;
  readonly issuer: string | null;
  readonly scopes: readonly string[];
  /** ISO 8601, UTC. */
  readonly signedInAt: string | null;
  readonly issuedAt: string | null;
  readonly expiresAt: string | null;
  /** All claims, as they are in the token. */
  readonly claims: Claims;
  /** What the user pool says otherwise today; null if that was not compared. */
  readonly differences: readonly TokenDifference[] | null;
  /** What could not be read, and so was not checked: sentences. */
  readonly unread: readonly string[];
}

export interface InspectInput {
  readonly token: string;
  /** What the token is meant to be used as; default: either. */
  readonly use?: TokenUse | undefined;
  /** A file with the public keys: then nothing is requested, and the token is not compared with the user. */
  readonly jwks?: string | undefined;
}

/**
 * Verifies a token against the public keys of the user pool, and compares it with the user as they are today.
 *
 * Where the caller acts in a tenant, nothing is shown of a token whose user is not known to belong to it.
 *
 * @throws AdminError INVALID_TOKEN if it is no JWT; TENANT_MISMATCH; those of reading the keys and the user
 */
export async function inspectToken(directory: Directory, input: InspectInput, now: Date): Promise<TokenInspection> {
  const token = parseToken(input.token);
  const { claims } = token;
  const { jwks, use } = input;
  const { clientId } = directory.context;
  const { poolId } = directory.endpoint;
  const issuer = jwks === undefined ? await readTokenIssuer(directory) : await issuerFromFile(directory, jwks);
  const faults = await tokenFaults(token, { ...issuer, poolId, clientId, use, now });
  const isOurs = isFromPool(faults);
  if (!isOurs) assertMayBeShown(directory, faults);
  const username = usernameOf(claims);
  const isCompared = isOurs && jwks === undefined && username !== null;
  const user = isCompared ? await getUserIfAny(directory, username) : undefined;
  if (isOurs) assertOwnTenant(directory, claims, user);
  const compared = isCompared ? await compareWithUser(directory, claims, user, now) : undefined;
  return inspection(directory, claims, { faults, compared });
}

/** It is unknown whose the token is, so a caller who acts in a tenant learns only that. */
function assertMayBeShown({ tenant }: Directory, faults: readonly TokenFault[]): void {
  if (tenant === undefined) return;
  throw new AdminError('TENANT_MISMATCH', `nothing proves that the user of the token belongs to ${tenant}`, {
    hint: faults.map(({ rule }) => UNPROVEN[rule]).find((text) => text !== undefined),
  });
}

/** Without anything that the token says. */
const UNPROVEN: Partial<Record<TokenFault['rule'], string>> = {
  algorithm: 'The token is not signed as tokens of Cognito are.',
  key: 'The token is not signed with a key of the user pool.',
  signature: 'The signature of the token is wrong.',
  issuer: 'The token was issued by another user pool.',
};

/** Both count: the tenant that the token says, and that to which the user belongs now. */
function assertOwnTenant(directory: Directory, claims: Claims, user: UserDetail | undefined): void {
  const inToken = claims[ATTRIBUTE.tenantId];
  const tenants = [...(typeof inToken === 'string' ? [inToken] : []), ...(user === undefined ? [] : [user.tenantId])];
  const label = 'the user of the token';
  if (tenants.length === 0) assertInTenant(directory, null, label);
  for (const tenant of tenants) assertInTenant(directory, tenant, label);
}

/** Documented: an ID token has the name in `cognito:username`, an access token in `username`. */
function usernameOf(claims: Claims): string | null {
  return text(claims.token_use === 'access' ? claims.username : claims['cognito:username']);
}

function inspection(
  { context, conventions }: Directory,
  claims: Claims,
  { faults, compared }: { faults: readonly TokenFault[]; compared: Comparison | undefined },
): TokenInspection {
  const [roles, groups] = [rolesOf(claims), groupsOf(claims)];
  const unchecked =
    context.clientId === undefined ? [`The app client was not checked: context ${context.name} has none.`] : [];
  return {
    valid: faults.length === 0,
    faults,
    use: useOf(claims) ?? null,
    username: usernameOf(claims),
    sub: text(claims.sub),
    email: text(claims.email),
    tenantId: text(claims[ATTRIBUTE.tenantId]),
    roles,
    groups,
    privileged: [...privilegedRoles(roles, conventions), ...privilegedGroups(groups, conventions)],
    clientId: text(clientOf(claims)),
    issuer: text(claims.iss),
    scopes: text(claims.scope)?.split(' ') ?? [],
    signedInAt: timeOf(claims.auth_time) ?? null,
    issuedAt: timeOf(claims.iat) ?? null,
    expiresAt: timeOf(claims.exp) ?? null,
    claims,
    differences: compared?.differences ?? null,
    unread: [...unchecked, ...(compared?.unread ?? [])],
  };
}

function text(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

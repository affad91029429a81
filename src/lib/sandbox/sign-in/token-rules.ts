import { ATTRIBUTE } from '../../model/user.js';
import { own } from '../state/lookup.js';

/** A value of a claim that a rule adds. */
export type ClaimValue = string | number | boolean | readonly (string | number | boolean)[];

/**
 * What a pre-token-generation trigger would do to the tokens of some users. Rules are applied in their order.
 * doors/token-rules-file.ts reads them from a file.
 */
export interface TokenRule {
  /** Whose tokens: everybody's, or of the users to whom all of these apply. */
  readonly when: { readonly group?: string; readonly role?: string; readonly tenant?: string };
  readonly tokens: readonly ('id' | 'access')[];
  /** Claims that are added or replaced; a list is added to the list of an earlier rule. */
  readonly add: Readonly<Record<string, ClaimValue>>;
  /** The names of claims that are left out. */
  readonly suppress: readonly string[];
}

/** Whose tokens the rules are applied to. */
interface Holder {
  readonly groups: readonly string[];
  readonly attributes: Readonly<Record<string, string>>;
}

/** The claims of a token after the rules that apply to its holder. */
export function applyTokenRules(
  rules: readonly TokenRule[],
  token: 'id' | 'access',
  claims: Readonly<Record<string, unknown>>,
  holder: Holder,
): Record<string, unknown> {
  const changed = new Map(Object.entries(claims));
  const added = new Map<string, ClaimValue>();
  for (const rule of rules) {
    if (!rule.tokens.includes(token) || !appliesTo(rule, holder)) continue;
    for (const [name, value] of Object.entries(rule.add)) {
      const before = added.get(name);
      const all = isList(before) && isList(value) ? [...new Set([...before, ...value])] : value;
      added.set(name, all);
      changed.set(name, all);
    }
    for (const name of rule.suppress) changed.delete(name);
  }
  return Object.fromEntries(changed);
}

function isList(value: ClaimValue | undefined): value is Extract<ClaimValue, readonly unknown[]> {
  return Array.isArray(value);
}

function appliesTo({ when: { group, role, tenant } }: TokenRule, { groups, attributes }: Holder): boolean {
  const roles = own(attributes, ATTRIBUTE.roles)?.split(',') ?? [];
  return (
    (group === undefined || groups.includes(group)) &&
    (role === undefined || roles.some((one) => one.trim() === role)) &&
    (tenant === undefined || own(attributes, ATTRIBUTE.tenantId) === tenant)
  );
}

/**
 * The claims that no trigger can add, replace or suppress (developer guide, pre token generation Lambda trigger), and so no
 * rule either.
 */
export const FIXED_CLAIMS: readonly string[] = [
  'acr',
  'amr',
  'at_hash',
  'aud',
  'auth_time',
  'azp',
  'client_id',
  'cognito:username',
  'device_key',
  'event_id',
  'exp',
  'iat',
  'iss',
  'jti',
  'nbf',
  'nonce',
  'origin_jti',
  'scope',
  'sub',
  'token_use',
  'username',
  'version',
];

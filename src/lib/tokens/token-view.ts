import type { CardField, CardView } from '../output/view.js';
import type { TokenInspection } from './inspect-token.js';
import { NAMES } from './verify-token.js';

/** What a token says. The keys of its JSON are the contract (docs/json.md). */
export const tokenCard: CardView<TokenInspection> = {
  fields: (token) => [
    { section: heading(token) },
    ...token.faults.map(({ rule, found }) => ({ label: rule, value: found })),
    ...(token.differences ?? []).map(({ field, found }) => ({ label: `changed: ${field}`, value: found })),
    { section: 'What it says' },
    { label: 'email', value: token.email },
    { label: 'tenant', value: token.tenantId },
    { label: 'roles', value: marked(token.roles, token) },
    { label: 'groups', value: marked(token.groups, token) },
    { label: 'scopes', value: token.scopes.join(', ') || null },
    { label: 'username', value: token.username },
    { label: 'sub', value: token.sub },
    { label: 'app client', value: token.clientId },
    { label: 'issuer', value: token.issuer },
    { label: 'signed in', value: token.signedInAt, isTime: true },
    { label: 'issued', value: token.issuedAt, isTime: true },
    { label: 'expires', value: token.expiresAt, isTime: true },
    ...furtherClaims(token),
  ],
  // A user name that is not verified must not reach a command that acts on it.
  id: ({ valid, username }) => (valid && username !== null ? username : []),
  json: (token) => token,
};

function heading({ use, valid }: TokenInspection): string {
  const kind = use === null ? 'Token' : `${NAMES[use].replace(/^a/, 'A')} token`;
  return `${kind}: ${valid ? 'valid' : 'NOT VALID'}`;
}

function marked(names: readonly string[], { privileged }: TokenInspection): string | null {
  return names.map((name) => (privileged.includes(name) ? `${name} (privileged)` : name)).join(', ') || null;
}

/** The claims that are shown above under another name. */
const SHOWN = new Set([
  ...['sub', 'email', 'custom:tenant_id', 'custom:role', 'cognito:groups', 'cognito:username', 'username', 'scope'],
  ...['aud', 'client_id', 'iss', 'auth_time', 'iat', 'exp', 'token_use'],
]);

function furtherClaims({ claims }: TokenInspection): CardField[] {
  const further = Object.entries(claims).filter(([name]) => !SHOWN.has(name));
  if (further.length === 0) return [];
  const fields = further.map(([label, value]) => ({
    label,
    value: typeof value === 'string' ? value : JSON.stringify(value),
  }));
  return [{ section: 'Further claims' }, ...fields];
}

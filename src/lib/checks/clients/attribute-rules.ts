import { shellWord } from '../../text/quoted.js';
import { apiFlows, type AppClient } from '../../model/app-client.js';
import type { ClientFacts, ClientRule } from './client-rule.js';

/** A token with this scope lets its holder write the client's writable attributes (developer guide, "Scopes"). */
const ADMIN_SCOPE = 'aws.cognito.signin.user.admin';

/** The flow with which a token is renewed; every other one is a sign-in through the API. */
const REFRESH = 'ALLOW_REFRESH_TOKEN_AUTH';

export const CUSTOM_ATTRIBUTE_WRITABLE: ClientRule = {
  rule: 'CUSTOM_ATTRIBUTE_WRITABLE',
  severity: 'critical',
  expected: 'users cannot write custom attributes',
  why: 'With it, a signed-in user can change their own tenant or role.',
  find: (facts) => {
    const { client } = facts;
    const reachedBy = wayToToken(client);
    const { unmapped, mapped } = writable(facts);
    const attributes = reachedBy === undefined ? unmapped : [...unmapped, ...mapped];
    if (attributes.length === 0) return undefined;
    const names = attributes.join(', ');
    return {
      severity: reachedBy === undefined ? 'high' : 'critical',
      found:
        reachedBy === undefined
          ? `${names} can be written through the app client, although no user can get a token for it at present`
          : `signed-in users can change their own ${names}, with a token from ${reachedBy}`,
      ...(unmapped.length > 0 ? withoutAttributes(facts, unmapped) : withoutToken(facts)),
    };
  },
};

export const CUSTOM_ATTRIBUTE_MAPPED: ClientRule = {
  rule: 'CUSTOM_ATTRIBUTE_MAPPED',
  severity: 'note',
  expected: 'no identity provider maps a custom attribute',
  why:
    'A mapped attribute must be writable. It becomes dangerous if the app client gets API sign-in or the scope ' +
    `${ADMIN_SCOPE}.`,
  find: (facts) => {
    const { mapped } = writable(facts);
    if (mapped.length === 0 || wayToToken(facts.client) !== undefined) return undefined;
    return {
      found: `${mapped.join(', ')} is writable because an identity provider maps it, and no user can get a token to write it`,
      fix: `Do not add API sign-in or the scope ${ADMIN_SCOPE} to this app client.`,
    };
  },
};

/** The custom attributes that the client may write: those that its identity providers map, and the others. */
function writable({ client, mappedAttributes }: ClientFacts): { unmapped: string[]; mapped: string[] } {
  const custom = (client.WriteAttributes ?? []).filter((name) => name.startsWith('custom:'));
  return {
    unmapped: custom.filter((name) => !mappedAttributes.has(name)),
    mapped: custom.filter((name) => mappedAttributes.has(name)),
  };
}

/** How a user gets a token that may write attributes. */
function wayToToken(client: AppClient): string | undefined {
  const { AllowedOAuthFlows = [], AllowedOAuthScopes = [] } = client;
  if (apiFlows(client).some((flow) => flow !== REFRESH)) return 'a sign-in through the API';
  const hasUsers = AllowedOAuthFlows.some((flow) => flow !== 'client_credentials');
  const isOn = client.AllowedOAuthFlowsUserPoolClient === true && hasUsers;
  return isOn && AllowedOAuthScopes.includes(ADMIN_SCOPE) ? `the scope ${ADMIN_SCOPE}` : undefined;
}

function withoutAttributes({ client, word }: ClientFacts, removed: readonly string[]) {
  const left = (client.WriteAttributes ?? []).filter((name) => !removed.includes(name));
  // Without a list, the standard attributes can be written.
  const list = left.length === 0 ? 'none' : left.join(',');
  return {
    fix: `Remove ${removed.join(', ')} from the client's writable attributes immediately.`,
    command: `client set --write-attributes ${shellWord(list)} --client-id ${word}`,
  };
}

function withoutToken({ client, word }: ClientFacts) {
  const flows = ` --auth-flows ${REFRESH}`;
  const scope = client.AllowedOAuthScopes?.includes(ADMIN_SCOPE) === true ? ` --remove-scope ${ADMIN_SCOPE}` : '';
  return {
    fix: 'An identity provider maps them, so they must stay writable: turn off API sign-in and the scope for this app client.',
    command: `client set${flows}${scope} --client-id ${word}`,
  };
}

import { providerWith } from '../operations/identity-providers/providers.js';
import { lookUpClient } from '../sign-in/client-access.js';
import type { ClientInPool } from '../sign-in/client-access.js';
import type { SandboxState } from '../state/state.js';
import { OAuthError, type ReturnAddress } from './oauth-error.js';
import { type Parameters, parametersOf, required } from './web-request.js';

/** What an app asks of the hosted UI, checked. */
export interface AuthorizationRequest {
  readonly client: ClientInPool;
  readonly responseType: 'code' | 'token';
  readonly returnTo: ReturnAddress;
  readonly scopes: string[];
  readonly nonce: string | undefined;
  /** The PKCE challenge, always S256. */
  readonly codeChallenge: string | undefined;
  /** Whether to ask the user, such as `login`; empty if the app leaves it open. */
  readonly prompts: readonly string[];
  /** The name of the identity provider that the user is sent to at once. */
  readonly provider: string | undefined;
  readonly loginHint: string | undefined;
  /** The query for the pages of this request. */
  readonly query: string;
}

/** The parameters that the pages pass on. `prompt` and the provider have had their effect. */
const KEPT = [
  'response_type',
  'client_id',
  'redirect_uri',
  'state',
  'scope',
  'nonce',
  'code_challenge',
  'code_challenge_method',
  'login_hint',
];

/**
 * Reads the query of `/oauth2/authorize` and of the pages after it.
 * Throws OAuthError: without `returnTo` if the client or its redirect URI is wrong, else with it.
 */
export function readAuthorizationRequest(state: SandboxState, query: string): AuthorizationRequest {
  const parameters = parametersOf(query);
  const client = requireHostedClient(state, required(parameters, 'client_id'));
  const redirectUri = redirectUriOf(client, parameters);
  const type = parameters.get('response_type');
  const returnTo = { redirectUri, state: parameters.get('state'), inFragment: type === 'token' };
  const refuse = (code: string, description: string) => new OAuthError(code, description, { returnTo });

  if (type !== 'code' && type !== 'token') throw refuse('invalid_request', 'response_type must be code or token.');
  // Documented: the state cannot be JSON, unless it is encoded in base64. Undocumented: how that is refused.
  if (isJson(returnTo.state)) throw refuse('invalid_request', 'The state must not be JSON; encode it in base64.');
  const { AllowedOAuthFlows = [], AllowedOAuthFlowsUserPoolClient: isOAuthClient } = client.client.settings;
  if (isOAuthClient !== true || !AllowedOAuthFlows.includes(type === 'code' ? 'code' : 'implicit')) {
    throw refuse('unauthorized_client', `The app client does not allow response_type ${type}.`);
  }
  return {
    client,
    responseType: type,
    returnTo,
    scopes: grantedScopes(client, parameters.get('scope'), returnTo),
    nonce: parameters.get('nonce'),
    codeChallenge: codeChallengeOf(parameters, returnTo),
    prompts: parameters.get('prompt')?.split(' ') ?? [],
    provider: providerOf(client, parameters, returnTo),
    loginHint: parameters.get('login_hint'),
    query: new URLSearchParams([...parameters].filter(([name]) => KEPT.includes(name))).toString(),
  };
}

/** Whether the text is a JSON object or array. Other JSON, such as a number, may be any state. */
function isJson(text: string | undefined): boolean {
  if (text === undefined || !/^[{[]/.test(text.trim())) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** Throws OAuthError if the client does not exist, or its pool has no domain. */
export function requireHostedClient(state: SandboxState, clientId: string): ClientInPool {
  const client = lookUpClient(state, clientId);
  if (!client) throw new OAuthError('invalid_request', 'The app client does not exist.');
  if (!hasDomain(client)) throw new OAuthError('invalid_request', 'The user pool of the app client has no domain.');
  return client;
}

/** Whether the pool has the hosted UI and the OAuth endpoints: only one with a domain does. */
export function hasDomain({ pool }: Pick<ClientInPool, 'pool'>): boolean {
  return pool.settings.Domain !== undefined || pool.settings.CustomDomain !== undefined;
}

/** Compared as a whole with the registered ones: a prefix, another port or another host does not match. */
function redirectUriOf({ client }: ClientInPool, parameters: Parameters): string {
  const { CallbackURLs = [], DefaultRedirectURI, SupportedIdentityProviders = [] } = client.settings;
  // Documented: in a client with one identity provider, the default replaces a missing redirect URI.
  const fallback = SupportedIdentityProviders.length === 1 ? DefaultRedirectURI : undefined;
  const redirectUri = parameters.get('redirect_uri') ?? fallback ?? required(parameters, 'redirect_uri');
  if (!CallbackURLs.includes(redirectUri)) {
    throw new OAuthError('redirect_mismatch', 'The redirect_uri is not a callback URL of the app client.');
  }
  return redirectUri;
}

/** All scopes of the client if none is asked for. Of AWS's documents, some say that an unknown scope is ignored. */
function grantedScopes({ client }: ClientInPool, asked: string | undefined, returnTo: ReturnAddress): string[] {
  const allowed = client.settings.AllowedOAuthScopes ?? [];
  if (asked === undefined) return [...allowed];
  const scopes = [...new Set(asked.split(' ').filter((scope) => scope !== ''))];
  const refuse = (description: string) => new OAuthError('invalid_scope', description, { returnTo });
  const unknown = scopes.find((scope) => !allowed.includes(scope));
  if (unknown !== undefined) throw refuse(`The app client does not allow the scope ${unknown}.`);
  const needsOpenId = scopes.some((scope) => ['email', 'phone', 'profile'].includes(scope));
  if (needsOpenId && !scopes.includes('openid')) throw refuse('email, phone and profile need the scope openid.');
  return scopes;
}

function codeChallengeOf(parameters: Parameters, returnTo: ReturnAddress): string | undefined {
  const challenge = parameters.get('code_challenge');
  const method = parameters.get('code_challenge_method');
  const refuse = (description: string) => new OAuthError('invalid_request', description, { returnTo });
  if (challenge === undefined && method === undefined) return undefined;
  if (method !== 'S256') throw refuse('code_challenge_method must be S256.');
  if (challenge === undefined || !/^[\w-]{43}$/.test(challenge)) throw refuse('The code_challenge is not valid.');
  return challenge;
}

/** The provider that the app names, by its name or by an identifier such as a domain of addresses. */
function providerOf(client: ClientInPool, parameters: Parameters, returnTo: ReturnAddress): string | undefined {
  const identifier = parameters.get('idp_identifier');
  const named = parameters.get('identity_provider');
  if (named === undefined && identifier === undefined) return undefined;
  const name = named ?? providerWith(client.pool, identifier ?? '');
  if (name !== undefined && providersOf(client).includes(name)) return name;
  throw new OAuthError('invalid_request', 'The app client does not support the identity provider.', { returnTo });
}

/** The pool itself, among identity providers. */
export const OWN_PROVIDER = 'COGNITO';

/** The identity providers that a client supports. */
export function providersOf({ client }: ClientInPool): readonly string[] {
  return client.settings.SupportedIdentityProviders ?? [];
}

/** Throws OAuthError if users do not sign in at the pool itself. */
export function requireOwnProvider({ client }: AuthorizationRequest): void {
  if (providersOf(client).includes(OWN_PROVIDER)) return;
  throw new OAuthError('invalid_request', 'The app client does not support sign-in with a password.');
}

import { setTimeout as delay } from 'node:timers/promises';

import { assertWritable } from '../../cognito/client/assert-writable.js';
import { badResponse } from '../../cognito/errors/bad-response.js';
import { commandLine, type Directory } from '../../directory.js';
import { AdminError } from '../../errors.js';
import { ATTRIBUTE } from '../../model/user.js';
import { duration } from '../../text/counted.js';
import { requestTokens, type Tokens } from '../grants.js';
import { type OAuthClient, openOAuthClient } from '../oauth-client.js';
import { type OAuthCall, refusalError } from '../oauth-errors.js';
import { type Claims, parseToken, tokenFaults, type TokenUse } from '../verify-token.js';
import type { PageText } from './answer-page.js';
import { type Answer, type AnswerServer, listenForAnswer } from './answer-server.js';
import { type SignInInput, signInSetup } from './sign-in-setup.js';

export interface LoginInput extends SignInInput {
  /** How long to wait for the person. */
  readonly waitSeconds: number;
}

/** What the person needs to sign in. */
export interface SignInPage {
  readonly url: string;
  /** Where the answer is awaited. */
  readonly redirectUri: string;
}

export interface SignedIn {
  readonly tokens: Tokens;
  /** Who signed in: the address that the ID token says, or the user name. */
  readonly user: string;
}

/**
 * Signs a person in through the hosted UI: an authorization code with PKCE (RFC 7636), whose answer comes to this machine (RFC
 * 8252). The tokens are verified with the public keys of the user pool.
 *
 * @param onListening called once the answer can come
 * @throws AdminError SIGN_IN_SETUP, SIGN_IN_REFUSED, TENANT_MISMATCH, READ_ONLY, BAD_RESPONSE, CANCELLED; TIMEOUT if there is
 *   no sign-in in time; those of reading the user pool and the app client
 */
export async function signIn(
  directory: Directory,
  input: LoginInput,
  onListening: (page: SignInPage) => Promise<void>,
): Promise<SignedIn> {
  assertMaySignIn(directory);
  const oauth = await openOAuthClient(directory);
  const { redirectUri, others } = signInSetup(directory, oauth.client, input);
  const request = await newRequest(oauth, redirectUri, input.scopes);
  const server = await listenForAnswer(redirectUri, request.state, otherPort(directory, others));
  try {
    await onListening({ url: request.url, redirectUri });
    const answer = await answerInTime(directory, server, input.waitSeconds);
    return await replying(answer, () => tokensFor(directory, oauth, request, answer.parameters));
  } finally {
    await server.close();
  }
}

/** As for `tokens exchange`: a sign-in begins a session, and when its user is known it has begun. */
function assertMaySignIn(directory: Directory): void {
  const { tenant, endpoint } = directory;
  assertWritable(endpoint, 'tokens login');
  if (tenant === undefined) return;
  throw new AdminError(
    'TENANT_MISMATCH',
    `nothing shows beforehand that the person who signs in belongs to ${tenant}`,
    {
      hint: `To see why a user cannot sign in: ${commandLine(directory, 'users diagnose USER')}`,
    },
  );
}

interface AuthorizationRequest {
  readonly url: string;
  readonly redirectUri: string;
  readonly state: string;
  readonly nonce: string;
  readonly codeVerifier: string;
}

/** Without a scope, Cognito gives all scopes of the app client. */
async function newRequest(
  { config }: OAuthClient,
  redirectUri: string,
  scopes: readonly string[],
): Promise<AuthorizationRequest> {
  const openid = await import('openid-client');
  const [state, nonce, codeVerifier] = [openid.randomState(), openid.randomNonce(), openid.randomPKCECodeVerifier()];
  const url = openid.buildAuthorizationUrl(config, {
    redirect_uri: redirectUri,
    ...(scopes.length > 0 && { scope: scopes.join(' ') }),
    state,
    nonce,
    code_challenge: await openid.calculatePKCECodeChallenge(codeVerifier),
    code_challenge_method: 'S256',
  });
  return { url: url.href, redirectUri, state, nonce, codeVerifier };
}

/** What to do if the port of the callback URL cannot be listened on. */
function otherPort(directory: Directory, others: readonly string[]): string {
  const [first, ...more] = others;
  if (first === undefined) {
    const fix = commandLine(directory, 'client add-callback http://localhost:PORT/callback');
    return `End the other program, or register a callback URL with another port: ${fix}`;
  }
  return `Use another callback URL: --redirect ${[first, ...more].join(', or --redirect ')}`;
}

async function answerInTime(directory: Directory, { answer }: AnswerServer, seconds: number): Promise<Answer> {
  const { interrupt } = directory.endpoint;
  // `ref: false`, so that a sign-in that succeeds does not wait for the rest of the time: the server keeps the process alive.
  const end = delay(seconds * 1_000, undefined, { signal: interrupt, ref: false });
  const first = await Promise.race([answer, end]).catch((error: unknown) => {
    throw interrupt.aborted ? new AdminError('CANCELLED', 'interrupted') : error;
  });
  if (first !== undefined) return first;
  throw new AdminError('TIMEOUT', `no sign-in within ${duration(seconds)}`, {
    hint:
      'Run it again for a new link; --wait SECONDS waits longer.\n' +
      `If the page showed an error, check the app client: ${commandLine(directory, 'client describe')}`,
  });
}

const SIGNED_IN: PageText = {
  title: 'You are signed in',
  text: 'You can close this window and return to the terminal.',
};
const FAILED: PageText = {
  title: 'The sign-in failed',
  text: 'You can close this window. The terminal says why, and what to do.',
};

/** Shows the person in the browser the outcome, too. */
async function replying<T>({ reply }: Answer, work: () => Promise<T>): Promise<T> {
  let text = FAILED;
  try {
    const result = await work();
    text = SIGNED_IN;
    return result;
  } finally {
    await reply(text);
  }
}

async function tokensFor(
  directory: Directory,
  oauth: OAuthClient,
  { redirectUri, state, nonce, codeVerifier }: AuthorizationRequest,
  parameters: URLSearchParams,
): Promise<SignedIn> {
  const [code, refusal] = [parameters.get('code'), parameters.get('error')];
  const secrets = [code ?? '', codeVerifier, state, nonce];
  const call: OAuthCall = { what: 'the sign-in', hints: hints(directory), secrets };
  if (refusal !== null) {
    throw refusalError(directory, { refusal, description: parameters.get('error_description') ?? undefined }, call);
  }
  if (code === null) throw badResponse('the hosted UI answered with neither a code nor an error');
  const form = { code, redirect_uri: redirectUri, code_verifier: codeVerifier };
  const tokens = await requestTokens(directory, oauth.config, { type: 'authorization_code', parameters: form }, call);
  return { tokens, user: await verifiedUser(directory, oauth, tokens, nonce) };
}

/** What to do about errors that mean something else here than at the token endpoint. Source: RFC 6749, section 4.1.2.1. */
function hints(directory: Directory): Readonly<Record<string, string>> {
  const again = 'Run it again, and have the person accept.';
  const provider = `If it names an identity provider, the cause is there: ${commandLine(directory, 'providers list')}`;
  return {
    access_denied: `The person, or their identity provider, refused. ${again}`,
    // Observed for Sign in with Apple (aws-amplify/amplify-flutter#7351).
    user_cancelled_authorize: `The person cancelled at the identity provider. ${again}`,
    invalid_request: `${provider}\nOtherwise look at the user: ${commandLine(directory, 'users diagnose USER')}`,
    server_error: `Cognito failed, or a Lambda trigger did: ${commandLine(directory, 'pool triggers')}`,
    invalid_grant:
      'The code was no longer valid, or the app client cannot read the attributes of the scopes, email_verified too: ' +
      commandLine(directory, 'client describe'),
  };
}

/** @throws AdminError BAD_RESPONSE if a token is not valid, or not of this sign-in: neither is shown then */
async function verifiedUser(
  directory: Directory,
  { client, issuer }: OAuthClient,
  { idToken, accessToken }: Tokens,
  nonce: string,
): Promise<string> {
  const { poolId } = directory.endpoint;
  const verified = async (text: string, use: TokenUse): Promise<Claims> => {
    const token = parsed(text, use);
    const [fault] = await tokenFaults(token, { ...issuer, poolId, clientId: client.ClientId, use, now: new Date() });
    if (fault !== undefined) throw badResponse(`the hosted UI gave an ${use} token that is not valid: ${fault.found}`);
    return token.claims;
  };
  const access = await verified(accessToken, 'access');
  const id = idToken === null ? undefined : await verified(idToken, 'id');
  if (id !== undefined && id.nonce !== nonce) throw badResponse('the hosted UI gave the ID token of another sign-in');
  const user = id?.[ATTRIBUTE.email] ?? access.username;
  return typeof user === 'string' ? user : String(access.sub);
}

function parsed(text: string, use: TokenUse): ReturnType<typeof parseToken> {
  try {
    return parseToken(text);
  } catch (error) {
    // Its message is about what a person pipes in.
    throw error instanceof AdminError ? badResponse(`the hosted UI gave an ${use} token that is no JWT`) : error;
  }
}

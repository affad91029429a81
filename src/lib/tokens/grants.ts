import { assertWritable } from '../cognito/client/assert-writable.js';
import { isRecord } from '../cognito/client/unmodelled.js';
import { commandLine, type Directory } from '../directory.js';
import { AdminError } from '../errors.js';
import type { AppClient } from '../model/app-client.js';
import { defined } from '../model/defined.js';
import type { CardView } from '../output/view.js';
import { type OAuthClient, openOAuthClient } from './oauth-client.js';
import { type OAuthCall, oauthError } from './oauth-errors.js';

/** The tokens of a user. The names are the JSON contract (docs/json.md). */
export interface Tokens {
  readonly accessToken: string;
  /** Null without the scope `openid`. */
  readonly idToken: string | null;
  /** Null if the one that was used stays valid. */
  readonly refreshToken: string | null;
  /** Seconds for which the access token is valid; null if the answer does not say. */
  readonly expiresIn: number | null;
}

/** Tokens as JSON, in which they come by default. `-q` prints the access token. */
export const tokensCard: CardView<Tokens> = {
  fields: () => [],
  id: ({ accessToken }) => accessToken,
  json: (tokens) => tokens,
};

/** What `tokens exchange` reads. */
export interface CodeInput {
  readonly code: string;
  /** Left out if the authorization request had no code challenge. */
  readonly codeVerifier?: string;
  readonly redirectUri: string;
}

/**
 * The input of `tokens exchange`: JSON with `code`, `redirectUri` and `codeVerifier`.
 *
 * @throws AdminError INVALID_TOKEN, which contains none of the values
 */
export function parseCodeInput(text: string): CodeInput {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // Without a cause: the parser quotes what it could not read.
    throw invalidCode('is not JSON');
  }
  if (!isRecord(value)) throw invalidCode('is not a JSON object');
  const { code, codeVerifier, redirectUri, ...others } = value;
  if (typeof code !== 'string' || code === '') throw invalidCode('has no code');
  if (typeof redirectUri !== 'string' || redirectUri === '') throw invalidCode('has no redirectUri');
  if (codeVerifier !== undefined && typeof codeVerifier !== 'string')
    throw invalidCode('has a codeVerifier that is no text');
  if (Object.keys(others).length > 0) throw invalidCode('has other keys than code, codeVerifier and redirectUri');
  return { code, redirectUri, ...defined({ codeVerifier }) };
}

export function invalidCode(problem: string): AdminError {
  return new AdminError('INVALID_TOKEN', `the input ${problem}`, {
    hint: 'Pipe in: {"code": "…", "codeVerifier": "…", "redirectUri": "https://…"}',
  });
}

/** Exchanges a code for tokens. @throws AdminError SIGN_IN_REFUSED, SIGN_IN_SETUP, TENANT_MISMATCH */
export function exchangeCode(directory: Directory, { code, codeVerifier, redirectUri }: CodeInput): Promise<Tokens> {
  const parameters = { code, redirect_uri: redirectUri, ...defined({ code_verifier: codeVerifier }) };
  return grant(directory, 'authorization_code', parameters, {
    command: 'tokens exchange',
    what: 'the code',
    hints: {
      invalid_grant:
        'A code is good for five minutes, and once. redirectUri and codeVerifier must be those of the request for it, and the ' +
        'app client must be able to read the attributes of the scopes, email_verified too.',
    },
    secrets: [code, codeVerifier ?? ''],
  });
}

/** The error for what is no refresh token. */
export function invalidRefreshToken(problem: string): AdminError {
  return new AdminError('INVALID_TOKEN', `the refresh token on stdin ${problem}`, {
    hint: 'Pipe in exactly one refresh token.',
  });
}

/**
 * Renews tokens.
 *
 * @param losingFlag the flag with which a new refresh token would not be kept, if there is one
 * @throws AdminError SIGN_IN_REFUSED, SIGN_IN_SETUP, TENANT_MISMATCH; USAGE if a new refresh token would be lost
 */
export function refreshTokens(
  directory: Directory,
  refreshToken: string,
  { losingFlag }: { readonly losingFlag: () => string | undefined },
): Promise<Tokens> {
  return grant(
    directory,
    'refresh_token',
    { refresh_token: refreshToken },
    {
      command: 'tokens refresh',
      assertUsable: ({ RefreshTokenRotation }) => {
        const flag = RefreshTokenRotation?.Feature === 'ENABLED' ? losingFlag() : undefined;
        if (flag === undefined) return;
        throw new AdminError('USAGE', `with ${flag} the new refresh token would be lost: the app client rotates them`, {
          hint: `Nothing was sent. Without ${flag} all tokens are printed, as JSON.`,
        });
      },
      what: 'the refresh token',
      hints: {
        invalid_grant:
          'It has expired, was revoked or replaced by a newer one, belongs to another app client, or its user is disabled.\n' +
          `To see why the user cannot sign in: ${commandLine(directory, 'users diagnose USER')}`,
      },
      secrets: [refreshToken],
    },
  );
}

/** What to say if new tokens could not be printed. @param used what can no longer be used to get others, as a sentence */
export function lostTokens(directory: Directory, used: string): string {
  return `The new tokens are lost, and ${used}. To sign in again: ${commandLine(directory, 'tokens login')}`;
}

/**
 * Revokes a refresh token, and the access tokens that came of it. Documented: an unknown one is a success too.
 *
 * @throws AdminError SIGN_IN_REFUSED, SIGN_IN_SETUP; TENANT_MISMATCH for every caller who acts in a tenant, since a refresh
 *   token does not show whose it is
 */
export async function revokeToken(directory: Directory, refreshToken: string): Promise<void> {
  assertMayUse(directory, 'tokens revoke');
  const { config } = await openOAuthClient(directory);
  const { tokenRevocation } = await import('openid-client');
  await tokenRevocation(config, refreshToken).catch((error: unknown) => {
    throw oauthError(directory, error, { what: 'to revoke the token', secrets: [refreshToken] });
  });
}

interface Grant extends OAuthCall {
  readonly command: string;
  /** Throws if the app client's settings make the grant harmful. */
  readonly assertUsable?: (client: AppClient) => void;
}

async function grant(
  directory: Directory,
  type: string,
  parameters: Record<string, string>,
  call: Grant,
): Promise<Tokens> {
  assertMayUse(directory, call.command);
  const { client, config } = await openOAuthClient(directory);
  call.assertUsable?.(client);
  return requestTokens(directory, config, { type, parameters }, call);
}

/** Asks the token endpoint. @throws AdminError SIGN_IN_REFUSED and BAD_RESPONSE, and those of the connection */
export async function requestTokens(
  directory: Directory,
  config: OAuthClient['config'],
  { type, parameters }: { readonly type: string; readonly parameters: Record<string, string> },
  call: OAuthCall,
): Promise<Tokens> {
  const { genericGrantRequest } = await import('openid-client');
  const response = await genericGrantRequest(config, type, parameters).catch((error: unknown) => {
    throw oauthError(directory, error, call);
  });
  const { access_token: accessToken, id_token: idToken, refresh_token: refreshToken, expires_in: expiresIn } = response;
  return { accessToken, idToken: idToken ?? null, refreshToken: refreshToken ?? null, expiresIn: expiresIn ?? null };
}

/** Using a token changes the session of its user, so that it would be too late to look whose it was. */
function assertMayUse(directory: Directory, command: string): void {
  const { tenant, endpoint } = directory;
  assertWritable(endpoint, command);
  if (tenant === undefined) return;
  throw new AdminError(
    'TENANT_MISMATCH',
    `a refresh token or a code does not show whether its user belongs to ${tenant}`,
    {
      hint: `To end the sessions of a user: ${commandLine(directory, 'users sign-out USER')}`,
    },
  );
}

import { commandLine, type Directory } from '../directory.js';
import { AdminError } from '../errors.js';
import { redacted } from '../text/redacted.js';

/** What failed, for the message and the hint. */
export interface OAuthCall {
  /** `the code`. */
  readonly what: string;
  /** What to do about an error, by its name, where the hint for all requests is not enough. */
  readonly hints?: Readonly<Record<string, string>>;
  /** What the request carried, which the service may repeat. */
  readonly secrets: readonly string[];
}

/**
 * The AdminError for an error of openid-client, without its cause, which holds the response: it may have tokens in it.
 *
 * Source of the errors: RFC 6749, sections 4.1.2.1 and 5.2, and the Developer Guide's pages on the endpoints.
 */
export function oauthError(directory: Directory, error: unknown, call: OAuthCall): unknown {
  const cause = error instanceof Error ? error.cause : undefined;
  if (error instanceof AdminError || cause instanceof AdminError) return error instanceof AdminError ? error : cause;
  if (!(error instanceof Error) || error instanceof TypeError) return error;
  const { error: refusal, error_description: description } = error as { error?: unknown; error_description?: unknown };
  if (typeof refusal !== 'string') {
    return new AdminError(
      'BAD_RESPONSE',
      `the hosted UI did not answer with tokens: ${redacted(error.message, call.secrets)}`,
      {
        hint: 'Check --endpoint-url, and the domain of the user pool: sf-admin pool describe',
      },
    );
  }
  return refusalError(directory, { refusal, description }, call);
}

/** The AdminError for an error that the service names. @param description text of the service, which may be missing */
export function refusalError(
  directory: Directory,
  { refusal, description }: { readonly refusal: string; readonly description?: unknown },
  { what, hints = {}, secrets }: OAuthCall,
): AdminError {
  const reason = typeof description === 'string' ? ` (${description})` : '';
  // The service chooses the name, which may be that of a built-in property, such as `constructor`.
  const own = Object.hasOwn(hints, refusal) ? hints[refusal] : undefined;
  const hint = own ?? (Object.hasOwn(HINTS, refusal) ? HINTS[refusal]?.(directory) : undefined);
  return new AdminError('SIGN_IN_REFUSED', redacted(`Cognito refused ${what}: ${refusal}${reason}`, secrets), { hint });
}

const HINTS: Readonly<Record<string, (directory: Directory) => string>> = {
  invalid_client: (directory) =>
    `The app client has no such secret, or does not exist. To see it: ${commandLine(directory, 'client describe')}`,
  unauthorized_client: (directory) =>
    'The app client does not allow this. It needs the code grant, and OAuth turned on: ' +
    commandLine(directory, 'client describe'),
  invalid_scope: (directory) =>
    `The app client does not have one of the scopes. To see them: ${commandLine(directory, 'client describe')}`,
  redirect_mismatch: (directory) =>
    'The redirect URI must be a callback URL of the app client, character by character. To see them: ' +
    commandLine(directory, 'client describe'),
  unsupported_token_type: () => 'Only refresh tokens can be revoked. ID and access tokens end by themselves.',
  invalid_request: (directory) =>
    'Something is missing in the request, or the app client does not have it turned on, such as token revocation: ' +
    commandLine(directory, 'client describe'),
};

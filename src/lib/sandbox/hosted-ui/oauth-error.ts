/** An app's address for the result of an authorization request. */
export interface ReturnAddress {
  readonly redirectUri: string;
  readonly state: string | undefined;
  /** Whether the result is in the fragment of the URL, as that of the implicit grant is, and not in its query. */
  readonly inFragment: boolean;
}

/**
 * A refusal of the hosted UI or of an OAuth endpoint. `code` is the error of RFC 6749 or OpenID Connect, or Cognito's. With
 * `returnTo`, the app gets it by a redirect; otherwise it is a page, or JSON.
 */
export class OAuthError extends Error {
  readonly statusCode: number;
  readonly returnTo: ReturnAddress | undefined;

  constructor(
    readonly code: string,
    readonly description?: string,
    { statusCode = 400, returnTo }: { statusCode?: number; returnTo?: ReturnAddress } = {},
  ) {
    super(description ?? code);
    this.statusCode = statusCode;
    this.returnTo = returnTo;
  }
}

/** The URL that gives an app the result `members` of its request, with its state. */
export function returnUrl(
  { redirectUri, state, inFragment }: ReturnAddress,
  members: Readonly<Record<string, string>>,
): string {
  const result = new URLSearchParams({ ...members, ...(state !== undefined && { state }) });
  const separator = inFragment ? '#' : redirectUri.includes('?') ? '&' : '?';
  return `${redirectUri}${separator}${result.toString()}`;
}

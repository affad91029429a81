/** What an app can exchange an authorization code for. Times are milliseconds since 1970. */
export interface AuthorizationCodeState {
  readonly clientId: string;
  readonly username: string;
  /** Another user of the same name may have been created since. */
  readonly sub: string | undefined;
  /** The redirect URI that the code was sent to. */
  readonly redirectUri: string;
  readonly scopes: string[];
  readonly nonce?: string;
  /** The PKCE challenge: base64url of the SHA-256 of the verifier. */
  readonly codeChallenge?: string;
  readonly ssoSessionId: string;
  readonly signedInAt: number;
  readonly expiresAt: number;
  /** Once the code was exchanged: the claim of all tokens that came of it. */
  originJti?: string;
}

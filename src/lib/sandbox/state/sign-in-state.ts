/** A challenge that a user may answer, until it expires. */
export interface ChallengeState {
  /** Such as `NEW_PASSWORD_REQUIRED`. */
  readonly name: string;
  readonly clientId: string;
  readonly expiresAt: number;
  /** The key that proves the password, base64; of an SRP exchange only. */
  readonly srpKey?: string;
  /** Whether the authenticator app has been verified; of MFA_SETUP only. */
  readonly totpVerified?: boolean;
}

/** What checks a password by SRP, hexadecimal. */
export interface SrpVerifier {
  readonly salt: string;
  readonly verifier: string;
}

/** A user's authenticator app; secrets are in base32. */
export interface TotpState {
  /** Absent until the first app is verified, and for the seeded users. */
  readonly secret?: string;
  /** The secret of an app that is not verified yet. */
  readonly pending?: string;
  /** The time step of the last code that was accepted, so that it cannot be used again. */
  readonly lastStep?: number;
}

/** The failed attempts to sign in under one name, since the last success or pause. */
export interface FailedAttemptsState {
  readonly count: number;
  /** The time of the last attempt, even of one during a lockout. */
  readonly lastAt: number;
  /** 0 before the first lockout. */
  readonly lockedUntil: number;
}

/** A refresh token that rotation has replaced. */
export interface ReplacedTokenState {
  /** The hash of the token that came instead. While that is not revoked, this one can be used until `usableUntil`. */
  readonly successor: string;
  /** The end of the grace period. */
  readonly usableUntil: number;
}

/** A challenge that a user may answer, until it expires. */
export interface ChallengeState {
  /** Such as `NEW_PASSWORD_REQUIRED`. */
  readonly name: string;
  readonly clientId: string;
  readonly expiresAt: number;
}

/** The failed attempts to sign in under one name, since the last success or pause. */
export interface FailedAttemptsState {
  readonly count: number;
  /** The time of the last attempt, even of one during a lockout. */
  readonly lastAt: number;
  /** 0 before the first lockout. */
  readonly lockedUntil: number;
}

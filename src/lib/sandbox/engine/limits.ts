/** What the sandbox refuses besides what a request itself deserves. */
export interface Limits {
  /**
   * After wrong passwords. `cognito`: as Cognito does, one second after the fifth, doubling to about fifteen minutes;
   * `platform`: fifteen minutes after the fifth, as StackFlow's platform has it; `off`: never.
   */
  readonly lockout: 'cognito' | 'platform' | 'off';
  /** Fifty mails a day, if Cognito's own sender sends them. */
  readonly mailQuota: boolean;
  /** Ten reads and ten writes a second for each user. */
  readonly userRate: boolean;
  /** Five codes an hour that a user requests for one purpose, and five wrong ones that they enter. */
  readonly codeAttempts: boolean;
}

/** For use in process: a command that changes many users is not to fail because of a rehearsal's quotas. */
export const IN_PROCESS_LIMITS: Limits = {
  lockout: 'cognito',
  mailQuota: false,
  userRate: false,
  codeAttempts: true,
};

/** For `sandbox serve`: everything that Cognito limits. */
export const SERVED_LIMITS: Limits = {
  lockout: 'cognito',
  mailQuota: true,
  userRate: true,
  codeAttempts: true,
};

/** For load tests. */
export const NO_LIMITS: Limits = { lockout: 'off', mailQuota: false, userRate: false, codeAttempts: false };

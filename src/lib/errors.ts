/**
 * Every error that an administrator can fix, and the one table from error codes to exit statuses.
 *
 * 2 or 3? Input that is wrong in itself, as Cognito or the shell would say, is 2. Well-formed input that a StackFlow
 * convention, or a guard that looks at the current state, refuses is 3.
 */

/** Exit statuses of the process; docs/exit-codes.md explains them. */
export const EXIT = {
  done: 0,
  defect: 1,
  usage: 2,
  refused: 3,
  notFound: 4,
  conflict: 5,
  credentials: 6,
  service: 7,
  partial: 8,
  finding: 9,
  hungUp: 129,
  cancelled: 130,
  terminated: 143,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** The signals that end a command, and the exit statuses that a shell expects: 128 and the number of the signal. */
export const EXIT_OF_SIGNAL = { SIGHUP: EXIT.hungUp, SIGINT: EXIT.cancelled, SIGTERM: EXIT.terminated } as const;

/** Every error code with its exit status. docs/exit-codes.md lists the same ones, which a test checks. */
export const ERROR_CODES = {
  UNEXPECTED: EXIT.defect,

  USAGE: EXIT.usage,
  UNKNOWN_COMMAND: EXIT.usage,
  MISSING_INPUT: EXIT.usage,
  INVALID_EMAIL: EXIT.usage,
  INVALID_URL: EXIT.usage,
  INVALID_ATTRIBUTE: EXIT.usage,
  UNKNOWN_ATTRIBUTE: EXIT.usage,
  IMMUTABLE_ATTRIBUTE: EXIT.usage,
  INVALID_PASSWORD: EXIT.usage,
  INVALID_TOKEN: EXIT.usage,
  INVALID_CONFIG: EXIT.usage,
  INVALID_POOL_FILE: EXIT.usage,
  INVALID_PLAN: EXIT.usage,
  INVALID_BACKUP: EXIT.usage,
  UNKNOWN_CONTEXT: EXIT.usage,
  INVALID_REQUEST: EXIT.usage,
  CONFIRMATION_REQUIRED: EXIT.usage,
  SANDBOX_STATE: EXIT.usage,
  DATA_FOLDER: EXIT.usage,
  UNSAFE_FILE: EXIT.usage,
  HISTORY_UNREADABLE: EXIT.usage,
  HISTORY_UNWRITABLE: EXIT.usage,
  FILE_UNWRITABLE: EXIT.usage,
  OUTPUT_UNWRITABLE: EXIT.usage,
  HAND_OVER_FAILED: EXIT.usage,
  TOO_MANY_FILES: EXIT.usage,
  SIGNING_FAILED: EXIT.usage,

  UNKNOWN_ROLE: EXIT.refused,
  INVALID_TENANT: EXIT.refused,
  INVALID_DEPARTMENT: EXIT.refused,
  EMAIL_DOMAIN: EXIT.refused,
  ATTRIBUTE_NOT_ALLOWED: EXIT.refused,
  TENANT_MISMATCH: EXIT.refused,
  TENANT_MOVE: EXIT.refused,
  PRIVILEGED_ROLE: EXIT.refused,
  TOO_MANY_CHANGES: EXIT.refused,
  FEDERATED_USER: EXIT.refused,
  USER_STATE: EXIT.refused,
  DEFAULT_REDIRECT_URL: EXIT.refused,
  LAST_CALLBACK_URL: EXIT.refused,
  TOO_MANY_URLS: EXIT.refused,
  UNMODELLED_SETTING: EXIT.refused,
  SETTING_CONFLICT: EXIT.refused,
  FIXED_SETTING: EXIT.refused,
  TRIGGER_REFUSED: EXIT.refused,
  NOT_UNDOABLE: EXIT.refused,
  HISTORY_ALTERED: EXIT.refused,
  READ_ONLY: EXIT.refused,
  MAIL_QUOTA: EXIT.refused,
  NOT_RESUMABLE: EXIT.refused,
  PLAN_EXPIRED: EXIT.refused,
  SIGN_IN_SETUP: EXIT.refused,
  SIGN_IN_REFUSED: EXIT.refused,
  SIGNATURE_REFUSED: EXIT.refused,
  APPROVAL_REQUIRED: EXIT.refused,
  OTHER_POOL: EXIT.refused,
  SAME_POOL: EXIT.refused,

  USER_NOT_FOUND: EXIT.notFound,
  POOL_NOT_FOUND: EXIT.notFound,
  CLIENT_NOT_FOUND: EXIT.notFound,
  SESSION_NOT_FOUND: EXIT.notFound,
  DEVICE_NOT_FOUND: EXIT.notFound,
  FACTOR_NOT_FOUND: EXIT.notFound,
  RECORD_NOT_FOUND: EXIT.notFound,
  RUN_NOT_FOUND: EXIT.notFound,
  IMPORT_JOB_NOT_FOUND: EXIT.notFound,
  GROUP_NOT_FOUND: EXIT.notFound,
  SECRET_NOT_FOUND: EXIT.notFound,
  PROVIDER_NOT_FOUND: EXIT.notFound,
  REVIEW_NOT_FOUND: EXIT.notFound,
  TENANT_NOT_FOUND: EXIT.notFound,

  USER_EXISTS: EXIT.conflict,
  ROLE_HELD: EXIT.conflict,
  GROUP_EXISTS: EXIT.conflict,
  POOL_EXISTS: EXIT.conflict,
  CONTEXT_EXISTS: EXIT.conflict,
  FILE_EXISTS: EXIT.conflict,
  AMBIGUOUS_USER: EXIT.conflict,
  CHANGED_UNDERNEATH: EXIT.conflict,
  INPUT_CHANGED: EXIT.conflict,
  PLAN_APPLIED: EXIT.conflict,
  HISTORY_CONFLICT: EXIT.conflict,
  NOT_VERIFIED: EXIT.conflict,

  NO_CREDENTIALS: EXIT.credentials,
  EXPIRED_CREDENTIALS: EXIT.credentials,
  INVALID_CREDENTIALS: EXIT.credentials,
  ACCESS_DENIED: EXIT.credentials,
  WRONG_ACCOUNT: EXIT.credentials,

  THROTTLED: EXIT.service,
  QUOTA_EXCEEDED: EXIT.service,
  SERVICE_FAILED: EXIT.service,
  TRIGGER_FAILED: EXIT.service,
  UNREACHABLE: EXIT.service,
  TIMEOUT: EXIT.service,
  BAD_RESPONSE: EXIT.service,
  UNSUPPORTED_OPERATION: EXIT.service,

  PARTIAL: EXIT.partial,
  TOO_MANY_FAILURES: EXIT.partial,
  CANCELLED: EXIT.cancelled,
} as const satisfies Record<string, ExitCode>;

export type ErrorCode = keyof typeof ERROR_CODES;

export interface AdminErrorDetail {
  /** What to do next: a sentence or two, one per line. */
  readonly hint?: string | undefined;
  /** AWS's ID of the request that failed. */
  readonly requestId?: string | undefined;
  /** Whether the service may have done what was asked although the call failed: its answer was lost, for example. */
  readonly mayHaveHappened?: boolean | undefined;
  /** Default: that of the code. */
  readonly exitCode?: ExitCode | undefined;
  readonly cause?: unknown;
}

/** An error that a person or a script can fix: what failed, on what, and what to do next. */
export class AdminError extends Error {
  readonly hint?: string;
  readonly requestId?: string;
  readonly mayHaveHappened?: boolean;
  readonly exitCode: ExitCode;

  constructor(
    readonly code: ErrorCode,
    message: string,
    { hint, requestId, mayHaveHappened, exitCode = ERROR_CODES[code], cause }: AdminErrorDetail = {},
  ) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'AdminError';
    if (hint !== undefined) this.hint = hint;
    if (requestId !== undefined) this.requestId = requestId;
    if (mayHaveHappened !== undefined) this.mayHaveHappened = mayHaveHappened;
    this.exitCode = exitCode;
  }
}

/** The user pool that a directory acts on, and the rules for it. */
export interface DirectoryContext {
  /** The name of the context; null for a pool that was named by its ID and that no context knows. */
  readonly name: string | null;
  readonly poolId: string;
  /** The app client, if there is one. */
  readonly clientId: string | null;
  readonly region: string;
  /** The AWS account that the pool is expected in. It is checked before the first write. */
  readonly account: string | null;
  /** The address that requests are sent to, if it is not AWS's own for the region. */
  readonly endpoint: string | null;
  /** The tenant that the directory acts in: users of other tenants are refused. */
  readonly tenant: string | null;
  /** Whether a change that is irreversible or grants a privileged role needs the target's name as a confirmation. */
  readonly protected: boolean;
  /** Whether every write is refused. */
  readonly readOnly: boolean;
}
/**
 * An open user pool. Any number of them can be open at once. It is made by `openDirectory`, or by a sandbox, and is given
 * to the functions of this module; it has no functions of its own but those that close it.
 */
export interface Directory {
  readonly context: DirectoryContext;
  /**
   * Cancels the calls in progress, which then fail with CANCELLED, and closes the connections. The directory cannot be used
   * afterwards. It may be called again.
   */
  readonly close: () => Promise<void>;
  /** The same as `close`, for `await using`. */
  readonly [Symbol.asyncDispose]: () => Promise<void>;
}
/** What to open. Everything has the default that the commands have: the environment, then the contexts file. */
export interface OpenOptions {
  /** The name of a context. Default: SF_ADMIN_CONTEXT, else USER_POOL_ID, else the current context of the file. */
  readonly context?: string;
  /** The ID of a user pool, in place of the context's. The rules of the contexts that know the pool apply. */
  readonly poolId?: string;
  /** The ID of an app client, in place of the context's. */
  readonly clientId?: string;
  readonly region?: string;
  /** A profile of AWS's own configuration files. */
  readonly profile?: string;
  /** The URL that requests are sent to, in place of AWS. */
  readonly endpointUrl?: string;
  /** The tenant to act in: users of other tenants are refused. A context that is bound to one needs none. */
  readonly tenant?: string;
  /** Seconds that one call may take, its retries included. Default: SF_ADMIN_TIMEOUT, else 30. */
  readonly timeoutSeconds?: number;
  /** The path of the contexts file. Default: SF_ADMIN_CONFIG, else `config.yaml` in the configuration folder. */
  readonly configFile?: string;
  /** Where the history, locks and the sandbox are. Default: the folder that the commands use. */
  readonly dataFolder?: string;
  /** Refuse every write with READ_ONLY. If SF_ADMIN_READ_ONLY is set, every write is refused whatever is given here. */
  readonly readOnly?: boolean;
  /** Returns the code of an MFA device that a role requires. Without it such a role is refused with NO_CREDENTIALS. */
  readonly mfaCode?: (device: string) => Promise<string>;
  /** Cancels the calls in progress, and all later ones, with CANCELLED. */
  readonly signal?: AbortSignal;
  /** Called with notices that a command would print, such as on a tenant that the directory is bound to. */
  readonly onNotice?: (text: string) => void;
}
/**
 * Opens a user pool, as a command does. Nothing is sent before the first call, and AWS's SDK is loaded by it. Credentials are
 * those of AWS's default chain.
 *
 * @throws AdminError UNKNOWN_CONTEXT; INVALID_CONFIG, naming file, line and key; MISSING_INPUT if there is no pool or no
 *   region; USAGE for an invalid value; INVALID_TENANT; TENANT_MISMATCH if the context is bound to another tenant
 */
export declare function openDirectory(options?: OpenOptions): Promise<Directory>;
/** An app client as ListUserPoolClients returns it. */
export interface ClientSummary {
  readonly clientId: string;
  readonly name: string;
  /** Whether it is the context's app client. */
  readonly current: boolean;
}
/** The value of a field in a plan and in the history. Never a secret: see `SECRET`. */
export type FieldValue = string | number | boolean | null | readonly string[];
interface FieldChange {
  readonly field: string;
  readonly before: FieldValue;
  readonly after: FieldValue;
  /** Its value cannot be read back: a password, a session. */
  readonly unreadable?: true;
  /** Single items are added or removed, so that the change is valid whatever else the list holds when it is written. */
  readonly relative?: true;
}
/** One step of a change and its result. */
export interface Step {
  readonly step: string;
  /**
   * `skipped` if the pool or the endpoint does not support the step; `unknown` if its response was lost, and reading the
   * state back did not help.
   */
  readonly result: 'done' | 'unchanged' | 'skipped' | 'failed' | 'unknown';
  /** How much was done, or why nothing was. */
  readonly detail?: string;
}
/** The object of a change. */
export interface Target {
  readonly kind: 'user' | 'group' | 'client' | 'pool' | 'import-job';
  /** The canonical name in Cognito: a user's `username`, the name of a group, the ID of anything else. */
  readonly id: string;
  /** A user's `sub`, by which CloudTrail identifies users; absent if unknown. */
  readonly sub?: string;
  /** Its name for people: an address, the name of a group, a client, a user pool or an import job. */
  readonly label: string;
  /**
   * A user's tenant before the change, or the one that a new user will have; the tenant of all users of an import job.
   * Null for whatever all tenants share, and if it is not known: a context that is bound to a tenant changes none of it.
   */
  readonly tenantId: string | null;
}
interface Operator {
  readonly osUser: string | null;
  readonly host: string;
  /** The ID of the AWS access key, as in CloudTrail; null in the sandbox. It is not secret. */
  readonly accessKeyId: string | null;
}
interface RowOfRun {
  /** The run's ID: a ULID. */
  readonly id: string;
  /** The row's number in the run's input, from 1. Headers are not counted. */
  readonly row: number;
}
interface PlanOrigin {
  readonly id: string;
  /** SHA-256 of the bytes of its file, in hex. */
  readonly digest: string;
  readonly createdBy: Operator;
  /** ISO 8601, UTC. */
  readonly createdAt: string;
  /** Set if the plan needed an approval, which was verified before its first change. Records of earlier versions have none. */
  readonly approval?: PlanApproval;
}
interface PlanApproval {
  readonly plannedBy: string;
  readonly approvedBy: string;
  /** When it was approved: ISO 8601, UTC. */
  readonly approvedAt: string;
}
interface RoleForATime {
  readonly role: string;
  /** When the role is to be taken back: ISO 8601, UTC. Null if the change ends its time. */
  readonly until: string | null;
}
interface Intent {
  /** The context's name, and the pool that is called. */
  readonly context: string;
  readonly poolId: string;
  readonly region: string;
  readonly endpoint: string | null;
  readonly operator: Operator;
  /** `users.disable`. */
  readonly operation: string;
  readonly target: Target;
  /** Secrets are replaced by a marker. */
  readonly fields: readonly FieldChange[];
  readonly reason: string | null;
  /** The ID of the record that this change undoes. */
  readonly undoes: string | null;
  /** Set if the change is about a role that is held for a time. Records of earlier versions have none. */
  readonly grant?: RoleForATime;
  /** Set if the change is a row of a run. */
  readonly run?: RowOfRun;
  /** Set if the change was planned before, and the plan was applied. */
  readonly plan?: PlanOrigin;
}
type Result = 'done' | 'unchanged' | 'partly' | 'failed' | 'unknown';
interface Ending {
  readonly result: Result;
  /** The canonical name that the service gave to a new target, and a user's `sub`. */
  readonly targetId?: string;
  readonly targetSub?: string;
  /** The fields at the time of the write, for which the change was planned again. */
  readonly fields?: readonly FieldChange[];
  readonly steps?: readonly Step[];
  readonly requestIds: readonly string[];
  readonly error?: {
    readonly code: string;
    readonly message: string;
  };
}
/** A change in the history: the entry of its start, and that of its end if there is one. */
export interface ChangeRecord extends Omit<Intent, 'grant' | 'run' | 'plan'> {
  readonly id: string;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  /** Null if there is no end: the process was killed, or is still running. */
  readonly finishedAt: string | null;
  readonly result: Result;
  readonly steps: Ending['steps'] | null;
  readonly requestIds: readonly string[];
  readonly error: Ending['error'] | null;
  /** Null if the change is about no role that is held for a time. */
  readonly grant: RoleForATime | null;
  /** Null if the change is not part of a run. */
  readonly run: RowOfRun | null;
  /** Null if the change was not applied from a saved plan. */
  readonly plan: PlanOrigin | null;
}
/** An open session of a user. The names are the JSON contract; what Cognito does not report is `null`. */
export interface Session {
  /** `tkn…` for a token session, `sso…` for a hosted UI session. */
  readonly id: string;
  readonly type: 'TOKEN' | 'SSO' | null;
  readonly clientId: string | null;
  /** ISO 8601, UTC. */
  readonly createdAt: string | null;
  readonly lastActiveAt: string | null;
  readonly device: string | null;
  readonly ipAddress: string | null;
  readonly city: string | null;
  readonly country: string | null;
  /** The hosted UI session that a token session came from. */
  readonly originSessionId: string | null;
}
declare const USER_STATUSES: readonly [
  'UNCONFIRMED',
  'CONFIRMED',
  'ARCHIVED',
  'COMPROMISED',
  'UNKNOWN',
  'RESET_REQUIRED',
  'FORCE_CHANGE_PASSWORD',
  'EXTERNAL_PROVIDER',
];
/** A user as sf-admin shows it. The names are the JSON contract; a missing attribute is `null`. */
export interface User {
  /** The canonical user name: a UUID equal to `sub` in an email sign-in pool, `Provider_id` for a federated user. */
  readonly username: string;
  readonly sub: string | null;
  readonly email: string | null;
  readonly emailVerified: boolean;
  readonly givenName: string | null;
  readonly familyName: string | null;
  readonly tenantId: string | null;
  readonly roles: readonly string[];
  readonly department: string | null;
  readonly enabled: boolean;
  /** Cognito's UserStatusType, such as `CONFIRMED` or `EXTERNAL_PROVIDER`. */
  readonly status: string;
  /** ISO 8601, UTC. */
  readonly createdAt: string | null;
  readonly updatedAt: string | null;
}
interface UserWithAttributes extends User {
  readonly attributes: Readonly<Record<string, string>>;
}
/** A user with the MFA settings, which AdminGetUser returns and ListUsers does not. */
export interface UserDetail extends UserWithAttributes {
  readonly mfa: {
    readonly preferred: string | null;
    readonly methods: readonly string[];
  };
}
export interface SecondaryReplica {
  readonly region: string;
  /** `CREATING`, `ACTIVE`, `INACTIVE` (takes no requests of users) or `DELETING`. */
  readonly status: string;
  readonly arn: string | null;
}
interface UserFilterText {
  /** A role, or several separated by commas, all of which the user must hold. */
  readonly role?: string | undefined;
  readonly department?: string | undefined;
  readonly status?: (typeof USER_STATUSES)[number] | undefined;
  readonly enabled?: boolean | undefined;
  readonly emailPrefix?: string | undefined;
  /** Part of the full name, the address, the sub or the user name, in any case. */
  readonly text?: string | undefined;
  /** The most users to find. */
  readonly limit?: number | undefined;
}
/** Which users to list: those that match everything that is given. */
export type UserFilter = UserFilterText;
/**
 * The users of the pool, as their pages arrive: memory does not grow with the pool. If the directory acts in a tenant, only
 * users of that tenant are listed.
 *
 * @throws AdminError MISSING_INPUT for an empty text; UNKNOWN_ROLE; INVALID_DEPARTMENT; USAGE for a limit that is no count
 */
export declare function listUsers(directory: Directory, filter?: UserFilter): AsyncIterable<User>;
/**
 * Reads one user.
 *
 * @param user an email, a `sub` or a user name
 * @throws AdminError USER_NOT_FOUND; AMBIGUOUS_USER if several users have the address; TENANT_MISMATCH; MISSING_INPUT without a
 *   user
 */
export declare function getUser(directory: Directory, user: string): Promise<UserDetail>;
/**
 * The open sessions of a user.
 *
 * @param user an email, a `sub` or a user name
 * @throws AdminError as `getUser` does; UNSUPPORTED_OPERATION if the pool does not track sessions
 */
export declare function listSessions(directory: Directory, user: string): AsyncIterable<Session>;
/** The app clients of the pool. */
export declare function listClients(directory: Directory): AsyncIterable<ClientSummary>;
/**
 * The settings of an app client, named as `client describe -o json` names them. A setting that is not set has no key.
 */
export interface AppClient {
  readonly clientId: string;
  readonly userPoolId: string;
  readonly clientName?: string;
  /** Only with `showSecret`. */
  readonly clientSecret?: string;
  readonly callbackUrls?: readonly string[];
  readonly logoutUrls?: readonly string[];
  readonly defaultRedirectUri?: string;
  readonly allowedOAuthFlows?: readonly string[];
  readonly allowedOAuthScopes?: readonly string[];
  readonly supportedIdentityProviders?: readonly string[];
  readonly explicitAuthFlows?: readonly string[];
  /** Settings that this version does not know, by path. What looks like a secret is hidden unless it was asked for. */
  readonly unmodelled: Readonly<Record<string, unknown>>;
  readonly [setting: string]: unknown;
}
/**
 * Reads an app client.
 *
 * @param options.clientId default: the directory's
 * @param options.showSecret whether to include the app client secret
 * @throws AdminError MISSING_INPUT if there is no app client; CLIENT_NOT_FOUND
 */
export declare function describeClient(
  directory: Directory,
  {
    clientId,
    showSecret,
  }?: {
    readonly clientId?: string;
    readonly showSecret?: boolean;
  },
): Promise<AppClient>;
/** The settings of a user pool, named as `pool describe -o json` names them. A setting that is not set has no key. */
export interface UserPool {
  readonly id: string;
  readonly name?: string;
  readonly arn?: string;
  readonly mfaConfiguration?: string;
  readonly deletionProtection?: string;
  /** The Region that takes changes. */
  readonly primaryRegion: string;
  /** Replicas in other Regions; null if they cannot be read, such as without the permission. */
  readonly secondaryReplicas: readonly SecondaryReplica[] | null;
  readonly [setting: string]: unknown;
}
/** Reads the user pool. @throws AdminError POOL_NOT_FOUND; as every call does */
export declare function describePool(directory: Directory): Promise<UserPool>;
/** Which changes to list. A filter that is left out matches all. */
export interface HistoryFilter {
  /** An age such as `2h`, or a time in ISO 8601. */
  readonly since?: string;
  /** An email, a `sub` or a user name. */
  readonly user?: string;
  /** Such as `users.disable`. */
  readonly operation?: string;
  /** Only those that failed, in part or completely, or whose result is not known. */
  readonly failed?: boolean;
  readonly limit?: number;
}
/**
 * The changes that were made to the pool from this machine, by commands too, the newest first.
 *
 * @throws AdminError USAGE for an invalid time or limit. Reading the list throws HISTORY_UNREADABLE
 */
export declare function listHistory(directory: Directory, filter?: HistoryFilter): AsyncIterable<ChangeRecord>;
declare const EXIT: {
  readonly done: 0;
  readonly defect: 1;
  readonly usage: 2;
  readonly refused: 3;
  readonly notFound: 4;
  readonly conflict: 5;
  readonly credentials: 6;
  readonly service: 7;
  readonly partial: 8;
  readonly finding: 9;
  readonly hungUp: 129;
  readonly cancelled: 130;
  readonly terminated: 143;
};
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
declare const ERROR_CODES: {
  readonly UNEXPECTED: 1;
  readonly USAGE: 2;
  readonly UNKNOWN_COMMAND: 2;
  readonly MISSING_INPUT: 2;
  readonly INVALID_EMAIL: 2;
  readonly INVALID_URL: 2;
  readonly INVALID_ATTRIBUTE: 2;
  readonly UNKNOWN_ATTRIBUTE: 2;
  readonly IMMUTABLE_ATTRIBUTE: 2;
  readonly INVALID_PASSWORD: 2;
  readonly INVALID_TOKEN: 2;
  readonly INVALID_CONFIG: 2;
  readonly INVALID_POOL_FILE: 2;
  readonly INVALID_PLAN: 2;
  readonly INVALID_BACKUP: 2;
  readonly UNKNOWN_CONTEXT: 2;
  readonly INVALID_REQUEST: 2;
  readonly CONFIRMATION_REQUIRED: 2;
  readonly SANDBOX_STATE: 2;
  readonly DATA_FOLDER: 2;
  readonly UNSAFE_FILE: 2;
  readonly HISTORY_UNREADABLE: 2;
  readonly HISTORY_UNWRITABLE: 2;
  readonly FILE_UNWRITABLE: 2;
  readonly OUTPUT_UNWRITABLE: 2;
  readonly HAND_OVER_FAILED: 2;
  readonly TOO_MANY_FILES: 2;
  readonly SIGNING_FAILED: 2;
  readonly UNKNOWN_ROLE: 3;
  readonly INVALID_TENANT: 3;
  readonly INVALID_DEPARTMENT: 3;
  readonly EMAIL_DOMAIN: 3;
  readonly ATTRIBUTE_NOT_ALLOWED: 3;
  readonly TENANT_MISMATCH: 3;
  readonly TENANT_MOVE: 3;
  readonly PRIVILEGED_ROLE: 3;
  readonly TOO_MANY_CHANGES: 3;
  readonly FEDERATED_USER: 3;
  readonly USER_STATE: 3;
  readonly DEFAULT_REDIRECT_URL: 3;
  readonly LAST_CALLBACK_URL: 3;
  readonly TOO_MANY_URLS: 3;
  readonly UNMODELLED_SETTING: 3;
  readonly SETTING_CONFLICT: 3;
  readonly FIXED_SETTING: 3;
  readonly TRIGGER_REFUSED: 3;
  readonly NOT_UNDOABLE: 3;
  readonly HISTORY_ALTERED: 3;
  readonly READ_ONLY: 3;
  readonly MAIL_QUOTA: 3;
  readonly NOT_RESUMABLE: 3;
  readonly PLAN_EXPIRED: 3;
  readonly SIGN_IN_SETUP: 3;
  readonly SIGN_IN_REFUSED: 3;
  readonly SIGNATURE_REFUSED: 3;
  readonly APPROVAL_REQUIRED: 3;
  readonly OTHER_POOL: 3;
  readonly SAME_POOL: 3;
  readonly USER_NOT_FOUND: 4;
  readonly POOL_NOT_FOUND: 4;
  readonly CLIENT_NOT_FOUND: 4;
  readonly SESSION_NOT_FOUND: 4;
  readonly DEVICE_NOT_FOUND: 4;
  readonly FACTOR_NOT_FOUND: 4;
  readonly RECORD_NOT_FOUND: 4;
  readonly RUN_NOT_FOUND: 4;
  readonly IMPORT_JOB_NOT_FOUND: 4;
  readonly GROUP_NOT_FOUND: 4;
  readonly SECRET_NOT_FOUND: 4;
  readonly PROVIDER_NOT_FOUND: 4;
  readonly REVIEW_NOT_FOUND: 4;
  readonly TENANT_NOT_FOUND: 4;
  readonly USER_EXISTS: 5;
  readonly ROLE_HELD: 5;
  readonly GROUP_EXISTS: 5;
  readonly POOL_EXISTS: 5;
  readonly CONTEXT_EXISTS: 5;
  readonly FILE_EXISTS: 5;
  readonly AMBIGUOUS_USER: 5;
  readonly CHANGED_UNDERNEATH: 5;
  readonly INPUT_CHANGED: 5;
  readonly PLAN_APPLIED: 5;
  readonly HISTORY_CONFLICT: 5;
  readonly NOT_VERIFIED: 5;
  readonly NO_CREDENTIALS: 6;
  readonly EXPIRED_CREDENTIALS: 6;
  readonly INVALID_CREDENTIALS: 6;
  readonly ACCESS_DENIED: 6;
  readonly WRONG_ACCOUNT: 6;
  readonly THROTTLED: 7;
  readonly QUOTA_EXCEEDED: 7;
  readonly SERVICE_FAILED: 7;
  readonly TRIGGER_FAILED: 7;
  readonly UNREACHABLE: 7;
  readonly TIMEOUT: 7;
  readonly BAD_RESPONSE: 7;
  readonly UNSUPPORTED_OPERATION: 7;
  readonly PARTIAL: 8;
  readonly TOO_MANY_FAILURES: 8;
  readonly CANCELLED: 130;
};
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
export declare class AdminError extends Error {
  readonly code: ErrorCode;
  readonly hint?: string;
  readonly requestId?: string;
  readonly mayHaveHappened?: boolean;
  readonly exitCode: ExitCode;
  constructor(
    code: ErrorCode,
    message: string,
    { hint, requestId, mayHaveHappened, exitCode, cause }?: AdminErrorDetail,
  );
}
export type ChangeOperation =
  | 'users.create'
  | 'users.disable'
  | 'users.enable'
  | 'users.reset-password'
  | 'users.set-attributes'
  | 'users.sign-out'
  | 'users.resend-invite'
  | 'users.delete'
  | 'users.reset-mfa'
  | 'users.sessions'
  | 'users.lockdown'
  | 'users.grant'
  | 'access.expire'
  | 'users.restore'
  | 'tenant.sync'
  | 'tenant.offboard'
  | 'users.import'
  | 'users.import-stop'
  | 'users.add-to-group'
  | 'users.remove-from-group'
  | 'users.link'
  | 'users.unlink'
  | 'groups.create'
  | 'groups.set'
  | 'groups.delete'
  | 'client.add-callback'
  | 'client.remove-callback'
  | 'client.add-logout'
  | 'client.remove-logout'
  | 'client.set'
  | 'client.add-secret'
  | 'client.rotate-secret'
  | 'client.remove-secret'
  | 'pool.apply'
  | 'pool.create'
  | 'pool.set'
  | 'history.undo';
/**
 * A change that was planned and not made: plain data. Nothing is written before it is given to `carryOut`, which plans it
 * again on the state of that moment.
 */
export interface Change {
  readonly operation: ChangeOperation;
  readonly target: Target;
  /** The fields that change, with their values before and after. Secrets are replaced by a marker. */
  readonly fields: readonly ChangedField[];
  /** Whether there is nothing to do. */
  readonly isUnchanged: boolean;
  /** What the change does to people, if it is disruptive and so needs a confirmation. */
  readonly disruption: string | null;
  /** Why the change cannot be undone, if it cannot. */
  readonly irreversible: string | null;
  /** What may be a mistake in what was asked for. */
  readonly warnings: readonly string[];
}
/** A field before and after a change. */
export interface ChangedField {
  readonly field: string;
  readonly before: FieldValue;
  readonly after: FieldValue;
}
/** What a confirmation is about. */
export interface Question {
  /** The question, such as `users disable ana@example.com in context prod. Continue?` */
  readonly text: string;
  /** What would change, field by field, and why it is asked: lines of text. */
  readonly plan: string;
  /**
   * The answer that continues, for a change in a protected user pool that is irreversible or grants a privileged role: the
   * target's name. Null if `true` continues.
   */
  readonly expected: string | null;
}
export interface CarryOutOptions {
  /** Plan and check, write nothing. */
  readonly dryRun?: boolean;
  /** Confirm, as `--yes` does. It is not enough for what is irreversible in a protected user pool. */
  readonly yes?: boolean;
  /** The target's name, which confirms everything, as `--confirm` does. */
  readonly confirm?: string;
  /**
   * Asked if the change needs a confirmation that the two options above do not give. It continues with `true`, or with
   * exactly `question.expected` if there is such a text; any other answer cancels. Without it the change is refused.
   */
  readonly ask?: (question: Question) => Promise<boolean | string> | boolean | string;
  /** Why the change is made. It is kept in the history. */
  readonly reason?: string;
}
/** What became of a change. */
export interface Outcome {
  /** Whether something was written. */
  readonly changed: boolean;
  readonly dryRun: boolean;
  readonly operation: ChangeOperation;
  /** The target, with the ID and the `sub` that the service gave to a new one. */
  readonly target: Target;
  readonly fields: readonly ChangedField[];
  /** The result of each step, if the change has several. */
  readonly steps: readonly Step[] | null;
  /** AWS's IDs of the requests that wrote. */
  readonly requestIds: readonly string[];
  /** The ID of the record in the history; null if nothing was recorded, since nothing was written. */
  readonly recordId: string | null;
  /** What a command would print: one sentence; for a dry run the plan. */
  readonly message: string;
  /** What is worth knowing afterwards, such as how long a token that was issued still works. */
  readonly notes: readonly string[];
  readonly warnings: readonly string[];
  /**
   * Why a change that was written counts as failed: PARTIAL if some of its steps failed, NOT_VERIFIED or CHANGED_UNDERNEATH
   * if the target does not read as it was written, BAD_RESPONSE. Not thrown, since a new password would be lost with it.
   */
  readonly error: AdminError | null;
  /** Returns the password that was generated, if one was. A function, so that nothing prints it by accident. */
  readonly revealPassword: (() => string) | null;
}
/**
 * Makes a change, as a command does: guarded by the conventions, confirmed if it is disruptive, planned again right before
 * the write while no other sf-admin on this machine changes the same target, verified by reading it back, and recorded in
 * the history, where `sf-admin history` shows it. A change that is already in place writes nothing.
 *
 * @throws AdminError CONFIRMATION_REQUIRED; CANCELLED if the answer is no; READ_ONLY; WRONG_ACCOUNT; CHANGED_UNDERNEATH if
 *   the target has changed since the plan; HISTORY_UNWRITABLE; those of the guard and of the service. Nothing was written
 *   unless `mayHaveHappened` is set. USAGE for a change of another directory.
 */
export declare function carryOut(directory: Directory, change: Change, options?: CarryOutOptions): Promise<Outcome>;
/** The user that a change is about. */
export interface UserInput {
  /** An email, a `sub` or a user name. */
  readonly user: string;
}
/** `generate`, or the password itself. A generated one is in the outcome. Both satisfy the pool's policy. */
export type NewPassword =
  | 'generate'
  | {
      readonly password: string;
    };
export interface CreateUserInput {
  /** The address to sign in with. It counts as verified. */
  readonly email: string;
  /** Default: the tenant that the directory acts in. */
  readonly tenant?: string;
  /** At least one. */
  readonly roles: readonly string[];
  readonly department?: string;
  readonly givenName?: string;
  readonly familyName?: string;
  /** Further attributes by their names in the pool, such as `locale` or `custom:employee_no`. */
  readonly attributes?: Readonly<Record<string, string>>;
  /** Left out: Cognito makes up a temporary one, and mails it with the invitation. */
  readonly password?: NewPassword;
  /** The password need not be changed at the first sign-in, and no invitation is mailed. Requires `password`. */
  readonly permanent?: boolean;
  /** Whether Cognito mails an invitation. Default: true. */
  readonly invite?: boolean;
  /** A user who exists in the same tenant is a success that writes nothing. */
  readonly ifNotExists?: boolean;
}
/**
 * Plans a new user, in a tenant, with roles.
 *
 * @throws AdminError USER_EXISTS; MISSING_INPUT without a tenant, roles, or a password that has to be permanent;
 *   INVALID_PASSWORD; those of the conventions, such as UNKNOWN_ROLE
 */
export declare function createUser(directory: Directory, input: CreateUserInput): Promise<Change>;
/** What to set on a user. Everything that is left out stays as it is. */
export interface SetAttributesInput extends UserInput {
  /** Attributes by their names in the pool. */
  readonly set?: Readonly<Record<string, string>>;
  /** Attributes to remove, by their names in the pool. */
  readonly unset?: readonly string[];
  /** All the roles, or those to add and to remove. */
  readonly roles?: readonly string[];
  readonly addRoles?: readonly string[];
  readonly removeRoles?: readonly string[];
  readonly department?: string;
  readonly givenName?: string;
  readonly familyName?: string;
  /** The new address to sign in with. It counts as verified. */
  readonly email?: string;
  readonly moveToTenant?: string;
}
/**
 * Plans new attributes, roles, an address or a tenant for a user.
 *
 * @throws AdminError MISSING_INPUT if nothing is given; UNKNOWN_ATTRIBUTE; IMMUTABLE_ATTRIBUTE; USER_EXISTS if somebody
 *   else has the address; USAGE for all roles together with some to add or remove; those of the conventions
 */
export declare function setAttributes(directory: Directory, input: SetAttributesInput): Promise<Change>;
/** Plans to keep a user from signing in. With `signOut` their refresh tokens are revoked too. */
export declare function disableUser(
  directory: Directory,
  input: UserInput & {
    readonly signOut?: boolean;
  },
): Promise<Change>;
/** Plans to let a disabled user sign in again. */
export declare function enableUser(directory: Directory, input: UserInput): Promise<Change>;
/** Plans to delete a user for good. */
export declare function deleteUser(directory: Directory, input: UserInput): Promise<Change>;
/** Plans to revoke the refresh tokens of a user. */
export declare function signOutUser(directory: Directory, input: UserInput): Promise<Change>;
/** Plans to disable a user, sign them out everywhere, revoke their sessions and forget their devices. */
export declare function lockDownUser(directory: Directory, input: UserInput): Promise<Change>;
/** Plans to remove the second factors of a user, such as those of a lost phone. */
export declare function resetMfa(directory: Directory, input: UserInput): Promise<Change>;
/** Plans to end one session of a user, or all of them. @throws AdminError SESSION_NOT_FOUND */
export declare function revokeSessions(
  directory: Directory,
  input: UserInput & {
    readonly session?: string;
  },
): Promise<Change>;
/** Plans another invitation, for one that has expired. @throws AdminError USER_STATE; FEDERATED_USER */
export declare function resendInvite(directory: Directory, input: UserInput): Promise<Change>;
export type ResetPasswordInput = UserInput &
  (
    | {
        readonly mode: 'temporary' | 'permanent';
        readonly password: NewPassword;
      }
    /** Cognito mails a code, with which the user chooses a password. */
    | {
        readonly mode: 'send-code';
      }
  );
/** Plans another password for a user. @throws AdminError INVALID_PASSWORD; FEDERATED_USER; USER_STATE */
export declare function resetPassword(directory: Directory, input: ResetPasswordInput): Promise<Change>;
/** Which URLs of an app client to change. */
export interface EditClientUrlsInput {
  readonly list: 'callback' | 'logout';
  readonly action: 'add' | 'remove';
  readonly urls: readonly string[];
  /** Default: the directory's app client. */
  readonly clientId?: string;
}
/**
 * Plans to add callback or logout URLs to an app client, or to remove some. All other settings stay as they are, including
 * those that this version does not know.
 *
 * @throws AdminError INVALID_URL; UNMODELLED_SETTING if a write would reset a setting; DEFAULT_REDIRECT_URL,
 *   LAST_CALLBACK_URL if a removal would break the sign-in; TOO_MANY_URLS; CLIENT_NOT_FOUND; those of `requireInputs`
 */
export declare function editClientUrls(directory: Directory, input: EditClientUrlsInput): Promise<Change>;
export interface UndoChangeInput {
  /** The ID of a record in the history, as in the outcome of a change, or an unambiguous part of it. */
  readonly recordId: string;
  /** Restore the values from before even if the target has changed since. */
  readonly force?: boolean;
}
/**
 * Plans the inverse of a recorded change: its fields get the values from before.
 *
 * @throws AdminError RECORD_NOT_FOUND; NOT_UNDOABLE, with the reason; CHANGED_UNDERNEATH if the target has changed since;
 *   HISTORY_ALTERED; HISTORY_UNREADABLE; those of `requireInputs`
 */
export declare function undoChange(directory: Directory, input: UndoChangeInput): Promise<Change>;

export {};

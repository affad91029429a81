import type {
  SchemaAttributeType,
  UserPoolClientType,
  UserPoolType,
} from '@aws-sdk/client-cognito-identity-provider';

/** All that the sandbox remembers: one JSON document. Times are milliseconds since 1970. */
export interface SandboxState {
  readonly version: typeof STATE_VERSION;
  /** Signs the tokens of every pool; made at the first sign-in. */
  signingKey?: SigningKey;
  pools: Record<string, PoolState>;
}

/** Raised when a state written by an older sf-admin can no longer be read. */
export const STATE_VERSION = 1;

/** An RSA key as a private JSON Web Key. */
export interface SigningKey {
  readonly kid: string;
  readonly privateJwk: Readonly<Record<string, unknown>>;
}

/** A pool's settings as DescribeUserPool answers them, without what is derived or kept beside them. */
export type PoolSettings = Omit<
  UserPoolType,
  'Id' | 'Arn' | 'CreationDate' | 'LastModifiedDate' | 'SchemaAttributes' | 'EstimatedNumberOfUsers'
>;

export interface PoolState {
  settings: PoolSettings;
  /** Every attribute that a user may have, standard ones included. */
  schema: SchemaAttributeType[];
  /** Names of the third-party providers that a client may list beside `COGNITO`. */
  identityProviders: string[];
  /** What GetUserPoolMfaConfig answers beside the pool's MfaConfiguration. */
  mfa: Record<string, unknown>;
  /** Absent where nobody has turned session tracking on. */
  sessions?: SessionSettings;
  createdAt: number;
  modifiedAt: number;
  clients: Record<string, ClientState>;
  /** By canonical user name. */
  users: Record<string, UserState>;
  /** By job ID, oldest first. Absent where there never was one. */
  importJobs?: Record<string, ImportJobState>;
}

/**
 * A client's settings as DescribeUserPoolClient answers them. Members that this SDK does not know are kept and
 * answered too, as the service would answer a setting that is newer than its caller.
 */
export type ClientSettings = Omit<
  UserPoolClientType,
  'UserPoolId' | 'ClientId' | 'ClientSecret' | 'CreationDate' | 'LastModifiedDate' | 'ClientType'
>;

export interface ClientState {
  settings: ClientSettings;
  secret?: string;
  createdAt: number;
  modifiedAt: number;
}

export type UserStatus =
  'UNCONFIRMED' | 'CONFIRMED' | 'RESET_REQUIRED' | 'FORCE_CHANGE_PASSWORD' | 'EXTERNAL_PROVIDER';

export interface UserState {
  readonly username: string;
  /** By stored name; `sub` included. */
  attributes: Record<string, string>;
  /** New addresses that the user has yet to confirm, by attribute name. */
  pending?: Record<string, string>;
  enabled: boolean;
  status: UserStatus;
  createdAt: number;
  modifiedAt: number;
  /** Absent where the user has none: federated, passwordless, or reset. */
  password?: PasswordHash;
  /** When the temporary password was set; its validity counts from here. */
  temporarySince?: number;
  mfa: MfaState;
  /** By SHA-256 of the token. A token that is not here has been revoked. */
  refreshTokens: Record<string, RefreshTokenState>;
  /** By session ID. Sessions of managed login, which only the seed makes. */
  ssoSessions?: Record<string, SsoSessionState>;
  /** By device key. */
  devices?: Record<string, DeviceState>;
  /** Oldest first; recorded where the pool has threat protection. */
  authEvents?: AuthEventState[];
  /** The one challenge that the user may answer next. */
  challenge?: ChallengeState;
}

/** A scrypt hash and its salt, base64. */
export interface PasswordHash {
  readonly salt: string;
  readonly hash: string;
}

/** Members that came later are optional wherever they stand: a state that lacks them still loads. */
export interface MfaState {
  preferred?: string;
  /** The factors that are on, such as `SMS_MFA`. */
  methods: string[];
  /** Whether an authenticator app is registered, on or off; where absent, it is if it is on. */
  totpRegistered?: boolean;
}

/** What SetUserPoolSessionConfiguration sets. */
export interface SessionSettings {
  tracking: 'ENABLED' | 'DISABLED';
  maxPerUser: number;
}

export interface RefreshTokenState {
  readonly clientId: string;
  /** When the user signed in. */
  readonly signedInAt: number;
  readonly expiresAt: number;
  /** The claim that all tokens of one sign-in share. */
  readonly originJti?: string;
  /** The token session, where the pool tracked sessions at the sign-in. */
  session?: TokenSessionState;
}

/** Where a session was last seen. */
export interface SessionPlace {
  /** Operating system and browser or app, or `unknown`. */
  readonly deviceType: string;
  readonly ip: string;
  readonly city?: string;
  readonly country: string;
}

export interface TokenSessionState extends SessionPlace {
  readonly id: string;
  lastActiveAt: number;
  /** The SSO session that it came through. */
  readonly ssoSessionId?: string;
}

export interface SsoSessionState extends SessionPlace {
  readonly clientId: string;
  readonly createdAt: number;
  readonly lastActiveAt: number;
  readonly expiresAt: number;
}

export interface DeviceState {
  readonly name: string;
  readonly lastIp: string;
  readonly remembered: boolean;
  readonly createdAt: number;
  modifiedAt: number;
  lastAuthenticatedAt: number;
}

export interface AuthEventState {
  readonly id: string;
  readonly at: number;
  readonly response: 'Pass' | 'Fail' | 'InProgress';
  readonly password: 'Success' | 'Failure';
  readonly place: SessionPlace;
}

export interface ChallengeState {
  /** SHA-256 of the session that the caller must give back. */
  readonly session: string;
  readonly clientId: string;
  readonly expiresAt: number;
}

export type ImportJobStatus =
  'Created' | 'Pending' | 'InProgress' | 'Stopping' | 'Expired' | 'Stopped' | 'Failed' | 'Succeeded';

export interface ImportJobState {
  readonly name: string;
  readonly roleArn: string;
  /** The secret in the URL that takes the file. */
  readonly signature: string;
  readonly createdAt: number;
  startedAt?: number;
  completedAt?: number;
  status: ImportJobStatus;
  /** Why it ended. */
  message?: string;
  /** Present while the job has its file, which is kept beside the state. */
  upload?: ImportUploadState;
  imported: number;
  skipped: number;
  failed: number;
  /** What became of each row, in the order of the file. Rows alike are one entry: most of a file succeeds. */
  log: ImportLogRun[];
}

export interface ImportUploadState {
  /** Its name among the uploads. Each upload has its own, so that none replaces a file that is being read. */
  readonly file: string;
  readonly bytes: number;
  /** Known once the job has looked the file through. */
  readonly plan?: ImportPlanState;
}

/** How far a job is in its file. */
export interface ImportPlanState {
  /** The attribute of each column. */
  readonly columns: string[];
  readonly rows: number;
  readonly next: ImportPosition;
}

/** The start of a line in a file. */
export interface ImportPosition {
  /** In bytes. */
  readonly offset: number;
  /** The header is line 1. */
  readonly line: number;
}

/** Lines `from` to `to`, both included, which ended alike. */
export interface ImportLogRun {
  readonly from: number;
  readonly to: number;
  readonly outcome: 'SUCCEEDED' | 'SKIPPED' | 'FAILED';
  readonly message: string;
}

/** A member of a record by a key that came from outside: `constructor` is no user's name by itself. */
export function own<T>(record: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}

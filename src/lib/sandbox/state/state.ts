/**
 * state/ keeps what the sandbox knows: the types in this file, saved as one JSON file (state-file.ts) by a store with
 * transactions (store.ts). Keys in this file are on users' disks: never rename one, and make every new one optional, so
 * that a state of an older version still loads.
 */
import type {
  GetUserPoolMfaConfigResponse,
  SchemaAttributeType,
  UserPoolClientType,
  UserPoolType,
} from '@aws-sdk/client-cognito-identity-provider';
import type { HashAlgorithm } from '../../model/imports/password-hash.js';
import type { CodePurpose, CodeState, MessageState } from './outbox-state.js';
import type { GroupState } from './group-state.js';
import type { AuthorizationCodeState } from './hosted-ui-state.js';
import type { DomainState, LogDeliveryState, ReplicaState, RiskState, UiState } from './pool-configuration-state.js';
import type { IdentityState, ProviderState } from './provider-state.js';
import type { ResourceServerState } from './resource-server-state.js';
import type {
  ChallengeState,
  FailedAttemptsState,
  ReplacedTokenState,
  SrpVerifier,
  TotpState,
} from './sign-in-state.js';
import type { ImportJobState } from './import-job-state.js';

/** The whole state: one JSON document. Times are milliseconds since 1970. */
export interface SandboxState {
  readonly version: typeof STATE_VERSION;
  /** Signs the tokens of every pool; generated at the first sign-in. */
  signingKey?: SigningKey;
  pools: Record<string, PoolState>;
}

/** Raise it if states written by older versions can no longer be read. */
export const STATE_VERSION = 1;

/** An RSA key as a private JSON Web Key. */
export interface SigningKey {
  readonly kid: string;
  readonly privateJwk: Readonly<Record<string, unknown>>;
}

/** A pool's settings as DescribeUserPool returns them, without derived members and those of PoolState. */
export type PoolSettings = Omit<
  UserPoolType,
  'Id' | 'Arn' | 'CreationDate' | 'LastModifiedDate' | 'SchemaAttributes' | 'EstimatedNumberOfUsers'
>;

export interface PoolState {
  settings: PoolSettings;
  /** All attributes that a user may have, including the standard ones. */
  schema: SchemaAttributeType[];
  /** The names of the third-party identity providers that a client may list besides `COGNITO`. */
  identityProviders: string[];
  /** The details of identity providers by name. An older state has names only. */
  providers?: Record<string, ProviderState>;
  /** By identifier. Absent if the pool never had one. */
  resourceServers?: Record<string, ResourceServerState>;
  mfa: MfaConfig;
  /** The details of domains by name. `settings` has the names; a domain without details is a prefix with the defaults. */
  domains?: Record<string, DomainState>;
  /** Secondary replicas by Region. Absent if the pool never had one. */
  replicas?: Record<string, ReplicaState>;
  /** The styles of the hosted UI: by client ID, or `ALL`. */
  uiCustomizations?: Record<string, UiState>;
  /** Absent if session tracking was never configured. */
  sessions?: SessionSettings;
  createdAt: number;
  modifiedAt: number;
  clients: Record<string, ClientState>;
  /** By canonical user name. */
  users: Record<string, UserState>;
  /** By name. Absent if the pool never had one. */
  groups?: Record<string, GroupState>;
  /** Of the hosted UI, by SHA-256 of the code. */
  authorizationCodes?: Record<string, AuthorizationCodeState>;
  /** By SHA-256 of the name, which may be that of no user. */
  failedAttempts?: Record<string, FailedAttemptsState>;
  /** By client ID, or `ALL` for the pool. Stored only. */
  riskConfigurations?: Record<string, RiskState>;
  /** Stored only. */
  logDelivery?: LogDeliveryState;
  /** By job ID, oldest first. Absent if the pool never had one. */
  importJobs?: Record<string, ImportJobState>;
  /** By number, counted from 1, so oldest first: JavaScript keeps such keys in order. */
  outbox?: Record<string, MessageState>;
}

/** What GetUserPoolMfaConfig returns besides MfaConfiguration. */
export type MfaConfig = Omit<GetUserPoolMfaConfigResponse, 'MfaConfiguration'>;

/** A client's settings as DescribeUserPoolClient returns them. */
export type ClientSettings = Omit<
  UserPoolClientType,
  'UserPoolId' | 'ClientId' | 'ClientSecret' | 'CreationDate' | 'LastModifiedDate' | 'ClientType'
>;

export interface ClientState {
  settings: ClientSettings;
  secret?: string;
  /** When the secret was added; absent if with the client. */
  secretCreatedAt?: number;
  /** A client can have two secrets, so that one can be replaced while applications use the other. */
  secondSecret?: { readonly value: string; readonly createdAt: number };
  /** How long the client reuses a session of the hosted UI; absent for the default. */
  sessionReuseMinutes?: number;
  createdAt: number;
  modifiedAt: number;
}

export type UserStatus = 'UNCONFIRMED' | 'CONFIRMED' | 'RESET_REQUIRED' | 'FORCE_CHANGE_PASSWORD' | 'EXTERNAL_PROVIDER';

export interface UserState {
  readonly username: string;
  /** By name, including `sub`. */
  attributes: Record<string, string>;
  /** New addresses that the user has not confirmed yet, by attribute name. */
  pending?: Record<string, string>;
  enabled: boolean;
  status: UserStatus;
  createdAt: number;
  modifiedAt: number;
  /** Absent for users without one: federated, passwordless, or reset. */
  password?: PasswordHash;
  /** Earlier ones, newest first, if the pool's policy remembers them. */
  passwordHistory?: PasswordHash[];
  /** When the temporary password was set; its validity starts then. */
  temporarySince?: number;
  mfa: MfaState;
  totp?: TotpState;
  /** By SHA-256 of the token. A token that is not listed has been revoked. */
  refreshTokens: Record<string, RefreshTokenState>;
  /** By SHA-256 of the token, oldest first. */
  replacedTokens?: Record<string, ReplacedTokenState>;
  /** By session ID. Sessions of the hosted UI. */
  ssoSessions?: Record<string, SsoSessionState>;
  /** What the user signs in with at identity providers. Absent for users of an older state, see `identitiesOf`. */
  identities?: IdentityState[];
  /** The names of the groups that the user is in. */
  groups?: string[];
  /** By device key. */
  devices?: Record<string, DeviceState>;
  /** Oldest first; recorded if the pool has threat protection. */
  authEvents?: AuthEventState[];
  /** By SHA-256 of the session string that the caller must send. Older versions had one, as `challenge`. */
  challenges?: Record<string, ChallengeState>;
  /** The codes that the user received. */
  codes?: Partial<Record<CodePurpose, CodeState>>;
}

/** A scrypt hash and its salt, base64; or one that an import job brought, with an empty salt. */
export interface PasswordHash {
  readonly salt: string;
  readonly hash: string;
  /** Absent for the seed's passwords, and those that older versions stored. */
  readonly srp?: SrpVerifier;
  /** How another directory made the hash, which then has its salt and cost in it. */
  readonly imported?: HashAlgorithm;
}

export interface MfaState {
  preferred?: string;
  /** The factors that are turned on, such as `SMS_MFA`. */
  methods: string[];
  /** Whether an authenticator app is registered, on or off. If absent: whether it is turned on. */
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
  /** The scopes that were granted through the hosted UI; absent after a sign-in through the API. */
  readonly scopes?: string[];
  /** The token session, if the pool tracked sessions at sign-in. */
  session?: TokenSessionState;
}

/** Where a session was last active. */
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
  /** The SSO session that it belongs to. */
  readonly ssoSessionId?: string;
}

export interface SsoSessionState extends SessionPlace {
  readonly clientId: string;
  readonly createdAt: number;
  lastActiveAt: number;
  readonly expiresAt: number;
  /** SHA-256 of the browser's cookie; absent for a seeded session, which no browser has. */
  readonly cookie?: string;
}

export interface DeviceState {
  name: string;
  readonly lastIp: string;
  remembered: boolean;
  readonly createdAt: number;
  modifiedAt: number;
  lastAuthenticatedAt: number;
  /** Set until the client confirms a device that is new. */
  unconfirmed?: true;
  /** Absent for a device from an older state. */
  verifier?: DeviceVerifierState;
}

/** What a device proves itself with in a sign-in by SRP, base64. */
export interface DeviceVerifierState {
  readonly salt: string;
  readonly verifier: string;
}

export interface AuthEventState {
  readonly id: string;
  readonly at: number;
  readonly response: 'Pass' | 'Fail' | 'InProgress';
  /** Absent if the pool did not check a password: at an identity provider, and during a lockout. */
  readonly password?: 'Success' | 'Failure';
  /** Absent if the pool did not check a second factor. */
  readonly mfa?: 'Success' | 'Failure';
  readonly place: SessionPlace;
}

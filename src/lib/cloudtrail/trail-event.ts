/*
 * cloudtrail/: reads files of AWS CloudTrail, as AWS writes them. `read-trail.ts` turns a file into records, this file says
 * what a record of a user pool is about.
 */

/** What sf-admin uses of a record of CloudTrail ("CloudTrail record contents" in the CloudTrail user guide). */
export interface TrailEvent {
  /** When the request was completed, in milliseconds since 1970. */
  readonly at: number;
  /** The service, such as `cognito-idp.amazonaws.com`. */
  readonly source: string | null;
  /** The operation, such as `InitiateAuth`; or a page of the hosted UI, such as `Login_POST`. */
  readonly name: string | null;
  readonly region: string | null;
  /** AWS's ID of the request, which the history has too; null for some requests to the hosted UI. */
  readonly requestId: string | null;
  /** The ARN of who made the request; null for some, such as those of users. */
  readonly principal: string | null;
  /** Whether the request was to the hosted UI or to another endpoint that is no API of AWS. */
  readonly isEndpoint: boolean;
  readonly hasFailed: boolean;
  /** Null where the record does not name it: an operation without IAM credentials names the app client alone. */
  readonly poolId: string | null;
  /** The `sub` of the user, and the user name where it is not hidden: none if the record names no user. */
  readonly users: readonly string[];
  /** Whether one of `users` is a `sub`. A name alone may be an address or another alias, and may have changed since. */
  readonly hasSub: boolean;
  /** Whether an app client asked for a token for itself. */
  readonly isOfClient: boolean;
}

type Json = Readonly<Record<string, unknown>>;

/**
 * What a record says.
 *
 * That records name the `sub` of the user and hide the user name is documented ("Logging Amazon Cognito API calls with AWS
 * CloudTrail" in the developer guide: `additionalEventData.sub` in its sample queries, `additionalEventData.requestParameters`
 * in its example of Confirm_POST). Which of the operations and pages name the user is not: the examples of Token_POST do not.
 * SignUp returns the `userSub` (API reference), and that a record repeats it is not documented.
 *
 * @returns what is wrong with the record, as the end of a sentence, if it is none
 */
export function trailEventFrom(record: unknown): TrailEvent | string {
  if (!isObject(record)) return 'is not an object';
  const at = Date.parse(text(record.eventTime) ?? '');
  if (Number.isNaN(at)) return 'has no eventTime, so it is not a record of CloudTrail';
  const extra = objectOf(record.additionalEventData);
  // The hosted UI has lists here, an operation has plain values elsewhere.
  const [asked, form] = [objectOf(record.requestParameters), objectOf(extra.requestParameters)];
  const { status } = objectOf(extra.responseParameters);
  const subs = namesIn([extra.sub, first(form.sub), objectOf(record.responseElements).userSub]);
  return {
    at,
    source: text(record.eventSource),
    name: text(record.eventName),
    region: text(record.awsRegion),
    requestId: text(record.requestID),
    principal: text(objectOf(record.userIdentity).arn),
    isEndpoint: record.eventType === 'AwsServiceEvent',
    hasFailed: text(record.errorCode) !== null || (typeof status === 'number' && status >= 400),
    poolId: text(extra.userPoolId) ?? text(asked.userPoolId),
    users: [...new Set([...subs, ...namesIn([asked.username])])],
    hasSub: subs.length > 0,
    isOfClient: first(form.grant_type) === 'client_credentials',
  };
}

function namesIn(values: readonly unknown[]): string[] {
  return values.map(text).filter((name) => name !== null && name !== HIDDEN) as string[];
}

/** What Cognito writes in place of what it hides (developer guide, "Confidential data in AWS CloudTrail"). */
const HIDDEN = 'HIDDEN_DUE_TO_SECURITY_REASONS';

const COGNITO = 'cognito-idp.amazonaws.com';

/** Operations of an administrator by which an app signs users in. All others whose names start like them manage users. */
const APP_SIGN_IN = new Set(['AdminInitiateAuth', 'AdminRespondToAuthChallenge']);

const SIGN_IN = new Set([...APP_SIGN_IN, 'InitiateAuth', 'RespondToAuthChallenge', 'GetTokensFromRefreshToken']);

/** Whether it is, or may be, about a user pool: some records do not name one. */
export function mayBeOfPool(event: TrailEvent, pool: { readonly poolId: string; readonly region: string }): boolean {
  const isThere = event.region === null || event.region === pool.region;
  return event.source === COGNITO && isThere && (event.poolId === null || event.poolId === pool.poolId);
}

/** Whether a user, and not an administrator, made the request. */
export function isByUser({ name }: TrailEvent): boolean {
  return name !== null && (!name.startsWith('Admin') || APP_SIGN_IN.has(name));
}

/** Whether somebody may have signed in, or renewed tokens, whom the record does not name. */
export function isByUnknownUser(event: TrailEvent): boolean {
  return event.users.length === 0 && mayBeSignIn(event);
}

/** Whether somebody may have signed in, or renewed tokens, whom the record names, but not by a `sub`. */
export function isByNameAlone(event: TrailEvent): boolean {
  return event.users.length > 0 && !event.hasSub && mayBeSignIn(event);
}

function mayBeSignIn({ name, hasFailed, isEndpoint, isOfClient }: TrailEvent): boolean {
  if (hasFailed || isOfClient) return false;
  return isEndpoint || (name !== null && SIGN_IN.has(name));
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function objectOf(value: unknown): Json {
  return isObject(value) ? value : {};
}

/** Text that is not empty: the hosted UI writes an empty `errorCode` for a success. */
function text(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

function first(value: unknown): unknown {
  return Array.isArray(value) ? (value as readonly unknown[])[0] : value;
}

import { createHash, randomInt } from 'node:crypto';
import { ServiceError } from '../engine/service-error.js';
import type { AddressAttribute, CodePurpose, CodeState, MessageKind } from '../state/outbox-state.js';
import type { PoolState, UserState } from '../state/state.js';
import { type Delivery, type SendContext, sendMessage } from './outbox.js';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** The purposes of codes that are sent. */
export type SentPurpose = Exclude<CodePurpose, 'password-change'>;

/** How long a code is valid, in milliseconds (quotas in the developer guide). That of MFA depends on the app client. */
const VALIDITY: Readonly<Record<SentPurpose, number>> = {
  'sign-up': 24 * HOUR_MS,
  'password-reset': HOUR_MS,
  'verify-email': 24 * HOUR_MS,
  'verify-phone_number': 24 * HOUR_MS,
  mfa: 3 * MINUTE_MS,
};

const KINDS: Readonly<Record<SentPurpose, MessageKind>> = {
  'sign-up': 'sign-up',
  'password-reset': 'password-reset',
  'verify-email': 'verification',
  'verify-phone_number': 'verification',
  mfa: 'mfa',
};

/**
 * How often a user can request a code, and how often enter a wrong one, for each purpose. Documented: between 5 and 20
 * an hour, depending on the risk (developer guide, recovering user accounts). The sandbox takes the strictest value.
 */
const ATTEMPTS_PER_HOUR = 5;

export interface CodeRequest {
  readonly purpose: SentPurpose;
  /** The attribute whose address receives the code. */
  readonly attribute: AddressAttribute;
  /** Default: the user's `attribute`. */
  readonly to?: string;
  /** In milliseconds; by default, as long as Cognito's codes of this purpose. */
  readonly validFor?: number;
  /** Whether the user asked for the code; if an administrator or a sign-in caused it, it counts toward no limit. */
  readonly byUser?: boolean;
  /** The address of the link that the message has instead of a code. */
  readonly link?: (code: string) => string;
}

/**
 * Sends a new code of six digits to `user`, a draft of the store; an earlier one for the same purpose is no longer valid.
 *
 * Throws LimitExceededException if the user has asked too often in the last hour, or the mails of the day are used up.
 */
export function sendCode(context: SendContext, pool: PoolState, user: UserState, request: CodeRequest): Delivery {
  const { purpose, attribute, to = user.attributes[attribute] ?? '', validFor = VALIDITY[purpose] } = request;
  const now = context.now().getTime();
  const counted = countersOf(user, purpose, now);
  if (request.byUser === true && context.limits.codeAttempts && counted.requests >= ATTEMPTS_PER_HOUR) {
    throw limitExceeded();
  }
  const code = String(randomInt(1_000_000)).padStart(6, '0');
  const link = request.link?.(code);
  const delivery = sendMessage(context, pool, user, { kind: KINDS[purpose], attribute, secret: code, to, link });
  const requests = counted.requests + (request.byUser === true ? 1 : 0);
  const sent = { hash: hashOf(code), expiresAt: now + validFor, attribute, to };
  user.codes = { ...user.codes, [purpose]: { ...counted, requests, code: sent } };
  return delivery;
}

/** A code that was entered: the address that it proves, or why it is refused. */
export type CodeCheck =
  | { readonly address: { readonly attribute: AddressAttribute; readonly to: string }; readonly refusal?: undefined }
  | { readonly refusal: ServiceError };

/**
 * Checks a code that `user`, a draft of the store, has entered, and uses it up if it is right. A refusal is returned and
 * not thrown, because the update has to save that the user failed: throw it after the update.
 *
 * Refusals: CodeMismatchException for a wrong code, ExpiredCodeException for one that has expired or been used or if
 * none was sent, LimitExceededException after too many wrong ones in an hour.
 */
export function checkCode(context: SendContext, user: UserState, purpose: CodePurpose, entered: string): CodeCheck {
  const now = context.now().getTime();
  const counted = countersOf(user, purpose, now);
  const tooMany = attemptsRefusal(context, user, purpose);
  if (tooMany) return { refusal: tooMany };
  const sent = user.codes?.[purpose]?.code;
  if (!sent || sent.expiresAt <= now) return { refusal: expired() };
  if (sent.hash !== hashOf(entered)) {
    countFailure(context, user, purpose);
    return { refusal: mismatch() };
  }
  user.codes = { ...user.codes, [purpose]: { ...counted, failures: 0 } };
  return { address: { attribute: sent.attribute, to: sent.to } };
}

/** LimitExceededException if the user has failed too often in the last hour; otherwise undefined. */
export function attemptsRefusal(
  { now, limits }: SendContext,
  user: UserState,
  purpose: CodePurpose,
): ServiceError | undefined {
  const { failures } = countersOf(user, purpose, now().getTime());
  return limits.codeAttempts && failures >= ATTEMPTS_PER_HOUR ? limitExceeded() : undefined;
}

/** Counts a wrong code or password that `user`, a draft of the store, has entered. */
export function countFailure({ now }: SendContext, user: UserState, purpose: CodePurpose): void {
  const counted = countersOf(user, purpose, now().getTime());
  const code = user.codes?.[purpose]?.code;
  user.codes = { ...user.codes, [purpose]: { ...counted, failures: counted.failures + 1, ...(code && { code }) } };
}

/** The messages of both are Cognito's: https://github.com/floci-io/floci/pull/2018 compared them. */
export function mismatch(): ServiceError {
  return new ServiceError('CodeMismatchException', 'Invalid verification code provided, please try again.');
}

export function expired(): ServiceError {
  return new ServiceError('ExpiredCodeException', 'Invalid code provided, please request a code again.');
}

/**
 * Observed: after too many attempts, this error, with this message. When Cognito sends the TooManyFailedAttemptsException
 * that some operations document, nothing public says; the sandbox never does.
 */
function limitExceeded(): ServiceError {
  return new ServiceError('LimitExceededException', 'Attempt limit exceeded, please try after some time.');
}

/** The counters of the current hour. They start again an hour after the first request or mistake. */
function countersOf({ codes }: UserState, purpose: CodePurpose, now: number): Omit<CodeState, 'code'> {
  const state = codes?.[purpose];
  if (!state || state.since <= now - HOUR_MS) return { since: now, requests: 0, failures: 0 };
  const { since, requests, failures } = state;
  return { since, requests, failures };
}

function hashOf(code: string): string {
  return createHash('sha256').update(code).digest('base64url');
}

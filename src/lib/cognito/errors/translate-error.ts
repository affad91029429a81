/**
 * Errors: what AWS's errors mean to the operator. This file decides which kind an error is; the tables by name are in
 * `service-errors.ts` (throttling, quotas, not found, …), `credential-errors.ts` and `network-errors.ts`. No error that
 * leaves this folder holds a secret: see `safe-error.ts`.
 */
import { AdminError, type ErrorCode } from '../../errors.js';
import { redacted } from '../../text/redacted.js';
import { isWrite } from '../client/is-write.js';
import { CREDENTIAL_ERRORS } from './credential-errors.js';
import type { FailedCall, ServiceFailure, Translation } from './failed-call.js';
import { networkError, notCognito, wasNeverSent } from './network-errors.js';
import { isSafe, safeError, secretsIn } from './safe-error.js';
import { SERVICE_ERRORS, unknownServiceError } from './service-errors.js';

/**
 * Turns an error of a call into an AdminError that says what failed, on what, and what to do next; after an interrupt
 * it is CANCELLED. An unexpected error is returned as it is, since its stack is worth more than a guess. Secrets that the
 * request carried are removed from either, even if the service repeats them.
 */
export function translateError(error: unknown, call: FailedCall): unknown {
  const secrets = secretsIn(call.input);
  if (call.endpoint.interrupt.aborted) {
    const mayHaveHappened = isWrite(call.operation) ? call.isStarted : undefined;
    return new AdminError('CANCELLED', 'interrupted', { cause: safeError(error, secrets), mayHaveHappened });
  }
  if (error instanceof AdminError || !(error instanceof Error)) return error;
  const failure = error as ServiceFailure;
  const translation = translate(failure, call);
  if (!translation) return isSafe(error, secrets) ? error : safeError(error, secrets);
  const { code, message, hint } = translation;
  return new AdminError(code, redacted(message, secrets), {
    cause: safeError(error, secrets),
    hint: hint === undefined ? undefined : redacted(hint, secrets),
    requestId: failure.$metadata?.requestId,
    mayHaveHappened: isWrite(call.operation) ? isEffectUnknown(code, failure) : undefined,
  });
}

/** Whether a translated error is that of a retry, so that an earlier attempt may have succeeded and its answer be lost. */
export function wasRetried({ cause }: AdminError): boolean {
  return ((cause as ServiceFailure | undefined)?.$metadata?.attempts ?? 1) > 1;
}

const BY_NAME = { ...SERVICE_ERRORS, ...CREDENTIAL_ERRORS };

function translate(failure: ServiceFailure, call: FailedCall): Translation | undefined {
  const status = failure.$metadata?.httpStatusCode;
  // Cognito never redirects, whatever the body contains.
  if (status !== undefined && status >= 300 && status < 400) return notCognito(call);
  // The service chooses the name, which may be that of a built-in property, such as `constructor`.
  if (Object.hasOwn(BY_NAME, failure.name)) return BY_NAME[failure.name]?.(failure, call);
  const fromNetwork = networkError(failure, call);
  if (fromNetwork !== undefined) return fromNetwork;
  const isNotJson = failure instanceof SyntaxError || (status !== undefined && failure.$fault === undefined);
  // The SDK's name for an error without a name. Cognito's errors have one, but a server error may be the load balancer's.
  const isNameless = failure.name === 'Unknown' && failure.$fault !== 'server';
  return isNotJson || isNameless ? notCognito(call) : unknownServiceError(failure, call);
}

/**
 * Whether the service may have done what it was asked, since the answer was lost and not the request. After a retry that
 * is so for every error: it is the last attempt's, and the answer to an earlier one may have been lost.
 */
function isEffectUnknown(code: ErrorCode, failure: ServiceFailure): boolean {
  if ((failure.$metadata?.attempts ?? 1) > 1) return true;
  if (code === 'UNREACHABLE') return !wasNeverSent(failure);
  return code === 'TIMEOUT' || code === 'SERVICE_FAILED' || code === 'BAD_RESPONSE';
}

import { isWrite } from '../client/is-write.js';
import { CHECK_ENDPOINT } from './bad-response.js';
import { addressOf, type FailedCall, type ServiceFailure, type Translation } from './failed-call.js';

/** Node's codes of connections that were never made, so that nothing was sent. */
const NEVER_SENT = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EHOSTDOWN',
  'ENETDOWN',
  'EADDRNOTAVAIL',
]);

const UNREACHABLE = new Set([
  ...NEVER_SENT,
  'ECONNRESET',
  'EPIPE',
  'ECONNABORTED',
  // Node 20, if the server does not speak TLS; later versions have ERR_SSL_….
  'EPROTO',
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'ERR_TLS_CERT_ALTNAME_INVALID',
]);

/** Start of the code of a connection that a proxy refused; its HTTP status follows. */
export const PROXY_REFUSED = 'PROXY_REFUSED_';

/** No connection, no answer in time, or an answer that is not HTTP; `undefined` for any other error. */
export function networkError(failure: ServiceFailure, call: FailedCall): Translation | undefined {
  if (call.timedOut) return timedOut(call);
  const codes = networkCodes(failure);
  const unreachable = codes.find((code) => UNREACHABLE.has(code) || code.startsWith('ERR_SSL_'));
  if (unreachable !== undefined) {
    return {
      code: 'UNREACHABLE',
      message: `no connection to ${failure.hostname ?? addressOf(call)} (${unreachable})`,
      hint: `Check the network, a proxy (HTTPS_PROXY, NO_PROXY), ${call.service === undefined ? '--endpoint-url' : 'its address'} and the region.`,
    };
  }
  const refused = codes.find((code) => code.startsWith(PROXY_REFUSED));
  if (refused !== undefined) {
    return {
      code: 'UNREACHABLE',
      message: `the proxy refused the connection to ${addressOf(call)} (${refused.slice(PROXY_REFUSED.length)})`,
      hint: 'Check HTTPS_PROXY, and the user name and password in it, or list the host in NO_PROXY.',
    };
  }
  // After the codes: the SDK names a connection that was reset TimeoutError too.
  if (failure.name === 'TimeoutError' || failure.code === 'ETIMEDOUT') return timedOut(call);
  return codes.some((code) => code.startsWith('HPE_')) ? notCognito(call) : undefined;
}

/** Whether the request was certainly not sent. */
export function wasNeverSent(failure: ServiceFailure): boolean {
  return networkCodes(failure).some((code) => NEVER_SENT.has(code) || code.startsWith(PROXY_REFUSED));
}

/** BAD_RESPONSE for an answer that Cognito does not give. */
export function notCognito(call: FailedCall): Translation {
  return {
    code: 'BAD_RESPONSE',
    message: `${addressOf(call)} answered ${call.operation} with something other than ${call.service === undefined ? "Cognito's JSON" : `${call.service}'s answer`}`,
    hint: CHECK_ENDPOINT,
  };
}

function timedOut(call: FailedCall): Translation {
  return {
    code: 'TIMEOUT',
    message: `no answer from ${addressOf(call)} to ${call.operation} within ${call.endpoint.timeoutMs / 1000} s`,
    // After a write, the caller looks up whether it happened, and its hint says so.
    ...(isWrite(call.operation) ? {} : { hint: 'Check the network, or allow more time: --timeout SECONDS' }),
  };
}

/** The codes of an error and of its causes, one for each address of a host that has several. Causes may form a circle. */
function networkCodes(error: unknown, depth = 0): string[] {
  if (typeof error !== 'object' || error === null || depth > 5) return [];
  const { code, cause, errors } = error as { code?: unknown; cause?: unknown; errors?: unknown };
  const nested = Array.isArray(errors) ? errors.flatMap((one: unknown) => networkCodes(one, depth + 1)) : [];
  return [...(typeof code === 'string' ? [code] : []), ...nested, ...networkCodes(cause, depth + 1)];
}

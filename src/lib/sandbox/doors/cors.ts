/** Which pages of other origins may call the sandbox from a browser (Fetch standard, "CORS protocol"). */
import { AdminError } from '../../errors.js';

/** The host of this machine, with or without a port. */
const LOOPBACK_HOST = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/i;

export function isLoopback(host: string | undefined): boolean {
  return LOOPBACK_HOST.test(host ?? '');
}

/**
 * Whether scripts of `origin` may call the sandbox: those of this machine and of the origins that were allowed. Cognito
 * allows all, but here no signature is verified, so any page on the internet could change the pool.
 */
export function isAllowedOrigin(origin: string, allowed: readonly string[]): boolean {
  return allowed.includes(origin) || isLoopback(/^https?:\/\/(.+)$/.exec(origin)?.[1]);
}

/**
 * An origin that was given to be allowed, such as `https://app.example.com`.
 * Throws AdminError USAGE for anything else, such as `*`, or a URL with a path.
 */
export function parseOrigin(text: string): string {
  const origin = URL.canParse(text) ? new URL(text).origin : 'null';
  if (origin === 'null' || text.replace(/\/$/, '').toLowerCase() !== origin) {
    throw new AdminError('USAGE', `invalid origin "${text}"`, { hint: 'Format: https://app.example.com' });
  }
  return origin;
}

/** What a browser has to see in every response, to hand it to a page of `origin`. */
export function responseHeaders(origin: string): Record<string, string> {
  return {
    'access-control-allow-origin': origin,
    'access-control-expose-headers': 'date, x-amzn-requestid, x-amzn-errortype, x-amzn-errormessage',
  };
}

/** The answer to a browser that asks before a request: `asked` are the headers of the request that it would send. */
export function preflightHeaders(methods: readonly string[], asked: string | undefined): Record<string, string> {
  // The headers of SDKs differ, and none of them is a secret here.
  const isList = asked !== undefined && /^[a-z0-9-]+(, ?[a-z0-9-]+)*$/i.test(asked);
  return {
    'access-control-allow-methods': methods.join(', '),
    ...(isList && { 'access-control-allow-headers': asked }),
    'access-control-max-age': '600',
  };
}

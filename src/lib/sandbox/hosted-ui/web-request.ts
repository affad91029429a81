import type { OperationContext } from '../engine/operation.js';
import type { HttpResponse } from '../engine/http.js';
import { OAuthError } from './oauth-error.js';

/** A request for a page or an OAuth endpoint. */
export interface WebRequest {
  /** `HEAD` is answered as `GET`. */
  readonly method: 'GET' | 'POST';
  readonly path: string;
  /** Without the question mark. */
  readonly query: string;
  /** Names are in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export type WebHandler = (context: OperationContext, request: WebRequest) => Promise<HttpResponse>;

export type Parameters = ReadonlyMap<string, string>;

/**
 * The parameters of a query or a form; one without a value counts as missing (RFC 6749, section 3.1).
 * Throws OAuthError invalid_request for a repeated one.
 */
export function parametersOf(text: string): Parameters {
  const parameters = new Map<string, string>();
  for (const [name, value] of new URLSearchParams(text)) {
    if (value === '') continue;
    if (parameters.has(name)) throw new OAuthError('invalid_request', `The parameter ${name} is repeated.`);
    parameters.set(name, value);
  }
  return parameters;
}

/** The fields of a form. Throws OAuthError invalid_request. */
export function formOf({ headers, body }: WebRequest): Parameters {
  const type = headers['content-type']?.split(';')[0]?.trim().toLowerCase();
  if (type !== 'application/x-www-form-urlencoded') {
    throw new OAuthError('invalid_request', 'The body must be application/x-www-form-urlencoded.');
  }
  return parametersOf(body);
}

/** Throws OAuthError invalid_request if it is missing. */
export function required(parameters: Parameters, name: string): string {
  const value = parameters.get(name);
  if (value === undefined) throw new OAuthError('invalid_request', `The parameter ${name} is missing.`);
  return value;
}

/** The value of a cookie that the browser sent. */
export function cookieOf({ headers }: WebRequest, name: string): string | undefined {
  for (const pair of headers.cookie?.split(';') ?? []) {
    const [key, value] = pair.trim().split('=', 2);
    if (key === name) return value;
  }
  return undefined;
}

/** A cookie for this host that no script reads and no form of another site sends. Without an age, it ends with the browser. */
export function cookie(name: string, value: string, maxAgeSeconds?: number): string {
  const age = maxAgeSeconds === undefined ? '' : `; Max-Age=${maxAgeSeconds}`;
  return `${name}=${value}; Path=/; HttpOnly; SameSite=Lax${age}`;
}

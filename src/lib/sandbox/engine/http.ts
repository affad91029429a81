import { randomUUID } from 'node:crypto';
import { ServiceError } from './service-error.js';

/** The response to one request, before a door sends it. */
export interface HttpResponse {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/** A request for a path under `/import-jobs/`. */
export interface TransferRequest {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  /** Names are in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: AsyncIterable<Uint8Array>;
}

export function isTransfer(path: string): boolean {
  return path.startsWith('/import-jobs/');
}

/** Whether a path is that of a pool's public keys. */
export function isKeySet(path: string): boolean {
  return path.endsWith('/.well-known/jwks.json');
}

/** Runs operations; SandboxEngine does. */
interface Service {
  handle(operation: string, input: unknown): Promise<object>;
}

const TARGET_PREFIX = 'AWSCognitoIdentityProviderService.';

/** The operation that an `X-Amz-Target` header names, or an empty string. */
export function operationOf(target: string | undefined): string {
  return target?.startsWith(TARGET_PREFIX) ? target.slice(TARGET_PREFIX.length) : '';
}

/**
 * Responds to one request of the AWS JSON 1.1 protocol: `target` is its `X-Amz-Target`, `body` its text. A ServiceError
 * becomes an error response; every other error is thrown, because the doors report it differently.
 */
export async function respond(service: Service, target: string | undefined, body: string): Promise<HttpResponse> {
  try {
    return amzResponse(200, await service.handle(operationOf(target), inputOf(body)), {});
  } catch (error) {
    if (error instanceof ServiceError) return errorResponse(error);
    throw error;
  }
}

/** An error as the service sends it: named in the body and in a header. */
export function errorResponse({ statusCode, name, message }: ServiceError): HttpResponse {
  return amzResponse(
    statusCode,
    { __type: name, message },
    { 'x-amzn-errortype': `${name}:`, 'x-amzn-errormessage': headerText(message) },
  );
}

/** A response with a body of text. */
export function textResponse(
  statusCode: number,
  contentType: string,
  text: string,
  headers: Readonly<Record<string, string>> = {},
): HttpResponse {
  const body = new TextEncoder().encode(text);
  return {
    statusCode,
    headers: { 'content-type': contentType, 'content-length': String(body.byteLength), ...headers },
    body,
  };
}

function amzResponse(statusCode: number, content: object, headers: Record<string, string>): HttpResponse {
  return textResponse(statusCode, 'application/x-amz-json-1.1', JSON.stringify(content), {
    'x-amzn-requestid': randomUUID(),
    date: new Date().toUTCString(),
    ...headers,
  });
}

function inputOf(body: string): unknown {
  try {
    return body === '' ? {} : (JSON.parse(body) as unknown);
  } catch {
    throw new ServiceError('SerializationException', 'The request is not valid JSON.');
  }
}

/** A header holds printable ASCII only; the body has the full message. */
function headerText(message: string): string {
  return message.replaceAll(/[^\x20-\x7e]/g, '?').slice(0, 1024);
}

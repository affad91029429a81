import { randomUUID } from 'node:crypto';
import { ServiceError } from './service-error.js';

/** What one request is answered with, before either door sends it. */
export interface HttpAnswer {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/** What carries an operation out; an engine does. */
interface Service {
  handle(operation: string, input: unknown): Promise<object>;
}

const TARGET_PREFIX = 'AWSCognitoIdentityProviderService.';

/** The operation that an `X-Amz-Target` header names, or an empty string. */
export function operationOf(target: string | undefined): string {
  return target?.startsWith(TARGET_PREFIX) ? target.slice(TARGET_PREFIX.length) : '';
}

/**
 * Answers one request of the JSON 1.1 protocol: `target` is its `X-Amz-Target`, `body` its text. An error of the
 * service becomes an answer; anything else that fails is thrown, for the door to say in its own way.
 */
export async function answerRequest(
  engine: Service,
  target: string | undefined,
  body: string,
): Promise<HttpAnswer> {
  try {
    return success(await engine.handle(operationOf(target), inputOf(body)));
  } catch (error) {
    if (error instanceof ServiceError) return failure(error);
    throw error;
  }
}

/** An error as the service sends it: named in the body and in a header. */
export function failure(error: ServiceError): HttpAnswer {
  return jsonAnswer(
    error.statusCode,
    { __type: error.name, message: error.message },
    { 'x-amzn-errortype': `${error.name}:`, 'x-amzn-errormessage': headerText(error.message) },
  );
}

function success(output: object): HttpAnswer {
  return jsonAnswer(200, output, {});
}

function jsonAnswer(statusCode: number, content: object, headers: Record<string, string>): HttpAnswer {
  const body = new TextEncoder().encode(JSON.stringify(content));
  return {
    statusCode,
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'content-length': String(body.byteLength),
      'x-amzn-requestid': randomUUID(),
      date: new Date().toUTCString(),
      ...headers,
    },
    body,
  };
}

function inputOf(body: string): unknown {
  try {
    return body === '' ? {} : (JSON.parse(body) as unknown);
  } catch {
    throw new ServiceError('SerializationException', 'The request is not valid JSON.');
  }
}

/** A header holds printable ASCII; the whole message is in the body. */
function headerText(message: string): string {
  return message.replaceAll(/[^\x20-\x7e]/g, '?').slice(0, 1024);
}

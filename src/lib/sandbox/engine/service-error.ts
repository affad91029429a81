/**
 * An answer of the service that is an error: its name goes out as `__type`, and the SDK turns it into the exception
 * of that name. Names and texts are Cognito's own where they are known.
 */
export class ServiceError extends Error {
  constructor(
    override readonly name: string,
    message: string,
    /** The HTTP status: 400 for what the caller did, 500 for what the service did. */
    readonly statusCode: 400 | 500 = 400,
  ) {
    super(message);
  }
}

/** The request is wrong in itself. */
export function invalidParameter(message: string): ServiceError {
  return new ServiceError('InvalidParameterException', message);
}

/** The request is well formed and the user, or the client, may not. */
export function notAuthorized(message: string): ServiceError {
  return new ServiceError('NotAuthorizedException', message);
}

/** Something that Cognito does and the sandbox does not: refused, never answered with a made-up success. */
export function notModelled(what: string): ServiceError {
  return new ServiceError('UnsupportedOperationException', `The sandbox does not model ${what}.`);
}

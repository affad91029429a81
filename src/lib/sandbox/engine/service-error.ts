/**
 * An error response of the service: `name` is sent as `__type`, and the SDK turns it into the exception of that name.
 * Names and messages are Cognito's own if they are known.
 */
export class ServiceError extends Error {
  constructor(
    override readonly name: string,
    message: string,
    /** The HTTP status: 400 for an error of the caller, 500 for one of the service. */
    readonly statusCode: 400 | 500 = 400,
  ) {
    super(message);
  }
}

/** The request itself is wrong. */
export function invalidParameter(message: string): ServiceError {
  return new ServiceError('InvalidParameterException', message);
}

/** The request is well formed, but the user or the client is not allowed to do this. */
export function notAuthorized(message: string): ServiceError {
  return new ServiceError('NotAuthorizedException', message);
}

/** A pool, client, device, session or import job that does not exist. */
export function notFound(message: string): ServiceError {
  return new ServiceError('ResourceNotFoundException', message);
}

/** The user pool has as many of something as it can have. The wording is the sandbox's. */
export function limitExceeded(most: string): ServiceError {
  return new ServiceError('LimitExceededException', `A user pool can have at most ${most}.`);
}

/** A feature that the tier of the pool does not have. The wording is the sandbox's. */
export function unavailableInTier(needed: string): ServiceError {
  return new ServiceError('FeatureUnavailableInTierException', needed);
}

/** A feature that Cognito has and the sandbox does not. It is refused, so that no caller believes that it was done. */
export function notModelled(feature: string): ServiceError {
  return new ServiceError('UnsupportedOperationException', `The sandbox does not model ${feature}.`);
}

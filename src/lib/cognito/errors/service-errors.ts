import { accessDenied } from './credential-errors.js';
import {
  addressOf,
  connectionUsed,
  type FailedCall,
  inputField,
  providerOf,
  reasonOf,
  type ServiceFailure,
  type Translate,
  type Translation,
  userOf,
} from './failed-call.js';

/**
 * Errors of Cognito by their name: throttling, quotas, refused requests, what was not found, triggers. Sources: the errors
 * of each operation in Cognito's API reference, and "Common errors" there.
 */
export const SERVICE_ERRORS: Readonly<Record<string, Translate>> = {
  TooManyRequestsException: throttled,
  ThrottlingException: throttled,
  RequestThrottled: throttled,
  Throttling: throttled,
  ThrottledException: throttled,
  // The names of DynamoDB.
  ProvisionedThroughputExceededException: throttled,
  RequestLimitExceeded: throttled,
  LimitExceededException: (failure) => ({
    code: 'QUOTA_EXCEEDED',
    message: `a quota of the user pool is used up: ${reasonOf(failure)}`,
    hint:
      "Wait, or request an increase. Cognito's own mail sender allows 50 mails a day; other quotas are in the " +
      "account's Service Quotas.",
  }),
  UserNotFoundException: (_, call) => ({
    code: 'USER_NOT_FOUND',
    message: `no user ${userOf(call)} in user pool ${call.endpoint.poolId}`,
    hint: 'USER is an email, a sub or a user name. To find it: sf-admin users find TEXT',
  }),
  ResourceNotFoundException: notFound,
  UsernameExistsException: (_, call) => ({
    code: 'USER_EXISTS',
    message: `user ${userOf(call)} already exists`,
    hint: `To see it: sf-admin users show ${userOf(call)}`,
  }),
  AliasExistsException: (failure, call) =>
    call.operation === 'AdminLinkProviderForUser'
      ? {
          code: 'USER_EXISTS',
          message: `the identity is linked to another user: ${reasonOf(failure)}`,
          hint: 'Ask the person as whom they are signed in, and unlink it there: sf-admin users unlink USER',
        }
      : {
          code: 'USER_EXISTS',
          message: `another user has this address: ${reasonOf(failure)}`,
          hint: 'To find that user: sf-admin users find ADDRESS',
        },
  GroupExistsException: (_, call) => ({
    code: 'GROUP_EXISTS',
    message: `group ${inputField(call, 'GroupName') ?? 'of that name'} already exists`,
    hint: 'To see the groups: sf-admin groups list',
  }),
  InvalidParameterException: refused('INVALID_REQUEST'),
  ValidationException: refused('INVALID_REQUEST'),
  SerializationException: refused('INVALID_REQUEST'),
  PreconditionNotMetException: refused('INVALID_REQUEST'),
  InvalidOAuthFlowException: refused('INVALID_REQUEST'),
  ScopeDoesNotExistException: refused('INVALID_REQUEST'),
  InvalidPasswordException: refused('INVALID_PASSWORD'),
  PasswordHistoryPolicyViolationException: refused('INVALID_PASSWORD'),
  UnsupportedUserStateException: refused('USER_STATE'),
  UserNotConfirmedException: refused('USER_STATE'),
  PasswordResetRequiredException: refused('USER_STATE'),
  // Cognito uses one name for a caller without permission and for a user in the wrong state.
  NotAuthorizedException: (failure, call) =>
    /current state|user is disabled|password cannot be reset/i.test(failure.message)
      ? refused('USER_STATE')(failure, call)
      : accessDenied(failure, call),
  UserLambdaValidationException: (failure) => ({
    code: 'TRIGGER_REFUSED',
    message: `a trigger of the user pool refused this: ${reasonOf(failure)}`,
    hint: "Correct what the trigger rejects. To see the pool's triggers: sf-admin pool describe",
  }),
  UnexpectedLambdaException: triggerFailed,
  InvalidLambdaResponseException: triggerFailed,
  CodeDeliveryFailureException: mailFailed,
  InvalidEmailRoleAccessPolicyException: mailFailed,
  InternalErrorException: refused('SERVICE_FAILED'),
  ServiceUnavailable: refused('SERVICE_FAILED'),
  ConcurrentModificationException: (failure) => ({
    code: 'CHANGED_UNDERNEATH',
    message: `another writer is changing this at the moment: ${reasonOf(failure)}`,
    hint: 'Run the command again: it starts from the current state.',
  }),
  UnknownOperationException: unsupported,
  InvalidAction: unsupported,
  FeatureUnavailableInTierException: unsupported,
  InvalidUserPoolConfigurationException: unsupported,
  OperationNotEnabledException: (failure, call) => ({
    ...unsupported(failure, call),
    ...(call.operation.includes('Session')
      ? { hint: 'Sessions can be listed and revoked only if the user pool tracks sessions.' }
      : {}),
  }),
  UserPoolAddOnNotEnabledException: (failure, call) => ({
    ...unsupported(failure, call),
    hint: "Cognito records sign-in events only if the user pool's threat protection is on, in the Plus tier.",
  }),
};

/** Errors that name themselves nowhere are the SDK's `Unknown`; Cognito's always have a name. */
export function unknownServiceError(failure: ServiceFailure, call: FailedCall): Translation | undefined {
  if (failure.$fault === 'server') return refused('SERVICE_FAILED')(failure, call);
  if (failure.$fault === 'client') return refused('INVALID_REQUEST')(failure, call);
  return undefined;
}

/** Parts of a user, by the parameter that names one. */
const PARTS_OF_USERS = [
  ['SessionId', 'SESSION_NOT_FOUND', 'open session'],
  ['DeviceKey', 'DEVICE_NOT_FOUND', 'remembered device'],
] as const;

/** Cognito has one exception for everything that does not exist; only its message shows that it is the pool. */
function notFound(failure: ServiceFailure, call: FailedCall): Translation {
  const { poolId } = call.endpoint;
  const clientId = inputField(call, 'ClientId');
  if (clientId !== undefined && /client/i.test(failure.message)) {
    return {
      code: 'CLIENT_NOT_FOUND',
      message: `no app client ${clientId} in user pool ${poolId}`,
      hint: 'To list the app clients: sf-admin client list',
    };
  }
  return (
    (/pool/i.test(failure.message) ? undefined : partNotFound(call)) ?? {
      code: 'POOL_NOT_FOUND',
      message: `no user pool ${poolId} for these credentials`,
      hint:
        `A pool belongs to one account and region. ${connectionUsed(call.endpoint)}\n` +
        'To use another: --context, --pool-id, --region or --profile.',
    }
  );
}

function partNotFound(call: FailedCall): Translation | undefined {
  for (const [name, code, noun] of PARTS_OF_USERS) {
    const id = inputField(call, name);
    if (id !== undefined) return { code, message: `user ${userOf(call)} has no ${noun} ${id}` };
  }
  if (call.operation === 'AdminDeleteSoftwareToken') {
    return { code: 'FACTOR_NOT_FOUND', message: `user ${userOf(call)} has no TOTP factor` };
  }
  const group = inputField(call, 'GroupName');
  if (group !== undefined) {
    return {
      code: 'GROUP_NOT_FOUND',
      message: `no group ${group} in user pool ${call.endpoint.poolId}`,
      hint: 'To list the groups: sf-admin groups list',
    };
  }
  const provider = providerOf(call);
  if (provider !== undefined) {
    return {
      code: 'PROVIDER_NOT_FOUND',
      message: `no identity provider ${provider} in user pool ${call.endpoint.poolId}`,
      hint: 'To list the identity providers: sf-admin providers list',
    };
  }
  const jobId = inputField(call, 'JobId');
  if (jobId === undefined) return undefined;
  return {
    code: 'IMPORT_JOB_NOT_FOUND',
    message: `no import job ${jobId} in user pool ${call.endpoint.poolId}`,
    hint: 'To list the import jobs: sf-admin users import list',
  };
}

/** A refused request, with the service's own message: it names the parameter. */
function refused(code: keyof typeof REFUSED_HINTS): Translate {
  return (failure, call) => ({
    code,
    message: `${call.operation} failed: ${reasonOf(failure)}`,
    hint: REFUSED_HINTS[code](call, failure),
  });
}

const REFUSED_HINTS = {
  INVALID_REQUEST: () => 'Correct what the message names, then run the command again.',
  INVALID_PASSWORD: () => 'Choose another password, or use --generate-password. The policy: sf-admin pool describe',
  USER_STATE: (call: FailedCall, { message }: ServiceFailure) =>
    /user is disabled/i.test(message)
      ? `To enable the user: sf-admin users enable ${userOf(call)}`
      : `To see the user's status: sf-admin users show ${userOf(call)}`,
  SERVICE_FAILED: () => 'Wait a minute, then run the command again.',
};

/** Cognito could not send a mail, or may not use the sender that the pool is configured with. */
function mailFailed(failure: ServiceFailure, call: FailedCall): Translation {
  return {
    ...refused('SERVICE_FAILED')(failure, call),
    hint: "Check the pool's mail sender: sf-admin pool describe",
  };
}

function triggerFailed(failure: ServiceFailure): Translation {
  return {
    code: 'TRIGGER_FAILED',
    message: `a trigger of the user pool failed: ${reasonOf(failure)}`,
    hint: "Check the function's log. A trigger that does not answer within 5 seconds fails the call too.",
  };
}

/** The retries (`pacing/retry-strategy.ts`) did not help. */
function throttled(_: ServiceFailure, call: FailedCall): Translation {
  return {
    code: 'THROTTLED',
    message: `${call.service ?? 'Cognito'} kept throttling ${call.operation}, despite retries`,
    hint: [
      ...(call.service === undefined ? ['The whole account shares the rate, sign-ins included.'] : []),
      'Wait a minute, then run the command again.',
    ].join(' '),
  };
}

function unsupported(failure: ServiceFailure, call: FailedCall): Translation {
  return {
    code: 'UNSUPPORTED_OPERATION',
    message: `${addressOf(call)} does not support ${call.operation} for this pool: ${reasonOf(failure)}`,
    hint: "Check --endpoint-url. If it is AWS, the pool's tier lacks it: sf-admin pool describe",
  };
}

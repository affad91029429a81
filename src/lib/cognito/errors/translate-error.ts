import { defined } from '../../model/defined.js';
import { UNNAMED } from '../../config/resolve-context.js';
import { AdminError, type ErrorCode } from '../../errors.js';
import { redacted } from '../../text/redacted.js';
import { CHECK_ENDPOINT } from './bad-response.js';
import type { Endpoint } from '../client/endpoint.js';
import { isWrite } from '../client/is-write.js';
import { isSafe, safeError, secretsIn } from './safe-error.js';

/** The call that failed. */
export interface FailedCall {
  readonly endpoint: Endpoint;
  /** The host that was called, where it is not the endpoint's. */
  readonly address?: string;
  readonly operation: string;
  readonly input: object;
  /** Whether the call was ended by sf-admin's own deadline. */
  readonly timedOut: boolean;
}

/** What the SDK hangs on an error that the service sent. */
interface ServiceFailure {
  readonly name: string;
  readonly message: string;
  readonly code?: string;
  readonly $metadata?: {
    readonly requestId?: string;
    readonly httpStatusCode?: number;
    readonly attempts?: number;
  };
  readonly $fault?: 'client' | 'server';
}

interface Translation {
  readonly code: ErrorCode;
  readonly message: string;
  readonly hint?: string;
}

type Translate = (failure: ServiceFailure, call: FailedCall) => Translation;

/**
 * What the errors that Cognito, its front door and the SDK's credential providers name mean to a person. Sources: the
 * errors of each operation in Cognito's API reference, "Common errors" there, and the providers' own code.
 */
const BY_NAME: Readonly<Record<string, Translate>> = {
  UserNotFoundException: (_, call) => ({
    code: 'USER_NOT_FOUND',
    message: `no user ${userOf(call)} in user pool ${call.endpoint.poolId}`,
    hint: 'USER is an email, a sub or a user name. Look for it: sf-admin users list --email-prefix …',
  }),
  ResourceNotFoundException: (failure, call) => {
    for (const [name, code, noun] of PARTS_OF_USERS) {
      const id = field(call.input, name);
      if (id !== undefined && !/pool/i.test(failure.message)) {
        return { code, message: `user ${userOf(call)} has no ${noun} ${id}` };
      }
    }
    if (call.operation === 'AdminDeleteSoftwareToken' && !/pool/i.test(failure.message)) {
      return { code: 'FACTOR_NOT_FOUND', message: `user ${userOf(call)} has no TOTP factor` };
    }
    const jobId = field(call.input, 'JobId');
    if (jobId !== undefined && !/pool/i.test(failure.message)) {
      return {
        code: 'IMPORT_JOB_NOT_FOUND',
        message: `no import job ${jobId} in user pool ${call.endpoint.poolId}`,
        hint: 'List the ones there are: sf-admin users import list',
      };
    }
    const clientId = field(call.input, 'ClientId');
    return clientId !== undefined && /client/i.test(failure.message)
      ? {
          code: 'CLIENT_NOT_FOUND',
          message: `no app client ${clientId} in user pool ${call.endpoint.poolId}`,
          hint: 'List the ones there are: sf-admin client list',
        }
      : {
          code: 'POOL_NOT_FOUND',
          message: `no user pool ${call.endpoint.poolId} for these credentials`,
          hint:
            `A pool belongs to one account and region. ${whereLooked(call.endpoint)}\n` +
            'Act elsewhere with --context, --pool-id, --region or --profile.',
        };
  },
  UsernameExistsException: (_, call) => ({
    code: 'USER_EXISTS',
    message: `user ${userOf(call)} exists already`,
    hint: `See it: sf-admin users show ${userOf(call)}`,
  }),
  AliasExistsException: (failure) => ({
    code: 'USER_EXISTS',
    message: `another user has this address: ${sentence(failure.message)}`,
    hint: 'See whose it is: sf-admin users list --email-prefix ADDRESS',
  }),
  InvalidParameterException: rejected('INVALID_REQUEST'),
  ValidationException: rejected('INVALID_REQUEST'),
  SerializationException: rejected('INVALID_REQUEST'),
  PreconditionNotMetException: rejected('INVALID_REQUEST'),
  InvalidPasswordException: rejected('INVALID_PASSWORD'),
  PasswordHistoryPolicyViolationException: rejected('INVALID_PASSWORD'),
  InvalidOAuthFlowException: rejected('INVALID_REQUEST'),
  ScopeDoesNotExistException: rejected('INVALID_REQUEST'),
  UnsupportedUserStateException: rejected('USER_STATE'),
  UserNotConfirmedException: rejected('USER_STATE'),
  PasswordResetRequiredException: rejected('USER_STATE'),
  // Cognito uses one name for a caller without the right and for a user in the wrong state.
  NotAuthorizedException: (failure, call) =>
    /current state|user is disabled|password cannot be reset/i.test(failure.message)
      ? rejected('USER_STATE')(failure, call)
      : denied(failure, call),
  AccessDeniedException: denied,
  AccessDenied: denied,
  UserLambdaValidationException: (failure) => ({
    code: 'TRIGGER_REFUSED',
    message: `a trigger of the user pool refused this: ${sentence(failure.message)}`,
    hint: "Change what it objects to. The pool's triggers: sf-admin pool describe",
  }),
  UnexpectedLambdaException: triggerFailed,
  InvalidLambdaResponseException: triggerFailed,
  CodeDeliveryFailureException: mailFailed,
  InvalidEmailRoleAccessPolicyException: mailFailed,
  InternalErrorException: rejected('SERVICE_FAILED'),
  ServiceUnavailable: rejected('SERVICE_FAILED'),
  TooManyRequestsException: throttled,
  ThrottlingException: throttled,
  RequestThrottled: throttled,
  LimitExceededException: (failure) => ({
    code: 'QUOTA_EXCEEDED',
    message: `a quota of the user pool is used up: ${sentence(failure.message)}`,
    hint:
      "Wait, or have it raised. Cognito's own mail sender allows 50 a day; other quotas are in the account's\n" +
      'Service Quotas.',
  }),
  ConcurrentModificationException: (failure) => ({
    code: 'CHANGED_UNDERNEATH',
    message: `somebody else is changing this at the moment: ${sentence(failure.message)}`,
    hint: 'Run the command again: it plans anew on what stands then.',
  }),
  UnknownOperationException: unsupported,
  InvalidAction: unsupported,
  FeatureUnavailableInTierException: unsupported,
  OperationNotEnabledException: (failure, call) => ({
    ...unsupported(failure, call),
    ...(call.operation.includes('Session')
      ? { hint: "Sessions are listed and revoked where the user pool's session tracking is on." }
      : {}),
  }),
  UserPoolAddOnNotEnabledException: (failure, call) => ({
    ...unsupported(failure, call),
    hint: "Cognito records sign-in events where the user pool's threat protection is on, in the Plus tier.",
  }),
  InvalidUserPoolConfigurationException: unsupported,
  ExpiredTokenException: expired,
  ExpiredToken: expired,
  RequestExpired: expired,
  UnrecognizedClientException: invalidCredentials,
  InvalidClientTokenId: invalidCredentials,
  InvalidSignatureException: invalidCredentials,
  IncompleteSignatureException: invalidCredentials,
  MissingAuthenticationTokenException: invalidCredentials,
  CredentialsProviderError: (failure, call) =>
    /expired|sso login/i.test(failure.message) ? expired(failure, call) : noCredentials(failure, call),
  TokenProviderError: expired,
};

/** What a user has several of, by the parameter that names one: the same exception says that it or the pool is not there. */
const PARTS_OF_USERS = [
  ['SessionId', 'SESSION_NOT_FOUND', 'open session'],
  ['DeviceKey', 'DEVICE_NOT_FOUND', 'remembered device'],
] as const;

/** There was no connection, so nothing can have been sent. */
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
  // What Node 20 says where something other than TLS answers; later versions say ERR_SSL_….
  'EPROTO',
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'ERR_TLS_CERT_ALTNAME_INVALID',
]);

/**
 * Turns an error of a call into one that says what failed, on what, and what to do next. An error that is none of the
 * expected ones comes back as it was: it is a defect, and its stack is worth more than a guess. Neither holds a secret
 * that the request carried, whatever the service repeats of it.
 */
export function translateError(error: unknown, call: FailedCall): unknown {
  if (error instanceof AdminError || !(error instanceof Error)) return error;
  const failure = error as ServiceFailure;
  const secrets = secretsIn(call.input);
  const translation = translate(failure, call);
  if (!translation) return isSafe(error, secrets) ? error : safeError(error, secrets);
  const { code, message, hint } = translation;
  const requestId = failure.$metadata?.requestId;
  return new AdminError(code, redacted(message, secrets), {
    cause: safeError(error, secrets),
    ...(hint === undefined ? {} : { hint: redacted(hint, secrets) }),
    ...defined({ requestId }),
    ...(isWrite(call.operation) ? { mayHaveHappened: isEffectUnknown(code, failure) } : {}),
  });
}

/**
 * Whether the service may have done what it was asked: the answer was lost, not the request. After a retry that holds
 * for every error, as it is the last attempt's, and an earlier one's answer may have been lost.
 */
function isEffectUnknown(code: ErrorCode, failure: ServiceFailure): boolean {
  if ((failure.$metadata?.attempts ?? 1) > 1) return true;
  if (code === 'UNREACHABLE') return !networkCodes(failure).some((reason) => NEVER_SENT.has(reason));
  return code === 'TIMEOUT' || code === 'SERVICE_FAILED' || code === 'BAD_RESPONSE';
}

function translate(failure: ServiceFailure, call: FailedCall): Translation | undefined {
  const status = failure.$metadata?.httpStatusCode;
  // Cognito never redirects, whatever the body says.
  if (status !== undefined && status >= 300 && status < 400) return badAnswer(call);
  // The service chooses the name, and an object has names of its own, such as `constructor`.
  if (Object.hasOwn(BY_NAME, failure.name)) return BY_NAME[failure.name]?.(failure, call);
  if (call.timedOut) return timedOut(call);
  const causes = networkCodes(failure);
  const unreachable = causes.find((code) => UNREACHABLE.has(code) || code.startsWith('ERR_SSL_'));
  if (unreachable !== undefined) {
    return {
      code: 'UNREACHABLE',
      message: `no connection to ${addressOf(call)} (${unreachable})`,
      hint: 'Check the network, a proxy, --endpoint-url and the region.',
    };
  }
  // After the codes: the SDK calls a connection that was reset a TimeoutError too.
  if (failure.name === 'TimeoutError' || failure.code === 'ETIMEDOUT') return timedOut(call);
  const isNotHttp = causes.some((code) => code.startsWith('HPE_'));
  if (isNotHttp || failure instanceof SyntaxError || (status !== undefined && failure.$fault === undefined)) {
    return badAnswer(call);
  }
  if (failure.$fault === 'server') return rejected('SERVICE_FAILED')(failure, call);
  // The SDK's name for an error that names itself nowhere: Cognito's always do.
  if (failure.name === 'Unknown') return badAnswer(call);
  if (failure.$fault === 'client') return rejected('INVALID_REQUEST')(failure, call);
  return undefined;
}

function badAnswer(call: FailedCall): Translation {
  return {
    code: 'BAD_RESPONSE',
    message: `${addressOf(call)} answered ${call.operation} with something that is not Cognito's JSON`,
    hint: CHECK_ENDPOINT,
  };
}

/** The error's own code and those of its causes; an address with several IPs fails with one cause for each. */
function networkCodes(error: unknown, depth = 0): string[] {
  if (typeof error !== 'object' || error === null || depth > 5) return [];
  const { code, cause, errors } = error as { code?: unknown; cause?: unknown; errors?: unknown };
  const nested = Array.isArray(errors) ? errors.flatMap((one: unknown) => networkCodes(one, depth + 1)) : [];
  return [...(typeof code === 'string' ? [code] : []), ...nested, ...networkCodes(cause, depth + 1)];
}

/** The service's own words are the message: it knows best which parameter it refuses. */
function rejected(code: keyof typeof REJECTED): Translate {
  return (failure, call) => ({
    code,
    message: `${call.operation} refused: ${sentence(failure.message)}`,
    hint: REJECTED[code](call),
  });
}

/** What to do about a refusal. */
const REJECTED = {
  INVALID_REQUEST: () => 'Correct what it names, then run the command again.',
  INVALID_PASSWORD: () => 'Give another, or --generate-password. The policy: sf-admin pool describe',
  USER_STATE: (call: FailedCall) => `See the user's status: sf-admin users show ${userOf(call)}`,
  SERVICE_FAILED: () => 'Wait a minute, then run the command again.',
};

/** Mail that Cognito could not send, or may not send with the sender that the pool has. */
function mailFailed(failure: ServiceFailure, call: FailedCall): Translation {
  return {
    ...rejected('SERVICE_FAILED')(failure, call),
    hint: "Check the pool's mail sender: sf-admin pool describe",
  };
}

function denied(failure: ServiceFailure, call: FailedCall): Translation {
  return {
    code: 'ACCESS_DENIED',
    message: `not allowed to call ${call.operation} on user pool ${call.endpoint.poolId}: ${sentence(failure.message)}`,
    hint: `${whereLooked(call.endpoint)}\nsf-admin whoami shows whose credentials these are.`,
  };
}

function triggerFailed(failure: ServiceFailure): Translation {
  return {
    code: 'TRIGGER_FAILED',
    message: `a trigger of the user pool failed: ${sentence(failure.message)}`,
    hint: "Look in the function's log. A trigger that has not answered within 5 seconds fails the call too.",
  };
}

function throttled(_: ServiceFailure, call: FailedCall): Translation {
  return {
    code: 'THROTTLED',
    message: `Cognito kept throttling ${call.operation}, retries included`,
    hint: 'The rate is shared by everything in the account, sign-ins included. Wait a minute, then run it again.',
  };
}

function unsupported(failure: ServiceFailure, call: FailedCall): Translation {
  return {
    code: 'UNSUPPORTED_OPERATION',
    message: `${addressOf(call)} does not have ${call.operation} for this pool: ${sentence(failure.message)}`,
    hint: "Check --endpoint-url. Where it is AWS, the pool's tier lacks it: sf-admin pool describe",
  };
}

function expired(failure: ServiceFailure, call: FailedCall): Translation {
  return {
    code: 'EXPIRED_CREDENTIALS',
    message: `the AWS credentials have expired: ${sentence(failure.message)}`,
    hint: `Renew them (for SSO: aws sso login${profileFlag(call.endpoint)}), then run the command again.`,
  };
}

function invalidCredentials(failure: ServiceFailure, call: FailedCall): Translation {
  return {
    code: 'INVALID_CREDENTIALS',
    message: `AWS does not accept the credentials: ${sentence(failure.message)}`,
    hint: `Give others: --profile, or sign in again. ${whereLooked(call.endpoint)}`,
  };
}

function noCredentials(failure: ServiceFailure, call: FailedCall): Translation {
  const profile = profileOf(call.endpoint);
  const where = `${contextOf(call.endpoint)}${profile === undefined ? '' : ` with profile ${profile}`}`;
  return {
    code: 'NO_CREDENTIALS',
    message: `no AWS credentials for ${where}: ${sentence(failure.message)}`,
    hint: 'Name a profile (--profile), sign in (aws sso login) or set AWS_ACCESS_KEY_ID; or rehearse: --context sandbox',
  };
}

function timedOut(call: FailedCall): Translation {
  return {
    code: 'TIMEOUT',
    message: `no answer from ${addressOf(call)} to ${call.operation} within ${call.endpoint.timeoutMs / 1000} s`,
    // Of a write, whoever sent it looks up whether it happened, and says that.
    ...(isWrite(call.operation)
      ? {}
      : { hint: 'Check the network, or give it more time: --timeout SECONDS' }),
  };
}

/** The context by its name; a pool that none names by its ID. */
function contextOf({ contextName, poolId }: Endpoint): string {
  return contextName === UNNAMED ? `user pool ${poolId}` : `context ${contextName}`;
}

/** The account, region and profile in a sentence, as a wrong one of them reads as "not found". */
export function whereLooked(endpoint: Endpoint): string {
  const { region, account } = endpoint;
  const profile = profileOf(endpoint);
  const parts = [
    `region ${region}`,
    ...(account === undefined ? [] : [`account ${account} expected`]),
    profile === undefined ? `${CHAINS[endpoint.credentials.kind]} credentials` : `profile ${profile}`,
    ...(endpoint.url === undefined ? [] : [`endpoint ${endpoint.url}`]),
  ];
  return `Looked with ${contextOf(endpoint)}: ${parts.join(', ')}.`;
}

const CHAINS = { aws: "the default chain's", sandbox: "the sandbox's own" } as const;

function addressOf({ address, endpoint }: FailedCall): string {
  if (endpoint.requestHandler !== undefined) return 'the sandbox';
  return address ?? endpoint.url ?? `cognito-idp.${endpoint.region}.amazonaws.com`;
}

/** The profile whose credentials are looked for, where one is named. */
function profileOf({ credentials }: Endpoint): string | undefined {
  return credentials.kind === 'aws' ? (credentials.profile ?? process.env.AWS_PROFILE) : undefined;
}

function profileFlag(endpoint: Endpoint): string {
  const profile = endpoint.credentials.kind === 'aws' ? endpoint.credentials.profile : undefined;
  return profile === undefined ? '' : ` --profile ${profile}`;
}

function userOf(call: FailedCall): string {
  return field(call.input, 'Username') ?? 'of that name';
}

function field(input: object, name: string): string | undefined {
  const value: unknown = (input as Record<string, unknown>)[name];
  return typeof value === 'string' ? value : undefined;
}

/** The service's text without its full stop, so that it ends a message as other messages end. */
function sentence(text: string): string {
  return text.trim().replace(/\.$/, '');
}

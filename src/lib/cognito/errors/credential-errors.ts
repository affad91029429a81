import { poolName } from '../client/endpoint.js';
import { counted } from '../../text/counted.js';
import { redacted } from '../../text/redacted.js';
import { shellWord } from '../../text/quoted.js';
import {
  connectionUsed,
  contextOf,
  type FailedCall,
  profileOf,
  reasonOf,
  type ServiceFailure,
  type Translate,
  type Translation,
} from './failed-call.js';

export const NO_CREDENTIALS_HINT =
  'Specify a profile (--profile), sign in (aws sso login) or set AWS_ACCESS_KEY_ID; or rehearse: --context sandbox';

/**
 * Errors about who the caller is and what the caller may do, by the name that AWS or a credential provider of the SDK
 * gives them. Sources: "Common errors" in Cognito's API reference, and the providers' code.
 */
export const CREDENTIAL_ERRORS: Readonly<Record<string, Translate>> = {
  AccessDeniedException: accessDenied,
  AccessDenied: accessDenied,
  // The names of SNS and of API Gateway.
  AuthorizationErrorException: accessDenied,
  AuthorizationError: accessDenied,
  UnauthorizedException: accessDenied,
  ExpiredTokenException: expired,
  ExpiredToken: expired,
  RequestExpired: orSkewed(expired),
  TokenProviderError: expired,
  UnrecognizedClientException: invalid,
  InvalidClientTokenId: invalid,
  InvalidSignatureException: orSkewed(invalid),
  SignatureDoesNotMatch: orSkewed(invalid),
  RequestTimeTooSkewed: orSkewed(invalid),
  RequestInTheFuture: orSkewed(invalid),
  IncompleteSignatureException: invalid,
  MissingAuthenticationTokenException: invalid,
  CredentialsProviderError: (failure, call) => {
    const { message } = failure;
    const incomplete = INCOMPLETE_PROFILE.exec(message)?.[1];
    if (incomplete !== undefined) return incompleteProfile(incomplete, call);
    if (message.includes('Detected a cycle')) return roleLoop(failure, call);
    if (/^Command failed|credential_process (?!returned expired)/.test(message)) return processFailed(failure, call);
    // The last two are those of SSO's own service, and of `aws login`.
    const isExpired = /expired|sso login|UnauthorizedException|re-?authenticate/i.test(message);
    return isExpired ? expired(failure, call) : missing(failure, call);
  },
};

/** Milliseconds. AWS accepts a signature for five minutes. */
const MAX_SKEW = 4 * 60_000;

/** A clock that is wrong makes every signature invalid. The SDK corrects it once, by the time of an earlier answer. */
function orSkewed(otherwise: Translate): Translate {
  return (failure, call) => {
    const skew = Date.now() - Date.parse(failure.$response?.headers?.date ?? '');
    if (!(Math.abs(skew) > MAX_SKEW)) return otherwise(failure, call);
    const minutes = Math.round(Math.abs(skew) / 60_000);
    return {
      code: 'INVALID_CREDENTIALS',
      message: `the clock of this machine is ${counted(minutes, 'minute')} ${skew > 0 ? 'ahead of' : 'behind'} that of AWS, which refuses the signature`,
      hint: 'Set the clock, then run the command again.',
    };
  };
}

export function accessDenied(failure: ServiceFailure, { service, operation, endpoint }: FailedCall): Translation {
  const called = `${operation} ${service === undefined ? `on ${poolName(endpoint.poolId)}` : `of ${service}`}`;
  return {
    code: 'ACCESS_DENIED',
    message: `not allowed to call ${called}: ${reasonOf(failure)}`,
    hint: `${connectionUsed(endpoint)}\nTo see whose credentials these are: sf-admin whoami`,
  };
}

function expired(failure: ServiceFailure, { endpoint }: FailedCall): Translation {
  const profile = profileOf(endpoint);
  const login = endpoint.aws?.signIn;
  const sso = `aws sso login${profile === undefined ? '' : ` --profile ${shellWord(profile)}`}`;
  return {
    code: 'EXPIRED_CREDENTIALS',
    message: `the AWS credentials have expired: ${reasonOf(failure)}`,
    hint: `${login === undefined ? `Renew them (for SSO: ${sso})` : `Sign in again: ${login}`}, then run the command again.`,
  };
}

/** The SDK says only that nothing in the profile, or in one whose role it takes, can be used. */
const INCOMPLETE_PROFILE = /^Could not resolve credentials using profile: \[(.*)\]/;

function incompleteProfile(profile: string, { endpoint }: FailedCall): Translation {
  return {
    code: 'NO_CREDENTIALS',
    message: `no AWS credentials for ${contextOf(endpoint)}: the credentials of profile ${profile} are incomplete`,
    hint:
      'A profile needs aws_access_key_id and aws_secret_access_key; role_arn and source_profile; or a session of ' +
      "single sign-on. Complete it in AWS's configuration file.",
  };
}

function roleLoop(failure: ServiceFailure, { endpoint }: FailedCall): Translation {
  const visited = /visited: (.*)$/.exec(failure.message)?.[1] ?? '';
  return {
    code: 'NO_CREDENTIALS',
    message: `no AWS credentials for ${contextOf(endpoint)}: the roles of profile ${profileOf(endpoint) ?? 'default'} form a loop (${visited})`,
    hint: "Correct source_profile in AWS's configuration file.",
  };
}

/** What the program of `credential_process` says; its command line is left out, since it may hold a secret. */
function processFailed(failure: ServiceFailure, { endpoint }: FailedCall): Translation {
  const words = failure.message
    .replace(/^Command failed:.*\n?/, '')
    .replace(/\s+/g, ' ')
    .trim();
  return {
    code: 'NO_CREDENTIALS',
    message: `no AWS credentials for ${contextOf(endpoint)}: credential_process of profile ${profileOf(endpoint) ?? 'default'} failed: ${words === '' ? 'it printed no error' : redacted(words, [], MAX_WORDS)}`,
    hint: "Run the command of credential_process in AWS's configuration file, to see what it needs.",
  };
}

/** Characters of what a program says. */
const MAX_WORDS = 500;

function invalid(failure: ServiceFailure, { endpoint }: FailedCall): Translation {
  return {
    code: 'INVALID_CREDENTIALS',
    message: `AWS does not accept the credentials: ${reasonOf(failure)}`,
    hint: `Use other credentials (--profile), or sign in again. ${connectionUsed(endpoint)}`,
  };
}

function missing(failure: ServiceFailure, { endpoint }: FailedCall): Translation {
  const profile = profileOf(endpoint);
  const used = `${contextOf(endpoint)}${profile === undefined ? '' : ` with profile ${profile}`}`;
  return {
    code: 'NO_CREDENTIALS',
    message: `no AWS credentials for ${used}: ${reasonOf(failure)}`,
    hint: NO_CREDENTIALS_HINT,
  };
}

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

/**
 * Errors about who the caller is and what the caller may do, by the name that AWS or a credential provider of the SDK
 * gives them. Sources: "Common errors" in Cognito's API reference, and the providers' code.
 */
export const CREDENTIAL_ERRORS: Readonly<Record<string, Translate>> = {
  AccessDeniedException: accessDenied,
  AccessDenied: accessDenied,
  ExpiredTokenException: expired,
  ExpiredToken: expired,
  RequestExpired: expired,
  TokenProviderError: expired,
  UnrecognizedClientException: invalid,
  InvalidClientTokenId: invalid,
  InvalidSignatureException: invalid,
  IncompleteSignatureException: invalid,
  MissingAuthenticationTokenException: invalid,
  CredentialsProviderError: (failure, call) =>
    /expired|sso login/i.test(failure.message) ? expired(failure, call) : missing(failure, call),
};

export function accessDenied(failure: ServiceFailure, { operation, endpoint }: FailedCall): Translation {
  return {
    code: 'ACCESS_DENIED',
    message: `not allowed to call ${operation} on user pool ${endpoint.poolId}: ${reasonOf(failure)}`,
    hint: `${connectionUsed(endpoint)}\nTo see whose credentials these are: sf-admin whoami`,
  };
}

function expired(failure: ServiceFailure, { endpoint: { credentials } }: FailedCall): Translation {
  const profile = credentials.kind === 'aws' ? credentials.profile : undefined;
  const login = `aws sso login${profile === undefined ? '' : ` --profile ${profile}`}`;
  return {
    code: 'EXPIRED_CREDENTIALS',
    message: `the AWS credentials have expired: ${reasonOf(failure)}`,
    hint: `Renew them (for SSO: ${login}), then run the command again.`,
  };
}

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
    hint: 'Specify a profile (--profile), sign in (aws sso login) or set AWS_ACCESS_KEY_ID; or rehearse: --context sandbox',
  };
}

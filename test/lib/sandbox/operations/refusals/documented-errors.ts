import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { needsSignature } from '../../../../../src/lib/sandbox/operations/operations.js';

const COMMANDS = join(
  dirname(createRequire(import.meta.url).resolve('@aws-sdk/client-cognito-identity-provider/package.json')),
  'dist-types/commands',
);

/** The errors that the API reference documents for an operation: `@throws` in the SDK's own documentation. */
export function documentedErrors(operation: string): string[] {
  const text = readFileSync(join(COMMANDS, `${operation}Command.d.ts`), 'utf8');
  const names = [...text.matchAll(/@throws \{@link (\w+)\}/g)].map(([, name = '']) => name);
  return names.filter((name) => name !== 'CognitoIdentityProviderServiceException');
}

const NO_TRIGGERS = 'the sandbox runs no triggers';
const NO_DELIVERY = 'the sandbox sends nothing, so no role or policy of AWS can be missing';
const NO_FAILURE = 'the sandbox does not fail by itself; `--fault` plays it';

/** Errors that the sandbox cannot give, whatever the operation, and why. */
const NEVER: Readonly<Record<string, string>> = {
  AccessDeniedException: 'there is no IAM',
  CodeDeliveryFailureException: NO_DELIVERY,
  ConcurrentModificationException: 'the store makes one change after the other',
  ForbiddenException: 'there is no web application firewall',
  InternalErrorException: NO_FAILURE,
  InternalServerException: NO_FAILURE,
  InvalidEmailRoleAccessPolicyException: NO_DELIVERY,
  InvalidLambdaResponseException: NO_TRIGGERS,
  InvalidSmsRoleAccessPolicyException: NO_DELIVERY,
  InvalidSmsRoleTrustRelationshipException: NO_DELIVERY,
  OperationNotEnabledException: 'every pool is a primary one, in which every operation is enabled',
  UnexpectedLambdaException: NO_TRIGGERS,
  UserLambdaValidationException: NO_TRIGGERS,
};

const NO_CHOICE_OF_FACTOR = 'the flow USER_AUTH is not modelled';
const UNKNOWN_OCCASION = 'nothing documents when';
const NO_CODE = 'the request has no code';

/** Errors of single operations that the sandbox cannot give, and why. */
const NEVER_OF: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  AdminConfirmSignUp: { LimitExceededException: NO_CODE, TooManyFailedAttemptsException: NO_CODE },
  AdminCreateUser: { PreconditionNotMetException: UNKNOWN_OCCASION },
  AdminDisableProviderForUser: { AliasExistsException: UNKNOWN_OCCASION },
  AdminForgetDevice: { InvalidUserPoolConfigurationException: UNKNOWN_OCCASION },
  AdminGetDevice: { InvalidUserPoolConfigurationException: UNKNOWN_OCCASION },
  AdminInitiateAuth: {
    FeatureUnavailableInTierException: NO_CHOICE_OF_FACTOR,
    InvalidUserPoolConfigurationException: UNKNOWN_OCCASION,
    MFAMethodNotFoundException: UNKNOWN_OCCASION,
  },
  GetTokensFromRefreshToken: { UserNotFoundException: 'the token of a deleted user reads as an unknown one' },
  InitiateAuth: {
    FeatureUnavailableInTierException: NO_CHOICE_OF_FACTOR,
    InvalidUserPoolConfigurationException: UNKNOWN_OCCASION,
  },
  AdminRespondToAuthChallenge: { InvalidUserPoolConfigurationException: UNKNOWN_OCCASION },
  RespondToAuthChallenge: { InvalidUserPoolConfigurationException: UNKNOWN_OCCASION },
  VerifySoftwareToken: {
    CodeMismatchException: 'a wrong code is an EnableSoftwareTokenMFAException',
    InvalidUserPoolConfigurationException: UNKNOWN_OCCASION,
  },
  AdminListDevices: { InvalidUserPoolConfigurationException: UNKNOWN_OCCASION },
  ConfirmDevice: {
    InvalidPasswordException: UNKNOWN_OCCASION,
    UsernameExistsException: UNKNOWN_OCCASION,
  },
  ConfirmForgotPassword: { TooManyFailedAttemptsException: UNKNOWN_OCCASION },
  ConfirmSignUp: { TooManyFailedAttemptsException: UNKNOWN_OCCASION },
  CreateUserImportJob: { PreconditionNotMetException: UNKNOWN_OCCASION },
  CreateUserPool: { TierChangeNotAllowedException: 'a new pool has no tier to change' },
  CreateUserPoolReplica: { LimitExceededException: 'nothing documents how many replicas a pool can have' },
  DeleteUserPoolClientSecret: { LimitExceededException: 'deleting exceeds no limit' },
  DescribeUserPool: { UserPoolTaggingException: 'reading sets no tag' },
  ForgetDevice: { InvalidUserPoolConfigurationException: UNKNOWN_OCCASION },
  GetDevice: { InvalidUserPoolConfigurationException: UNKNOWN_OCCASION },
  ListDevices: { InvalidUserPoolConfigurationException: UNKNOWN_OCCASION },
  ListUserPoolClientSecrets: { LimitExceededException: 'reading exceeds no limit' },
  UpdateUserAttributes: { CodeMismatchException: NO_CODE, ExpiredCodeException: NO_CODE },
  // Which page a missing domain has is in the answer.
  DescribeUserPoolDomain: { ResourceNotFoundException: 'a domain that does not exist has an empty description' },
};

/** The documented errors of an operation that the sandbox can give. */
export function possibleErrors(operation: string): string[] {
  return documentedErrors(operation).filter((error) => {
    if (error in NEVER || error in (NEVER_OF[operation] ?? {})) return false;
    // Of a request that AWS has to sign, IAM decides, and there is none. Other reasons are tested where there are any.
    return error !== 'NotAuthorizedException' || !needsSignature(operation);
  });
}

/** The reasons above, for a test that none of them is out of date. */
export const REASONS = { ...NEVER_OF };

import { inspect } from 'node:util';

import { expect } from 'chai';
import fc from 'fast-check';
import { connectionUsed, type FailedCall } from '../../../../src/lib/cognito/errors/failed-call.js';
import { translateError } from '../../../../src/lib/cognito/errors/translate-error.js';
import { UNNAMED } from '../../../../src/lib/config/resolve-context.js';
import { AdminError, ERROR_CODES, type ErrorCode } from '../../../../src/lib/errors.js';
import { serviceError } from '../cognito-mock.js';
import { endpointAt } from '../endpoint-at.js';
import { awsEnvironment } from '../environment.js';

const CALL: FailedCall = {
  endpoint: endpointAt(undefined),
  operation: 'AdminGetUser',
  input: { Username: 'ana@example.com' },
  timedOut: false,
};
const WHERE = 'Used context prod: region us-east-1, expected account 111122223333, profile admin.';

interface Translated {
  readonly code: ErrorCode;
  readonly exitCode: number;
  readonly message: string;
  readonly hint: string | undefined;
}

/** The error that the operator sees. An error that is returned untranslated fails the test. */
function translated(error: unknown, call: Partial<FailedCall> = {}): Translated {
  const result = translateError(error, { ...CALL, ...call });
  if (!(result instanceof AdminError)) throw new Error('was not translated', { cause: error });
  const { code, exitCode, message, hint } = result;
  return { code, exitCode, message, hint };
}

/** An error that is not from the service, but from the network or a credential provider. */
const failure = (name: string, message: string, more: object = {}) => Object.assign(new Error(message), { name }, more);

describe('translateError', () => {
  awsEnvironment();

  it('removes a password that the service repeats from the message and from all causes', () => {
    const reason = "Value 'Geheim-12345' at 'password' failed to satisfy constraint";
    const error = serviceError('InvalidParameterException', reason);
    const input = { Username: 'ana', Password: 'Geheim-12345' };
    const result = translateError(error, { ...CALL, input });
    expect(inspect(result, { depth: Infinity, showHidden: true })).to.not.include('Geheim-12345');
    expect((result as AdminError).message).to.equal(
      "AdminGetUser failed: Value '(hidden)' at 'password' failed to satisfy constraint",
    );
  });

  const REASON = 'The service says why.';
  const FAILED = 'AdminGetUser failed: The service says why';
  const DENIED = 'not allowed to call AdminGetUser on user pool us-east-1_Pool: The service says why';
  const IDENTITY = `${WHERE}\nTo see whose credentials these are: sf-admin whoami`;
  const TRIGGER_LOG = "Check the function's log. A trigger that does not answer within 5 seconds fails the call too.";
  const THROTTLED = 'Cognito kept throttling AdminGetUser, despite retries';
  const WAIT = 'The whole account shares the rate, sign-ins included. Wait a minute, then run the command again.';
  const UNSUPPORTED =
    'cognito-idp.us-east-1.amazonaws.com does not support AdminGetUser for this pool: The service says why';
  const EXPIRED = 'the AWS credentials have expired: The service says why';
  const RENEW = 'Renew them (for SSO: aws sso login --profile admin), then run the command again.';
  const NOT_ACCEPTED = 'AWS does not accept the credentials: The service says why';

  const CORRECT = 'Correct what the message names, then run the command again.';
  const OTHER_PASSWORD = 'Choose another password, or use --generate-password. The policy: sf-admin pool describe';
  const STATUS = "To see the user's status: sf-admin users show ana@example.com";
  const SENDER = "Check the pool's mail sender: sf-admin pool describe";
  const AGAIN = 'Wait a minute, then run the command again.';
  const TIER = "Check --endpoint-url. If it is AWS, the pool's tier lacks it: sf-admin pool describe";
  const OTHERS = `Use other credentials (--profile), or sign in again. ${WHERE}`;

  const NAMED: [name: string, code: ErrorCode, exitCode: number, message: string, hint?: string][] = [
    [
      'UserNotFoundException',
      'USER_NOT_FOUND',
      4,
      'no user ana@example.com in user pool us-east-1_Pool',
      'USER is an email, a sub or a user name. To find it: sf-admin users find TEXT',
    ],
    [
      'ResourceNotFoundException',
      'POOL_NOT_FOUND',
      4,
      'no user pool us-east-1_Pool for these credentials',
      `A pool belongs to one account and region. ${WHERE}\nTo use another: --context, --pool-id, --region or --profile.`,
    ],
    [
      'UsernameExistsException',
      'USER_EXISTS',
      5,
      'user ana@example.com already exists',
      'To see it: sf-admin users show ana@example.com',
    ],
    [
      'AliasExistsException',
      'USER_EXISTS',
      5,
      'another user has this address: The service says why',
      'To find that user: sf-admin users find ADDRESS',
    ],
    ['InvalidParameterException', 'INVALID_REQUEST', 2, FAILED, CORRECT],
    ['ValidationException', 'INVALID_REQUEST', 2, FAILED, CORRECT],
    ['SerializationException', 'INVALID_REQUEST', 2, FAILED, CORRECT],
    ['InvalidOAuthFlowException', 'INVALID_REQUEST', 2, FAILED, CORRECT],
    ['ScopeDoesNotExistException', 'INVALID_REQUEST', 2, FAILED, CORRECT],
    ['InvalidPasswordException', 'INVALID_PASSWORD', 2, FAILED, OTHER_PASSWORD],
    ['PasswordHistoryPolicyViolationException', 'INVALID_PASSWORD', 2, FAILED, OTHER_PASSWORD],
    ['UnsupportedUserStateException', 'USER_STATE', 3, FAILED, STATUS],
    ['UserNotConfirmedException', 'USER_STATE', 3, FAILED, STATUS],
    ['NotAuthorizedException', 'ACCESS_DENIED', 6, DENIED, IDENTITY],
    ['AccessDeniedException', 'ACCESS_DENIED', 6, DENIED, IDENTITY],
    ['AccessDenied', 'ACCESS_DENIED', 6, DENIED, IDENTITY],
    [
      'UserLambdaValidationException',
      'TRIGGER_REFUSED',
      3,
      'a trigger of the user pool refused this: The service says why',
      "Correct what the trigger rejects. To see the pool's triggers: sf-admin pool describe",
    ],
    [
      'UnexpectedLambdaException',
      'TRIGGER_FAILED',
      7,
      'a trigger of the user pool failed: The service says why',
      TRIGGER_LOG,
    ],
    [
      'InvalidLambdaResponseException',
      'TRIGGER_FAILED',
      7,
      'a trigger of the user pool failed: The service says why',
      TRIGGER_LOG,
    ],
    ['CodeDeliveryFailureException', 'SERVICE_FAILED', 7, FAILED, SENDER],
    ['InvalidEmailRoleAccessPolicyException', 'SERVICE_FAILED', 7, FAILED, SENDER],
    ['InternalErrorException', 'SERVICE_FAILED', 7, FAILED, AGAIN],
    ['ServiceUnavailable', 'SERVICE_FAILED', 7, FAILED, AGAIN],
    ['TooManyRequestsException', 'THROTTLED', 7, THROTTLED, WAIT],
    ['ThrottlingException', 'THROTTLED', 7, THROTTLED, WAIT],
    ['RequestThrottled', 'THROTTLED', 7, THROTTLED, WAIT],
    [
      'LimitExceededException',
      'QUOTA_EXCEEDED',
      7,
      'a quota of the user pool is used up: The service says why',
      "Wait, or request an increase. Cognito's own mail sender allows 50 mails a day; other quotas are in the account's Service Quotas.",
    ],
    [
      'ConcurrentModificationException',
      'CHANGED_UNDERNEATH',
      5,
      'another writer is changing this at the moment: The service says why',
      'Run the command again: it starts from the current state.',
    ],
    ['UnknownOperationException', 'UNSUPPORTED_OPERATION', 7, UNSUPPORTED, TIER],
    ['InvalidAction', 'UNSUPPORTED_OPERATION', 7, UNSUPPORTED, TIER],
    ['FeatureUnavailableInTierException', 'UNSUPPORTED_OPERATION', 7, UNSUPPORTED, TIER],
    ['OperationNotEnabledException', 'UNSUPPORTED_OPERATION', 7, UNSUPPORTED, TIER],
    [
      'UserPoolAddOnNotEnabledException',
      'UNSUPPORTED_OPERATION',
      7,
      UNSUPPORTED,
      "Cognito records sign-in events only if the user pool's threat protection is on, in the Plus tier.",
    ],
    ['PasswordResetRequiredException', 'USER_STATE', 3, FAILED, STATUS],
    ['InvalidUserPoolConfigurationException', 'UNSUPPORTED_OPERATION', 7, UNSUPPORTED, TIER],
    ['ExpiredTokenException', 'EXPIRED_CREDENTIALS', 6, EXPIRED, RENEW],
    ['ExpiredToken', 'EXPIRED_CREDENTIALS', 6, EXPIRED, RENEW],
    ['RequestExpired', 'EXPIRED_CREDENTIALS', 6, EXPIRED, RENEW],
    ['TokenProviderError', 'EXPIRED_CREDENTIALS', 6, EXPIRED, RENEW],
    ['UnrecognizedClientException', 'INVALID_CREDENTIALS', 6, NOT_ACCEPTED, OTHERS],
    ['InvalidClientTokenId', 'INVALID_CREDENTIALS', 6, NOT_ACCEPTED, OTHERS],
    ['InvalidSignatureException', 'INVALID_CREDENTIALS', 6, NOT_ACCEPTED, OTHERS],
    ['IncompleteSignatureException', 'INVALID_CREDENTIALS', 6, NOT_ACCEPTED, OTHERS],
    ['MissingAuthenticationTokenException', 'INVALID_CREDENTIALS', 6, NOT_ACCEPTED, OTHERS],
    [
      'CredentialsProviderError',
      'NO_CREDENTIALS',
      6,
      'no AWS credentials for context prod with profile admin: The service says why',
      'Specify a profile (--profile), sign in (aws sso login) or set AWS_ACCESS_KEY_ID; or rehearse: --context sandbox',
    ],
  ];
  for (const [name, code, exitCode, message, hint] of NAMED) {
    it(`translates ${name} into ${code}, exit ${exitCode}`, () => {
      expect(translated(serviceError(name, REASON))).to.deep.equal({ code, exitCode, message, hint });
    });
  }

  it('distinguishes a missing client from a missing pool', () => {
    const missing = serviceError('ResourceNotFoundException', 'User pool client abc does not exist.');
    expect(translated(missing, { input: { ClientId: 'abc' }, operation: 'DescribeUserPoolClient' })).to.deep.equal({
      code: 'CLIENT_NOT_FOUND',
      exitCode: 4,
      message: 'no app client abc in user pool us-east-1_Pool',
      hint: 'To list the app clients: sf-admin client list',
    });
    const pool = serviceError('ResourceNotFoundException', 'User pool us-east-1_Pool does not exist.');
    expect(translated(pool, { input: { ClientId: 'abc' } }).code).to.equal('POOL_NOT_FOUND');
  });

  for (const [operation, input, code, message] of [
    ['AdminRevokeUserSession', { SessionId: 'tkn1' }, 'SESSION_NOT_FOUND', 'user ana has no open session tkn1'],
    ['AdminForgetDevice', { DeviceKey: 'd-1' }, 'DEVICE_NOT_FOUND', 'user ana has no remembered device d-1'],
    ['AdminDeleteSoftwareToken', {}, 'FACTOR_NOT_FOUND', 'user ana has no TOTP factor'],
  ] as const) {
    it(`distinguishes ${code} from a missing pool`, () => {
      const call = { operation, input: { Username: 'ana', ...input } };
      expect(translated(serviceError('ResourceNotFoundException', 'It does not exist.'), call)).to.deep.equal({
        code,
        exitCode: 4,
        message,
        hint: undefined,
      });
      const pool = serviceError('ResourceNotFoundException', 'User pool us-east-1_Pool does not exist.');
      expect(translated(pool, call).code).to.equal('POOL_NOT_FOUND');
    });
  }

  it('distinguishes a user in the wrong state from a caller without permission', () => {
    for (const message of [
      'User password cannot be reset in the current state.',
      'User is disabled.',
      'User cannot be confirmed. Current state is ARCHIVED',
    ]) {
      expect(translated(serviceError('NotAuthorizedException', message)).code, message).to.equal('USER_STATE');
    }
    expect(
      translated(serviceError('NotAuthorizedException', 'Contact administrator to reset password.')).code,
    ).to.equal('ACCESS_DENIED');
  });

  it('says how to enable a user who is disabled', () => {
    const { hint } = translated(serviceError('NotAuthorizedException', 'User is disabled.'));
    expect(hint).to.equal('To enable the user: sf-admin users enable ana@example.com');
  });

  it('distinguishes an expired single sign-on from missing credentials', () => {
    for (const message of [
      'The SSO session associated with this profile has expired.',
      'To refresh this SSO session run aws sso login with the corresponding profile.',
    ]) {
      expect(translated(failure('CredentialsProviderError', message)).code, message).to.equal('EXPIRED_CREDENTIALS');
    }
  });

  it('keeps the request ID, and no part of the error that may hold a secret', () => {
    const error = serviceError('InternalErrorException', REASON, { requestId: 'r-1' });
    Object.assign(error, { $response: { body: 'everything' } });
    const { requestId, cause } = translateError(error, CALL) as AdminError & { cause: Error };
    expect([requestId, cause.name, cause.message, Object.fromEntries(Object.entries(cause))]).to.deep.equal([
      'r-1',
      'InternalErrorException',
      REASON,
      { name: 'InternalErrorException', $metadata: { requestId: 'r-1', attempts: 1 } },
    ]);
  });

  for (const httpStatusCode of [300, 302, 304, 399]) {
    for (const name of ['Unknown', 'UserNotFoundException']) {
      it(`reports a redirect as BAD_RESPONSE: ${httpStatusCode} ${name}`, () => {
        expect(translated(serviceError(name, REASON, { httpStatusCode }))).to.deep.equal({
          code: 'BAD_RESPONSE',
          exitCode: 7,
          message: "cognito-idp.us-east-1.amazonaws.com answered AdminGetUser with something other than Cognito's JSON",
          hint: 'Check --endpoint-url. A proxy or a login page between this machine and AWS can answer like this too.',
        });
      });
    }
  }

  it('reports a client error without a name as BAD_RESPONSE', () => {
    expect(translated(serviceError('Unknown', 'UnknownError', { httpStatusCode: 404 })).code).to.equal('BAD_RESPONSE');
  });

  describe('says if a write may have happened:', () => {
    const happened = (error: Error, operation = 'AdminDisableUser') =>
      (translateError(error, { ...CALL, operation }) as AdminError).mayHaveHappened;
    for (const [what, error, expected] of [
      ['no answer came', failure('TimeoutError', 'x'), true],
      ['the connection was reset', failure('TimeoutError', 'x', { code: 'ECONNRESET' }), true],
      ['there was no connection', failure('Error', 'x', { code: 'ECONNREFUSED' }), false],
      ['the host has no address', failure('Error', 'x', { code: 'ENOTFOUND' }), false],
      ['the service failed', serviceError('InternalErrorException', REASON, { httpStatusCode: 500 }), true],
      ['the answer was a page', failure('SyntaxError', 'x', { $metadata: { httpStatusCode: 200 } }), true],
      ['it was refused', serviceError('UserNotFoundException'), false],
      ['it was throttled at once', serviceError('TooManyRequestsException'), false],
      ['it was refused after a retry', serviceError('UsernameExistsException', REASON, { attempts: 2 }), true],
    ] as const) {
      it(`${what}: ${expected ? 'it may' : 'it did not'}`, () => {
        expect(happened(error)).to.equal(expected);
      });
    }

    it('says nothing about a read', () => {
      expect(
        ['AdminGetUser', 'ListUsers', 'DescribeUserPool', 'GetCallerIdentity'].map((operation) =>
          happened(failure('TimeoutError', 'x'), operation),
        ),
      ).to.deep.equal([undefined, undefined, undefined, undefined]);
    });
  });

  for (const name of ['ProvisionedThroughputExceededException', 'RequestLimitExceeded', 'ThrottlingException']) {
    it(`translates ${name} of another service without a word on sign-ins`, () => {
      expect(translated(serviceError(name, REASON), { service: 'DynamoDB', operation: 'Query' })).to.deep.equal({
        code: 'THROTTLED',
        exitCode: 7,
        message: 'DynamoDB kept throttling Query, despite retries',
        hint: AGAIN,
      });
    });
  }

  it('translates an unknown name by the kind of fault', () => {
    const kind = (httpStatusCode: number) =>
      translated(serviceError('BrandNewException', REASON, { httpStatusCode })).code;
    expect([kind(400), kind(500)]).to.deep.equal(['INVALID_REQUEST', 'SERVICE_FAILED']);
  });

  it('translates any name that the service may choose', () => {
    const names = fc.oneof(fc.string(), fc.constantFrom(...Object.getOwnPropertyNames(Object.prototype), 'prototype'));
    fc.assert(
      fc.property(names, fc.string(), (name, message) => {
        const { code, message: text } = translated(serviceError(name, message));
        expect(ERROR_CODES).to.have.property(code);
        expect(text).to.be.a('string');
      }),
    );
  });

  describe('of the network', () => {
    const unreachable = (code: string) => ({
      code: 'UNREACHABLE',
      exitCode: 7,
      message: `no connection to cognito-idp.us-east-1.amazonaws.com (${code})`,
      hint: 'Check the network, a proxy (HTTPS_PROXY, NO_PROXY), --endpoint-url and the region.',
    });
    for (const code of [
      'ECONNREFUSED',
      'ECONNRESET',
      'EPIPE',
      'ENOTFOUND',
      'EAI_AGAIN',
      'EHOSTUNREACH',
      'ENETUNREACH',
      'EPROTO',
      'ERR_SSL_WRONG_VERSION_NUMBER',
      'ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION',
      'CERT_HAS_EXPIRED',
      'DEPTH_ZERO_SELF_SIGNED_CERT',
      'SELF_SIGNED_CERT_IN_CHAIN',
      'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
      'ERR_TLS_CERT_ALTNAME_INVALID',
    ]) {
      it(`reports that there is no connection: ${code}`, () => {
        expect(translated(failure('Error', 'x', { code }))).to.deep.equal(unreachable(code));
      });
    }

    it('finds the reason in the cause, and in the causes of a host with several addresses', () => {
      const refused = failure('Error', 'x', { code: 'ECONNREFUSED' });
      expect([
        translated(new Error('y', { cause: refused })),
        translated(new AggregateError([new Error('z'), refused])),
      ]).to.deep.equal([unreachable('ECONNREFUSED'), unreachable('ECONNREFUSED')]);
    });

    it('ends if the causes form a circle', () => {
      const error = new Error('x');
      error.cause = error;
      expect(translateError(error, CALL)).to.equal(error);
    });

    it('reports a connection that was reset, although the SDK names it a timeout', () => {
      expect(translated(failure('TimeoutError', 'socket hang up', { code: 'ECONNRESET' }))).to.deep.equal(
        unreachable('ECONNRESET'),
      );
    });

    it('reports that no answer came', () => {
      const timedOut = {
        code: 'TIMEOUT',
        exitCode: 7,
        message: 'no answer from cognito-idp.us-east-1.amazonaws.com to AdminGetUser within 30 s',
        hint: 'Check the network, or allow more time: --timeout SECONDS',
      };
      expect([
        translated(failure('TimeoutError', 'x')),
        translated(failure('Error', 'x', { code: 'ETIMEDOUT' })),
        translated(failure('AbortError', 'x'), { timedOut: true }),
      ]).to.deep.equal([timedOut, timedOut, timedOut]);
    });

    it('names the endpoint that was given', () => {
      const endpoint = endpointAt('http://127.0.0.1:1');
      expect(translated(failure('Error', 'x', { code: 'ECONNREFUSED' }), { endpoint }).message).to.equal(
        'no connection to http://127.0.0.1:1 (ECONNREFUSED)',
      );
    });
  });

  it('returns an unexpected error as it is', () => {
    const defects = [new TypeError('a defect'), new AdminError('USAGE', 'x'), 'text', undefined, null];
    expect(defects.map((defect) => translateError(defect, CALL))).to.deep.equal(defects);
  });
});

describe('connectionUsed', () => {
  it('names the endpoint, and the default chain if no profile is named', () => {
    const endpoint = endpointAt('http://127.0.0.1:1', { credentials: { kind: 'aws' } });
    const { account: _none, ...withoutAccount } = endpoint;
    expect(connectionUsed(withoutAccount)).to.equal(
      "Used context prod: region us-east-1, the default chain's credentials, endpoint http://127.0.0.1:1.",
    );
  });

  for (const [what, changes, host] of [
    ['in China', { region: 'cn-north-1' }, 'cognito-idp.cn-north-1.amazonaws.com.cn'],
    ['in GovCloud', { region: 'us-gov-west-1' }, 'cognito-idp.us-gov-west-1.amazonaws.com'],
    ['with FIPS', { aws: { fips: true } }, 'cognito-idp-fips.us-east-1.amazonaws.com'],
    ['with FIPS, at an address', { url: 'http://127.0.0.1:1', aws: { fips: true } }, 'http://127.0.0.1:1'],
  ] as const) {
    it(`is preceded by the host that was called: ${what}`, () => {
      const endpoint = endpointAt(undefined, changes);
      expect(translated(failure('Error', 'x', { code: 'ECONNREFUSED' }), { endpoint }).message).to.equal(
        `no connection to ${host} (ECONNREFUSED)`,
      );
      const isNamed = connectionUsed(endpoint).includes(`, endpoint ${host.includes('//') ? '' : 'https://'}${host}.`);
      expect(isNamed).to.equal('aws' in changes);
    });
  }

  it('names the pool if no context is named', () => {
    const endpoint = { ...endpointAt(undefined), contextName: UNNAMED };
    expect(connectionUsed(endpoint)).to.match(/^Used user pool us-east-1_Pool: /);
  });

  it('names the profile of AWS_PROFILE', () => {
    const aws = { profile: 'other' };
    expect(connectionUsed(endpointAt(undefined, { credentials: { kind: 'aws' }, aws }))).to.include('profile other');
    expect(connectionUsed(endpointAt(undefined, { aws }))).to.include('profile admin');
  });
});

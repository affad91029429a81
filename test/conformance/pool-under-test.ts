import { createHmac } from 'node:crypto';
import {
  CognitoIdentityProviderClient,
  CreateUserPoolClientCommand,
  CreateUserPoolCommand,
  DeleteUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import type { CreateUserPoolClientRequest } from '@aws-sdk/client-cognito-identity-provider';
import { SandboxRequestHandler } from '../../src/lib/sandbox/doors/in-process.js';
import { SandboxEngine } from '../../src/lib/sandbox/engine/engine.js';
import { STATE_VERSION } from '../../src/lib/sandbox/state/state.js';
import { MemoryStore } from '../lib/sandbox/memory-store.js';

/** A pool and a client with a secret, created through the API of the endpoint for one suite. */
export interface PoolUnderTest {
  readonly cognito: CognitoIdentityProviderClient;
  readonly UserPoolId: string;
  readonly ClientId: string;
  /** SECRET_HASH for a sign-in with this name. */
  secretHash(username: string): string;
  remove(): Promise<void>;
}

/** A client for the hosted UI, with every setting that an update could reset. */
export const CLIENT: Omit<CreateUserPoolClientRequest, 'UserPoolId'> = {
  ClientName: 'conformance',
  GenerateSecret: true,
  ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
  AllowedOAuthFlowsUserPoolClient: true,
  AllowedOAuthFlows: ['code'],
  AllowedOAuthScopes: ['email', 'openid'],
  CallbackURLs: ['https://app.example/callback', 'http://localhost:3000/callback'],
  LogoutURLs: ['https://app.example/'],
  DefaultRedirectURI: 'https://app.example/callback',
  SupportedIdentityProviders: ['COGNITO'],
  AccessTokenValidity: 10,
  IdTokenValidity: 20,
  RefreshTokenValidity: 5,
  TokenValidityUnits: { AccessToken: 'minutes', IdToken: 'minutes', RefreshToken: 'days' },
  ReadAttributes: ['email', 'custom:tenant_id'],
  WriteAttributes: ['email', 'given_name'],
  PreventUserExistenceErrors: 'ENABLED',
};

/** A pool like StackFlow's: case-insensitive email sign-in, a strict password policy, custom attributes. */
export async function createPoolUnderTest(): Promise<PoolUnderTest> {
  const cognito = clientForEndpoint();
  const { UserPool } = await cognito.send(
    new CreateUserPoolCommand({
      PoolName: `sf-admin-conformance-${Date.now()}`,
      UsernameAttributes: ['email'],
      UsernameConfiguration: { CaseSensitive: false },
      AutoVerifiedAttributes: ['email'],
      AccountRecoverySetting: { RecoveryMechanisms: [{ Priority: 1, Name: 'verified_email' }] },
      Policies: {
        PasswordPolicy: {
          MinimumLength: 12,
          RequireLowercase: true,
          RequireUppercase: true,
          RequireNumbers: true,
          RequireSymbols: true,
        },
      },
      Schema: [
        { Name: 'tenant_id', AttributeDataType: 'String', Mutable: true },
        { Name: 'employee_no', AttributeDataType: 'String', Mutable: false },
      ],
    }),
  );
  const UserPoolId = UserPool!.Id!;
  const { UserPoolClient } = await cognito.send(new CreateUserPoolClientCommand({ UserPoolId, ...CLIENT }));
  const { ClientId, ClientSecret } = UserPoolClient!;
  return {
    cognito,
    UserPoolId,
    ClientId: ClientId!,
    secretHash: (username) =>
      createHmac('sha256', ClientSecret!)
        .update(username + ClientId!)
        .digest('base64'),
    async remove() {
      // An emulator may lack the operation; in a real account, the pool must be deleted.
      await cognito.send(new DeleteUserPoolCommand({ UserPoolId })).catch((error: unknown) => {
        if ((error as Error).name !== 'UnknownOperationException') throw error;
      });
      cognito.destroy();
    },
  };
}

/** A client of `SF_ADMIN_TEST_ENDPOINT`, with the credentials of the environment if there are any, or of the sandbox. */
function clientForEndpoint(): CognitoIdentityProviderClient {
  const { SF_ADMIN_TEST_ENDPOINT: endpoint, AWS_REGION, AWS_ACCESS_KEY_ID, AWS_PROFILE } = process.env;
  const region = AWS_REGION ?? 'us-east-1';
  const anyone = { credentials: { accessKeyId: 'conformance', secretAccessKey: 'conformance' } };
  const hasOwn = AWS_ACCESS_KEY_ID !== undefined || AWS_PROFILE !== undefined;
  if (endpoint !== undefined && endpoint !== '') {
    return new CognitoIdentityProviderClient({ region, endpoint, ...(hasOwn ? {} : anyone) });
  }
  const engine = new SandboxEngine(new MemoryStore({ version: STATE_VERSION, pools: {} }));
  return new CognitoIdentityProviderClient({
    region,
    ...anyone,
    requestHandler: new SandboxRequestHandler(engine),
  });
}

/** The name of the service's error, or `no error`. */
export async function errorOf(call: Promise<unknown>): Promise<string> {
  try {
    await call;
  } catch (error) {
    return (error as Error).name;
  }
  return 'no error';
}

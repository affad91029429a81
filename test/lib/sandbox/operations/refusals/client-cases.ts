import { SANDBOX_CLIENT_ID } from '../../../../../src/lib/model/sandbox-ids.js';
import { DEMO_PASSWORD } from '../../../../../src/lib/sandbox/seed/seed-users.js';
import { Application } from '../../application.js';
import { BEN } from '../../harness.js';
import { onPool, type OperationCase, type OperationCases } from './operation-case.js';

const CLIENT = { ClientId: SANDBOX_CLIENT_ID };
const SERVER = { Identifier: 'tickets', Name: 'Tickets' };

const withServer: OperationCase['request'] = async (sandbox) => {
  await sandbox.call('CreateResourceServer', SERVER);
  return onPool(SERVER)(sandbox);
};

/** What is wrong with the settings of an app client. */
const SETTINGS_REFUSALS: OperationCase['refusals'] = {
  InvalidOAuthFlowException: (_, request) => ({ ...request, AllowedOAuthFlows: ['code'], CallbackURLs: [] }),
  ScopeDoesNotExistException: (_, request) => ({ ...request, AllowedOAuthScopes: ['tickets/read'] }),
  FeatureUnavailableInTierException(sandbox, request) {
    sandbox.pool.settings.UserPoolTier = 'LITE';
    return { ...request, ExplicitAuthFlows: ['ALLOW_USER_AUTH'] };
  },
};

export const clientCases: OperationCases = {
  CreateUserPoolClient: {
    request: onPool({ ClientName: 'second' }),
    refusals: {
      ...SETTINGS_REFUSALS,
      LimitExceededException(sandbox) {
        const client = sandbox.pool.clients[SANDBOX_CLIENT_ID]!;
        const clients = Array.from({ length: 1000 }, (_, index) => [`client${index}`, client] as const);
        sandbox.pool.clients = Object.fromEntries(clients);
      },
    },
  },
  DescribeUserPoolClient: { request: onPool(CLIENT) },
  UpdateUserPoolClient: { request: onPool(CLIENT), refusals: SETTINGS_REFUSALS },
  DeleteUserPoolClient: { request: onPool(CLIENT) },
  GetUserPoolClientSessionConfiguration: { request: onPool(CLIENT) },
  SetUserPoolClientSessionConfiguration: {
    request: onPool({ ...CLIENT, SSOSession: { MaxValidityMinutes: 43_200 } }),
    refusals: {
      FeatureUnavailableInTierException(sandbox) {
        sandbox.pool.settings.UserPoolTier = 'LITE';
      },
      OperationNotEnabledException(sandbox) {
        delete sandbox.pool.sessions;
      },
    },
  },
  ListUserPoolClients: { request: onPool() },
  AddUserPoolClientSecret: {
    request: onPool(CLIENT),
    refusals: {
      async LimitExceededException(sandbox) {
        await sandbox.call('AddUserPoolClientSecret', CLIENT);
      },
    },
  },
  ListUserPoolClientSecrets: { request: onPool(CLIENT) },
  DeleteUserPoolClientSecret: {
    async request(sandbox) {
      const { ClientSecretDescriptor } = await sandbox.call('AddUserPoolClientSecret', CLIENT);
      const { ClientSecretId } = ClientSecretDescriptor as { ClientSecretId: string };
      return onPool({ ...CLIENT, ClientSecretId })(sandbox);
    },
  },
  CreateResourceServer: {
    request: onPool(SERVER),
    refusals: {
      LimitExceededException(sandbox) {
        const server = { name: 'Server', scopes: {} };
        const servers = Array.from({ length: 25 }, (_, index) => [`server${index}`, server] as const);
        sandbox.pool.resourceServers = Object.fromEntries(servers);
      },
    },
  },
  DescribeResourceServer: { request: withServer },
  UpdateResourceServer: { request: withServer },
  DeleteResourceServer: { request: withServer },
  ListResourceServers: { request: onPool() },
  RevokeToken: {
    async request(sandbox) {
      const application = new Application({}, sandbox);
      const { AuthenticationResult } = await application.signIn(BEN, DEMO_PASSWORD);
      return { ...CLIENT, ClientSecret: application.secret, Token: AuthenticationResult?.RefreshToken };
    },
    refusals: {
      UnauthorizedException: (_, request) => ({ ...request, ClientSecret: 'another_secret_of_24_chars' }),
      UnsupportedOperationException(sandbox) {
        sandbox.pool.clients[SANDBOX_CLIENT_ID]!.settings.EnableTokenRevocation = false;
      },
      UnsupportedTokenTypeException: (_, request) => ({ ...request, Token: 'an.access.token' }),
    },
  },
};

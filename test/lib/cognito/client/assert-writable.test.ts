import { expect } from 'chai';

import { openCognito } from '../../../../src/lib/cognito/client/cognito.js';
import { OPERATIONS, type OperationName } from '../../../../src/lib/cognito/client/operations.js';
import { callService } from '../../../../src/lib/cognito/services/call-service.js';
import { SERVICE_OPERATIONS, type ServiceOperation } from '../../../../src/lib/cognito/services/operations.js';
import { recordStart } from '../../../../src/lib/history/history.js';
import { openTestDirectory } from '../../../helpers/directory.js';
import { rejection } from '../../conventions/refusal.js';

/** All that a directory for reading only may send. An operation that is added here changes nothing in a user pool. */
const READS = [
  'AdminGetUser',
  'AdminGetUserAuthFactors',
  'AdminListDevices',
  'AdminListGroupsForUser',
  'AdminListUserAuthEvents',
  'AdminListUserSessions',
  'DescribeIdentityProvider',
  'DescribeRiskConfiguration',
  'DescribeUserImportJob',
  'DescribeUserPool',
  'DescribeUserPoolClient',
  'DescribeUserPoolDomain',
  'GetCSVHeader',
  'GetGroup',
  'GetProvisionedLimit',
  'GetUICustomization',
  'GetUserPoolMfaConfig',
  'ListGroups',
  'ListIdentityProviders',
  'ListUserImportJobs',
  'ListUserPoolClientSecrets',
  'ListUserPoolClients',
  'ListUserPoolReplicas',
  'ListUserPools',
  'ListUsers',
  'ListUsersInGroup',
];

/** What is written to other services: the table of a team is set up. */
const SERVICE_WRITES: readonly ServiceOperation[] = [
  'dynamodb:CreateTable',
  'dynamodb:PutResourcePolicy',
  'dynamodb:UpdateContinuousBackups',
  'dynamodb:UpdateTable',
];

/** A directory for reading only, and the operations that it sent. */
function readOnly() {
  const sent: string[] = [];
  const handle = ({ headers }: { headers: Record<string, string> }) => {
    sent.push(headers['x-amz-target']?.split('.')[1] ?? '');
    return Promise.reject(new Error('sent'));
  };
  const handler = { handle, metadata: { handlerProtocol: 'http/1.1' }, httpHandlerConfigs: () => ({}) };
  const directory = openTestDirectory();
  const endpoint = { ...directory.endpoint, readOnly: true, requestHandler: () => Promise.resolve(handler) };
  return { directory: { ...directory, endpoint, cognito: openCognito(endpoint) }, sent };
}

/** Whatever the operations of the test require. */
const INPUT = {
  ...{ Username: 'ana', DeviceKey: 'key', SessionId: 'id', JobId: 'id', JobName: 'job', ProviderName: 'Google' },
  ...{ GroupName: 'group', ClientSecretId: 'id' },
  ...{ ClientId: 'client', ClientName: 'web', PoolName: 'pool', Domain: 'domain', Password: 'secret' },
  ...{ CloudWatchLogsRoleArn: 'arn', UserAttributes: [], CustomAttributes: [], MaxResults: 1 },
};

describe('a directory for reading only', () => {
  it('sends no operation that is not a read', async () => {
    const { directory, sent } = readOnly();
    const refused: string[] = [];
    for (const name of Object.keys(OPERATIONS) as OperationName[]) {
      const error: unknown = await directory.cognito.call(name, INPUT as never).catch((thrown: unknown) => thrown);
      if ((error as { code?: string }).code === 'READ_ONLY') refused.push(name);
    }
    expect([...new Set(sent)]).to.deep.equal(READS);
    expect([...refused, ...READS].sort()).to.deep.equal(Object.keys(OPERATIONS).sort());
  });

  it('asks other services only what changes nothing there, and refuses the rest', async () => {
    const { directory } = readOnly();
    const unsigned = () => Promise.reject(new Error('would be sent'));
    const place = { endpoint: directory.endpoint, url: undefined, credentials: unsigned };
    for (const name of Object.keys(SERVICE_OPERATIONS) as ServiceOperation[]) {
      const error: unknown = await callService(name, {} as never, place).catch((thrown: unknown) => thrown);
      const refused = `${name} is refused: the user pool was opened for reading only`;
      expect(error, name).to.include({ message: SERVICE_WRITES.includes(name) ? refused : 'would be sent' });
    }
  });

  it('records nothing in the history', async () => {
    const { directory } = readOnly();
    const change = {
      operation: 'users.disable',
      target: { kind: 'user', id: 'ana', label: 'ana@example.com', tenantId: null },
      fields: [],
      reason: null,
      undoes: null,
    } as const;
    const { code, message } = await rejection(recordStart(directory, change));
    expect([code, message]).to.deep.equal([
      'READ_ONLY',
      'users disable is refused: the user pool was opened for reading only',
    ]);
  });
});

import { expect } from 'chai';
import { SANDBOX_CLIENT_ID, SANDBOX_POOL_ID } from '../../../../../../src/lib/model/sandbox-ids.js';
import { Sandbox } from '../../../harness.js';

const LOG_GROUP = 'arn:aws:logs:us-east-1:000000000000:log-group:cognito';

describe('DeleteUserPool', () => {
  it('deletes a pool with its users, unless it has a domain or is protected', async () => {
    const sandbox = new Sandbox();
    const [, isProtected] = await sandbox.refusal('DeleteUserPool');
    sandbox.pool.settings.DeletionProtection = 'INACTIVE';
    const [, hasDomain] = await sandbox.refusal('DeleteUserPool');
    expect([isProtected, hasDomain]).to.deep.equal([
      'The user pool cannot be deleted because deletion protection is activated. Deletion protection must be inactivated first.',
      'User pool cannot be deleted. It has a domain configured that should be deleted first.',
    ]);
    await sandbox.call('DeleteUserPoolDomain', { Domain: sandbox.pool.settings.Domain });
    await sandbox.call('DeleteUserPool');
    expect((await sandbox.refusal('DescribeUserPool'))[0]).to.equal('ResourceNotFoundException');
    expect(await sandbox.call('ListUserPools', { MaxResults: 10 })).to.deep.equal({ UserPools: [] });
  });
});

describe('the risk configuration', () => {
  const actions = { LowAction: { Notify: false, EventAction: 'NO_ACTION' } };

  it('is described as it was set, for the pool and for a client', async () => {
    const sandbox = new Sandbox();
    sandbox.pool.settings.UserPoolAddOns = { AdvancedSecurityMode: 'AUDIT' };
    const ofPool = { RiskExceptionConfiguration: { SkippedIPRangeList: ['192.0.2.0/24'] } };
    const ofClient = { AccountTakeoverRiskConfiguration: { Actions: actions } };
    const client = { ClientId: SANDBOX_CLIENT_ID };
    await sandbox.call('SetRiskConfiguration', ofPool);
    expect(await sandbox.call('DescribeRiskConfiguration', client)).to.deep.equal({
      RiskConfiguration: { UserPoolId: SANDBOX_POOL_ID, ...client },
    });
    await sandbox.call('SetRiskConfiguration', { ...client, ...ofClient });
    const common = { UserPoolId: SANDBOX_POOL_ID, LastModifiedDate: sandbox.time / 1000 };
    expect(await sandbox.call('DescribeRiskConfiguration')).to.deep.equal({
      RiskConfiguration: { ...common, ...ofPool },
    });
    expect(await sandbox.call('DescribeRiskConfiguration', client)).to.deep.equal({
      RiskConfiguration: { ...common, ...client, ...ofClient },
    });
  });

  it('cannot notify without saying how', async () => {
    const sandbox = new Sandbox();
    sandbox.pool.settings.UserPoolAddOns = { AdvancedSecurityMode: 'AUDIT' };
    const Actions = { LowAction: { Notify: true, EventAction: 'NO_ACTION' } };
    const request = { AccountTakeoverRiskConfiguration: { Actions } };
    expect((await sandbox.refusal('SetRiskConfiguration', request))[0]).to.equal('InvalidParameterException');
  });
});

describe('the log delivery configuration', () => {
  it('is replaced, and described', async () => {
    const sandbox = new Sandbox();
    const LogConfigurations = [
      {
        LogLevel: 'ERROR',
        EventSource: 'userNotification',
        CloudWatchLogsConfiguration: { LogGroupArn: LOG_GROUP },
      },
    ];
    const described = { LogDeliveryConfiguration: { UserPoolId: SANDBOX_POOL_ID, LogConfigurations } };
    expect(await sandbox.call('SetLogDeliveryConfiguration', { LogConfigurations })).to.deep.equal(described);
    expect(await sandbox.call('GetLogDeliveryConfiguration')).to.deep.equal(described);
    const twice = { LogConfigurations: [LogConfigurations[0], LogConfigurations[0]] };
    expect((await sandbox.refusal('SetLogDeliveryConfiguration', twice))[0]).to.equal('InvalidParameterException');
    await sandbox.call('SetLogDeliveryConfiguration', { LogConfigurations: [] });
    expect(await sandbox.call('GetLogDeliveryConfiguration')).to.have.nested.property(
      'LogDeliveryConfiguration.LogConfigurations.length',
      0,
    );
  });
});

import { expect } from 'chai';

import TenantList from '../../../src/commands/tenant/list.js';
import TenantShow from '../../../src/commands/tenant/show.js';
import { ownPlace } from '../../helpers/place.js';
import { commandRunner } from '../../helpers/run-command.js';

describe('tenant list and tenant show', () => {
  const place = ownPlace();
  const run = commandRunner(place);

  it('counts the people of each tenant, and sends nothing that writes', async () => {
    const before = await place().bytes();
    const { stdout, stderr } = await run(TenantList, ['-o', 'csv']);
    expect({ stdout, stderr, isUntouched: (await place().bytes()) === before }).to.deep.equal({
      stdout:
        'tenantId,valid,people,enabled,federated,invited,privileged,privilegedWithMfa,privilegedMfaUnknown\n' +
        'tenant_001,true,8,7,0,1,3,1,0\n' +
        'tenant_002,true,7,6,1,1,3,2,0\n' +
        'tenant_003,true,5,4,0,0,2,1,0\n',
      stderr: '3 tenants, 20 users.\n',
      isUntouched: true,
    });
  });

  it('counts users without a valid tenant in rows of their own, the ones without any last', async () => {
    await place().edit(({ users }) => {
      const [ana, ben, chloe] = Object.values(users);
      ana!.attributes['custom:tenant_id'] = 'Tenant 1';
      Reflect.deleteProperty(ben!.attributes, 'custom:tenant_id');
      chloe!.attributes['custom:tenant_id'] = 'tenant_010';
    });
    const { stdout, stderr } = await run(TenantList, ['-o', 'ndjson', '--query', '[tenantId, valid, people]']);
    expect({ rows: stdout.trim().split('\n'), stderr }).to.deep.equal({
      rows: [
        '["Tenant 1",false,1]',
        '["tenant_001",true,5]',
        '["tenant_002",true,7]',
        '["tenant_003",true,5]',
        '["tenant_010",true,1]',
        '[null,false,1]',
      ],
      stderr: '4 tenants, 20 users, 2 of them without a valid tenant.\n',
    });
  });

  it('shows one tenant', async () => {
    const { stdout } = await run(TenantShow, ['tenant_002']);
    expect(stdout).to.equal(
      [
        'tenant_002',
        '  people            7',
        '  enabled           6',
        '  disabled          1',
        '  federated         1',
        '  invited           1',
        '  privileged        3',
        '  of them with MFA  2',
        '  MFA unknown       0\n',
      ].join('\n'),
    );
  });

  it('finds no tenant that nobody is in and that the context does not list, nor a malformed one', async () => {
    const [unknown, malformed] = [await run(TenantShow, ['tenant_099']), await run(TenantShow, ['tenant_9'])];
    expect([unknown, malformed].map(({ exitCode, stderr }) => [exitCode, stderr])).to.deep.equal([
      [4, 'error: no user is in tenant_099\n  To list the tenants: sf-admin tenant list\n'],
      [
        3,
        'error: tenant "tenant_9" is not a StackFlow tenant ID\n  Did you mean tenant_009? A tenant ID looks like tenant_001\n',
      ],
    ]);
  });
});

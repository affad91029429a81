import { expect } from 'chai';

import UsersLink from '../../../src/commands/users/link.js';
import UsersShow from '../../../src/commands/users/show.js';
import { ownPlace } from '../../helpers/place.js';
import { commandRunner } from '../../helpers/run-command.js';

const ANA = 'ana.silva@tenant-one.example';
const MEI = 'mei.tanaka@tenant-two.example';

describe('users show', () => {
  const place = ownPlace();
  const run = commandRunner(place);

  it('shows all data of a user, second factors included', async () => {
    const { stdout, stderr, exitCode } = await run(UsersShow, [ANA]);
    expect({
      lines: stdout.replaceAll(/\d{4}-\d{2}-.*Z/g, 'TIME').split('\n'),
      stderr,
      exitCode,
    }).to.deep.equal({
      lines: [
        'ana.silva@tenant-one.example',
        '  tenant              tenant_001',
        '  roles               itsm_admin',
        '  department          dept_it',
        '  enabled             yes',
        '  status              CONFIRMED',
        '  email verified      yes',
        '  given name          Ana',
        '  family name         Silva',
        '  MFA                 SOFTWARE_TOKEN_MFA (preferred)',
        '  groups              none',
        '  identities          none',
        '  username            5af10000-0000-4000-8000-000000000001',
        '  sub                 5af10000-0000-4000-8000-000000000001',
        '  created             TIME',
        '  updated             TIME',
        '',
        'Other attributes',
        '  custom:employee_no  E00001',
        '',
      ],
      stderr: '',
      exitCode: 0,
    });
  });

  it('shows with which identities a user signs in, and their attribute as Cognito has it in JSON only', async () => {
    await run(UsersLink, [ANA, '--provider', 'AzureAD', '--subject', 'ana@corp.example', '--yes']);
    const card = await run(UsersShow, [ANA]);
    const json = await run(UsersShow, [ANA, '--json']);
    const { identities, attributes } = JSON.parse(json.stdout) as {
      identities: Record<string, unknown>[];
      attributes: Record<string, string>;
    };
    const [{ createdAt, ...identity } = {}] = identities;
    expect({
      lines: card.stdout.match(/^.*identities.*$/gm),
      identity,
      createdAt: typeof createdAt,
      isKept: attributes.identities?.includes('providerName'),
    }).to.deep.equal({
      lines: ['  identities          AzureAD ana@corp.example'],
      identity: { provider: 'AzureAD', type: 'SAML', subject: 'ana@corp.example', primary: false },
      createdAt: 'string',
      isKept: true,
    });
  });

  it('finds a user by email in any case, by sub and by user name, federated users included', async () => {
    const found = async (name: string): Promise<string> => (await run(UsersShow, [name, '-q'])).stdout;
    expect({
      address: await found(ANA),
      shouted: await found('ANA.Silva@Tenant-One.Example'),
      sub: await found('5af10000-0000-4000-8000-000000000001'),
      federated: await found(MEI),
      username: await found(`AzureAD_${MEI}`),
    }).to.deep.equal({
      address: '5af10000-0000-4000-8000-000000000001\n',
      shouted: '5af10000-0000-4000-8000-000000000001\n',
      sub: '5af10000-0000-4000-8000-000000000001\n',
      federated: `AzureAD_${MEI}\n`,
      username: `AzureAD_${MEI}\n`,
    });
  });

  it('refuses a user of another tenant', async () => {
    const { exitCode, stdout, stderr } = await run(UsersShow, [ANA, '--tenant', 'tenant_002']);
    expect({ exitCode, stdout, first: stderr.split('\n')[0] }).to.deep.equal({
      exitCode: 3,
      stdout: '',
      first: `error: ${ANA} belongs to tenant_001, but this command is limited to tenant_002`,
    });
  });

  it('exits with 4 for a user who does not exist', async () => {
    const { exitCode, stderr } = await run(UsersShow, ['nobody@example.com']);
    expect({ exitCode, first: stderr.split('\n')[0] }).to.deep.equal({
      exitCode: 4,
      first: 'error: no user nobody@example.com in user pool us-east-1_Sandbox01',
    });
  });

  it('reports a failure only on stdout with -o json', async () => {
    const { stdout, stderr, exitCode } = await run(UsersShow, ['nobody@example.com', '-o', 'json']);
    const { error } = JSON.parse(stdout) as { error: Record<string, unknown> };
    expect({ ...error, requestId: typeof error.requestId, stderr, status: exitCode }).to.deep.equal({
      code: 'USER_NOT_FOUND',
      message: 'no user nobody@example.com in user pool us-east-1_Sandbox01',
      hint: 'USER is an email, a sub or a user name. To find it: sf-admin users find TEXT',
      exitCode: 4,
      requestId: 'string',
      stderr: '',
      status: 4,
    });
  });
});

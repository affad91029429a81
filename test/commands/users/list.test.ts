import { expect } from 'chai';

import UsersList from '../../../src/commands/users/list.js';
import { ownPlace } from '../../helpers/place.js';
import { commandRunner } from '../../helpers/run-command.js';

describe('users list', () => {
  const run = commandRunner(ownPlace());

  it('shows a table on stdout, and the number of matches and scanned users on stderr', async () => {
    expect(await run(UsersList, ['--tenant', 'tenant_003'])).to.deep.equal({
      stdout: [
        'EMAIL                               TENANT      ROLES                    STATUS       ENABLED',
        'pedro.alvarez@tenant-three.example  tenant_003  itsm_agent               CONFIRMED    yes',
        'quinn.murphy@tenant-three.example   tenant_003  itsm_admin, cloud_admin  CONFIRMED    yes',
        'rosa.bianchi@tenant-three.example   tenant_003  itsm_agent               CONFIRMED    yes',
        'sam.nguyen@tenant-three.example     tenant_003  itsm_agent               UNCONFIRMED  no',
        'tara.iyer@tenant-three.example      tenant_003  super_admin              CONFIRMED    yes',
        '',
      ].join('\n'),
      stderr: '5 matches (20 users scanned).\n',
      exitCode: 0,
      asked: [],
    });
  });

  it('prints only user names on stdout with -q', async () => {
    expect(await run(UsersList, ['--tenant', 'tenant_003', '--disabled', '-q'])).to.deep.equal({
      stdout: '5af10000-0000-4000-8000-000000000019\n',
      stderr: '1 match (3 users scanned).\n',
      exitCode: 0,
      asked: [],
    });
  });

  it('filters locally by what Cognito cannot filter by', async () => {
    const emails = async (...flags: string[]): Promise<string[]> => {
      const { stdout } = await run(UsersList, [...flags, '--columns', 'email', '--no-header']);
      return stdout.split('\n').filter((line) => line !== '');
    };
    expect({
      role: await emails('--role', 'super_admin'),
      department: await emails('--department', 'dept_finance'),
      status: await emails('--status', 'RESET_REQUIRED'),
      disabled: await emails('--disabled'),
      prefix: await emails('--email-prefix', 'li'),
      both: await emails('--enabled', '--role', 'cloud_admin'),
      limited: await emails('--limit', '2'),
    }).to.deep.equal({
      role: ['ines.costa@tenant-two.example', 'tara.iyer@tenant-three.example'],
      department: ['mei.tanaka@tenant-two.example'],
      status: ['felix.braun@tenant-one.example'],
      disabled: ['grace.kim@tenant-one.example', 'noah.schmidt@tenant-two.example', 'sam.nguyen@tenant-three.example'],
      prefix: ['liam.obrien@tenant-two.example'],
      both: ['david.okafor@tenant-one.example', 'quinn.murphy@tenant-three.example'],
      limited: ['ana.silva@tenant-one.example', 'ben.carter@tenant-one.example'],
    });
  });

  it('reports 0 matches and exits with 0', async () => {
    expect(await run(UsersList, ['--email-prefix', 'nobody'])).to.deep.equal({
      stdout: 'EMAIL  TENANT  ROLES  STATUS  ENABLED\n',
      stderr: '0 matches (0 users scanned).\n',
      exitCode: 0,
      asked: [],
    });
  });

  it('writes every format only to stdout', async () => {
    const outputs = async (format: string): Promise<string> =>
      (await run(UsersList, ['--limit', '1', '--columns', 'email,roles,enabled', '-o', format])).stdout;
    expect({
      csv: await outputs('csv'),
      ndjson: await outputs('ndjson'),
      json: JSON.parse(await outputs('json')) as unknown,
    }).to.deep.equal({
      csv: 'email,roles,enabled\nana.silva@tenant-one.example,itsm_admin,true\n',
      ndjson: '{"email":"ana.silva@tenant-one.example","roles":["itsm_admin"],"enabled":true}\n',
      json: [{ email: 'ana.silva@tenant-one.example', roles: ['itsm_admin'], enabled: true }],
    });
  });

  it('prints a bold header on a color terminal, and shortens values that are too wide', async () => {
    const { stdout } = await run(UsersList, ['--limit', '1'], { tty: true, color: true });
    expect(stdout.split('\n')[0]).to.match(/^\u001b\[1mEMAIL .*ENABLED\u001b\[22m$/);
  });
});

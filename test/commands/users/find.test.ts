import { expect } from 'chai';

import UsersFind from '../../../src/commands/users/find.js';
import { ANY_CREDENTIALS, whileServed, writeLiveContext } from '../../helpers/live-context.js';
import { ownPlace } from '../../helpers/place.js';
import { commandRunner } from '../../helpers/run-command.js';

const ANA = 'ana.silva@tenant-one.example';

describe('users find', () => {
  const place = ownPlace();
  const run = commandRunner(place);

  it('shows the table of users list, with the number of users scanned on stderr', async () => {
    expect(await run(UsersFind, ['SILVA'])).to.deep.equal({
      stdout: [
        'EMAIL                         TENANT      ROLES       STATUS     ENABLED',
        `${ANA}  tenant_001  itsm_admin  CONFIRMED  yes`,
        '',
      ].join('\n'),
      stderr: '1 match (20 users scanned).\n',
      exitCode: 0,
      asked: [],
    });
  });

  for (const [argv, found] of [
    [['ana sil'], [ANA]],
    [['000000000001'], [ANA]],
    [['@tenant-three.example', '--disabled'], ['sam.nguyen@tenant-three.example']],
    [['silva', '--tenant', 'tenant_002'], []],
    [['no such person'], []],
  ] as const) {
    it(`finds ${found.length} with ${argv.join(' ')}, and exits with 0`, async () => {
      const { stdout, exitCode } = await run(UsersFind, [...argv, '--columns', 'email', '--no-header']);
      expect([stdout.split('\n').filter(Boolean), exitCode]).to.deep.equal([found, 0]);
    });
  }

  it('finds only users of the tenant that the context is bound to', async () => {
    const { stdout } = await whileServed(place(), async (url) => {
      await writeLiveContext(place(), url, 'tenant: tenant_003');
      return run(UsersFind, ['example', '-c', 'live', '-o', 'csv', '--columns', 'tenantId', '--no-header'], {
        env: ANY_CREDENTIALS,
      });
    });
    expect([...new Set(stdout.split('\n'))]).to.deep.equal(['tenant_003', '']);
  });

  it('refuses an empty text', async () => {
    const { stderr, exitCode } = await run(UsersFind, ['']);
    expect([stderr.split('\n')[0], exitCode]).to.deep.equal(['error: TEXT is empty', 2]);
  });
});

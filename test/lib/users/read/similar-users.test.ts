import { expect } from 'chai';

import { similarUsers } from '../../../../src/lib/users/read/similar-users.js';
import { SANDBOX_POOL_ID } from '../../../../src/lib/model/sandbox-ids.js';
import { seedState } from '../../../../src/lib/sandbox/seed/seed.js';
import { openTestDirectory } from '../../../helpers/directory.js';
import { mockCognito } from '../../cognito/cognito-mock.js';
import { MemoryStore } from '../../sandbox/memory-store.js';

const ANA = 'ana.silva@tenant-one.example';

describe('similarUsers', () => {
  const cases: [typed: string, suggested: string[], tenant?: string][] = [
    ['ana.sliva@tenant-one.example', [ANA]],
    ['anna.silva@tenant-one.example', [ANA]],
    ['aan.silva@tenant-oen.example', [ANA]],
    ['ana.silva@tenant-two.example', [ANA]],
    ['ana.silva', [ANA]],
    ['nobody@tenant-one.example', []],
    ['ben.carter@elsewhere.example.org', []],
    ['ana.sliva@tenant-one.example', [ANA], 'tenant_001'],
    ['ana.sliva@tenant-one.example', [], 'tenant_002'],
    ['5af10000-0000-4000-8000-000000000099', []],
  ];
  for (const [typed, suggested, tenant] of cases) {
    it(`suggests ${suggested.join(', ') || 'nothing'} for ${typed}${tenant === undefined ? '' : ` in ${tenant}`}`, async () => {
      const store = new MemoryStore(seedState());
      const directory = openTestDirectory({ store, ...(tenant === undefined ? {} : { tenant }) });
      expect(await similarUsers(directory, typed)).to.deep.equal(suggested);
    });
  }

  describe('on a pool of any size', () => {
    const cognito = mockCognito();

    it('reads one page for each of two starts, and suggests three at most, the nearest first', async () => {
      const user = (email: string) => ({ Username: email, Attributes: [{ Name: 'email', Value: email }] });
      const names = ['anna', 'anne', 'ann', 'anni', 'bob'].map((name) => user(`${name}@example.com`));
      cognito.answer('ListUsers', { Users: names, PaginationToken: 'more' });
      expect(await similarUsers(openTestDirectory(), 'ann@example.co')).to.deep.equal([
        'ann@example.com',
        'anna@example.com',
        'anne@example.com',
      ]);
      expect(cognito.sent()).to.deep.equal(
        ['ann', 'a'].map((start) => [
          'ListUsers',
          { UserPoolId: SANDBOX_POOL_ID, Limit: 60, Filter: `email ^= "${start}"` },
        ]),
      );
    });
  });
});

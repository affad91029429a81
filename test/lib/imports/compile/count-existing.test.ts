import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { expect } from 'chai';

import { countExisting } from '../../../../src/lib/imports/compile/count-existing.js';
import { openTestDirectory } from '../../../helpers/directory.js';
import { serviceError } from '../../cognito/cognito-mock.js';
import { compiled, mockImportPool } from '../import-pool.js';

const ADDRESSES = ['ana@example.com', 'ben@example.com', 'chloe@example.com'];
const ROWS = `email,tenantId,roles\n${ADDRESSES.map((address) => `${address},tenant_001,itsm_agent\n`).join('')}`;

describe('countExisting', () => {
  let dataFolder: string;
  beforeEach(async () => {
    dataFolder = await mkdtemp(join(tmpdir(), 'sf-admin-imports-'));
  });
  afterEach(() => rm(dataFolder, { recursive: true }));

  for (const { title, pool, calls } of [
    {
      title: 'looks each user up in a large pool',
      pool: 100_000,
      calls: ADDRESSES.map((name) => ['AdminGetUser', name]),
    },
    {
      title: 'reads a small pool once, and looks up only the addresses it has',
      pool: 50,
      calls: [
        ['ListUsers', undefined],
        ['AdminGetUser', 'ben@example.com'],
      ],
    },
  ]) {
    describe(title, () => {
      const cognito = mockImportPool({ EstimatedNumberOfUsers: pool });
      it('and counts the users that an import would skip', async () => {
        const ben = [{ Name: 'email', Value: 'Ben@example.com' }];
        cognito.answer('ListUsers', { Users: [{ Username: 'b', Attributes: ben }] });
        cognito.answer('AdminGetUser', ({ Username }) => {
          if (Username !== 'ben@example.com') throw serviceError('UserNotFoundException');
          return { Username: 'b', UserAttributes: ben };
        });
        const directory = openTestDirectory({ dataFolder });
        const existing = await countExisting(directory, await compiled(directory, ROWS), 2);
        const sent = cognito.sent().filter(([operation]) => /User$|Users$/.test(operation));
        expect({ existing, sent: sent.map(([operation, { Username }]) => [operation, Username]) }).to.deep.equal({
          existing: 1,
          sent: calls,
        });
      });
    });
  }
});

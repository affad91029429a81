import { expect } from 'chai';

import { emptyTenantWarnings, readTenants } from '../../../../src/lib/users/read/empty-tenants.js';
import { withAddressBook } from '../../../../src/lib/users/read/read-address-book.js';
import { SANDBOX_POOL_ID } from '../../../../src/lib/model/sandbox-ids.js';
import { DEFAULT_CONVENTIONS } from '../../../../src/lib/config/default-conventions.js';
import { openTestDirectory } from '../../../helpers/directory.js';
import { serviceError } from '../../cognito/cognito-mock.js';
import { mockUsers } from '../mock-users.js';

const user = (email: string, tenant?: string) => ({
  Username: `user of ${email}`,
  Attributes: [
    { Name: 'email', Value: email },
    ...(tenant === undefined ? [] : [{ Name: 'custom:tenant_id', Value: tenant }]),
  ],
});

describe('emptyTenantWarnings', () => {
  const cognito = mockUsers();
  const listed = () => cognito.sent().filter(([operation]) => operation === 'ListUsers').length;
  const ana = user('ana@a.example', 'tenant_001');
  const ben = user('ben@b.example', 'tenant_009');

  /** The pages of the pool, each the only user on it. */
  function pool(...users: object[]) {
    const answers = users.map((one, index) => ({
      Users: [one],
      ...(index < users.length - 1 ? { PaginationToken: `page ${index}` } : {}),
    }));
    cognito.answer('ListUsers', ...answers);
  }
  const warnings = (asked: string[], pages: number, except?: string) =>
    emptyTenantWarnings(openTestDirectory(), asked, { pages, except });

  it('names a tenant that nobody in the whole pool is in, with the nearest that has users', async () => {
    pool(ana, ben);
    expect(await warnings(['tenant_099', 'tenant_001', 'acme'], 2)).to.deep.equal([
      'no user is in tenant_099; nearest: tenant_009',
      'no user is in acme',
    ]);
  });

  it('stops at the page on which all tenants were seen', async () => {
    pool(ana, ben, user('cy@c.example'));
    expect([await warnings(['tenant_001'], 3), listed()]).to.deep.equal([[], 1]);
  });

  it('says nothing about a pool with more pages than it may read', async () => {
    pool(ana, ben, user('cy@c.example'));
    expect([await warnings(['tenant_099'], 2), listed()]).to.deep.equal([[], 2]);
  });

  it('does not count the user who is being put into the tenant, by any of the names', async () => {
    for (const name of ['ben@b.example', 'user of ben@b.example', 'BEN@b.Example']) {
      pool(ana, ben);
      expect(await warnings(['tenant_009'], 2, name)).to.deep.equal(['no user is in tenant_009; nearest: tenant_001']);
    }
  });

  it('says nothing about the first user of a pool, or if the users cannot be listed', async () => {
    pool(user('cy@c.example'));
    expect(await warnings(['tenant_099'], 2)).to.deep.equal([]);
    cognito.answer('ListUsers', serviceError('AccessDeniedException', 'Not you'));
    expect(await warnings(['tenant_099'], 2)).to.deep.equal([]);
  });

  it('reads nothing about a tenant that the context lists', async () => {
    const tenant = { ...DEFAULT_CONVENTIONS.tenant, list: ['tenant_099'] };
    const directory = openTestDirectory({ context: { conventions: { ...DEFAULT_CONVENTIONS, tenant } } });
    expect([await emptyTenantWarnings(directory, ['tenant_099'], { pages: 2 }), listed()]).to.deep.equal([[], 0]);
  });

  it('reads nothing if the whole pool was read before', async () => {
    cognito.answer('DescribeUserPool', { UserPool: { Id: SANDBOX_POOL_ID, EstimatedNumberOfUsers: 2 } });
    pool(ana, ben);
    const directory = await withAddressBook(openTestDirectory(), 100);
    expect(await emptyTenantWarnings(directory, ['tenant_099', 'tenant_009'], { pages: 1 })).to.deep.equal([
      'no user is in tenant_099; nearest: tenant_009',
    ]);
    expect(listed()).to.equal(2);
  });

  it('ends before the next page once it is stopped', async () => {
    pool(ana, ben);
    const { tenants, isAll } = await readTenants(openTestDirectory(), { pages: 2, stop: AbortSignal.abort() });
    expect([[...tenants], isAll, listed()]).to.deep.equal([['tenant_001'], false, 1]);
  });
});

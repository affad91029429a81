import { expect } from 'chai';

import { SANDBOX_POOL_ID } from '../../../../src/lib/model/sandbox-ids.js';
import { withAddressBook } from '../../../../src/lib/users/read/read-address-book.js';
import { openTestDirectory } from '../../../helpers/directory.js';
import { serviceError } from '../../cognito/cognito-mock.js';
import { rejection } from '../../conventions/refusal.js';
import { mockUsers } from '../mock-users.js';

const user = (email: string, name = 'email') => ({
  Username: `user of ${email}`,
  Attributes: [
    { Name: 'sub', Value: 'nobody@example.com' },
    { Name: name, Value: email },
  ],
});

describe('withAddressBook', () => {
  const cognito = mockUsers();
  const lists = () => cognito.sent().filter(([operation]) => operation === 'ListUsers');
  function ofUsers(EstimatedNumberOfUsers: number | undefined) {
    cognito.answer('DescribeUserPool', {
      UserPool: {
        Id: SANDBOX_POOL_ID,
        ...(EstimatedNumberOfUsers === undefined ? {} : { EstimatedNumberOfUsers }),
      },
    });
    return openTestDirectory();
  }

  it('reads the addresses of the whole pool, page by page, without a filter', async () => {
    const directory = ofUsers(120);
    cognito.answer(
      'ListUsers',
      { Users: [user('ana@example.com'), user('Ben@example.com')], PaginationToken: 'more' },
      {
        Users: [user('ben@EXAMPLE.com'), user('eve@example.com', 'preferred_username'), { Username: 'bare' }],
      },
    );
    const { addresses } = await withAddressBook(directory, 2);
    const asked = ['ana@example.com', 'ben@example.com', 'eve@example.com', 'nobody@example.com'];
    expect(asked.map((address) => addresses?.holders(address))).to.deep.equal([1, 2, 0, 0]);
    expect(lists()).to.deep.equal([
      ['ListUsers', { UserPoolId: SANDBOX_POOL_ID, Limit: 60 }],
      ['ListUsers', { UserPoolId: SANDBOX_POOL_ID, Limit: 60, PaginationToken: 'more' }],
    ]);
  });

  it('reads nothing if fewer addresses would be looked up than the pool has pages', async () => {
    const directory = ofUsers(121);
    expect([await withAddressBook(directory, 2), lists()]).to.deep.equal([directory, []]);
  });

  it("reads nothing if no address is looked up, or if the pool's size is unknown", async () => {
    const empty = ofUsers(0);
    expect(await withAddressBook(empty, 0)).to.equal(empty);
    const unknown = ofUsers(undefined);
    expect(await withAddressBook(unknown, 5_000)).to.equal(unknown);
    expect(lists()).to.deep.equal([]);
  });

  it('goes without an address book if the caller may not list users', async () => {
    const directory = ofUsers(10);
    cognito.answer('ListUsers', serviceError('AccessDeniedException'));
    expect(await withAddressBook(directory, 100)).to.equal(directory);
  });

  it('fails if the list breaks off', async () => {
    const directory = ofUsers(10);
    const broken = serviceError('InternalErrorException', 'Broken.', { httpStatusCode: 500 });
    cognito.answer('ListUsers', { Users: [user('ana@example.com')], PaginationToken: 'more' }, broken);
    expect((await rejection(withAddressBook(directory, 100))).code).to.equal('SERVICE_FAILED');
  });
});

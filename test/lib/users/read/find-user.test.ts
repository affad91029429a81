import { expect } from 'chai';
import fc from 'fast-check';
import type { AddressBook } from '../../../../src/lib/model/address-book.js';
import { SANDBOX_POOL_ID } from '../../../../src/lib/model/sandbox-ids.js';
import {
  assertAddressFree,
  findUser,
  getUserIfAny,
  readUser,
  usersOfAddress,
} from '../../../../src/lib/users/read/find-user.js';
import { openTestDirectory } from '../../../helpers/directory.js';
import { serviceError } from '../../cognito/cognito-mock.js';
import { rejection } from '../../conventions/refusal.js';
import { mockUsers } from '../mock-users.js';
import { ANA, ANA_EMAIL, anaAnswer } from '../ana.js';

const MEI = 'AzureAD_mei@example.com';
const MEI_EMAIL = 'mei@example.com';
const NOT_FOUND = serviceError('UserNotFoundException', 'User does not exist.');

const mei = anaAnswer({
  username: MEI,
  status: 'EXTERNAL_PROVIDER',
  attributes: { sub: '22222222-2222-4222-8222-222222222222', email: MEI_EMAIL },
});

describe('findUser', () => {
  const cognito = mockUsers();
  const find = (name: string, tenant?: string) =>
    findUser(openTestDirectory(tenant === undefined ? {} : { tenant }), name);

  for (const name of [ANA_EMAIL, 'Ana@Example.com', ANA]) {
    it(`finds a native user by ${name}, and looks for others with the address`, async () => {
      cognito.answer('AdminGetUser', anaAnswer());
      expect(await find(name)).to.deep.equal({
        username: ANA,
        sub: ANA,
        email: ANA_EMAIL,
        emailVerified: true,
        givenName: null,
        familyName: null,
        tenantId: 'tenant_001',
        roles: ['itsm_agent'],
        department: null,
        enabled: true,
        status: 'CONFIRMED',
        createdAt: '2026-01-01T00:00:00.000Z',
        updatedAt: '2026-02-01T00:00:00.000Z',
        attributes: {},
        mfa: { preferred: null, methods: [] },
      });
      const search = { UserPoolId: SANDBOX_POOL_ID, Filter: `email = "${name}"` };
      expect(cognito.sent()).to.deep.equal([
        ['AdminGetUser', { UserPoolId: SANDBOX_POOL_ID, Username: name }],
        ...(name === ANA ? [] : [['ListUsers', search]]),
      ]);
    });
  }

  it('finds a user by a user name that is neither an address nor a sub', async () => {
    cognito.answer('AdminGetUser', mei);
    expect((await find(MEI)).username).to.equal(MEI);
  });

  it('finds a federated user by address, which AdminGetUser does not', async () => {
    cognito.answer('AdminGetUser', NOT_FOUND, mei);
    cognito.answer('ListUsers', { Users: [], PaginationToken: 'more' }, { Users: [{ Username: MEI }] });
    expect((await find(MEI_EMAIL)).username).to.equal(MEI);
    const search = { UserPoolId: SANDBOX_POOL_ID, Filter: `email = "${MEI_EMAIL}"` };
    expect(cognito.sent()).to.deep.equal([
      ['AdminGetUser', { UserPoolId: SANDBOX_POOL_ID, Username: MEI_EMAIL }],
      ['ListUsers', search],
      ['ListUsers', { ...search, PaginationToken: 'more' }],
      ['AdminGetUser', { UserPoolId: SANDBOX_POOL_ID, Username: MEI }],
    ]);
  });

  it('names every user with a shared address, and picks none', async () => {
    cognito.answer('AdminGetUser', NOT_FOUND, mei, { ...mei, Username: 'LDAP_mei' });
    cognito.answer('ListUsers', { Users: [{ Username: MEI }, { Username: 'LDAP_mei' }] });
    expect(await rejection(find(MEI_EMAIL))).to.deep.equal({
      code: 'AMBIGUOUS_USER',
      message: `2 users have the address ${MEI_EMAIL}`,
      hint: `Use the user name of one: ${MEI}, LDAP_mei`,
    });
  });

  it('picks neither if a native and a federated user have the address', async () => {
    cognito.answer('AdminGetUser', { ...mei, Username: ANA }, mei);
    cognito.answer('ListUsers', { Users: [{ Username: ANA }, { Username: MEI }] });
    const { code, hint } = await rejection(find(MEI_EMAIL));
    expect([code, hint]).to.deep.equal(['AMBIGUOUS_USER', `Use the user name of one: ${ANA}, ${MEI}`]);
  });

  it('ignores a listed user whose address has changed', async () => {
    cognito.answer('AdminGetUser', anaAnswer(), mei);
    cognito.answer('ListUsers', { Users: [{ Username: ANA }, { Username: MEI }] });
    expect((await find(ANA_EMAIL)).username).to.equal(ANA);
  });

  it('finds the native user without permission to list users', async () => {
    cognito.answer('AdminGetUser', anaAnswer());
    cognito.answer('ListUsers', serviceError('AccessDeniedException'));
    expect((await find(ANA_EMAIL)).username).to.equal(ANA);
  });

  it('says that there is no such user', async () => {
    cognito.answer('AdminGetUser', NOT_FOUND);
    cognito.answer('ListUsers', { Users: [] });
    const refusal = {
      code: 'USER_NOT_FOUND',
      hint: 'USER is an email, a sub or a user name. To find it: sf-admin users find TEXT',
    };
    expect([await rejection(find('eve')), await rejection(find('eve@example.com'))]).to.deep.equal([
      { ...refusal, message: `no user eve in user pool ${SANDBOX_POOL_ID}` },
      { ...refusal, message: `no user eve@example.com in user pool ${SANDBOX_POOL_ID}` },
    ]);
  });

  it('refuses an answer with another user', async () => {
    cognito.answer('AdminGetUser', mei);
    expect(await rejection(find(ANA_EMAIL))).to.deep.equal({
      code: 'BAD_RESPONSE',
      message: `Cognito returned user ${MEI} when asked for user ${ANA_EMAIL}`,
      hint: 'Nothing was changed. Use the sub of the user: sf-admin users find TEXT',
    });
  });

  it('refuses an answer without a user', async () => {
    cognito.answer('AdminGetUser', { Username: undefined });
    expect((await rejection(find(ANA))).message).to.equal(`Cognito returned no user when asked for user ${ANA}`);
  });

  it('refuses an empty name before any call', async () => {
    expect((await rejection(find(''))).code).to.equal('USAGE');
    expect(cognito.sent()).to.deep.equal([]);
  });

  it('refuses a user of another tenant, or of none, if the caller acts in one', async () => {
    cognito.answer(
      'AdminGetUser',
      anaAnswer({ attributes: { 'custom:tenant_id': 'tenant_002' } }),
      anaAnswer({ attributes: { 'custom:tenant_id': undefined } }),
      anaAnswer(),
    );
    expect((await rejection(find(ANA, 'tenant_001'))).message).to.equal(
      `${ANA_EMAIL} belongs to tenant_002, but this command is limited to tenant_001`,
    );
    expect((await rejection(find(ANA, 'tenant_001'))).message).to.equal(
      `${ANA_EMAIL} belongs to no tenant, but this command is limited to tenant_001`,
    );
    expect((await find(ANA, 'tenant_001')).username).to.equal(ANA);
  });

  it('searches for exactly one address, whatever characters it contains', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string(), async (text) => {
        cognito.answer('AdminGetUser', NOT_FOUND);
        cognito.answer('ListUsers', { Users: [] });
        await rejection(find(`a${text}@`));
        const [, search] = cognito.sent().findLast(([operation]) => operation === 'ListUsers')!;
        const filter = search.Filter as string;
        const value = /^email = "((?:[^"\\]|\\["\\])*)"$/su.exec(filter)?.[1];
        expect(value?.replace(/\\(.)/gsu, '$1')).to.equal(`a${text}@`);
      }),
    );
  });
});

describe('readUser', () => {
  const cognito = mockUsers();

  it('reads a user of any tenant', async () => {
    cognito.answer('AdminGetUser', anaAnswer());
    expect((await readUser(openTestDirectory({ tenant: 'tenant_002' }), ANA)).tenantId).to.equal('tenant_001');
  });
});

describe('getUserIfAny', () => {
  const cognito = mockUsers();

  it('is undefined if there is no such user, and makes no other call', async () => {
    cognito.answer('AdminGetUser', NOT_FOUND);
    expect(await getUserIfAny(openTestDirectory(), ANA_EMAIL)).to.equal(undefined);
    expect(cognito.sent()).to.have.length(1);
  });

  it('rethrows other failures', async () => {
    cognito.answer('AdminGetUser', serviceError('AccessDeniedException'));
    expect((await rejection(getUserIfAny(openTestDirectory(), ANA_EMAIL))).code).to.equal('ACCESS_DENIED');
  });
});

describe('findUser with an address book', () => {
  const cognito = mockUsers();
  const holding = (holders: number): AddressBook => ({ holders: () => holders, tenants: new Set() });
  const find = (holders: number, name: string) =>
    findUser({ ...openTestDirectory(), addresses: holding(holders) }, name);
  const operations = () => cognito.sent().map(([operation]) => operation);

  it('lists no users for an address that one native user has', async () => {
    cognito.answer('AdminGetUser', anaAnswer());
    expect((await find(1, ANA_EMAIL)).username).to.equal(ANA);
    expect(operations()).to.deep.equal(['AdminGetUser']);
  });

  it('looks up a federated user as without a book', async () => {
    cognito.answer('AdminGetUser', (input) => {
      if (input.Username !== MEI) throw NOT_FOUND;
      return mei;
    });
    cognito.answer('ListUsers', { Users: [{ Username: MEI }] });
    expect((await find(1, MEI_EMAIL)).username).to.equal(MEI);
  });

  it('names every user with a shared address', async () => {
    cognito.answer('AdminGetUser', (input) => (input.Username === MEI ? mei : { ...mei, Username: ANA }));
    cognito.answer('ListUsers', { Users: [{ Username: ANA }, { Username: MEI }] });
    const { code, hint } = await rejection(find(2, MEI_EMAIL));
    expect([code, hint]).to.deep.equal(['AMBIGUOUS_USER', `Use the user name of one: ${ANA}, ${MEI}`]);
  });

  it('does not take a user with the address as user name for its holder', async () => {
    const native = anaAnswer({ username: MEI_EMAIL, attributes: { email: 'other@example.com' } });
    cognito.answer('AdminGetUser', (input) => (input.Username === MEI ? mei : native));
    cognito.answer('ListUsers', { Users: [{ Username: MEI }] });
    expect((await rejection(find(1, MEI_EMAIL))).code).to.equal('AMBIGUOUS_USER');
  });

  it('finds a user whose user name looks like an unused address', async () => {
    cognito.answer('AdminGetUser', anaAnswer({ username: 'ana@desk', attributes: { email: undefined } }));
    expect((await find(0, 'ana@desk')).username).to.equal('ana@desk');
    expect(operations()).to.deep.equal(['AdminGetUser']);
  });

  it('makes no call for an unused address', async () => {
    const directory = { ...openTestDirectory(), addresses: holding(0) };
    expect([await usersOfAddress(directory, 'new@example.com'), operations()]).to.deep.equal([[], []]);
  });
});

describe('assertAddressFree', () => {
  const cognito = mockUsers();
  const TAKEN = 'taken@example.com';
  const ben = { username: 'ben', email: 'ben@example.com', status: 'CONFIRMED' } as const;

  for (const [what, user, address, holder, calls, isRefused] of [
    ['another user has', ben, TAKEN, anaAnswer({ attributes: { email: TAKEN } }), 1, true],
    ['another user has in other case', ben, 'Taken@Example.com', anaAnswer({ attributes: { email: TAKEN } }), 1, true],
    ['nobody has', ben, 'new@example.com', NOT_FOUND, 1, false],
    ['the user has', ben, ben.email, NOT_FOUND, 0, false],
    [
      'the user has in other case',
      ben,
      'Ben@example.com',
      anaAnswer({ username: 'ben', attributes: { email: ben.email } }),
      1,
      false,
    ],
    ['is only the user name of another', ben, TAKEN, anaAnswer({ username: TAKEN }), 1, false],
    ['is removed', ben, null, NOT_FOUND, 0, false],
    ['a federated user gets', { ...ben, status: 'EXTERNAL_PROVIDER' as const }, TAKEN, NOT_FOUND, 0, false],
  ] as const) {
    it(`${isRefused ? 'refuses' : 'accepts'} an address that ${what}`, async () => {
      cognito.answer('AdminGetUser', holder);
      const refused = await assertAddressFree(openTestDirectory(), user, address).then(
        () => undefined,
        (error: unknown) => (error as { code: string }).code,
      );
      expect([refused, cognito.sent().length]).to.deep.equal([isRefused ? 'USER_EXISTS' : undefined, calls]);
    });
  }

  it('makes no call for an address that the address book does not have', async () => {
    const addresses: AddressBook = { holders: () => 0, tenants: new Set() };
    await assertAddressFree({ ...openTestDirectory(), addresses }, ben, TAKEN);
    expect(cognito.sent()).to.deep.equal([]);
  });
});

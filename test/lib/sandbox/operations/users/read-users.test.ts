import { expect } from 'chai';
import fc from 'fast-check';
import { ANA, MEI_FEDERATED, Sandbox } from '../../harness.js';

interface Page {
  Users: { Username: string; Attributes: { Name: string; Value: string }[]; UserStatus: string }[];
  PaginationToken?: string;
}

async function allPages(sandbox: Sandbox, input: object): Promise<Page[]> {
  const pages: Page[] = [];
  let token: string | undefined;
  do {
    const page = (await sandbox.call('ListUsers', {
      ...input,
      ...(token ? { PaginationToken: token } : {}),
    })) as unknown as Page;
    pages.push(page);
    token = page.PaginationToken;
  } while (token !== undefined);
  return pages;
}

async function emailsFor(sandbox: Sandbox, filter: string): Promise<string[]> {
  const pages = await allPages(sandbox, { Filter: filter });
  return pages
    .flatMap(({ Users }) => Users)
    .map(({ Attributes }) => Attributes.find(({ Name }) => Name === 'email')!.Value);
}

describe('AdminGetUser', () => {
  it('returns the whole user, including second factors, with dates in epoch seconds', async () => {
    const sandbox = new Sandbox();
    expect(await sandbox.call('AdminGetUser', { Username: ANA })).to.deep.equal({
      Username: '5af10000-0000-4000-8000-000000000001',
      UserAttributes: [
        { Name: 'email', Value: ANA },
        { Name: 'email_verified', Value: 'true' },
        { Name: 'given_name', Value: 'Ana' },
        { Name: 'family_name', Value: 'Silva' },
        { Name: 'custom:tenant_id', Value: 'tenant_001' },
        { Name: 'custom:role', Value: 'itsm_admin' },
        { Name: 'custom:department', Value: 'dept_it' },
        { Name: 'custom:employee_no', Value: 'E00001' },
        { Name: 'sub', Value: '5af10000-0000-4000-8000-000000000001' },
      ],
      UserCreateDate: sandbox.user(ANA).createdAt / 1000,
      UserLastModifiedDate: sandbox.user(ANA).modifiedAt / 1000,
      Enabled: true,
      UserStatus: 'CONFIRMED',
      PreferredMfaSetting: 'SOFTWARE_TOKEN_MFA',
      UserMFASettingList: ['SOFTWARE_TOKEN_MFA'],
    });
  });

  it('finds a user by user name, and by address, ignoring its case', async () => {
    const sandbox = new Sandbox();
    const { username } = sandbox.user(ANA);
    for (const name of [username, ANA, 'ANA.Silva@Tenant-One.EXAMPLE']) {
      expect((await sandbox.call('AdminGetUser', { Username: name })).Username).to.equal(username);
    }
  });

  it('respects case in a case-sensitive pool', async () => {
    const sandbox = new Sandbox();
    sandbox.pool.settings.UsernameConfiguration = { CaseSensitive: true };
    expect(await sandbox.refusal('AdminGetUser', { Username: ANA.toUpperCase() })).to.deep.equal([
      'UserNotFoundException',
      'User does not exist.',
    ]);
  });

  it('finds a federated user by user name only', async () => {
    const sandbox = new Sandbox();
    expect((await sandbox.call('AdminGetUser', { Username: MEI_FEDERATED })).UserStatus).to.equal('EXTERNAL_PROVIDER');
    expect(await sandbox.refusal('AdminGetUser', { Username: 'mei.tanaka@tenant-two.example' })).to.deep.equal([
      'UserNotFoundException',
      'User does not exist.',
    ]);
  });

  it('finds no user under the names of JavaScript object members', async () => {
    for (const Username of ['constructor', '__proto__', 'toString']) {
      expect((await new Sandbox().refusal('AdminGetUser', { Username }))[0]).to.equal('UserNotFoundException');
    }
  });

  it('reports that the pool does not exist', async () => {
    expect(
      await new Sandbox().refusal('AdminGetUser', { UserPoolId: 'us-east-1_Elsewhere', Username: ANA }),
    ).to.deep.equal(['ResourceNotFoundException', 'User pool us-east-1_Elsewhere does not exist.']);
  });
});

describe('ListUsers', () => {
  it('returns every user once, for any page size', async () => {
    const sandbox = new Sandbox({ users: 130 });
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 60 }), async (Limit) => {
        const pages = await allPages(sandbox, { Limit });
        expect(pages.every(({ Users }) => Users.length <= Limit)).to.be.true;
        const names = pages.flatMap(({ Users }) => Users.map(({ Username }) => Username));
        expect(names).to.have.members(Object.keys(sandbox.pool.users));
        expect(names).to.have.length(130);
      }),
      { numRuns: 15 },
    );
  });

  it('returns at most 60 users a page, without the members that only AdminGetUser has', async () => {
    const sandbox = new Sandbox({ users: 61 });
    const [first, second] = await allPages(sandbox, {});
    expect([first?.Users.length, second?.Users.length]).to.deep.equal([60, 1]);
    expect(Object.keys(first!.Users[0]!)).to.have.members([
      'Username',
      'Attributes',
      'UserCreateDate',
      'UserLastModifiedDate',
      'Enabled',
      'UserStatus',
    ]);
  });

  it('skips and repeats no user when one is deleted between two pages', async () => {
    const sandbox = new Sandbox({ users: 10 });
    const first = (await sandbox.call('ListUsers', { Limit: 5 })) as unknown as Page;
    const gone = first.Users.at(-1)!.Username;
    await sandbox.call('AdminDeleteUser', { Username: gone });
    const rest = (await sandbox.call('ListUsers', {
      Limit: 60,
      PaginationToken: first.PaginationToken,
    })) as unknown as Page;
    const names = [...first.Users, ...rest.Users].map(({ Username }) => Username);
    expect(new Set(names).size).to.equal(10);
  });

  for (const [filter, expected] of [
    ['email = "ana.silva@tenant-one.example"', [ANA]],
    ['email="ana.silva@tenant-one.example"', [ANA]],
    ['email = "ANA.SILVA@tenant-one.example"', [ANA]],
    ['email ^= "an"', [ANA]],
    ['email ^= "nobody"', []],
    ['given_name = "Ana"', [ANA]],
    ['given_name = "ana"', []],
    ['family_name ^= "Sil"', [ANA]],
    ['family_name = "O\\"Brien"', []],
    ['username = "5af10000-0000-4000-8000-000000000001"', [ANA]],
    ['sub = "5af10000-0000-4000-8000-000000000001"', [ANA]],
    ['"cognito:user_status" = "reset_required"', ['felix.braun@tenant-one.example']],
    ['cognito:user_status = "EXTERNAL_PROVIDER"', ['mei.tanaka@tenant-two.example']],
    ['status = "disabled"', []],
    ['phone_number = ""', []],
    ['phone_number ^= ""', []],
    ['email = ""', []],
    ['email ^= ""', []],
    ['username = "ana.silva@tenant-one.example"', []],
  ] as const) {
    it(`matches ${filter} to ${expected.length === 0 ? 'no user' : expected.join()}`, async () => {
      expect(await emailsFor(new Sandbox(), filter)).to.deep.equal(expected);
    });
  }

  for (const attribute of ['email', 'phone_number', 'name', 'given_name', 'family_name', 'preferred_username']) {
    it(`filters by ${attribute}`, async () => {
      const sandbox = new Sandbox();
      sandbox.user(ANA).attributes[attribute] = 'wanted@x.example';
      for (const filter of [`${attribute} = "wanted@x.example"`, `${attribute} ^= "wanted"`]) {
        expect(await emailsFor(sandbox, filter)).to.deep.equal([attribute === 'email' ? 'wanted@x.example' : ANA]);
      }
    });
  }

  it('finds disabled users by status, respecting case', async () => {
    expect(await emailsFor(new Sandbox(), 'status = "Disabled"')).to.have.members([
      'grace.kim@tenant-one.example',
      'noah.schmidt@tenant-two.example',
      'sam.nguyen@tenant-three.example',
    ]);
  });

  it('understands a backslash in a quoted value', async () => {
    const sandbox = new Sandbox();
    sandbox.user(ANA).attributes.family_name = 'Sil"va';
    expect(await emailsFor(sandbox, 'family_name = "Sil\\"va"')).to.deep.equal([ANA]);
  });

  it('returns short and empty pages with a token for a filter without an index', async () => {
    const sandbox = new Sandbox({ users: 350 });
    const pages = await allPages(sandbox, { Filter: 'cognito:user_status = "RESET_REQUIRED"' });
    expect(pages.map(({ Users }) => Users.length)).to.deep.equal([1, 0, 0, 0]);
  });

  it('cuts a page of an unindexed filter at the limit, and continues from there', async () => {
    const sandbox = new Sandbox({ users: 350 });
    const filter = 'status = "Enabled"';
    const pages = await allPages(sandbox, { Filter: filter, Limit: 7 });
    const enabled = Object.values(sandbox.pool.users).filter((user) => user.enabled);
    expect(pages.every(({ Users }) => Users.length <= 7)).to.be.true;
    expect(pages.flatMap(({ Users }) => Users)).to.have.length(enabled.length);
  });

  for (const filter of [
    'custom:tenant_id = "tenant_001"',
    'email',
    'email = ana',
    'email > "a"',
    'email = "a" and given_name = "b"',
    'locale = "en"',
  ]) {
    it(`refuses the filter ${filter}`, async () => {
      expect(await new Sandbox().refusal('ListUsers', { Filter: filter })).to.deep.equal([
        'InvalidParameterException',
        'Error while parsing filter.',
      ]);
    });
  }

  it('refuses a token of another filter, and an unknown one', async () => {
    const sandbox = new Sandbox();
    const { PaginationToken } = await sandbox.call('ListUsers', { Limit: 5 });
    const invalid = ['InvalidParameterException', 'Paging Marker is Invalid for Request'];
    expect(await sandbox.refusal('ListUsers', { PaginationToken, Filter: 'email ^= "a"' })).to.deep.equal(invalid);
    expect(await sandbox.refusal('ListUsers', { PaginationToken: 'made-up' })).to.deep.equal(invalid);
  });

  it('returns only the requested attributes, and fails if a user lacks one', async () => {
    const sandbox = new Sandbox();
    const page = await sandbox.call('ListUsers', { AttributesToGet: ['email'], Filter: 'email ^= "ana"' });
    expect((page as unknown as Page).Users[0]?.Attributes).to.deep.equal([{ Name: 'email', Value: ANA }]);
    expect(await sandbox.refusal('ListUsers', { AttributesToGet: ['given_name'] })).to.deep.equal([
      'InvalidParameterException',
      'One or more requested attributes do not exist.',
    ]);
  });

  it('refuses a page size above 60', async () => {
    expect(await new Sandbox().refusal('ListUsers', { Limit: 61 })).to.deep.equal([
      'InvalidParameterException',
      "1 validation error detected: Value '61' at 'limit' failed to satisfy constraint: " +
        'Member must have value less than or equal to 60',
    ]);
  });
});

import {
  AdminCreateUserCommand,
  AdminDeleteUserAttributesCommand,
  AdminDeleteUserCommand,
  AdminDisableUserCommand,
  AdminEnableUserCommand,
  AdminGetUserCommand,
  AdminUpdateUserAttributesCommand,
  ListUsersCommand,
  paginateListUsers,
} from '@aws-sdk/client-cognito-identity-provider';
import type { AttributeType } from '@aws-sdk/client-cognito-identity-provider';
import { expect } from 'chai';
import { createPoolUnderTest, errorOf, type PoolUnderTest } from './pool-under-test.js';

const ANA = 'ana@tenant-one.example';

function list(attributes: Record<string, string>): AttributeType[] {
  return Object.entries(attributes).map(([Name, Value]) => ({ Name, Value }));
}

describe('conformance: users', () => {
  let pool: PoolUnderTest;
  let username: string;

  const create = (Username: string, attributes: Record<string, string> = {}) =>
    pool.cognito.send(
      new AdminCreateUserCommand({
        UserPoolId: pool.UserPoolId,
        Username,
        UserAttributes: list({ email: Username, email_verified: 'true', ...attributes }),
        MessageAction: 'SUPPRESS',
      }),
    );
  const get = (Username: string) =>
    pool.cognito.send(new AdminGetUserCommand({ UserPoolId: pool.UserPoolId, Username }));
  const update = (attributes: Record<string, string>) =>
    pool.cognito.send(
      new AdminUpdateUserAttributesCommand({
        UserPoolId: pool.UserPoolId,
        Username: username,
        UserAttributes: list(attributes),
      }),
    );
  const attributes = async (): Promise<Record<string, string | undefined>> => {
    const { UserAttributes } = await get(username);
    return Object.fromEntries((UserAttributes ?? []).map(({ Name = '', Value }) => [Name, Value]));
  };

  before(async () => {
    pool = await createPoolUnderTest();
    const { User } = await create(ANA, { 'custom:tenant_id': 'tenant_001', 'custom:employee_no': 'E1' });
    username = User!.Username!;
  });

  after(() => pool.remove());

  it('a new user has the sub as user name, and must change the password', async () => {
    const { Username, UserStatus, Enabled } = await get(username);
    expect({ Username, UserStatus, Enabled }).to.deep.equal({
      Username: (await attributes()).sub,
      UserStatus: 'FORCE_CHANGE_PASSWORD',
      Enabled: true,
    });
  });

  it('an address is found, and taken, ignoring case', async () => {
    expect((await get(ANA.toUpperCase())).Username).to.equal(username);
    expect(await errorOf(create(ANA.toUpperCase()))).to.equal('UsernameExistsException');
  });

  it('a user who does not exist is not found', async () => {
    expect(await errorOf(get('nobody@tenant-one.example'))).to.equal('UserNotFoundException');
  });

  it('the schema is enforced', async () => {
    expect(await errorOf(update({ 'custom:nope': 'x' }))).to.equal('InvalidParameterException');
    expect(await errorOf(update({ 'custom:employee_no': 'E2' }))).to.equal('InvalidParameterException');
    expect(await errorOf(create('no address'))).to.equal('InvalidParameterException');
  });

  it('an update changes the given attributes, and a blank value deletes', async () => {
    await update({ given_name: 'Ana', family_name: 'Silva' });
    await update({ family_name: '' });
    expect(await attributes()).to.include({ given_name: 'Ana', 'custom:tenant_id': 'tenant_001' });
    expect(await attributes()).to.not.have.property('family_name');
    await pool.cognito.send(
      new AdminDeleteUserAttributesCommand({
        UserPoolId: pool.UserPoolId,
        Username: username,
        UserAttributeNames: ['given_name'],
      }),
    );
    expect(await attributes()).to.not.have.property('given_name');
  });

  it('a changed address is verified only if the update says so', async () => {
    await update({ email: 'ana.new@tenant-one.example' });
    expect((await attributes()).email_verified).to.equal('false');
    await update({ email: ANA, email_verified: 'true' });
    expect((await attributes()).email_verified).to.equal('true');
  });

  it('a user is disabled and enabled, and keeps their status', async () => {
    const target = { UserPoolId: pool.UserPoolId, Username: username };
    await pool.cognito.send(new AdminDisableUserCommand(target));
    expect((await get(username)).Enabled).to.be.false;
    await pool.cognito.send(new AdminEnableUserCommand(target));
    const { Enabled, UserStatus } = await get(username);
    expect([Enabled, UserStatus]).to.deep.equal([true, 'FORCE_CHANGE_PASSWORD']);
  });

  it('a list returns every user once, filtered by a standard attribute', async () => {
    const emails = ['b1', 'b2', 'b3'].map((name) => `${name}@tenant-one.example`);
    for (const email of emails) await create(email);
    const found: string[] = [];
    for (const [Filter, pageSize] of [
      [undefined, 2],
      ['email ^= "b"', 2],
    ] as const) {
      const pages = paginateListUsers({ client: pool.cognito, pageSize }, { UserPoolId: pool.UserPoolId, Filter });
      for await (const { Users } of pages) found.push(...(Users ?? []).map((user) => user.Username!));
    }
    // All four, and then the three that match.
    expect(found).to.have.length(7);
    expect(new Set(found).size).to.equal(4);
    const custom = new ListUsersCommand({
      UserPoolId: pool.UserPoolId,
      Filter: 'custom:tenant_id = "tenant_001"',
    });
    expect(await errorOf(pool.cognito.send(custom))).to.equal('InvalidParameterException');
  });

  it('a deleted user is not found', async () => {
    const gone = { UserPoolId: pool.UserPoolId, Username: 'b1@tenant-one.example' };
    await pool.cognito.send(new AdminDeleteUserCommand(gone));
    expect(await errorOf(get(gone.Username))).to.equal('UserNotFoundException');
  });
});

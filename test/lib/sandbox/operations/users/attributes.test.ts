import { expect } from 'chai';
import { ANA, BEN, MEI_FEDERATED, Sandbox } from '../../harness.js';

const NEW = 'ana.new@tenant-one.example';

function update(sandbox: Sandbox, changes: Record<string, string>, Username = ANA): Promise<unknown> {
  const UserAttributes = Object.entries(changes).map(([Name, Value]) => ({ Name, Value }));
  return sandbox.call('AdminUpdateUserAttributes', { Username, UserAttributes });
}

function refused(sandbox: Sandbox, changes: Record<string, string>): Promise<readonly [string, string]> {
  const UserAttributes = Object.entries(changes).map(([Name, Value]) => ({ Name, Value }));
  return sandbox.refusal('AdminUpdateUserAttributes', { Username: ANA, UserAttributes });
}

describe('AdminUpdateUserAttributes', () => {
  it('changes only the given attributes', async () => {
    const sandbox = new Sandbox();
    const before = structuredClone(sandbox.user(ANA));
    await update(sandbox, { 'custom:department': 'dept_cloud', locale: 'pt-PT' });
    expect(sandbox.user(ANA)).to.deep.equal({
      ...before,
      attributes: { ...before.attributes, 'custom:department': 'dept_cloud', locale: 'pt-PT' },
      modifiedAt: sandbox.time,
    });
  });

  it('deletes an attribute with a blank value', async () => {
    const sandbox = new Sandbox();
    const { 'custom:department': _, ...rest } = sandbox.attributes(ANA);
    await update(sandbox, { 'custom:department': '' });
    expect(sandbox.attributes(ANA)).to.deep.equal(rest);
  });

  it('makes a changed address unverified', async () => {
    const sandbox = new Sandbox();
    await update(sandbox, { email: NEW });
    expect(sandbox.attributes(NEW).email_verified).to.equal('false');
  });

  it('keeps a changed address verified if email_verified is true in the same request', async () => {
    const sandbox = new Sandbox();
    await update(sandbox, { email: NEW, email_verified: 'true' });
    expect(sandbox.attributes(NEW).email_verified).to.equal('true');
  });

  it('keeps an unchanged address verified', async () => {
    const sandbox = new Sandbox();
    await update(sandbox, { email: ANA, locale: 'pt-PT' });
    expect(sandbox.attributes(ANA).email_verified).to.equal('true');
  });

  it('finds the user by the new address, and not by the old one', async () => {
    const sandbox = new Sandbox();
    await update(sandbox, { email: NEW, email_verified: 'true' });
    const { username } = sandbox.user(NEW);
    expect((await sandbox.call('AdminGetUser', { Username: NEW })).Username).to.equal(username);
    expect((await sandbox.refusal('AdminGetUser', { Username: ANA }))[0]).to.equal('UserNotFoundException');
  });

  it("refuses another user's address, ignoring case", async () => {
    const sandbox = new Sandbox();
    expect(await refused(sandbox, { email: BEN.toUpperCase(), email_verified: 'true' })).to.deep.equal([
      'AliasExistsException',
      'An account with the email already exists.',
    ]);
    expect(sandbox.user(ANA).attributes.email).to.equal(ANA);
  });

  describe('in a pool that verifies addresses before they change', () => {
    function strictPool(): Sandbox {
      const sandbox = new Sandbox();
      sandbox.pool.settings.UserAttributeUpdateSettings = {
        AttributesRequireVerificationBeforeUpdate: ['email'],
      };
      return sandbox;
    }

    it('keeps the old address until the user confirms the new one, and changes the rest at once', async () => {
      const sandbox = strictPool();
      const before = sandbox.attributes(ANA);
      await update(sandbox, { email: NEW, locale: 'pt-PT' });
      expect(sandbox.attributes(ANA)).to.deep.equal({ ...before, locale: 'pt-PT' });
      expect(sandbox.user(ANA).pending).to.deep.equal({ email: NEW });
    });

    it('changes the address at once if email_verified is true in the same request', async () => {
      const sandbox = strictPool();
      await update(sandbox, { email: 'third@tenant-one.example' });
      await update(sandbox, { email: NEW, email_verified: 'true' });
      expect(sandbox.attributes(NEW).email_verified).to.equal('true');
      expect(sandbox.user(NEW)).to.not.have.property('pending');
    });
  });

  for (const [what, changes, message] of [
    [
      'an unknown attribute',
      { 'custom:nope': 'x' },
      'Attributes did not conform to the schema: custom:nope: Attribute does not exist in the schema.\n',
    ],
    [
      'an immutable attribute',
      { 'custom:employee_no': 'E2' },
      'Attributes did not conform to the schema: custom:employee_no: Attribute cannot be updated.\n',
    ],
    [
      'the deletion of an immutable attribute',
      { 'custom:employee_no': '' },
      'Attributes did not conform to the schema: custom:employee_no: Attribute cannot be updated.\n',
    ],
    ['sub', { sub: 'x' }, 'Cannot modify the non-mutable attribute sub'],
    [
      'the deletion of a required attribute',
      { email: '' },
      'Attributes did not conform to the schema: email: The attribute is required\n',
    ],
    ['an invalid email address', { email: 'not an address' }, 'Invalid email address format.'],
    [
      'a birthdate of the wrong length',
      { birthdate: '1-2-1990' },
      'Attributes did not conform to the schema: birthdate: String must be at least 10 characters long.\n',
    ],
    [
      'a negative time',
      { updated_at: '-1' },
      'Attributes did not conform to the schema: updated_at: Number must be at least 0.\n',
    ],
    [
      'a number that is not numeric',
      { updated_at: 'today' },
      'Attributes did not conform to the schema: updated_at: Attribute value must be a number.\n',
    ],
  ] as const) {
    it(`refuses ${what}, and changes nothing`, async () => {
      const sandbox = new Sandbox();
      const before = structuredClone(sandbox.state);
      expect(await refused(sandbox, { locale: 'pt-PT', ...changes })).to.deep.equal([
        'InvalidParameterException',
        message,
      ]);
      expect(sandbox.state).to.deep.equal(before);
    });
  }

  it('lists every refused attribute', async () => {
    expect((await refused(new Sandbox(), { 'custom:a': '1', 'custom:b': '2' }))[1]).to.equal(
      'Attributes did not conform to the schema: custom:a: Attribute does not exist in the schema.\n' +
        'custom:b: Attribute does not exist in the schema.\n',
    );
  });

  it('changes a federated user by user name', async () => {
    const sandbox = new Sandbox();
    await update(sandbox, { 'custom:role': 'itsm_admin' }, MEI_FEDERATED);
    expect(sandbox.pool.users[MEI_FEDERATED]?.attributes['custom:role']).to.equal('itsm_admin');
  });
});

describe('AdminDeleteUserAttributes', () => {
  it('deletes only the given attributes', async () => {
    const sandbox = new Sandbox();
    const { given_name: _g, 'custom:role': _r, ...rest } = sandbox.attributes(ANA);
    await sandbox.call('AdminDeleteUserAttributes', {
      Username: ANA,
      UserAttributeNames: ['given_name', 'custom:role'],
    });
    expect(sandbox.attributes(ANA)).to.deep.equal(rest);
  });

  it('accepts an attribute that the user does not have', async () => {
    const sandbox = new Sandbox();
    const before = sandbox.attributes(ANA);
    await sandbox.call('AdminDeleteUserAttributes', { Username: ANA, UserAttributeNames: ['locale'] });
    expect(sandbox.attributes(ANA)).to.deep.equal(before);
  });

  it('refuses an attribute that is not in the schema', async () => {
    expect(
      (
        await new Sandbox().refusal('AdminDeleteUserAttributes', {
          Username: ANA,
          UserAttributeNames: ['custom:x'],
        })
      )[0],
    ).to.equal('InvalidParameterException');
  });
});

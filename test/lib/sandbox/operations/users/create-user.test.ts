import { expect } from 'chai';
import { ANA, BEN, EMMA, LIAM_EXPIRED, MEI_FEDERATED, Sandbox, START } from '../../harness.js';

const NEW = 'new.person@tenant-one.example';
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

interface Created {
  User: {
    Username: string;
    Attributes: { Name: string; Value: string }[];
    UserStatus: string;
    Enabled: boolean;
  };
}

function create(sandbox: Sandbox, input: object): Promise<Created> {
  return sandbox.call('AdminCreateUser', input) as unknown as Promise<Created>;
}

describe('AdminCreateUser', () => {
  it('creates a user whose name is the sub and who must change the temporary password', async () => {
    const sandbox = new Sandbox();
    const { User } = await create(sandbox, {
      Username: NEW,
      UserAttributes: [
        { Name: 'email', Value: NEW },
        { Name: 'email_verified', Value: 'true' },
        { Name: 'custom:tenant_id', Value: 'tenant_001' },
        { Name: 'custom:employee_no', Value: 'E9' },
      ],
      DesiredDeliveryMediums: ['EMAIL'],
      TemporaryPassword: 'Temporary-Pass-1!',
    });
    expect(User.Username).to.match(UUID);
    expect(User).to.deep.equal({
      Username: User.Username,
      Attributes: [
        { Name: 'email', Value: NEW },
        { Name: 'email_verified', Value: 'true' },
        { Name: 'custom:tenant_id', Value: 'tenant_001' },
        { Name: 'custom:employee_no', Value: 'E9' },
        { Name: 'sub', Value: User.Username },
      ],
      UserCreateDate: START.getTime() / 1000,
      UserLastModifiedDate: START.getTime() / 1000,
      Enabled: true,
      UserStatus: 'FORCE_CHANGE_PASSWORD',
    });
    expect((await sandbox.call('AdminGetUser', { Username: NEW.toUpperCase() })).Username).to.equal(User.Username);
  });

  it('stores the address in Username as the email attribute', async () => {
    const sandbox = new Sandbox();
    await create(sandbox, { Username: NEW });
    expect(sandbox.attributes(NEW).email).to.equal(NEW);
  });

  it('stores a hash of the password, never the password', async () => {
    const sandbox = new Sandbox();
    await create(sandbox, { Username: NEW, TemporaryPassword: 'Temporary-Pass-1!' });
    expect(JSON.stringify(sandbox.state)).to.not.include('Temporary-Pass-1!');
  });

  it('generates a password if the request has none', async () => {
    const sandbox = new Sandbox();
    await create(sandbox, { Username: NEW, MessageAction: 'SUPPRESS' });
    expect(sandbox.user(NEW).password).to.have.keys('salt', 'hash', 'srp');
  });

  it('creates a user without a password in a pool with passwordless sign-in', async () => {
    const sandbox = new Sandbox();
    sandbox.pool.settings.Policies!.SignInPolicy = { AllowedFirstAuthFactors: ['PASSWORD', 'EMAIL_OTP'] };
    const { User } = await create(sandbox, { Username: NEW });
    expect([User.UserStatus, sandbox.user(NEW).password]).to.deep.equal(['CONFIRMED', undefined]);
  });

  for (const Username of [ANA, ANA.toUpperCase()]) {
    it(`refuses ${Username}, who already exists`, async () => {
      expect(await new Sandbox().refusal('AdminCreateUser', { Username })).to.deep.equal([
        'UsernameExistsException',
        'User account already exists',
      ]);
    });
  }

  it('creates a native user with the address of a federated one', async () => {
    const sandbox = new Sandbox();
    const email = sandbox.pool.users[MEI_FEDERATED]!.attributes.email!;
    expect((await create(sandbox, { Username: email })).User.Username).to.match(UUID);
  });

  const attributeRefusals: [string, { Name: string; Value: string }[], string][] = [
    [
      'an attribute that is not in the schema',
      [{ Name: 'custom:nope', Value: 'x' }],
      'Attributes did not conform to the schema: custom:nope: Attribute does not exist in the schema.\n',
    ],
    ['sub', [{ Name: 'sub', Value: 'x' }], 'Cannot modify the non-mutable attribute sub'],
    [
      'an invalid boolean',
      [{ Name: 'email_verified', Value: 'yes' }],
      'Attributes did not conform to the schema: email_verified: Attribute value must be true or false.\n',
    ],
    [
      'a missing number that is marked verified',
      [{ Name: 'phone_number_verified', Value: 'true' }],
      'phone_number is required when phone_number_verified is true.',
    ],
    ['an invalid phone number', [{ Name: 'phone_number', Value: '12' }], 'Invalid phone number format.'],
    [
      'an address other than the user name',
      [{ Name: 'email', Value: 'other@tenant-one.example' }],
      'The username and the email attribute must be the same address.',
    ],
  ];
  for (const [what, UserAttributes, message] of attributeRefusals) {
    it(`refuses ${what}, and creates no user`, async () => {
      const sandbox = new Sandbox();
      expect(await sandbox.refusal('AdminCreateUser', { Username: NEW, UserAttributes })).to.deep.equal([
        'InvalidParameterException',
        message,
      ]);
      expect(Object.keys(sandbox.pool.users)).to.have.length(20);
    });
  }

  it('refuses a value of more than 2,048 characters without repeating it', async () => {
    const [name, message] = await new Sandbox().refusal('AdminCreateUser', {
      Username: NEW,
      UserAttributes: [{ Name: 'custom:role', Value: 'x'.repeat(2049) }],
    });
    expect([name, message]).to.deep.equal([
      'InvalidParameterException',
      "1 validation error detected: Value at 'userAttributes.1.member.value' failed to satisfy constraint: " +
        'Member must have length less than or equal to 2048',
    ]);
  });

  it('refuses a user name that is not an address', async () => {
    expect(await new Sandbox().refusal('AdminCreateUser', { Username: 'ana' })).to.deep.equal([
      'InvalidParameterException',
      'Username should be an email.',
    ]);
  });

  it('refuses a delivery medium without an address, unless the message is suppressed', async () => {
    const sandbox = new Sandbox();
    const input = { Username: NEW, DesiredDeliveryMediums: ['SMS'] };
    expect(await sandbox.refusal('AdminCreateUser', input)).to.deep.equal([
      'InvalidParameterException',
      'phone_number is required to deliver the invitation by SMS.',
    ]);
    await create(sandbox, { ...input, MessageAction: 'SUPPRESS' });
  });

  for (const [password, message] of [
    ['Short-1!', 'Password not long enough'],
    ['lower-case-only-1!', 'Password must have uppercase characters'],
    ['UPPER-CASE-ONLY-1!', 'Password must have lowercase characters'],
    ['No-Digits-In-Here!', 'Password must have numeric characters'],
    ['NoSymbolsInHere123', 'Password must have symbol characters'],
  ] as const) {
    it(`refuses the temporary password ${password}: ${message}`, async () => {
      expect(
        await new Sandbox().refusal('AdminCreateUser', { Username: NEW, TemporaryPassword: password }),
      ).to.deep.equal(['InvalidPasswordException', `Password did not conform with policy: ${message}`]);
    });
  }

  it('counts a space inside a password as a symbol, and refuses one at its end', async () => {
    const sandbox = new Sandbox();
    await create(sandbox, { Username: NEW, TemporaryPassword: 'Correct Horse 1' });
    const [name] = await sandbox.refusal('AdminCreateUser', {
      Username: 'other@tenant-one.example',
      TemporaryPassword: 'Trailing-Space-1 ',
    });
    expect(name).to.equal('InvalidParameterException');
  });

  it('takes no sign-in address from its user, not even with ForceAliasCreation', async () => {
    expect((await new Sandbox().refusal('AdminCreateUser', { Username: ANA, ForceAliasCreation: true }))[0]).to.equal(
      'UsernameExistsException',
    );
  });

  describe('with RESEND', () => {
    it('sets a new temporary password with a new validity period', async () => {
      const sandbox = new Sandbox();
      const before = { ...sandbox.user(LIAM_EXPIRED) };
      const { User } = await create(sandbox, { Username: LIAM_EXPIRED, MessageAction: 'RESEND' });
      const after = sandbox.user(LIAM_EXPIRED);
      expect(User.UserStatus).to.equal('FORCE_CHANGE_PASSWORD');
      expect(after.temporarySince).to.equal(START.getTime());
      expect(after.password).to.not.deep.equal(before.password);
      expect(after.attributes).to.deep.equal(before.attributes);
    });

    it('is refused for a user who has set a password', async () => {
      const sandbox = new Sandbox();
      expect(await sandbox.refusal('AdminCreateUser', { Username: BEN, MessageAction: 'RESEND' })).to.deep.equal([
        'UnsupportedUserStateException',
        `Resend not possible. ${sandbox.user(BEN).username} status is not FORCE_CHANGE_PASSWORD`,
      ]);
    });

    it('is refused for a user who does not exist', async () => {
      expect((await new Sandbox().refusal('AdminCreateUser', { Username: NEW, MessageAction: 'RESEND' }))[0]).to.equal(
        'UserNotFoundException',
      );
    });

    it('makes the old temporary password invalid', async () => {
      const sandbox = new Sandbox();
      const before = sandbox.user(EMMA).password;
      await create(sandbox, {
        Username: EMMA,
        MessageAction: 'RESEND',
        TemporaryPassword: 'Another-Pass-1!',
      });
      expect(sandbox.user(EMMA).password).to.not.deep.equal(before);
    });
  });

  describe('in a pool with user names', () => {
    function namedPool(): Sandbox {
      const sandbox = new Sandbox({ users: 0 });
      delete sandbox.pool.settings.UsernameAttributes;
      sandbox.pool.settings.AliasAttributes = ['email'];
      sandbox.pool.schema = sandbox.pool.schema.map((attribute) =>
        attribute.Name === 'email' ? { ...attribute, Required: false } : attribute,
      );
      return sandbox;
    }
    const verified = [
      { Name: 'email', Value: NEW },
      { Name: 'email_verified', Value: 'true' },
    ];

    it('keeps the given name, which is not the sub', async () => {
      const { User } = await create(namedPool(), { Username: 'Ana' });
      expect(User.Username).to.equal('Ana');
      expect(User.Attributes[0]!.Value).to.match(UUID);
    });

    it('is found by the sub in every operation on one user, and the name stays free', async () => {
      const sandbox = namedPool();
      const { User } = await create(sandbox, { Username: 'Ana' });
      const Username = User.Attributes[0]!.Value;
      expect((await sandbox.call('AdminGetUser', { Username })).Username).to.equal('Ana');
      await sandbox.call('AdminDisableUser', { Username });
      expect(sandbox.pool.users.Ana?.enabled).to.equal(false);
    });

    for (const [alias, name, kind] of [
      ['email', NEW, 'email'],
      ['phone_number', '+4930123456', 'phone number'],
    ] as const) {
      it(`refuses a name in the form of its alias ${alias}, and accepts it beside another alias`, async () => {
        const sandbox = namedPool();
        sandbox.pool.settings.AliasAttributes = [alias];
        expect(await sandbox.refusal('AdminCreateUser', { Username: name })).to.deep.equal([
          'InvalidParameterException',
          `Username cannot be of ${kind} format, since user pool is configured for ${kind} alias.`,
        ]);
        sandbox.pool.settings.AliasAttributes = ['preferred_username'];
        expect((await create(sandbox, { Username: name })).User.Username).to.equal(name);
      });
    }

    it('ignores the case of a name, and refuses it a second time', async () => {
      const sandbox = namedPool();
      await create(sandbox, { Username: 'Ana' });
      expect((await sandbox.call('AdminGetUser', { Username: 'ana' })).Username).to.equal('Ana');
      expect((await sandbox.refusal('AdminCreateUser', { Username: 'ANA' }))[0]).to.equal('UsernameExistsException');
    });

    it('allows an unverified address twice, and refuses a verified one that is taken', async () => {
      const sandbox = namedPool();
      const unverified = [{ Name: 'email', Value: NEW }];
      await create(sandbox, { Username: 'one', UserAttributes: unverified });
      await create(sandbox, { Username: 'two', UserAttributes: unverified });
      await create(sandbox, { Username: 'three', UserAttributes: verified });
      expect(await sandbox.refusal('AdminCreateUser', { Username: 'four', UserAttributes: verified })).to.deep.equal([
        'AliasExistsException',
        'An account with the email already exists.',
      ]);
    });

    it('takes a verified address from its user with ForceAliasCreation, and none if it is refused', async () => {
      const sandbox = namedPool();
      const { users } = sandbox.pool;
      const force = { ForceAliasCreation: true };
      await create(sandbox, { Username: 'one', UserAttributes: verified });
      await create(sandbox, { Username: 'two', UserAttributes: [{ Name: 'email', Value: NEW }], ...force });
      const input = { Username: 'two', UserAttributes: verified, ...force };
      expect((await sandbox.refusal('AdminCreateUser', input))[0]).to.equal('UsernameExistsException');
      expect((await sandbox.call('AdminGetUser', { Username: NEW })).Username).to.equal('one');

      await create(sandbox, { ...input, Username: 'three' });
      expect((await sandbox.call('AdminGetUser', { Username: NEW })).Username).to.equal('three');
      expect(users.one!.attributes).to.include({ email: NEW, email_verified: 'false' });
    });

    it('refuses the name __proto__, which an object cannot store', async () => {
      expect((await namedPool().refusal('AdminCreateUser', { Username: '__proto__' }))[0]).to.equal(
        'UsernameExistsException',
      );
    });
  });
});

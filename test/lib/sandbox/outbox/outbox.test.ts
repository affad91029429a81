import { expect } from 'chai';
import { IN_PROCESS_LIMITS } from '../../../../src/lib/sandbox/engine/limits.js';
import { deliveryTo, KEPT_MESSAGES, sendMessage } from '../../../../src/lib/sandbox/outbox/outbox.js';
import { ANA, EMMA, FELIX_RESET, KATYA_SMS, Sandbox } from '../harness.js';

const NEW = 'new.person@tenant-one.example';
const DAY_MS = 86_400_000;

/** A sandbox whose pool sends with Cognito's own sender, 50 mails a day. */
function withOwnSender(limits = { mailQuota: true }): Sandbox {
  const sandbox = new Sandbox({ limits });
  sandbox.pool.settings.EmailConfiguration = { EmailSendingAccount: 'COGNITO_DEFAULT' };
  return sandbox;
}

async function invite(sandbox: Sandbox, count: number): Promise<void> {
  for (let index = 0; index < count; index++) {
    await sandbox.call('AdminCreateUser', {
      Username: EMMA,
      MessageAction: 'RESEND',
      DesiredDeliveryMediums: ['EMAIL'],
    });
  }
}

describe('the outbox', () => {
  it('has the invitation of a new user, with the address to sign in with and the temporary password', async () => {
    const sandbox = new Sandbox();
    const { User } = await sandbox.call('AdminCreateUser', {
      Username: NEW,
      TemporaryPassword: 'Temporary-Pass-1!',
      DesiredDeliveryMediums: ['EMAIL'],
    });
    expect(sandbox.outbox).to.deep.equal([
      {
        at: sandbox.time,
        username: (User as { Username: string }).Username,
        kind: 'invitation',
        medium: 'EMAIL',
        to: NEW,
        subject: 'Your temporary password',
        text: `Your username is ${NEW} and temporary password is Temporary-Pass-1!.`,
      },
    ]);
  });

  it('has the generated password of an invitation, which signs the user in', async () => {
    const sandbox = new Sandbox();
    delete sandbox.pool.clients.sandbox0stackflow0client01!.secret;
    await sandbox.call('AdminCreateUser', { Username: NEW, DesiredDeliveryMediums: ['EMAIL'] });
    const PASSWORD = /password is (\S+)\.$/.exec(sandbox.outbox[0]!.text)![1]!;
    const response = await sandbox.call('InitiateAuth', {
      ClientId: 'sandbox0stackflow0client01',
      AuthFlow: 'USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME: NEW, PASSWORD },
    });
    expect(response.ChallengeName).to.equal('NEW_PASSWORD_REQUIRED');
  });

  it('has an invitation for each medium of the request', async () => {
    const sandbox = new Sandbox();
    await sandbox.call('AdminCreateUser', {
      Username: NEW,
      UserAttributes: [{ Name: 'phone_number', Value: '+351210000099' }],
      DesiredDeliveryMediums: ['EMAIL', 'SMS'],
    });
    expect(sandbox.outbox.map(({ medium, to }) => [medium, to])).to.deep.equal([
      ['EMAIL', NEW],
      ['SMS', '+351210000099'],
    ]);
  });

  it('has an SMS by default, and nothing for a user without a number', async () => {
    const sandbox = new Sandbox();
    await sandbox.call('AdminCreateUser', { Username: NEW });
    await sandbox.call('AdminCreateUser', {
      Username: `second.${NEW}`,
      UserAttributes: [{ Name: 'phone_number', Value: '+351210000099' }],
    });
    expect(sandbox.outbox.map(({ medium, to }) => [medium, to])).to.deep.equal([['SMS', '+351210000099']]);
  });

  it('has no invitation if the request suppresses it', async () => {
    const sandbox = new Sandbox();
    await sandbox.call('AdminCreateUser', {
      Username: NEW,
      MessageAction: 'SUPPRESS',
      DesiredDeliveryMediums: ['EMAIL'],
    });
    expect(sandbox.outbox).to.deep.equal([]);
  });

  it('has a second invitation, with another password, after a RESEND', async () => {
    const sandbox = new Sandbox();
    await invite(sandbox, 2);
    const [first, second] = sandbox.outbox;
    expect([first!.to, second!.to]).to.deep.equal([EMMA, EMMA]);
    expect(first!.text).to.not.equal(second!.text);
  });

  it('has the code of a password reset, at the verified address', async () => {
    const sandbox = new Sandbox();
    await sandbox.call('AdminResetUserPassword', { Username: ANA });
    const [{ kind, to, text }] = sandbox.outbox as [(typeof sandbox.outbox)[0]];
    expect({ kind, to }).to.deep.equal({ kind: 'password-reset', to: ANA });
    expect(text).to.match(/^Your confirmation code is \d{6}\.$/);
  });

  it('has the code of a new address that the pool verifies automatically', async () => {
    const sandbox = new Sandbox();
    await sandbox.call('AdminUpdateUserAttributes', {
      Username: ANA,
      UserAttributes: [{ Name: 'email', Value: NEW }],
    });
    expect(sandbox.outbox.map(({ kind, to }) => [kind, to])).to.deep.equal([['verification', NEW]]);
  });

  it('has the code at the pending address if the pool verifies before it updates', async () => {
    const sandbox = new Sandbox();
    sandbox.pool.settings.UserAttributeUpdateSettings = { AttributesRequireVerificationBeforeUpdate: ['email'] };
    await sandbox.call('AdminUpdateUserAttributes', {
      Username: ANA,
      UserAttributes: [{ Name: 'email', Value: NEW }],
    });
    expect([sandbox.user(ANA).pending, sandbox.outbox[0]!.to]).to.deep.equal([{ email: NEW }, NEW]);
  });

  for (const [title, attributes] of [
    [
      'an address that is set as verified',
      [
        { Name: 'email', Value: NEW },
        { Name: 'email_verified', Value: 'true' },
      ],
    ],
    ['an address that the pool does not verify', [{ Name: 'phone_number', Value: '+351210000099' }]],
    ['an unchanged address', [{ Name: 'email', Value: ANA }]],
  ] as const) {
    it(`has nothing for ${title}`, async () => {
      const sandbox = new Sandbox();
      await sandbox.call('AdminUpdateUserAttributes', { Username: ANA, UserAttributes: attributes });
      expect(sandbox.outbox).to.deep.equal([]);
    });
  }

  it('has nothing of a request that was refused', async () => {
    const sandbox = new Sandbox();
    await sandbox.refusal('AdminCreateUser', {
      Username: NEW,
      DesiredDeliveryMediums: ['EMAIL', 'SMS'],
    });
    expect(sandbox.outbox).to.deep.equal([]);
  });

  it('keeps the newest messages, and numbers them on', () => {
    const sandbox = new Sandbox();
    const context = { now: () => new Date(sandbox.time), origin: '', limits: IN_PROCESS_LIMITS };
    for (let index = 1; index <= KEPT_MESSAGES + 2; index++) {
      sendMessage(context, sandbox.pool, sandbox.user(ANA), { kind: 'mfa', attribute: 'email', secret: String(index) });
    }
    const numbers = Object.keys(sandbox.pool.outbox!);
    expect([numbers.length, numbers[0], numbers.at(-1)]).to.deep.equal([KEPT_MESSAGES, '3', String(KEPT_MESSAGES + 2)]);
    expect(sandbox.outbox.at(-1)!.text).to.include(String(KEPT_MESSAGES + 2));
  });
});

describe('the quota of emails', () => {
  it('ends after fifty a day with the sender of Cognito, and the user is not created', async () => {
    const sandbox = withOwnSender();
    await invite(sandbox, 50);
    const request = { Username: NEW, DesiredDeliveryMediums: ['EMAIL'] };
    expect(await sandbox.refusal('AdminCreateUser', request)).to.deep.equal([
      'LimitExceededException',
      'Exceeded daily email limit for the operation or the account. If a higher limit is required, please configure ' +
        'your user pool to use your own Amazon SES configuration for sending email.',
    ]);
    expect(sandbox.user(NEW)).to.equal(undefined);
    sandbox.time += DAY_MS;
    await sandbox.call('AdminCreateUser', request);
    expect(sandbox.outbox).to.have.length(51);
  });

  it('does not count SMS', async () => {
    const sandbox = withOwnSender();
    sandbox.pool.settings.AccountRecoverySetting = { RecoveryMechanisms: [] };
    await invite(sandbox, 49);
    await sandbox.call('AdminResetUserPassword', { Username: KATYA_SMS });
    expect(sandbox.outbox.at(-1)!.medium).to.equal('SMS');
    await invite(sandbox, 1);
    expect(sandbox.outbox).to.have.length(51);
  });

  it('does not exist with a sender of one’s own', async () => {
    const sandbox = new Sandbox({ limits: { mailQuota: true } });
    await invite(sandbox, 51);
    expect(sandbox.outbox).to.have.length(51);
  });

  it('can be switched off', async () => {
    const sandbox = withOwnSender({ mailQuota: false });
    await invite(sandbox, 51);
    expect(sandbox.outbox).to.have.length(51);
  });
});

describe('the address that receives the code of a password reset', () => {
  const phone = { phone_number: '+351210000099', phone_number_verified: 'true' };
  const byEmail = { Priority: 1, Name: 'verified_email' } as const;
  const byPhone = { Priority: 2, Name: 'verified_phone_number' } as const;

  const cases: [string, { Priority: number; Name: 'verified_email' | 'verified_phone_number' }[], object, string][] = [
    ['the email of the highest priority', [byPhone, byEmail], phone, 'EMAIL'],
    [
      'the number of the highest priority',
      [
        { ...byEmail, Priority: 2 },
        { ...byPhone, Priority: 1 },
      ],
      phone,
      'SMS',
    ],
    ['the number, if the email is not verified', [byEmail, byPhone], { ...phone, email_verified: 'false' }, 'SMS'],
    ['the number, without a setting', [], phone, 'SMS'],
    ['the email, without a setting and a number', [], {}, 'EMAIL'],
  ];
  for (const [title, RecoveryMechanisms, attributes, medium] of cases) {
    it(`is ${title}`, async () => {
      const sandbox = new Sandbox();
      sandbox.pool.settings.AccountRecoverySetting = { RecoveryMechanisms };
      Object.assign(sandbox.user(ANA).attributes, attributes);
      await sandbox.call('AdminResetUserPassword', { Username: ANA });
      expect(sandbox.outbox[0]!.medium).to.equal(medium);
    });
  }

  it('is not the number of a user with SMS as second factor', async () => {
    const sandbox = new Sandbox();
    sandbox.pool.settings.AccountRecoverySetting = { RecoveryMechanisms: [{ ...byPhone, Priority: 1 }] };
    expect((await sandbox.refusal('AdminResetUserPassword', { Username: KATYA_SMS }))[0]).to.equal(
      'InvalidParameterException',
    );
    sandbox.user(KATYA_SMS).mfa.methods = [];
    await sandbox.call('AdminResetUserPassword', { Username: KATYA_SMS });
    expect(sandbox.outbox[0]!.medium).to.equal('SMS');
  });

  it('is used again for a user whose password must be reset already', async () => {
    const sandbox = new Sandbox();
    await sandbox.call('AdminResetUserPassword', { Username: FELIX_RESET });
    expect(sandbox.outbox[0]!.to).to.equal(FELIX_RESET);
  });
});

describe('the destination of a message', () => {
  for (const [attribute, address, masked] of [
    ['email', 'ana.silva@tenant-one.example', 'a***@t***'],
    ['phone_number', '+351210000011', '+********0011'],
    ['phone_number', '+123', '+123'],
  ] as const) {
    it(`is ${masked} for ${address}`, () => {
      expect(deliveryTo(attribute, address)).to.deep.equal({
        Destination: masked,
        DeliveryMedium: attribute === 'email' ? 'EMAIL' : 'SMS',
        AttributeName: attribute,
      });
    });
  }
});

import { expect } from 'chai';
import { DEMO_PASSWORD } from '../../../../src/lib/sandbox/seed/seed-users.js';
import { Application, type SignInResponse } from '../application.js';
import { ANA, BEN, KATYA_SMS, refusalOf } from '../harness.js';
import { codeOf, DEMO_TOTP_SECRET } from '../totp-app.js';

const STEP_MS = 30_000;

function answer(app: Application, username: string, step: SignInResponse, responses: Record<string, string>) {
  const SECRET_HASH = app.hash(username);
  return app.respond(step.ChallengeName!, step.Session, { USERNAME: username, SECRET_HASH, ...responses });
}

/** Answers the TOTP challenge with the code of another time. */
function answerTotp(app: Application, step: SignInResponse, offset = 0, secret = DEMO_TOTP_SECRET) {
  return answer(app, ANA, step, { SOFTWARE_TOKEN_MFA_CODE: codeOf(secret, app.sandbox.time + offset) });
}

const MISMATCH = ['CodeMismatchException', 'Invalid code received for user'];
const LOCKED = ['NotAuthorizedException', 'Password attempts exceeded'];

describe('the SOFTWARE_TOKEN_MFA challenge', () => {
  for (const [when, offset] of [
    ['the current', 0],
    ['the last', -STEP_MS],
    ['the next', STEP_MS],
  ] as const) {
    it(`accepts ${when} code`, async () => {
      const app = new Application();
      const step = await app.signIn(ANA, DEMO_PASSWORD);
      expect(await answerTotp(app, step, offset)).to.have.property('AuthenticationResult');
    });
  }

  for (const [when, offset] of [
    ['an older', -2 * STEP_MS],
    ['a later', 2 * STEP_MS],
  ] as const) {
    it(`refuses ${when} code, and can be answered again`, async () => {
      const app = new Application();
      const step = await app.signIn(ANA, DEMO_PASSWORD);
      expect(await refusalOf(answerTotp(app, step, offset))).to.deep.equal(MISMATCH);
      expect(await answerTotp(app, step)).to.have.property('AuthenticationResult');
    });
  }

  it('accepts a code once, and none from before it', async () => {
    const app = new Application();
    await answerTotp(app, await app.signIn(ANA, DEMO_PASSWORD));
    const step = await app.signIn(ANA, DEMO_PASSWORD);
    for (const offset of [0, -STEP_MS]) {
      expect(await refusalOf(answerTotp(app, step, offset))).to.deep.equal([
        'ExpiredCodeException',
        'Your software token has already been used once.',
      ]);
    }
    expect(await answerTotp(app, step, STEP_MS)).to.have.property('AuthenticationResult');
  });

  it('locks the user out after five wrong codes, whatever the password was in between', async () => {
    const app = new Application();
    for (let attempt = 1; attempt <= 5; attempt += 1) {
      const step = await app.signIn(ANA, DEMO_PASSWORD);
      expect(await refusalOf(answer(app, ANA, step, { SOFTWARE_TOKEN_MFA_CODE: '000000' }))).to.deep.equal(MISMATCH);
    }
    expect(await refusalOf(app.signIn(ANA, DEMO_PASSWORD))).to.deep.equal(LOCKED);
  });

  it('expires, and is over once the app has been removed', async () => {
    const app = new Application();
    const step = await app.signIn(ANA, DEMO_PASSWORD);
    app.sandbox.time += 3 * 60_000;
    expect((await refusalOf(answerTotp(app, step)))[1]).to.equal('Invalid session for the user, session is expired.');
    const next = await app.signIn(ANA, DEMO_PASSWORD);
    await app.sandbox.call('AdminDeleteSoftwareToken', { Username: ANA });
    expect((await refusalOf(answerTotp(app, next)))[0]).to.equal('SoftwareTokenMFANotFoundException');
  });

  it('cannot be answered as another challenge, nor without a code', async () => {
    const app = new Application();
    const step = await app.signIn(ANA, DEMO_PASSWORD);
    expect((await refusalOf(app.choose(ANA, step.Session, 'My-Own-Choice-1!')))[0]).to.equal('NotAuthorizedException');
    expect((await refusalOf(answer(app, ANA, { ...step, ChallengeName: 'MFA_SETUP' }, {})))[0]).to.equal(
      'NotAuthorizedException',
    );
    expect((await refusalOf(answer(app, ANA, step, {})))[0]).to.equal('InvalidParameterException');
  });
});

describe('the SMS_MFA and EMAIL_OTP challenges', () => {
  it('send a code to the outbox, and accept it once', async () => {
    const app = new Application();
    const step = await app.signIn(KATYA_SMS, DEMO_PASSWORD);
    expect([step.ChallengeName, step.ChallengeParameters]).to.deep.equal([
      'SMS_MFA',
      {
        USER_ID_FOR_SRP: app.sandbox.user(KATYA_SMS).username,
        CODE_DELIVERY_DELIVERY_MEDIUM: 'SMS',
        CODE_DELIVERY_DESTINATION: '+********0011',
      },
    ]);
    const right = { SMS_MFA_CODE: sentCode(app) };
    const wrong = { SMS_MFA_CODE: right.SMS_MFA_CODE === '000000' ? '000001' : '000000' };
    expect(await refusalOf(answer(app, KATYA_SMS, step, wrong))).to.deep.equal([
      'CodeMismatchException',
      'Invalid code or auth state for the user.',
    ]);
    expect(await answer(app, KATYA_SMS, step, right)).to.have.property('AuthenticationResult');
    const next = await app.signIn(KATYA_SMS, DEMO_PASSWORD);
    if (sentCode(app) !== right.SMS_MFA_CODE) {
      expect((await refusalOf(answer(app, KATYA_SMS, next, right)))[0]).to.equal('CodeMismatchException');
    }
  });

  it('are chosen by a user who has several factors', async () => {
    const app = new Application();
    const ON = { Enabled: true };
    const settings = { SMSMfaSettings: ON, EmailMfaSettings: ON };
    await app.sandbox.call('AdminSetUserMFAPreference', { Username: KATYA_SMS, ...settings });
    const step = await app.signIn(KATYA_SMS, DEMO_PASSWORD);
    expect((await refusalOf(answer(app, KATYA_SMS, step, { ANSWER: 'SOFTWARE_TOKEN_MFA' })))[0]).to.equal(
      'MFAMethodNotFoundException',
    );
    const chosen = await answer(app, KATYA_SMS, step, { ANSWER: 'EMAIL_OTP' });
    expect([chosen.ChallengeName, chosen.ChallengeParameters.CODE_DELIVERY_DESTINATION]).to.deep.equal([
      'EMAIL_OTP',
      'k***@t***',
    ]);
    expect(await answer(app, KATYA_SMS, chosen, { EMAIL_OTP_CODE: sentCode(app) })).to.have.property(
      'AuthenticationResult',
    );
  });
});

/** The code in the newest message of the outbox. */
function sentCode({ sandbox }: Application): string {
  return /\d{6}/.exec(Object.values(sandbox.pool.outbox ?? {}).at(-1)!.text)![0];
}

describe('setting up an authenticator app', () => {
  it('is part of the sign-in if the pool requires MFA', async () => {
    const app = new Application();
    app.sandbox.pool.settings.MfaConfiguration = 'ON';
    const step = await app.signIn(BEN, DEMO_PASSWORD);
    expect([step.ChallengeName, step.ChallengeParameters.MFAS_CAN_SETUP]).to.deep.equal([
      'MFA_SETUP',
      '["SOFTWARE_TOKEN_MFA"]',
    ]);
    expect((await refusalOf(answer(app, BEN, step, {})))[0]).to.equal('SoftwareTokenMFANotFoundException');
    const { SecretCode, Session } = await app.sandbox.call('AssociateSoftwareToken', { Session: step.Session });
    expect(SecretCode).to.match(/^[A-Z2-7]{52}$/);
    const UserCode = codeOf(SecretCode as string, app.sandbox.time);
    const verified = await app.sandbox.call('VerifySoftwareToken', { Session, UserCode });
    expect(verified.Status).to.equal('SUCCESS');
    const done = { ...step, Session: verified.Session as string };
    expect(await answer(app, BEN, done, {})).to.have.property('AuthenticationResult');

    app.sandbox.time += STEP_MS;
    const next = await app.signIn(BEN, DEMO_PASSWORD);
    expect(next.ChallengeName).to.equal('SOFTWARE_TOKEN_MFA');
    const SOFTWARE_TOKEN_MFA_CODE = codeOf(SecretCode as string, app.sandbox.time);
    expect(await answer(app, BEN, next, { SOFTWARE_TOKEN_MFA_CODE })).to.have.property('AuthenticationResult');
  });

  it('is for a user who is signed in, who then turns it on', async () => {
    const { app, AccessToken } = await signedIn();
    const { SecretCode } = await app.sandbox.call('AssociateSoftwareToken', { AccessToken });
    const UserCode = codeOf(SecretCode as string, app.sandbox.time);
    expect(await app.sandbox.call('VerifySoftwareToken', { AccessToken, UserCode })).to.deep.equal({
      Status: 'SUCCESS',
    });
    expect(await app.signIn(BEN, DEMO_PASSWORD)).to.have.property('AuthenticationResult');
    const SoftwareTokenMfaSettings = { Enabled: true, PreferredMfa: true };
    expect(await app.sandbox.call('SetUserMFAPreference', { AccessToken, SoftwareTokenMfaSettings })).to.deep.equal({});
    const step = await app.signIn(BEN, DEMO_PASSWORD);
    expect((await refusalOf(answer(app, BEN, step, { SOFTWARE_TOKEN_MFA_CODE: UserCode })))[0]).to.equal(
      'ExpiredCodeException',
    );
  });

  it('keeps the old app until the new one is verified', async () => {
    const app = new Application();
    const step = await app.signIn(ANA, DEMO_PASSWORD);
    const { AccessToken } = (await answerTotp(app, step)).AuthenticationResult!;
    const { SecretCode } = await app.sandbox.call('AssociateSoftwareToken', { AccessToken });
    app.sandbox.time += STEP_MS;
    const next = await app.signIn(ANA, DEMO_PASSWORD);
    expect(await refusalOf(answerTotp(app, next, 0, SecretCode as string))).to.deep.equal(MISMATCH);
    expect(await answerTotp(app, next)).to.have.property('AuthenticationResult');
  });

  it('is refused with a wrong code, and before a secret was asked for', async () => {
    const { app, AccessToken } = await signedIn();
    const verify = (UserCode: string) => app.sandbox.refusal('VerifySoftwareToken', { AccessToken, UserCode });
    expect((await verify('123456'))[0]).to.equal('SoftwareTokenMFANotFoundException');
    const { SecretCode } = await app.sandbox.call('AssociateSoftwareToken', { AccessToken });
    const old = codeOf(SecretCode as string, app.sandbox.time - 10 * STEP_MS);
    expect(await verify(old)).to.deep.equal(['EnableSoftwareTokenMFAException', 'Code mismatch']);
    expect((await verify('12345'))[0]).to.equal('InvalidParameterException');
    expect(app.sandbox.user(BEN).mfa).to.deep.equal({ methods: [] });
  });

  it('is refused in a pool without it', async () => {
    const { app, AccessToken } = await signedIn();
    app.sandbox.pool.mfa = {};
    expect((await app.sandbox.refusal('AssociateSoftwareToken', { AccessToken }))[0]).to.equal(
      'SoftwareTokenMFANotFoundException',
    );
  });

  for (const operation of ['AssociateSoftwareToken', 'VerifySoftwareToken']) {
    it(`by ${operation} needs a token or the session of MFA_SETUP`, async () => {
      const app = new Application();
      const refusal = async (input: object) =>
        (await app.sandbox.refusal(operation, { UserCode: '123456', ...input }))[0];
      expect(await refusal({})).to.equal('InvalidParameterException');
      expect(await refusal({ AccessToken: 'a.b.c' })).to.equal('NotAuthorizedException');
      expect(await refusal({ Session: 'x'.repeat(30) })).to.equal('NotAuthorizedException');
      const { Session } = await app.signIn(ANA, DEMO_PASSWORD);
      expect(await refusal({ Session })).to.equal('NotAuthorizedException');
    });
  }
});

describe('SetUserMFAPreference', () => {
  it('refuses a factor that the user cannot use, and a wrong token', async () => {
    const { app, AccessToken } = await signedIn();
    const SMSMfaSettings = { Enabled: true };
    expect(await app.sandbox.refusal('SetUserMFAPreference', { AccessToken, SMSMfaSettings })).to.deep.equal([
      'InvalidParameterException',
      'User does not have delivery config set to turn on SMS_MFA',
    ]);
    expect((await app.sandbox.refusal('SetUserMFAPreference', { AccessToken: 'a.b.c' }))[0]).to.equal(
      'NotAuthorizedException',
    );
  });
});

async function signedIn() {
  const app = new Application();
  const { AccessToken } = (await app.signIn(BEN, DEMO_PASSWORD)).AuthenticationResult!;
  return { app, AccessToken };
}

import { expect } from 'chai';
import { TOTP } from 'otpauth';
import { DEMO_PASSWORD } from '../../../../../src/lib/sandbox/seed/seed-users.js';
import { DEMO_TOTP_SECRET } from '../../../../../src/lib/sandbox/sign-in/factors/totp.js';
import { ANA, BEN, KATYA_SMS } from '../../harness.js';
import { alertOf, resultOf, type WebAnswer, WebClient } from '../web-client.js';

describe('the pages for the second factor', () => {
  let web: WebClient;
  beforeEach(() => {
    web = new WebClient();
  });

  const codeOf = (secret: string) => new TOTP({ secret }).generate({ timestamp: web.sandbox.time });
  const wrongCode = (code: string) => (code === '000000' ? '000001' : '000000');
  const isSignedIn = (answer: WebAnswer) => Object.hasOwn(resultOf(answer), 'code');

  it('ask for the code of the authenticator app, again if it is wrong', async () => {
    const page = await web.signIn(ANA, DEMO_PASSWORD);
    expect(page.text).to.include('authenticator app');
    const code = codeOf(DEMO_TOTP_SECRET);
    const wrong = await web.submit(page, { code: wrongCode(code) });
    expect([wrong.status, alertOf(wrong)]).to.deep.equal([400, 'Invalid code received for user']);
    expect(isSignedIn(await web.submit(wrong, { code }))).to.equal(true);
  });

  it('accept a code once', async () => {
    const [one, other] = [await web.signIn(ANA, DEMO_PASSWORD), await web.signIn(ANA, DEMO_PASSWORD)];
    const code = codeOf(DEMO_TOTP_SECRET);
    expect(isSignedIn(await web.submit(one, { code }))).to.equal(true);
    expect((await web.submit(other, { code })).status).to.equal(400);
  });

  it('ask for the code that was sent', async () => {
    const page = await web.signIn(KATYA_SMS, DEMO_PASSWORD);
    expect(page.text).to.match(/sent to \+\*+0011/);
    expect((await web.submit(page, { code: wrongCode(web.sandbox.lastCode) })).status).to.equal(400);
    expect(isSignedIn(await web.submit(page, { code: web.sandbox.lastCode }))).to.equal(true);
  });

  it('let a user choose among factors', async () => {
    web.sandbox.user(KATYA_SMS).mfa = { methods: ['SMS_MFA', 'SOFTWARE_TOKEN_MFA'], totpRegistered: true };
    const page = await web.signIn(KATYA_SMS, DEMO_PASSWORD);
    expect(page.text).to.include('Authenticator app').and.include('Text message');
    const asked = await web.submit(page, { factor: 'SOFTWARE_TOKEN_MFA' });
    expect(isSignedIn(await web.submit(asked, { code: codeOf(DEMO_TOTP_SECRET) }))).to.equal(true);
  });

  it('set up an authenticator app in a pool that requires MFA', async () => {
    web.sandbox.pool.settings.MfaConfiguration = 'ON';
    const page = await web.signIn(BEN, DEMO_PASSWORD);
    const secret = /shows: ([A-Z2-7]+)/.exec(page.text)![1]!;
    const code = codeOf(secret);
    const wrong = await web.submit(page, { code: wrongCode(code) });
    expect(alertOf(wrong)).to.match(/^Code mismatch/);
    expect(isSignedIn(await web.submit(wrong, { code }))).to.equal(true);

    web.sandbox.time += 60_000;
    const next = await web.signIn(BEN, DEMO_PASSWORD);
    expect(isSignedIn(await web.submit(next, { code: codeOf(secret) }))).to.equal(true);
  });
});

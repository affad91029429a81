import { expect } from 'chai';
import { WebClient } from '../web-client.js';

const NEW = 'new.person@tenant-one.example';

/** A browser, and the link of a sign-up message. */
async function signedUp(): Promise<{ web: WebClient; link: URL }> {
  const web = new WebClient();
  const { application, sandbox } = web;
  sandbox.pool.settings.VerificationMessageTemplate = { DefaultEmailOption: 'CONFIRM_WITH_LINK' };
  await sandbox.call('SignUp', {
    ClientId: application.clientId,
    Username: NEW,
    Password: 'Brand-New-Pass-1!',
    SecretHash: application.hash(NEW),
  });
  const [, href = ''] = /href="(.*?)"/.exec(sandbox.outbox[0]!.text) ?? [];
  return { web, link: new URL(href) };
}

describe('the link of a sign-up message', () => {
  it('confirms the user and verifies the address, once', async () => {
    const { web, link } = await signedUp();
    const follow = () => web.get(link.pathname, link.searchParams.toString());
    const first = await follow();
    expect([first.status, first.text.includes('Your registration has been confirmed.')]).to.deep.equal([200, true]);
    expect(web.sandbox.user(NEW).status).to.equal('CONFIRMED');
    expect(web.sandbox.attributes(NEW).email_verified).to.equal('true');
    const second = await follow();
    expect([second.status, second.text.includes('Current status is CONFIRMED')]).to.deep.equal([400, true]);
  });

  for (const [name, value, message] of [
    ['confirmation_code', 'wrong', 'Invalid verification code provided'],
    ['confirmation_code', '', 'The parameter confirmation_code is missing.'],
    ['client_id', 'nobody', 'User pool client nobody does not exist.'],
    ['user_name', '<script>', 'Invalid code provided'],
  ] as const) {
    it(`confirms nobody with the ${name} "${value}"`, async () => {
      const { web, link } = await signedUp();
      link.searchParams.set(name, value);
      const { status, text } = await web.get(link.pathname, link.searchParams.toString());
      expect([status, text.includes(message), text.includes('<script>')]).to.deep.equal([400, true, false]);
      expect(web.sandbox.user(NEW).status).to.equal('UNCONFIRMED');
    });
  }
});

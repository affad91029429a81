import { expect } from 'chai';
import { DEMO_PASSWORD } from '../../../../../src/lib/sandbox/seed/seed-users.js';
import { BEN, FELIX_RESET } from '../../harness.js';
import { alertOf, ASKED, WebClient } from '../web-client.js';

const NEW_PASSWORD = 'Chosen-By-Ben-2026!';

describe('the pages for a forgotten password', () => {
  let web: WebClient;
  beforeEach(() => {
    web = new WebClient();
  });

  const open = () => web.get('/forgotPassword', ASKED);
  const ask = async (username: string) => web.submit(await open(), { username });
  const newCode = () => web.sandbox.lastCode;
  const choose = (
    page: Awaited<ReturnType<typeof ask>>,
    code: string,
    password = NEW_PASSWORD,
    confirmation = password,
  ) => web.submit(page, { code, new_password: password, confirmation });

  it('are linked from the sign-in page', async () => {
    expect((await web.openSignIn()).text).to.include('href="/forgotPassword?');
  });

  it('send a code, set the new password with it, and lead back to the sign-in', async () => {
    const done = await choose(await ask(BEN), newCode());
    expect([done.status, done.location!.pathname]).to.deep.equal([302, '/login']);
    expect((await web.signIn(BEN, DEMO_PASSWORD)).status).to.equal(400);
    expect((await web.signIn(BEN, NEW_PASSWORD)).location!.host).to.equal('localhost:3000');
  });

  it('complete the reset of an administrator', async () => {
    await choose(await ask(FELIX_RESET), newCode());
    expect((await web.signIn(FELIX_RESET, NEW_PASSWORD)).location!.host).to.equal('localhost:3000');
  });

  it('work for a client without a secret', async () => {
    delete web.sandbox.pool.clients[ASKED.client_id]!.secret;
    expect((await choose(await ask(BEN), newCode())).status).to.equal(302);
  });

  it('say what is wrong, and let the user try again', async () => {
    const page = await ask(BEN);
    const code = newCode();
    const wrong = await choose(page, code === '000000' ? '000001' : '000000');
    expect(alertOf(wrong)).to.match(/^Invalid verification code/);
    const differs = await choose(wrong, code, NEW_PASSWORD, 'other');
    expect(alertOf(differs)).to.equal('The two passwords differ.');
    const weak = await choose(differs, code, 'weak');
    expect(alertOf(weak)).to.match(/^Password did not conform with policy/);
    expect((await choose(weak, code)).status).to.equal(302);
  });

  it('do not show whether a user exists', async () => {
    const [known, unknown] = [await ask(BEN), await ask('nobody@tenant-one.example')];
    const visible = (text: string) => text.replaceAll(/value="[^"]*"/g, '');
    expect([unknown.status, visible(unknown.text)]).to.deep.equal([200, visible(known.text)]);
    expect(alertOf(await choose(unknown, '000000'))).to.match(/^Invalid verification code/);
  });

  it('accept no form of another page, and are not there for a client without the users of the pool', async () => {
    const page = await open();
    expect((await web.submit(page, { username: BEN }, { origin: 'https://evil.example' })).status).to.equal(403);
    web.settings.SupportedIdentityProviders = ['AzureAD'];
    expect(alertOf(await web.submit(page, { username: BEN }))).to.equal('invalid_request');
  });
});

import { mkdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';

import { expect } from 'chai';
import { TOTP } from 'otpauth';
import type { Page } from 'playwright-core';

import { SANDBOX_POOL_ID } from '../../../src/lib/model/sandbox-ids.js';
import { type ServedSandbox, serveSandbox } from '../../../src/lib/sandbox/doors/serve.js';
import { seedState } from '../../../src/lib/sandbox/seed/seed.js';
import { DEMO_PASSWORD, DEMO_TEMPORARY_PASSWORD } from '../../../src/lib/sandbox/seed/seed-users.js';
import { DEMO_TOTP_SECRET } from '../../../src/lib/sandbox/sign-in/factors/totp.js';
import type { SandboxState } from '../../../src/lib/sandbox/state/state.js';
import { Browser } from '../../helpers/browser.js';
import { MemoryStore } from '../../lib/sandbox/memory-store.js';
import { SmallApp } from './small-app.js';

const ANA_TOTP = 'ana.silva@tenant-one.example';
const BEN = 'ben.carter@tenant-one.example';
const EMMA_INVITED = 'emma.larsen@tenant-one.example';
/** Also the ID at the identity provider. */
const MEI_FEDERATED = 'mei.tanaka@tenant-two.example';
const GRACE_DISABLED = 'grace.kim@tenant-one.example';

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

/** `SCREENSHOTS=FOLDER` keeps a picture of each page there, on a phone and on a desktop. */
const { SCREENSHOTS } = process.env;

describe('the hosted UI in Chromium', () => {
  let browser: Browser | undefined;
  let state: SandboxState;
  let sandbox: ServedSandbox;
  let app: SmallApp;
  let page: Page;
  /** What the browser has complained about, such as a violation of the page's policy. */
  let complaints: string[];

  before(async function () {
    if (process.env.CI === undefined && !Browser.isInstalled()) this.skip();
    browser = await Browser.launch();
  });
  after(() => browser?.close());

  beforeEach(async () => {
    state = seedState();
    sandbox = await serveSandbox({ store: new MemoryStore(state), port: 0 });
    app = await SmallApp.start(sandbox.url, state);
    page = await browser!.newPage();
    complaints = [];
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    await page.context().clearCookies();
    await page.goto(app.url);
    await page.click('text=Sign in');
  });
  afterEach(async () => {
    await page.close();
    await app.close();
    await sandbox.close();
  });

  async function signIn(username: string, password: string): Promise<void> {
    await page.fill('#username', username);
    await page.fill('#password', password);
    await page.click('button');
  }

  /** Checks what holds for each page, on a phone and on a desktop. */
  async function expectGood(name: string): Promise<void> {
    for (const width of [375, 1280]) {
      await page.setViewportSize({ width, height: 800 });
      expect(await page.evaluate('document.documentElement.scrollWidth'), `scrolls at ${width} px`).to.equal(width);
      if (SCREENSHOTS !== undefined) {
        await mkdir(SCREENSHOTS, { recursive: true });
        await page.screenshot({ path: join(SCREENSHOTS, `${name}-${width}.png`) });
      }
    }
    // The page itself runs no script, so axe is brought in from outside, as a debugger would.
    await page.evaluate(await readFile(AXE, 'utf8'));
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      const { violations } = await page.evaluate<{
        violations: { id: string; impact: string; nodes: { html: string }[] }[];
      }>('axe.run({ resultTypes: ["violations"] })');
      const serious = violations.filter(({ impact }) => ['serious', 'critical'].includes(impact));
      expect(serious.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`)).to.deep.equal([]);
    }
    await page.emulateMedia({ colorScheme: 'light' });
  }

  const text = () => page.innerText('main');

  it('signs a user in to an app, and at once the next time', async () => {
    await expectGood('sign-in');
    await signIn(BEN, DEMO_PASSWORD);
    expect(await text()).to.equal(`Signed in as ${BEN}`);

    await page.goto(app.url);
    await page.click('text=Sign in');
    expect(await text()).to.equal(`Signed in as ${BEN}`);
    expect(complaints).to.deep.equal([]);
  });

  it('can be used with the keyboard alone', async () => {
    await page.focus('#username');
    await page.keyboard.type(BEN);
    await page.keyboard.press('Tab');
    await page.keyboard.type(DEMO_PASSWORD);
    await page.keyboard.press('Enter');
    await page.waitForURL(`${app.callback}*`);
    expect(await text()).to.equal(`Signed in as ${BEN}`);
  });

  it('says that a password is wrong, and keeps the name', async () => {
    await signIn(BEN, 'Wrong-Password-2026!');
    expect(await page.innerText('[role=alert]')).to.equal('Incorrect username or password.');
    expect(await page.inputValue('#username')).to.equal(BEN);
    expect(await page.inputValue('#password')).to.equal('');
    await expectGood('wrong-password');
    await signIn(BEN, DEMO_PASSWORD);
    expect(await text()).to.equal(`Signed in as ${BEN}`);
  });

  it('refuses a disabled user', async () => {
    await signIn(GRACE_DISABLED, DEMO_PASSWORD);
    expect(await page.innerText('[role=alert]')).to.equal('User is disabled.');
    expect(app.results).to.deep.equal([]);
  });

  it('asks an invited user for a password of their own', async () => {
    await signIn(EMMA_INVITED, DEMO_TEMPORARY_PASSWORD);
    await expectGood('new-password');
    await page.fill('#new_password', 'weak');
    await page.fill('#confirmation', 'weak');
    await page.click('button');
    expect(await page.innerText('[role=alert]')).to.match(/^Password did not conform with policy/);
    await expectGood('weak-password');
    await page.fill('#new_password', 'Chosen-By-Emma-2026!');
    await page.fill('#confirmation', 'Chosen-By-Emma-2026!');
    await page.click('button');
    expect(await text()).to.equal(`Signed in as ${EMMA_INVITED}`);
  });

  it('asks for the code of an authenticator app', async () => {
    await signIn(ANA_TOTP, DEMO_PASSWORD);
    await expectGood('totp');
    const code = new TOTP({ secret: DEMO_TOTP_SECRET }).generate();
    await page.fill('#code', code === '000000' ? '000001' : '000000');
    await page.click('button');
    expect(await page.innerText('[role=alert]')).to.equal('Invalid code received for user');
    await page.fill('#code', code);
    await page.click('button');
    expect(await text()).to.equal(`Signed in as ${ANA_TOTP}`);
  });

  it('sets up an authenticator app in a pool that requires MFA', async () => {
    state.pools[SANDBOX_POOL_ID]!.settings.MfaConfiguration = 'ON';
    await signIn(BEN, DEMO_PASSWORD);
    await expectGood('mfa-setup');
    const [secret = ''] = /[A-Z2-7]{32,}/.exec(await text()) ?? [];
    await page.fill('#code', new TOTP({ secret }).generate());
    await page.click('button');
    expect(await text()).to.equal(`Signed in as ${BEN}`);
  });

  it('lets a user choose a new password with a code of the outbox', async () => {
    await page.click('text=Forgot your password?');
    await page.fill('#username', BEN);
    await page.click('button');
    await expectGood('reset-password');
    const message = Object.values(state.pools[SANDBOX_POOL_ID]!.outbox!).at(-1)!;
    await page.fill('#code', /\d{6}/.exec(message.text)![0]);
    await page.fill('#new_password', 'Chosen-By-Ben-2026!');
    await page.fill('#confirmation', 'Chosen-By-Ben-2026!');
    await page.click('button');
    await signIn(BEN, 'Chosen-By-Ben-2026!');
    expect(await text()).to.equal(`Signed in as ${BEN}`);
  });

  it('signs a user of an identity provider in', async () => {
    await page.click('text=Continue with AzureAD');
    await expectGood('identity-provider');
    await page.fill('#subject', MEI_FEDERATED);
    await page.click('button');
    expect(await text()).to.equal(`Signed in as ${MEI_FEDERATED}`);
  });

  it('signs a user out, and asks for the password again', async () => {
    await signIn(BEN, DEMO_PASSWORD);
    await page.goto(app.signOutUrl);
    expect(page.url()).to.equal(app.url);
    await page.click('text=Sign in');
    expect(new URL(page.url()).pathname).to.equal('/login');
    expect(await page.context().cookies(sandbox.url)).to.satisfy((cookies: { name: string }[]) =>
      cookies.every(({ name }) => name !== `cognito-${SANDBOX_POOL_ID}`),
    );
  });

  it('shows a page for a link that is wrong', async () => {
    await page.goto(page.url().replace('callback', 'elsewhere'));
    expect(await page.innerText('[role=alert]')).to.equal('redirect_mismatch');
    await expectGood('error');
  });

  it('hides its cookies from scripts, and takes no form of another page of this machine', async () => {
    expect(await page.evaluate('document.cookie')).to.equal('');
    const action = page.url();
    await page.goto(app.url);
    await page.setContent(`<form method="post" action="${action.replaceAll('&', '&amp;')}">
      <input name="username" value="${BEN}"><input name="password" value="${DEMO_PASSWORD}"><button>Go</button></form>`);
    await page.click('button');
    expect(await page.innerText('main')).to.match(/was not sent by a page of the sandbox/);
  });

  it('loads nothing and runs nothing, even if a text became markup', async () => {
    await page.evaluate('document.querySelector("main").innerHTML = "<img src=x onerror=alert(1)>"');
    await page.evaluate('new Promise((resolve) => setTimeout(resolve, 50))');
    expect(complaints.join('\n')).to.match(/Content Security Policy/);
  });
});

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { expect } from 'chai';
import { TOTP } from 'otpauth';
import type { Page } from 'playwright-core';

import { SANDBOX_CLIENT_ID, SANDBOX_POOL_ID } from '../../../src/lib/model/sandbox-ids.js';
import { type ServedSandbox, serveSandbox } from '../../../src/lib/sandbox/doors/serve.js';
import { seedState } from '../../../src/lib/sandbox/seed/seed.js';
import { DEMO_PASSWORD, DEMO_TEMPORARY_PASSWORD } from '../../../src/lib/sandbox/seed/seed-users.js';
import { DEMO_TOTP_SECRET } from '../../../src/lib/sandbox/sign-in/factors/totp.js';
import type { Tokens } from '../../../src/lib/tokens/grants.js';
import { Browser } from '../../helpers/browser.js';
import { freePort } from '../../helpers/free-port.js';
import { ownPlace } from '../../helpers/place.js';
import { requireBuild, runBin, type RunningBin, startBin } from '../../helpers/run-bin.js';
import { MemoryStore } from '../../lib/sandbox/memory-store.js';

const BEN = 'ben.carter@tenant-one.example';
const EMMA_INVITED = 'emma.larsen@tenant-one.example';
const ANA_TOTP = 'ana.silva@tenant-one.example';
const GRACE_DISABLED = 'grace.kim@tenant-one.example';
/** Also the ID at the identity provider. */
const MEI_FEDERATED = 'mei.tanaka@tenant-two.example';

describe('tokens login in Chromium', () => {
  const place = ownPlace();
  let browser: Browser | undefined;
  let sandbox: ServedSandbox | undefined;
  let callback: string;
  let page: Page;
  let login: RunningBin | undefined;
  /** What the browser has complained about, such as a violation of the page's policy. */
  let complaints: string[];

  before(async function () {
    if (process.env.CI === undefined && !Browser.isInstalled()) this.skip();
    await requireBuild();
    callback = `http://localhost:${await freePort()}/callback`;
    const state = seedState();
    const { settings } = state.pools[SANDBOX_POOL_ID]!.clients[SANDBOX_CLIENT_ID]!;
    settings.CallbackURLs = [callback];
    delete settings.DefaultRedirectURI;
    sandbox = await serveSandbox({ store: new MemoryStore(state), port: 0 });
    browser = await Browser.launch();
    page = await browser.newPage();
    page.on('console', (message) => complaints.push(message.text()));
  });
  after(async () => {
    await browser?.close();
    await sandbox?.close();
  });

  beforeEach(async () => {
    complaints = [];
    await page.context().clearCookies();
  });
  afterEach(() => login?.child.kill('SIGKILL'));

  const at = () => ['--context', 'sandbox', '--endpoint-url', sandbox!.url, '--debug'];

  /** Starts a login, and opens the page that it names. */
  async function open(...flags: string[]): Promise<RunningBin> {
    login = startBin(['tokens', 'login', '--no-browser', ...at(), ...flags], { place: place() });
    const url = await login.waitFor('stderr', /http:\S+\/oauth2\/authorize\S+/);
    await login.waitFor('stderr', /Waiting up to/);
    await page.goto(url);
    return login;
  }

  async function signIn(username: string, password: string): Promise<void> {
    await page.fill('#username', username);
    await page.fill('#password', password);
    await page.click('button');
  }

  async function expectSignedIn({ ended }: RunningBin, user: string): Promise<Tokens> {
    const { stdout, stderr, code } = await ended;
    expect(code, stderr).to.equal(0);
    expect(await page.innerText('main'))
      .to.include('You are signed in')
      .and.to.include('You can close this window');
    expect(stderr).to.include(`Signed in as ${user}. The access token is valid for 1 hour.\n`);
    return JSON.parse(stdout) as Tokens;
  }

  it('prints the tokens of a user with a password, which are in no other output, no history and no file', async () => {
    const running = await open();
    await signIn(BEN, DEMO_PASSWORD);
    const { accessToken, idToken, refreshToken } = await expectSignedIn(running, BEN);
    const code = new URL(page.url()).searchParams.get('code')!;
    expect(complaints).to.deep.equal([]);

    const texts = [(await running.ended).stderr, await page.content()];
    for (const [verb, stdin, status] of [
      ['inspect', idToken!, 0],
      ['refresh', refreshToken!, 0],
      ['exchange', JSON.stringify({ code, redirectUri: callback }), 3],
    ] as const) {
      const result = await runBin(['tokens', verb, ...at()], { place: place(), stdin });
      expect(result.code, result.stderr).to.equal(status);
      texts.push(result.stderr);
    }
    texts.push(...(await filesIn(place().home)));
    const secrets = [code, accessToken, idToken!, refreshToken!].map((secret) => secret.slice(-40));
    for (const secret of secrets) expect(texts.filter((text) => text.includes(secret))).to.deep.equal([]);
  });

  it('lets an invited user choose a password', async () => {
    const running = await open();
    await signIn(EMMA_INVITED, DEMO_TEMPORARY_PASSWORD);
    await page.fill('#new_password', 'Chosen-By-Emma-2026!');
    await page.fill('#confirmation', 'Chosen-By-Emma-2026!');
    await page.click('button');
    await expectSignedIn(running, EMMA_INVITED);
  });

  it('lets a user give the code of an authenticator app', async () => {
    const running = await open();
    await signIn(ANA_TOTP, DEMO_PASSWORD);
    await page.fill('#code', new TOTP({ secret: DEMO_TOTP_SECRET }).generate());
    await page.click('button');
    await expectSignedIn(running, ANA_TOTP);
  });

  it('signs a user of an identity provider in, whatever another process answers in between', async () => {
    const running = await open('--scope', 'openid', '--scope', 'email');
    expect(await forge(`${callback}?error=access_denied`, `${callback}?code=forged&state=forged`)).to.equal('400 400');
    await page.click('text=Continue with AzureAD');
    await page.fill('#subject', MEI_FEDERATED);
    await page.click('button');
    await expectSignedIn(running, MEI_FEDERATED);
  });

  it('says in the terminal and in the browser that the user refused', async () => {
    const running = await open();
    await page.click('text=Continue with AzureAD');
    await page.click('text=Refuse');
    const { stdout, stderr, code } = await running.ended;
    expect([stdout, code]).to.deep.equal(['', 3]);
    expect(stderr).to.include('Cognito refused the sign-in: access_denied').and.to.include('have the person accept');
    expect(await page.innerText('main')).to.include('The sign-in failed');
  });

  it('waits while a user is refused, and ends at Ctrl-C with 130 and its port free', async () => {
    const running = await open();
    await signIn(GRACE_DISABLED, DEMO_PASSWORD);
    expect(await page.innerText('[role=alert]')).to.equal('User is disabled.');
    running.child.kill('SIGINT');
    const { stdout, stderr, code } = await running.ended;
    expect([stdout, stderr.split('\n').filter((line) => line.startsWith('error:')), code]).to.deep.equal([
      ...['', ['error: interrupted'], 130],
    ]);
    expect(await page.goto(callback).catch(String)).to.include('ERR_CONNECTION_REFUSED');
  });

  it('ends when nobody signs in', async () => {
    const { stdout, stderr, code } = await (await open('--wait', '1')).ended;
    expect([stdout, code]).to.deep.equal(['', 7]);
    expect(stderr).to.include('error: no sign-in within 1 second\n');
  });
});

/** Requests from another process of this machine. @returns their statuses */
async function forge(...urls: string[]): Promise<string> {
  const script = `(async () => {
    const statuses = [];
    for (const url of process.argv.slice(1)) statuses.push((await fetch(url)).status);
    console.log(statuses.join(' '));
  })()`;
  const child = spawn(process.execPath, ['-e', script, ...urls], { stdio: ['ignore', 'pipe', 'inherit'] });
  let text = '';
  child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
  await once(child, 'close');
  return text.trim();
}

async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  return Promise.all(files.map((entry) => readFile(join(entry.parentPath, entry.name), 'latin1')));
}

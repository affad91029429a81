import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { delimiter, dirname } from 'node:path';

import { expect } from 'chai';

import TokensLogin from '../../../src/commands/tokens/login.js';
import { SANDBOX_CLIENT_ID } from '../../../src/lib/model/sandbox-ids.js';
import { freePort } from '../../helpers/free-port.js';
import { ANY_CREDENTIALS, whileServed, writeLiveContext } from '../../helpers/live-context.js';
import { ownPlace } from '../../helpers/place.js';
import { commandRunner, type CommandResult } from '../../helpers/run-command.js';

/** A browser whose user refuses at once. It is started with the URL, and nothing else. */
const BROWSER = `#!/usr/bin/env node
const asked = new URL(process.argv[2]).searchParams;
const [redirect, state] = [asked.get('redirect_uri'), asked.get('state')];
if (process.argv.length === 3) require('node:http').get(redirect + '?error=access_denied&state=' + state);
`;

describe('tokens login', () => {
  const place = ownPlace();
  const run = commandRunner(place);

  /** Runs the command with a callback URL on this machine. */
  async function login(argv: readonly string[], PATH: string): Promise<CommandResult & { callback: string }> {
    const callback = `http://localhost:${await freePort()}/callback`;
    await place().edit(({ clients }) => {
      clients[SANDBOX_CLIENT_ID]!.settings.CallbackURLs!.unshift(callback);
    });
    return whileServed(place(), async (url) => {
      await writeLiveContext(place(), url);
      return { ...(await run(TokensLogin, argv, { env: { ...ANY_CREDENTIALS, PATH } })), callback };
    });
  }

  it("opens the URL with the platform's program, and says where it waits, all on stderr", async function () {
    if (process.platform === 'win32') this.skip();
    const folder = place().path('bin');
    await mkdir(folder);
    for (const name of ['xdg-open', 'open']) {
      await writeFile(`${folder}/${name}`, BROWSER);
      await chmod(`${folder}/${name}`, 0o755);
    }
    const { exitCode, stdout, stderr, callback } = await login(
      [],
      [folder, dirname(process.execPath), '/usr/bin'].join(delimiter),
    );
    expect([exitCode, stdout]).to.deep.equal([3, '']);
    const [first, second, third, fourth] = stderr.split('\n');
    expect([first, third, fourth]).to.deep.equal([
      'Opening a browser to sign in. If none opens, use this URL:',
      `Waiting up to 5 minutes for the answer at ${callback}. Press Ctrl-C to cancel.`,
      'error: Cognito refused the sign-in: access_denied',
    ]);
    expect(second).to.match(/^ {2}http:\S+\/oauth2\/authorize\?\S+$/);
  });

  it('says that no browser can be opened, and waits all the same', async () => {
    const { exitCode, stderr } = await login(['--wait', '1'], place().home);
    expect(exitCode).to.equal(7);
    expect(stderr).to.include('No browser can be opened here.\nerror: no sign-in within 1 second');
  });

  it('says how to serve the sandbox, which has no hosted UI in this process', async () => {
    const { exitCode, stderr } = await run(TokensLogin, ['--context', 'sandbox']);
    expect(exitCode).to.equal(3);
    expect(stderr).to.include('sf-admin sandbox serve');
  });

  for (const [argv, problem] of [
    [['--redirect', 'https://app.example.com/callback'], '--redirect: "(hidden)" does not lead to this machine'],
    [['--redirect', 'localhost:3000/callback'], 'URL "(hidden)" has no scheme'],
    [['--scope', 'openid email'], '--scope: "(hidden)" is not one scope'],
    [['--wait', '5m'], '--wait: invalid number of seconds "5m"'],
  ] as const) {
    it(`refuses ${argv.join(' ')}`, async () => {
      const { exitCode, stderr } = await run(TokensLogin, argv);
      expect([exitCode, stderr.split('\n')[0]]).to.deep.equal([2, `error: ${problem}`]);
    });
  }

  it('takes no token and no code as an argument, and does not show it', async () => {
    const { exitCode, stderr } = await run(TokensLogin, ['a-code-of-the-hosted-ui', '--debug']);
    expect([exitCode, stderr.includes('a-code')]).to.deep.equal([2, false]);
  });
});

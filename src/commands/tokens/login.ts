import { Flags } from '@oclif/core';

import { AdminCommand } from '../../lib/cli/command.js';
import { connectionFlags } from '../../lib/cli/flags/connection.js';
import { parsedFlag } from '../../lib/cli/flags/flag-group.js';
import { openInBrowser } from '../../lib/cli/process/open-in-browser.js';
import { parseRedirect, parseScope } from '../../lib/cli/tokens/login-flags.js';
import { showTokens } from '../../lib/cli/tokens/show-tokens.js';
import { parseTimeout } from '../../lib/config/fields/call-timeout.js';
import { duration } from '../../lib/text/counted.js';
import { signIn } from '../../lib/tokens/login/sign-in.js';

/** Seconds to wait for the sign-in. */
const DEFAULT_WAIT = 300;

export default class TokensLogin extends AdminCommand {
  static override summary = 'Sign in through the hosted UI in a browser, and print the tokens as JSON.';
  static override description =
    'The answer comes to a callback URL of the app client on this machine, such as http://localhost:8976/callback: ' +
    'client add-callback registers one. If the browser is on another machine, forward its port. The browser keeps a session: ' +
    'to sign in as somebody else, open the URL in a private window.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> --context stackflow > tokens.json',
    '<%= config.bin %> <%= command.id %> --scope openid --scope email --no-browser',
    '<%= config.bin %> <%= command.id %> --redirect http://localhost:8976/callback -q',
  ];
  static override flags = {
    ...connectionFlags,
    scope: Flags.string({
      summary: 'Scope to ask for; repeatable. Default: all scopes of the app client.',
      helpValue: 'SCOPE',
      multiple: true,
      multipleNonGreedy: true,
      parse: (text) => Promise.resolve(parseScope(text)),
    }),
    redirect: parsedFlag(
      parseRedirect,
      'URL',
      'Callback URL on this machine; default: the first one that is registered.',
    ),
    'no-browser': Flags.boolean({ summary: 'Only print the URL, and open no browser.' }),
    wait: Flags.custom<number>({
      summary: `How long to wait for the sign-in, in seconds; default: ${DEFAULT_WAIT}.`,
      helpValue: 'SECONDS',
      parse: (text) => Promise.resolve(parseTimeout(text, '--wait')),
    })(),
  };

  async run(): Promise<void> {
    const { flags, cli } = await this.start(TokensLogin);
    const { scope: scopes = [], redirect, wait: waitSeconds = DEFAULT_WAIT, 'no-browser': noBrowser } = flags;
    const { tokens, user } = await signIn(
      await cli.open(),
      { scopes, redirect, waitSeconds },
      async ({ url, redirectUri }) => {
        cli.note(
          `${noBrowser ? 'Open this URL to sign in:' : 'Opening a browser to sign in. If none opens, use this URL:'}\n  ${url}`,
        );
        cli.note(`Waiting up to ${duration(waitSeconds)} for the answer at ${redirectUri}. Press Ctrl-C to cancel.`);
        // The URL is enough: no browser is no error.
        if (!noBrowser)
          await openInBrowser(url).catch(() => {
            cli.note('No browser can be opened here.');
          });
      },
    );
    await showTokens(cli, tokens);
    const validity = tokens.expiresIn === null ? '' : ` The access token is valid for ${duration(tokens.expiresIn)}.`;
    cli.note(`Signed in as ${user}.${validity}`);
  }
}

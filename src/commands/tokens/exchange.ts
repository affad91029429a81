import { AdminCommand } from '../../lib/cli/command.js';
import { connectionFlags } from '../../lib/cli/flags/connection.js';
import { showTokens, tokensOutputFlags } from '../../lib/cli/tokens/show-tokens.js';
import { readStdinCode, stdinArg } from '../../lib/cli/tokens/stdin-token.js';
import { exchangeCode, lostTokens } from '../../lib/tokens/grants.js';

export default class TokensExchange extends AdminCommand {
  static override summary = 'Exchange an authorization code for tokens, and print them as JSON.';
  static override description =
    'It reads {"code": "…", "codeVerifier": "…", "redirectUri": "…"} from stdin, without codeVerifier if the code was ' +
    'requested without a challenge. If the app client has a secret, it is read from the user pool.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> < code.json > tokens.json',
    '<%= config.bin %> <%= command.id %> - --context stackflow < code.json',
  ];
  static override args = stdinArg('code');
  static override flags = { ...connectionFlags, ...tokensOutputFlags };

  async run(): Promise<void> {
    const { cli } = await this.start(TokensExchange);
    const input = await readStdinCode(process.stdin);
    const directory = await cli.open();
    const tokens = await exchangeCode(directory, input);
    await showTokens(cli, tokens, lostTokens(directory, 'the code is used up'));
  }
}

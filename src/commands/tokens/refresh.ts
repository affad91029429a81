import { AdminCommand } from '../../lib/cli/command.js';
import { connectionFlags } from '../../lib/cli/flags/connection.js';
import { losingFlag, showTokens, tokensOutputFlags } from '../../lib/cli/tokens/show-tokens.js';
import { readStdinToken, stdinArg } from '../../lib/cli/tokens/stdin-token.js';
import { invalidRefreshToken, lostTokens, refreshTokens } from '../../lib/tokens/grants.js';

export default class TokensRefresh extends AdminCommand {
  static override summary = 'Renew tokens with a refresh token, and print them as JSON.';
  static override description =
    'The refresh token comes on stdin. If the app client rotates refresh tokens, the output has a new one, and the old one ' +
    'ends: keep the output. With -q, which prints the access token only, and with a --query or --template without the new ' +
    'refresh token, such a client is refused.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> < refresh-token.txt > tokens.json',
    '<%= config.bin %> <%= command.id %> - --context stackflow -q < refresh-token.txt',
  ];
  static override args = stdinArg('refresh token');
  static override flags = { ...connectionFlags, ...tokensOutputFlags };

  async run(): Promise<void> {
    const { cli } = await this.start(TokensRefresh);
    const token = await readStdinToken(process.stdin, invalidRefreshToken);
    const directory = await cli.open();
    const tokens = await refreshTokens(directory, token, { losingFlag: () => losingFlag(cli) });
    const used = 'the refresh token no longer works, since the app client rotates them';
    await showTokens(cli, tokens, tokens.refreshToken === null ? undefined : lostTokens(directory, used));
  }
}

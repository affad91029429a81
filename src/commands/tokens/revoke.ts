import { AdminCommand } from '../../lib/cli/command.js';
import { connectionFlags } from '../../lib/cli/flags/connection.js';
import { showDone } from '../../lib/cli/show.js';
import { readStdinToken, stdinArg } from '../../lib/cli/tokens/stdin-token.js';
import { invalidRefreshToken, revokeToken } from '../../lib/tokens/grants.js';

export default class TokensRevoke extends AdminCommand {
  static override summary = 'Revoke a refresh token, and the access tokens that came of it.';
  static override description =
    'The refresh token comes on stdin. Cognito answers in the same way for a token that it does not know. An API that ' +
    'verifies tokens offline accepts an access token until it expires. It is not in the history: a refresh token does not ' +
    'show whose it is.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> < refresh-token.txt',
    '<%= config.bin %> <%= command.id %> - --context stackflow < refresh-token.txt',
  ];
  static override args = stdinArg('refresh token');
  static override flags = connectionFlags;

  async run(): Promise<void> {
    const { cli } = await this.start(TokensRevoke);
    const token = await readStdinToken(process.stdin, invalidRefreshToken);
    const directory = await cli.open();
    await revokeToken(directory, token);
    const clientId = directory.clientId();
    const sentence = `Revoked the refresh token, if app client ${clientId} had issued it.`;
    await showDone({ sentence, id: clientId, json: { clientId, accepted: true } }, cli);
  }
}

import { Flags } from '@oclif/core';

import { AdminCommand } from '../../lib/cli/command.js';
import { connectionFlags, tenantFlag } from '../../lib/cli/flags/connection.js';
import { showCard } from '../../lib/cli/show.js';
import { readStdinToken, stdinArg } from '../../lib/cli/tokens/stdin-token.js';
import { EXIT } from '../../lib/errors.js';
import { inspectToken } from '../../lib/tokens/inspect-token.js';
import { tokenCard } from '../../lib/tokens/token-view.js';
import { invalidToken, TOKEN_USES } from '../../lib/tokens/verify-token.js';

export default class TokensInspect extends AdminCommand {
  static override summary = 'Verify an ID or access token, and show what is in it.';
  static override description =
    'The token comes on stdin. Its signature is verified with the public keys of the user pool, and what it says is ' +
    'compared with the user as they are today. The exit status is 9 if the token is not valid; differences do not count. ' +
    'A token that was revoked is still valid here, as it is for an API that verifies tokens offline.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> < token.txt',
    '<%= config.bin %> <%= command.id %> - --use id --context stackflow < token.txt',
    '<%= config.bin %> <%= command.id %> --jwks jwks.json -o json < token.txt',
  ];
  static override args = stdinArg('token');
  static override flags = {
    ...connectionFlags,
    ...tenantFlag,
    use: Flags.option({ summary: 'What the token must be; default: either.', options: TOKEN_USES })(),
    jwks: Flags.string({
      summary: "File with the user pool's public keys (jwks.json): nothing is requested.",
      helpValue: 'FILE',
    }),
  };

  async run(): Promise<void> {
    const { flags, cli } = await this.start(TokensInspect);
    const { use, jwks } = flags;
    const token = await readStdinToken(process.stdin, invalidToken);
    const inspection = await inspectToken(await cli.open(), { token, use, jwks }, new Date());
    if (!inspection.valid) cli.exitWith(EXIT.finding);
    await showCard(inspection, tokenCard, cli);
    for (const gap of inspection.unread) cli.warn(gap);
  }
}

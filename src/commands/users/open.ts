import { Flags } from '@oclif/core';

import { userArg } from '../../lib/cli/args.js';
import { AdminCommand } from '../../lib/cli/command.js';
import { connectionFlags, tenantFlag } from '../../lib/cli/flags/connection.js';
import { openInBrowser } from '../../lib/cli/process/open-in-browser.js';
import { showDone } from '../../lib/cli/show.js';
import { consolePage } from '../../lib/users/console-page.js';

export default class UsersOpen extends AdminCommand {
  static override summary = "Print the URL of a user's page in the AWS console, or open it.";
  static override description =
    'The browser must be signed in to the account of the user pool. The sandbox has no such page.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> ana@example.com --context stackflow',
    '<%= config.bin %> <%= command.id %> ana@example.com --context stackflow --browser',
  ];
  static override args = userArg;
  static override flags = {
    ...connectionFlags,
    ...tenantFlag,
    browser: Flags.boolean({ summary: 'Also open the page in the browser.' }),
  };

  async run(): Promise<void> {
    const { args, flags, cli } = await this.start(UsersOpen);
    const page = await consolePage(await cli.open(), args);
    await showDone({ sentence: page.url, id: page.url, json: page }, cli);
    if (flags.browser) await openInBrowser(page.url);
  }
}

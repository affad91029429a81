import { newUrlsArg } from '../../lib/cli/args.js';
import { carryOutAndReport } from '../../lib/cli/carry-out-and-report.js';
import { AdminCommand } from '../../lib/cli/command.js';
import { changeFlags } from '../../lib/cli/flags/change.js';
import { editUrls } from '../../lib/client/edit-urls.js';

export default class ClientAddCallback extends AdminCommand {
  static override summary = 'Add callback URLs to the app client; other settings stay the same.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> https://app.example.com/callback --reason "New web app"',
    '<%= config.bin %> <%= command.id %> http://localhost:3000/callback --dry-run',
  ];
  static override args = newUrlsArg;
  static override flags = changeFlags;

  async run(): Promise<void> {
    const { args, cli } = await this.start(ClientAddCallback);
    const directory = await cli.openForChange();
    const change = await editUrls(directory, { list: 'CallbackURLs', action: 'add', urls: args.url });
    await carryOutAndReport(cli, directory, change);
  }
}

import { urlsArg } from '../../lib/cli/args.js';
import { carryOutAndReport } from '../../lib/cli/carry-out-and-report.js';
import { AdminCommand } from '../../lib/cli/command.js';
import { changeFlags } from '../../lib/cli/flags/change.js';
import { editUrls } from '../../lib/client/edit-urls.js';

export default class ClientRemoveCallback extends AdminCommand {
  static override summary = 'Remove callback URLs from the app client; other settings stay the same.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> https://old.example.com/callback --dry-run',
    '<%= config.bin %> <%= command.id %> https://old.example.com/callback --yes',
  ];
  static override args = urlsArg;
  static override flags = changeFlags;

  async run(): Promise<void> {
    const { args, cli } = await this.start(ClientRemoveCallback);
    const directory = await cli.openForChange();
    const change = await editUrls(directory, { list: 'CallbackURLs', action: 'remove', urls: args.url });
    await carryOutAndReport(cli, directory, change);
  }
}

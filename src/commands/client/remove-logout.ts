import { ChangeCommand } from '../../lib/cli/change-command.js';
import { urlsArg } from '../../lib/cli/args.js';
import { editUrls } from '../../lib/client/edit-urls.js';

export default class ClientRemoveLogout extends ChangeCommand {
  static override summary = 'Remove logout URLs from the app client; nothing else moves.';
  static override args = urlsArg;

  async run(): Promise<void> {
    const { args, flags } = await this.parse(ClientRemoveLogout);
    const directory = await this.open(flags);
    const change = await editUrls(directory, { list: 'LogoutURLs', action: 'remove', urls: args.url });
    await this.change(directory, change, flags);
  }
}

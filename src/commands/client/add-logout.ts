import { ChangeCommand } from '../../lib/cli/change-command.js';
import { newUrlsArg } from '../../lib/cli/args.js';
import { editUrls } from '../../lib/client/edit-urls.js';

export default class ClientAddLogout extends ChangeCommand {
  static override summary = 'Register logout URLs on the app client; nothing else moves.';
  static override args = newUrlsArg;

  async run(): Promise<void> {
    const { args, flags } = await this.parse(ClientAddLogout);
    const directory = await this.open(flags);
    const change = await editUrls(directory, { list: 'LogoutURLs', action: 'add', urls: args.url });
    await this.change(directory, change, flags);
  }
}

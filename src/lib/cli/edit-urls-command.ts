import { newUrlsArg, urlsArg } from './args.js';
import { carryOutAndReport } from './carry-out-and-report.js';
import { AdminCommand } from './command.js';
import { changeFlags } from './flags/change.js';
import { editUrls } from '../client/edit-urls.js';
import type { UrlList } from '../model/app-client.js';

/** The base class of a command that adds the URLs given as arguments to a list of the app client. */
export function addUrlsCommand(list: UrlList) {
  return class AddUrls extends AdminCommand {
    static override args = newUrlsArg;
    static override flags = changeFlags;

    async run(): Promise<void> {
      const { args, cli } = await this.start(AddUrls);
      const directory = await cli.open();
      await carryOutAndReport(cli, directory, await editUrls(directory, { list, action: 'add', urls: args.url }));
    }
  };
}

/** The base class of a command that removes them. */
export function removeUrlsCommand(list: UrlList) {
  return class RemoveUrls extends AdminCommand {
    static override args = urlsArg;
    static override flags = changeFlags;

    async run(): Promise<void> {
      const { args, cli } = await this.start(RemoveUrls);
      const directory = await cli.open();
      await carryOutAndReport(cli, directory, await editUrls(directory, { list, action: 'remove', urls: args.url }));
    }
  };
}

import { removeUrlsCommand } from '../../lib/cli/edit-urls-command.js';

export default class ClientRemoveLogout extends removeUrlsCommand('LogoutURLs') {
  static override summary = 'Remove logout URLs from the app client; other settings stay the same.';
}

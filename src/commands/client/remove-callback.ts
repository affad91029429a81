import { removeUrlsCommand } from '../../lib/cli/edit-urls-command.js';

export default class ClientRemoveCallback extends removeUrlsCommand('CallbackURLs') {
  static override summary = 'Remove callback URLs from the app client; other settings stay the same.';
}

import { addUrlsCommand } from '../../lib/cli/edit-urls-command.js';

export default class ClientAddCallback extends addUrlsCommand('CallbackURLs') {
  static override summary = 'Add callback URLs to the app client; other settings stay the same.';
}

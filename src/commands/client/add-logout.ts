import { addUrlsCommand } from '../../lib/cli/edit-urls-command.js';

export default class ClientAddLogout extends addUrlsCommand('LogoutURLs') {
  static override summary = 'Add logout URLs to the app client; other settings stay the same.';
}

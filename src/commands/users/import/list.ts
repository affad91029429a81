import { AdminCommand } from '../../../lib/cli/command.js';
import { connectionFlags } from '../../../lib/cli/flags/connection.js';
import { listFlags } from '../../../lib/cli/flags/output.js';
import { showList } from '../../../lib/cli/show.js';
import { listImportJobs } from '../../../lib/imports/jobs/import-jobs.js';
import { jobList } from '../../../lib/imports/jobs/job-view.js';

export default class UsersImportList extends AdminCommand {
  static override summary = 'List all import jobs of the user pool.';
  static override examples = ['<%= config.bin %> <%= command.id %>', '<%= config.bin %> <%= command.id %> -o json'];
  static override flags = { ...connectionFlags, ...listFlags };

  async run(): Promise<void> {
    const { cli } = await this.start(UsersImportList);
    await showList(listImportJobs(await cli.open()), jobList, cli);
  }
}

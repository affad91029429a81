import { AdminCommand } from '../../../lib/cli/admin-command.js';
import { columnsFlag, connectionFlags } from '../../../lib/cli/flags.js';
import { listImportJobs } from '../../../lib/imports/jobs/import-jobs.js';
import { jobList } from '../../../lib/imports/jobs/job-view.js';

export default class UsersImportList extends AdminCommand {
  static override summary = "List the pool's import jobs, whoever made them.";
  static override flags = { ...connectionFlags, ...columnsFlag };

  async run(): Promise<void> {
    const { flags } = await this.parse(UsersImportList);
    await this.showList(listImportJobs(await this.open(flags)), jobList, flags);
  }
}

import { Flags } from '@oclif/core';

import { AdminCommand, outputOptions } from '../../../lib/cli/admin-command.js';
import { jobArg } from '../../../lib/cli/args.js';
import { connectionFlags } from '../../../lib/cli/flags.js';
import { followJob } from '../../../lib/imports/jobs/follow-job.js';
import { endingError } from '../../../lib/imports/jobs/job-ending.js';
import { jobReport } from '../../../lib/imports/jobs/job-report.js';
import { jobCard } from '../../../lib/imports/jobs/job-view.js';

export default class UsersImportStatus extends AdminCommand {
  static override summary = 'Show an import job, and which rows of the file it did not import.';
  static override description =
    "The reasons stand in the job's log. The sandbox gives it by itself; CloudWatch's is downloaded and given with --log.";
  static override args = jobArg;
  static override flags = {
    ...connectionFlags,
    wait: Flags.boolean({ summary: 'Follow the job to its end first.' }),
    log: Flags.string({ summary: "The job's log, downloaded from CloudWatch.", helpValue: 'FILE' }),
  };

  async run(): Promise<void> {
    const { args, flags } = await this.parse(UsersImportStatus);
    const directory = await this.open(flags);
    const first = await jobReport(directory, args.job, flags);
    if (!flags.wait) return this.showCard(first, jobCard, flags);
    const { quiet } = outputOptions(flags);
    await followJob(directory, args.job, { rows: first.rows, streams: this.streams, quiet });
    const report = await jobReport(directory, args.job, flags);
    await this.showCard(report, jobCard, flags);
    // The card has told the failures.
    const error = endingError(directory, { ...report, failures: [] });
    if (error !== undefined) this.failBeside(error);
  }
}

import { Flags } from '@oclif/core';

import { jobArg } from '../../../lib/cli/args.js';
import { AdminCommand } from '../../../lib/cli/command.js';
import { connectionFlags } from '../../../lib/cli/flags/connection.js';
import { watchFlag } from '../../../lib/cli/flags/output.js';
import { reportFailureOfResult } from '../../../lib/cli/report-error.js';
import { showCard } from '../../../lib/cli/show.js';
import { followJob } from '../../../lib/imports/jobs/follow-job.js';
import { endingError } from '../../../lib/imports/jobs/job-ending.js';
import { jobReport } from '../../../lib/imports/jobs/job-report.js';
import { jobCard } from '../../../lib/imports/jobs/job-view.js';

export default class UsersImportStatus extends AdminCommand {
  static override summary = 'Show an import job and the rows of the file that it did not import.';
  static override description =
    "The reasons are in the job's log. In the sandbox they are shown directly; for AWS, download the log from CloudWatch and give it with --log.";
  static override examples = [
    '<%= config.bin %> <%= command.id %> import-qQ0DCt2fRh --wait',
    '<%= config.bin %> <%= command.id %> import-qQ0DCt2fRh --log import.log -o csv',
  ];
  static override args = jobArg;
  static override flags = {
    ...connectionFlags,
    ...watchFlag,
    wait: Flags.boolean({ summary: 'Wait for the job to end first.', exclusive: ['watch'] }),
    log: Flags.string({ summary: "The job's log, downloaded from CloudWatch.", helpValue: 'FILE' }),
  };

  async run(): Promise<void> {
    const { args, flags, cli } = await this.start(UsersImportStatus);
    const directory = await cli.open();
    const first = await jobReport(directory, args.job, flags);
    if (!flags.wait) return showCard(first, jobCard, cli);
    const { streams } = this;
    await followJob(directory, args.job, { rows: first.rows, streams, quiet: flags.quiet });
    const report = await jobReport(directory, args.job, flags);
    await showCard(report, jobCard, cli);
    // The card has listed the failures.
    const error = endingError(directory, { ...report, failures: [] });
    if (error !== undefined) reportFailureOfResult(error, cli);
  }
}

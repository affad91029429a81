import { rm } from 'node:fs/promises';
import { basename } from 'node:path';

import { Args, Flags } from '@oclif/core';

import { outputOptions } from '../../../lib/cli/admin-command.js';
import { INPUT_FORMATS, inputFormat } from '../../../lib/input/decode/input-format.js';
import { openSource } from '../../../lib/input/decode/open-source.js';
import { ChangeCommand } from '../../../lib/cli/change-command.js';
import { commandLine, type Directory } from '../../../lib/directory.js';
import { type OutputFlags, tenantFlag } from '../../../lib/cli/flags.js';
import { compileImport } from '../../../lib/imports/compile/compile-import.js';
import { type CompiledImport, importSummary } from '../../../lib/imports/compile/compiled-import.js';
import { followJob } from '../../../lib/imports/jobs/follow-job.js';
import { endingError, endingText } from '../../../lib/imports/jobs/job-ending.js';
import { reportOn } from '../../../lib/imports/jobs/job-report.js';
import { logsRole } from '../../../lib/imports/jobs/logs-role.js';
import { jobNameOf, parseJobName, startImport } from '../../../lib/imports/jobs/start-import.js';
import { writeText } from '../../../lib/output/notes.js';

export default class UsersImportStart extends ChangeCommand {
  static override summary = "Create many users with Cognito's own import job.";
  static override description =
    'The whole file is checked by the rules of users create before anything is created, then compiled to what Cognito ' +
    'takes, uploaded, started and followed. Nobody is mailed: imported users set a password at their first sign-in.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> joiners.csv --logs-role arn:aws:iam::111122223333:role/CognitoImport',
    '<%= config.bin %> <%= command.id %> joiners.ndjson --tenant tenant_001 --role itsm_agent --dry-run',
  ];
  static override args = {
    file: Args.string({
      ignoreStdin: true,
      description: 'Rows with the keys email, tenantId, roles and more; - for stdin.',
      required: true,
    }),
  };
  static override flags = {
    ...tenantFlag,
    role: Flags.string({
      summary: 'A role for rows that name none; repeat it, or separate several by commas.',
      helpValue: 'ROLE',
      multiple: true,
      multipleNonGreedy: true,
    }),
    department: Flags.string({ summary: 'Department ID for rows that name none.', helpValue: 'ID' }),
    'input-format': Flags.option({
      options: INPUT_FORMATS,
      summary: 'How the file is written; by its extension unless said.',
      helpGroup: 'CHANGE',
    })(),
    'skip-invalid': Flags.boolean({
      summary: 'Leave bad rows out, and go on with the good ones.',
      helpGroup: 'CHANGE',
    }),
    name: Flags.custom({
      summary: "The job's name; the file's unless said.",
      helpValue: 'NAME',
      parse: (text) => Promise.resolve(parseJobName(text)),
    })(),
    'logs-role': Flags.string({
      summary: 'The role by which the job writes its log to CloudWatch (SF_ADMIN_LOGS_ROLE).',
      helpValue: 'ARN',
    }),
    'no-wait': Flags.boolean({ summary: 'Return when the job has started.' }),
  };

  async run(): Promise<void> {
    const { args, flags } = await this.parse(UsersImportStart);
    const directory = await this.open(flags);
    const role = logsRole(directory, flags['logs-role'], process.env);
    const format = inputFormat(args.file, flags['input-format']);
    const compiled = await compileImport(directory, {
      source: await openSource(args.file, process.stdin),
      format,
      defaults: { tenant: directory.tenant, roles: flags.role ?? [], department: flags.department },
      skipInvalid: flags['skip-invalid'],
    });
    const start = startImport(directory, {
      compiled,
      name: flags.name ?? jobNameOf(args.file),
      source: args.file === '-' ? '-' : basename(args.file),
      logsRole: role,
    });
    try {
      this.tellOf(compiled);
      await this.change(directory, start.change, flags);
    } finally {
      // It holds personal data, and has served.
      await rm(compiled.file, { force: true });
    }
    const job = start.startedJob();
    if (job === undefined) return;
    if (flags['no-wait'])
      this.note(`Follow it: ${commandLine(directory, `users import status ${job} --wait`)}`);
    else await this.follow(directory, job, { rows: compiled.rows, flags });
  }

  private tellOf(compiled: CompiledImport): void {
    for (const repeat of compiled.duplicates) this.caution(`${repeat}: it is taken once`);
    for (const problem of compiled.skipped) this.caution(`left out: ${problem}`);
    this.note(importSummary(compiled));
  }

  private async follow(
    directory: Directory,
    id: string,
    { rows, flags }: { rows: number; flags: OutputFlags },
  ): Promise<void> {
    const { format, quiet } = outputOptions(flags);
    const job = await followJob(directory, id, { rows, streams: this.streams, quiet });
    if (quiet || format !== 'table') this.note(endingText(job));
    else await writeText(this.streams, endingText(job));
    const error = endingError(directory, await reportOn(directory, job));
    if (error !== undefined) this.failBeside(error);
  }
}

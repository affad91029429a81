import { defined } from '../../lib/model/defined.js';
import { Flags } from '@oclif/core';

import { AdminCommand } from '../../lib/cli/admin-command.js';
import { AdminError } from '../../lib/errors.js';
import {
  columnsFlag,
  connectionFlags,
  notEmpty,
  outputFlags,
  userFilter,
  userFilterFlags,
} from '../../lib/cli/flags.js';
import { LINE_PERIOD, startProgress } from '../../lib/output/progress.js';
import { keepHeapSteady } from '../../lib/cli/steady-heap.js';
import { exportToFile, exportToStream } from '../../lib/users/export/export-users.js';
import { exportView } from '../../lib/users/export/export-view.js';

/** Calls of ListUsers a second, unless more are asked for: sign-ups and other tools draw on the rest of its quota. */
const USUAL_RATE = 15;

export default class UsersExport extends AdminCommand {
  static override summary = 'Write every user, or those that a filter finds, with all attributes.';
  static override description =
    'Users are written as their pages arrive, in constant memory. With --to, what was stopped goes on with ' +
    '--resume where it stopped: a checkpoint beside the file says where, until the export is finished. NDJSON ' +
    'holds every attribute; CSV the columns, to which --columns may add any attribute of the pool.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> --to users.ndjson',
    '<%= config.bin %> <%= command.id %> --to users.ndjson --resume',
    '<%= config.bin %> <%= command.id %> --tenant tenant_001 -o csv --columns email,roles,locale > tenant_001.csv',
  ];
  static override flags = {
    ...connectionFlags,
    ...columnsFlag,
    ...userFilterFlags,
    output: Flags.option({
      char: 'o',
      options: ['ndjson', 'csv'] as const,
      default: 'ndjson',
      summary: 'How to write the users.',
      helpGroup: 'OUTPUT',
    })(),
    quiet: Flags.boolean({
      ...outputFlags.quiet,
      summary: 'Print identifiers only, one a line; with --to, print nothing.',
    }),
    to: Flags.custom({
      summary: 'Write to this file, which must not exist yet.',
      helpValue: 'FILE',
      helpGroup: 'OUTPUT',
      parse: (text) => Promise.resolve(fileName(text)),
    })(),
    rate: Flags.integer({
      summary: `Pages a second; ${USUAL_RATE} unless said, half of what Cognito publishes.`,
      min: USUAL_RATE,
      helpValue: 'N',
    }),
    resume: Flags.boolean({
      summary: 'Go on with the export to that file where it stopped.',
      helpGroup: 'OUTPUT',
      dependsOn: ['to'],
    }),
  };

  async run(): Promise<void> {
    const { flags } = await this.parse(UsersExport);
    if (flags.json) throw noJson();
    keepHeapSteady();
    const directory = await this.open(flags, { pace: { rate: flags.rate, maxConcurrency: 1 } });
    const { view, columns } = await exportView(directory, flags.columns);
    const filter = userFilter(flags);
    const { to: file, resume, output: format } = flags;
    if (file === undefined) {
      const search = exportToStream(directory, filter);
      const isSeen = flags.quiet || this.streams.outIsTTY;
      await this.whileTold(search, isSeen, () => this.showList(search.users, view, flags));
      this.note(`Found ${search.found()} of ${search.read()} users read.`);
      return;
    }
    const form = { format, columns, header: !flags['no-header'], rawCsv: flags['raw-csv'] };
    const exporting = exportToFile(directory, { filter, form, view, file, resume });
    try {
      await this.whileTold(exporting, flags.quiet, exporting.run);
    } catch (error) {
      throw exporting.isResumable() ? this.withWayOn(error) : error;
    }
    if (!flags.quiet) this.note(`Wrote ${exporting.found()} of ${exporting.read()} users read to ${file}.`);
  }

  /** Says on stderr how far it is while it takes long, unless the rows are seen to come. */
  private async whileTold(
    { read, found }: { read: () => number; found: () => number },
    isSilent: boolean,
    work: () => Promise<unknown>,
  ): Promise<void> {
    const progress = (): string => `${read()} users read and ${found()} written so far`;
    const stop = isSilent
      ? () => undefined
      : startProgress(progress, this.streams, { linePeriod: LINE_PERIOD });
    try {
      await work();
    } finally {
      stop();
    }
  }

  /** What stopped an export is told with the command line that goes on with it. */
  private withWayOn(error: unknown): unknown {
    if (!(error instanceof AdminError)) return error;
    const wayOn = `Go on where it stopped: ${this.wayOn()}`;
    return new AdminError(error.code, error.message, {
      hint: error.hint === undefined ? wayOn : `${error.hint}\n${wayOn}`,
      cause: error,
      ...defined({ requestId: error.requestId }),
    });
  }
}

function fileName(text: string): string {
  if (text !== '-') return notEmpty(text, '--to', 'Name a file');
  throw new AdminError('USAGE', '--to takes a file', { hint: 'Leave --to out to write to stdout.' });
}

/** An array would be held back until its last user, and a pool may have millions. */
function noJson(): AdminError {
  return new AdminError('USAGE', 'users export writes ndjson or csv, and no JSON array', {
    hint: 'Leave --json out: ndjson, an object a line, is what it writes unless told otherwise.',
  });
}

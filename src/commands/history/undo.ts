import { Flags } from '@oclif/core';

import { recordOrRunArg } from '../../lib/cli/args.js';
import { carryOutAndReport } from '../../lib/cli/carry-out-and-report.js';
import { AdminCommand } from '../../lib/cli/command.js';
import { changeFlags } from '../../lib/cli/flags/change.js';
import { tenantFlag } from '../../lib/cli/flags/connection.js';
import { flagGroup } from '../../lib/cli/flags/flag-group.js';
import { paceFlags } from '../../lib/cli/flags/run.js';
import { undoRunAndReport } from '../../lib/cli/undo-run-and-report.js';
import { AdminError } from '../../lib/errors.js';
import { undoChange } from '../../lib/undo/undo-change.js';

export default class HistoryUndo extends AdminCommand {
  static override summary = 'Undo a change, or all changes of a run: restore the values from before.';
  static override description =
    'An undo is a change like any other: it is shown, confirmed if it is disruptive, verified and recorded. It is ' +
    'refused if the target has changed since, and the error shows the values before, after and now. Passwords, ' +
    'deletions, sign-outs and invitations cannot be undone. With --run, every change of the run that can be undone is ' +
    'undone, several at once; those whose target has changed since are refused, and the exit status is 8.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> 01M7YF3M2ZBSRVG354N1927E3A --dry-run',
    '<%= config.bin %> <%= command.id %> --run 01M7YF3M2ZBSRVG354N1927E3A --yes --reason "Wrong file"',
  ];
  static override args = recordOrRunArg;
  static override flags = {
    ...changeFlags,
    ...tenantFlag,
    run: Flags.string({
      summary: 'Undo the changes of this run: its ID, or at least six characters of its start or end.',
      helpValue: 'RUN_ID',
    }),
    force: Flags.boolean({ summary: 'Restore the values from before even if the target has changed since.' }),
    ...flagGroup('RUN', paceFlags, { dependsOn: ['run'] }),
  };

  async run(): Promise<void> {
    const { args, flags, cli } = await this.start(HistoryUndo);
    const { id } = args;
    const { run, force } = flags;
    if (run !== undefined && id !== undefined) {
      throw new AdminError('USAGE', 'both a record ID and --run are given', { hint: 'Use only one of the two.' });
    }
    if (run !== undefined) return undoRunAndReport(cli, { run, force });
    if (id === undefined) {
      throw new AdminError('MISSING_INPUT', 'missing argument ID', {
        hint: 'Give a record ID, or a run with --run RUN_ID. To find it: sf-admin history list',
      });
    }
    const directory = await cli.openForChange();
    await carryOutAndReport(cli, directory, await undoChange(directory, { id, force, note: cli.note }));
  }
}

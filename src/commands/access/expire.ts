import { carryOutAllAndReport } from '../../lib/cli/carry-out-and-report.js';
import { AdminCommand } from '../../lib/cli/command.js';
import { changeFlags } from '../../lib/cli/flags/change.js';
import { tenantFlag } from '../../lib/cli/flags/connection.js';
import { isSentence, showList } from '../../lib/cli/show.js';
import { outcomeList } from '../../lib/changes/change-view.js';
import { commandLine } from '../../lib/directory.js';
import { nothingDue } from '../../lib/grants/grant-view.js';
import { grantsAt, planExpiry } from '../../lib/grants/plan-expiry.js';
import { writeText } from '../../lib/output/notes.js';

export default class AccessExpire extends AdminCommand {
  static override summary = 'Take back the roles whose time is over.';
  static override description =
    'Takes back each role that users grant gave for a time that is over, and no other role: one that was granted anew, or ' +
    'that another change took in the meantime, is left alone. When a role is to end is in the history only, so this has to ' +
    'run as the user and on the machine that granted it, or on a machine of the team that shares the history, best from cron. In a protected user pool --yes is enough. If one ' +
    'cannot be taken back, the others are, and the exit status is 8.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> --dry-run',
    '<%= config.bin %> <%= command.id %> --yes -q',
  ];
  static override flags = { ...changeFlags, ...tenantFlag };

  async run(): Promise<void> {
    const { flags, cli } = await this.start(AccessExpire);
    const now = new Date();
    const directory = await cli.open();
    const { due, later } = await grantsAt(directory, now);
    // Without a word on where it acts if it does not: cron sends whatever is printed. A plan says what was due.
    if (due.length === 0 && cli.applies === undefined) {
      await (isSentence(flags) ? writeText(cli.streams, nothingDue(later)) : showList([], outcomeList(directory), cli));
      return;
    }
    await cli.startChange(directory);
    const { changes, failed, fault } = await planExpiry(directory, now);
    if (fault !== undefined) {
      cli.warn(`the history is damaged, and may say more about these roles: ${fault}`);
      cli.note(`To see all faults: ${commandLine(directory, 'history verify')}`);
    }
    await carryOutAllAndReport(cli, directory, changes, { isList: true, failed });
    if (changes.length + failed.length === 0 && isSentence(flags)) await writeText(cli.streams, nothingDue(later));
  }
}

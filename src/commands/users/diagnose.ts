import { AdminCommand, outputOptions } from '../../lib/cli/admin-command.js';
import { userArg } from '../../lib/cli/args.js';
import { diagnoseUser } from '../../lib/checks/diagnose-user.js';
import { diagnosisCard, userFindingList } from '../../lib/checks/diagnosis-view.js';
import { EXIT } from '../../lib/errors.js';
import { connectionFlags, tenantFlag } from '../../lib/cli/flags.js';

export default class UsersDiagnose extends AdminCommand {
  static override summary = 'Find out why a user cannot sign in.';
  static override description =
    'It reads everything that bears on it and changes nothing. Each finding comes with the command that mends it. It ' +
    'exits with 9 where it found something.';
  static override args = userArg;
  static override flags = { ...connectionFlags, ...tenantFlag };

  async run(): Promise<void> {
    const { args, flags } = await this.parse(UsersDiagnose);
    const directory = await this.open(flags);
    const diagnosis = await diagnoseUser(directory, args, new Date());
    if (diagnosis.findings.length > 0) process.exitCode = EXIT.finding;
    const { format, quiet } = outputOptions(flags);
    if (quiet || format === 'csv') await this.showList(diagnosis.findings, userFindingList, flags);
    else await this.showCard(diagnosis, diagnosisCard, flags);
    for (const gap of diagnosis.unread) this.caution(gap);
    if (!quiet) this.note(diagnosis.verdict);
  }
}

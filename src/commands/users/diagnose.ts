import { diagnoseUser } from '../../lib/checks/people/diagnose-user.js';
import { diagnosisCard, userFindingList } from '../../lib/checks/people/diagnosis-view.js';
import { userArg } from '../../lib/cli/args.js';
import { AdminCommand } from '../../lib/cli/command.js';
import { connectionFlags, tenantFlag } from '../../lib/cli/flags/connection.js';
import { outputOptions, showCard, showList } from '../../lib/cli/show.js';
import { EXIT } from '../../lib/errors.js';

export default class UsersDiagnose extends AdminCommand {
  static override summary = 'Find out why a user cannot sign in.';
  static override description =
    'Reads everything relevant and changes nothing. Each finding comes with the command that fixes it. The exit ' +
    'status is 9 if a finding prevents the sign-in; findings that are only worth checking do not count.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> ana@example.com',
    '<%= config.bin %> <%= command.id %> ana@example.com -o json',
  ];
  static override args = userArg;
  static override flags = { ...connectionFlags, ...tenantFlag };

  async run(): Promise<void> {
    const { args, flags, cli } = await this.start(UsersDiagnose);
    const diagnosis = await diagnoseUser(await cli.open(), args, new Date());
    if (diagnosis.findings.some(({ blocks }) => blocks)) cli.exitWith(EXIT.finding);
    const { format, quiet } = outputOptions(flags);
    if (quiet || format === 'csv') await showList(diagnosis.findings, userFindingList, cli);
    else await showCard(diagnosis, diagnosisCard, cli);
    for (const gap of diagnosis.unread) cli.warn(gap);
    if (!quiet) cli.note(diagnosis.verdict);
  }
}

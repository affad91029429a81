import { planArg } from '../lib/cli/args.js';
import { AdminCommand } from '../lib/cli/command.js';
import { columnsFlag } from '../lib/cli/flags/output.js';
import { showPlan } from '../lib/cli/plans/show-plan.js';
import { readPlan } from '../lib/plans/read-plan.js';

export default class ShowPlan extends AdminCommand {
  static override summary = 'Show a saved plan: who made it, where it acts and what it would change.';
  static override description = 'Nothing is read but the file. To carry the plan out: sf-admin apply.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> leavers.plan',
    '<%= config.bin %> <%= command.id %> leavers.plan -o csv',
  ];
  static override args = planArg;
  static override flags = columnsFlag;

  async run(): Promise<void> {
    const { args, cli } = await this.start(ShowPlan);
    await showPlan(cli, await readPlan(args.file));
  }
}

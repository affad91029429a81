import { planArg } from '../lib/cli/args.js';
import { AdminCommand } from '../lib/cli/command.js';
import { applyFlags } from '../lib/cli/plans/apply-flags.js';
import { loadPlanned, whilePlanIsLocked } from '../lib/cli/plans/load-planned.js';
import { assertNotExpired } from '../lib/plans/assert-applicable.js';
import { readPlan } from '../lib/plans/read-plan.js';

export default class Apply extends AdminCommand {
  static override summary = 'Carry out a plan that --plan-out has saved, exactly as it is.';
  static override description =
    'The command of the plan plans again, and nothing is changed unless that is what was saved: each target that has ' +
    'changed since is named. Then it asks as the command would. If it is interrupted, the same line does the rest.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> leavers.plan --dry-run',
    '<%= config.bin %> <%= command.id %> leavers.plan --context stackflow --yes',
  ];
  static override args = planArg;
  static override flags = applyFlags;

  async run(): Promise<void> {
    const { args, raw } = await this.parse(Apply);
    const plan = { ...(await readPlan(args.file)), records: new Map() };
    assertNotExpired(plan.document);
    const { Class, argv } = await loadPlanned(this.config, plan, raw);
    await whilePlanIsLocked(this.config.dataDir, plan, () => this.runToApply(Class, argv, plan));
  }
}

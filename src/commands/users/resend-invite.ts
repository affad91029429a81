import { usersArg } from '../../lib/args.js';
import { ChangeCommand } from '../../lib/change-command.js';
import { planAll } from '../../lib/changes/plan-all.js';
import { fromFlags, tenantFlag } from '../../lib/flags.js';
import { resendInvite } from '../../lib/users/resend-invite.js';

export default class UsersResendInvite extends ChangeCommand {
  static override summary =
    'Mail users their invitation again, with a fresh temporary password and a fresh clock.';
  static override args = usersArg;
  static override flags = { ...tenantFlag, ...fromFlags };

  async run(): Promise<void> {
    const { args, flags } = await this.parse(UsersResendInvite);
    const directory = await this.open(flags);
    const users = await this.users(args.user, flags);
    const changes = await planAll(users, (user) => resendInvite(directory, { user }));
    await this.changeAll(directory, changes, flags);
  }
}

import { usersArg } from './args.js';
import { changeUsers } from './change-users.js';
import { AdminCommand } from './command.js';
import { runFlags } from './flags/run.js';
import type { UserOperation } from '../runs/operations/change-users.js';

/** The base class of a command that does the same to every user given, and has no flags of its own. */
export function changeUsersCommand(operation: UserOperation) {
  return class ChangeUsers extends AdminCommand {
    static override args = usersArg;
    static override flags = runFlags;

    async run(): Promise<void> {
      const { args, cli } = await this.start(ChangeUsers);
      await changeUsers(cli, args.user, operation);
    }
  };
}

import { AdminCommand } from '../../lib/cli/command.js';
import { checkpointFlags, writeCheckpoint } from '../../lib/cli/history/write-checkpoint.js';

export default class HistoryCheckpoint extends AdminCommand {
  static override summary = 'Write the number and hash of the latest line of the history to a file, and sign it.';
  static override description =
    'The history is verified first. Kept elsewhere, the file shows with history verify --checkpoint that no line up to ' +
    'that one was altered or removed since, even by somebody who can write the history and its head. Without --to, the ' +
    'file is POOL_ID-LINE.checkpoint.json in the working folder. The signature is kept beside it, in FILE.signatures.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> --to checkpoint.json',
    '<%= config.bin %> <%= command.id %> --sign --key ~/.ssh/id_ed25519',
  ];
  static override flags = checkpointFlags;

  async run(): Promise<void> {
    const { cli } = await this.start(HistoryCheckpoint);
    await writeCheckpoint(cli);
  }
}

import { runDoctor } from '../lib/checks/doctor/doctor.js';
import { diagnosticList, diagnosticsSummary } from '../lib/checks/doctor/diagnostic.js';
import { AdminCommand } from '../lib/cli/command.js';
import { connectionFlags } from '../lib/cli/flags/connection.js';
import { rowsFlags } from '../lib/cli/flags/output.js';
import { showList } from '../lib/cli/show.js';
import { EXIT } from '../lib/errors.js';

export default class Doctor extends AdminCommand {
  static override summary = 'Find out whether sf-admin can work here: configuration, credentials, clock, permissions.';
  static override description =
    'Each check stands by itself, also if the contexts file is broken. Nothing is changed, and no command is tried to ' +
    'see whether it is allowed. The exit status is 9 if there is a problem; warnings do not count.';
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --context stackflow -o json',
  ];
  static override flags = { ...connectionFlags, ...rowsFlags };

  async run(): Promise<void> {
    const { flags, cli } = await this.start(Doctor);
    const diagnostics = await runDoctor({
      node: process.versions.node,
      configFile: this.configFile(flags).file,
      dataFolder: this.config.dataDir,
      env: process.env,
      now: Date.now,
      contexts: () => this.contexts(flags),
      open: (contexts) => cli.open({ contexts }),
    });
    if (diagnostics.some(({ status }) => status === 'problem')) cli.exitWith(EXIT.finding);
    await showList(diagnostics, diagnosticList, cli);
    if (!flags.quiet) cli.note(diagnosticsSummary(diagnostics));
  }
}

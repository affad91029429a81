import { Flags } from '@oclif/core';

import { carryOutAndReport } from '../../lib/cli/carry-out-and-report.js';
import { AdminCommand } from '../../lib/cli/command.js';
import { changeFlags } from '../../lib/cli/flags/change.js';
import { flagGroup } from '../../lib/cli/flags/flag-group.js';
import { askedSettings, assertAsked, settingFlags } from '../../lib/cli/flags/pool/settings.js';
import { setClient } from '../../lib/client/set-client.js';
import { CLIENT_SETTINGS, scopeChange } from '../../lib/client/settings/client-settings.js';

const SCOPE = { helpValue: 'SCOPE', multiple: true, multipleNonGreedy: true } as const;

export default class ClientSet extends AdminCommand {
  static override summary = 'Change settings of the app client; all others stay the same.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> --access-token-validity 30m --dry-run',
    '<%= config.bin %> <%= command.id %> --add-scope phone --default-redirect https://app.example.com/callback',
  ];
  static override flags = {
    ...changeFlags,
    ...settingFlags(CLIENT_SETTINGS),
    ...flagGroup('SETTINGS', {
      'add-scope': Flags.string({ summary: 'Add an OAuth scope; repeatable.', ...SCOPE }),
      'remove-scope': Flags.string({ summary: 'Remove an OAuth scope; repeatable.', ...SCOPE }),
    }),
  };

  async run(): Promise<void> {
    const { flags, cli } = await this.start(ClientSet);
    const scopes = scopeChange(flags['add-scope'] ?? [], flags['remove-scope'] ?? []);
    const asked = [...askedSettings(CLIENT_SETTINGS, flags), ...scopes];
    assertAsked(asked, 'client set');
    const directory = await cli.openForChange();
    await carryOutAndReport(cli, directory, await setClient(directory, asked));
  }
}

import { Flags } from '@oclif/core';

import { carryOutAndReport } from '../../lib/cli/carry-out-and-report.js';
import { AdminCommand } from '../../lib/cli/command.js';
import { changeFlags } from '../../lib/cli/flags/change.js';
import { flagGroup } from '../../lib/cli/flags/flag-group.js';
import { askedSettings, assertAsked, settingFlags } from '../../lib/cli/flags/pool/settings.js';
import { setPool } from '../../lib/pool/set-pool.js';
import { defined } from '../../lib/model/defined.js';
import { mapChange, POOL_SETTINGS, TAGS } from '../../lib/pool/settings/pool-settings.js';
import { ACR_VALUES } from '../../lib/pool/settings/token-settings.js';
import { triggerChange } from '../../lib/pool/settings/trigger-settings.js';

const REPEATABLE = { multiple: true, multipleNonGreedy: true } as const;

export default class PoolSet extends AdminCommand {
  static override summary = 'Change settings of the user pool; all others stay the same.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> --deletion-protection on --password-min-length 14 --dry-run',
    '<%= config.bin %> <%= command.id %> --mfa optional --mfa-totp on',
    '<%= config.bin %> <%= command.id %> --trigger pre-sign-up=none',
  ];
  static override flags = {
    ...changeFlags,
    ...settingFlags(POOL_SETTINGS),
    ...flagGroup('SETTINGS', {
      trigger: Flags.string({
        summary: 'Attach a Lambda function to a trigger, or detach it; repeatable.',
        helpValue: 'NAME=ARN|none',
        ...REPEATABLE,
      }),
      tag: Flags.string({ summary: 'Set a tag; repeatable.', helpValue: 'KEY=VALUE', ...REPEATABLE }),
      untag: Flags.string({ summary: 'Remove a tag; repeatable.', helpValue: 'KEY', ...REPEATABLE }),
      acr: Flags.string({
        summary: 'Set the ACR value of a level; repeatable.',
        helpValue: 'LEVEL=VALUE',
        ...REPEATABLE,
      }),
      'remove-acr': Flags.string({
        summary: 'Remove the ACR value of a level; repeatable.',
        helpValue: 'LEVEL',
        ...REPEATABLE,
      }),
    }),
  };

  async run(): Promise<void> {
    const { flags, cli } = await this.start(PoolSet);
    const asked = [
      ...askedSettings(POOL_SETTINGS, flags),
      ...(flags.trigger ?? []).map(triggerChange),
      ...mapChange(TAGS, { noun: 'tag', ...defined({ set: flags.tag, removed: flags.untag }) }),
      ...mapChange(ACR_VALUES, { noun: 'ACR value', ...defined({ set: flags.acr, removed: flags['remove-acr'] }) }),
    ];
    assertAsked(asked, 'pool set');
    const directory = await cli.openForChange();
    await carryOutAndReport(cli, directory, await setPool(directory, asked));
  }
}

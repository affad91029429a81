import { Flags } from '@oclif/core';

import { checkRequirements } from '../../lib/checks/requirements/check-requirements.js';
import { requirementList, requirementsSummary } from '../../lib/checks/requirements/requirement.js';
import { AdminCommand } from '../../lib/cli/command.js';
import { connectionFlags } from '../../lib/cli/flags/connection.js';
import { rowsFlags } from '../../lib/cli/flags/output.js';
import { showList } from '../../lib/cli/show.js';
import { EXIT } from '../../lib/errors.js';

export default class PoolRequirements extends AdminCommand {
  static override summary = 'Check what the platform needs around the user pool, where each thing really is.';
  static override description =
    'Looks at the triggers and their functions, the sender, the API, the secret, the warmer and the topic that the ' +
    'context names, and changes nothing. The exit status is 9 if something is not met. What could not be checked is a ' +
    'warning, with the permission that was missing; with --strict it counts as not met.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> --context stackflow',
    '<%= config.bin %> <%= command.id %> --context stackflow --strict -o json',
  ];
  static override flags = {
    strict: Flags.boolean({ summary: 'Exit with 9 too if something could not be checked.' }),
    ...connectionFlags,
    ...rowsFlags,
  };

  async run(): Promise<void> {
    const { flags, cli } = await this.start(PoolRequirements);
    const requirements = await checkRequirements(await cli.open());
    const { isMet, isChecked, text } = requirementsSummary(requirements);
    if (!isMet || (flags.strict && !isChecked)) cli.exitWith(EXIT.finding);
    await showList(requirements, requirementList, cli);
    if (!isChecked) cli.warn('Requirements that were not checked may or may not be met.');
    if (!flags.quiet) cli.note(text);
  }
}

import { Flags } from '@oclif/core';

import { AdminCommand } from '../../lib/cli/command.js';
import { connectionFlags } from '../../lib/cli/flags/connection.js';
import { flagGroup } from '../../lib/cli/flags/flag-group.js';
import { columnsFlag, outputFlags } from '../../lib/cli/flags/output.js';
import { outputOptions, showList } from '../../lib/cli/show.js';
import { AdminError } from '../../lib/errors.js';
import { writeDocument } from '../../lib/output/card.js';
import { accessFor, accessNotes } from '../../lib/permissions/access.js';
import { parseCommandName } from '../../lib/permissions/command-name.js';
import { permissionList } from '../../lib/permissions/policy.js';
import { policyTarget } from '../../lib/permissions/policy-target.js';

export default class IamPolicy extends AdminCommand {
  static override summary = 'Print the least IAM policy that commands need.';
  static override description =
    'Each action is allowed on its own resource only. The policy is derived from the code of the commands. Nothing ' +
    'is sent, except that STS is asked for the account if the context names none.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> --command users:create --command users:disable',
    '<%= config.bin %> <%= command.id %> --all > policy.json',
    '<%= config.bin %> <%= command.id %> --all -o table',
    '<%= config.bin %> <%= command.id %> --function',
  ];
  static override flags = {
    command: Flags.custom({
      summary: 'Command to allow, such as users:create; can be repeated.',
      helpValue: 'COMMAND',
      multiple: true,
      multipleNonGreedy: true,
      parse: (text: string) => Promise.resolve(parseCommandName(text)),
    })(),
    all: Flags.boolean({ summary: 'Allow every command.', exclusive: ['command'] }),
    function: Flags.boolean({
      summary: 'Print what a Lambda function that is joined to the user pool gets: variables and policy.',
      exclusive: ['command', 'all'],
    }),
    ...connectionFlags,
    ...flagGroup('OUTPUT', {
      output: Flags.option({
        char: 'o',
        options: ['json', 'table', 'ndjson', 'csv'] as const,
        default: 'json',
        summary: 'Output format: json is the policy, the others list its actions.',
      })(),
      quiet: { ...outputFlags.quiet, summary: 'Print only the actions of the policy, one per line.' },
      query: {
        ...outputFlags.query,
        summary:
          'JMESPath expression to select from the policy; -o ndjson applies it to each action with its resources.',
      },
      template: {
        ...outputFlags.template,
        summary:
          "Text to print for each action, such as '{{action}}\\t{{resources}}': JMESPath expressions in double braces.",
      },
    }),
    ...columnsFlag,
  };

  async run(): Promise<void> {
    const { flags, cli } = await this.start(IamPolicy);
    const { command: commands, all, function: isForFunction } = flags;
    if (commands === undefined && !all && !isForFunction) {
      throw new AdminError('MISSING_INPUT', 'no commands to print a policy for', {
        hint: 'Name them with --command, such as --command users:create, or use --all or --function.',
      });
    }
    const directory = await cli.open();
    const access = accessFor(await policyTarget(directory), {
      commands,
      isForFunction,
      clientId: directory.context.clientId,
    });
    const options = outputOptions(flags);
    const { format, quiet } = options;
    if (quiet || format !== 'json') await showList(access.permissions, permissionList, cli);
    else await writeDocument(access.document, options, cli.streams);
    if (!quiet) for (const text of accessNotes(access, directory.context)) cli.note(text);
  }
}

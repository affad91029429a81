import { Args, Flags } from '@oclif/core';

import { AdminCommand } from '../../lib/cli/command.js';
import { configFlag } from '../../lib/cli/flags/connection.js';
import { showDone } from '../../lib/cli/show.js';
import { contextJson } from '../../lib/config/context-view.js';
import { addContext } from '../../lib/config/file/edit-contexts.js';

export default class ContextAdd extends AdminCommand {
  static override summary = 'Add a context: a name for a user pool and how to connect to it.';
  static override description =
    "The context gets StackFlow's conventions. docs/configuration.md explains how to change them in the contexts file.";
  static override examples = [
    '<%= config.bin %> <%= command.id %> staging --pool-id eu-west-1_AbCdEf123 --client-id 1h57kf5cpq17m0eml12EXAMPLE --profile staging',
  ];
  static override args = {
    name: Args.string({ ignoreStdin: true, description: 'Letters, digits, _ and -.', required: true }),
  };
  static override flags = {
    ...configFlag,
    'pool-id': Flags.string({ summary: 'User pool ID.', helpValue: 'ID', required: true }),
    'client-id': Flags.string({ summary: 'App client ID.', helpValue: 'ID' }),
    region: Flags.string({ summary: 'AWS region; default: the region in the pool ID.' }),
    account: Flags.string({
      summary: 'AWS account that the pool is expected in, checked before a change.',
      helpValue: 'ID',
    }),
    profile: Flags.string({ summary: 'AWS profile.', helpValue: 'NAME' }),
    'role-arn': Flags.string({ summary: 'AWS role to assume.', helpValue: 'ARN' }),
    'external-id': Flags.string({ summary: 'External ID that the role requires.', helpValue: 'ID' }),
    'mfa-serial': Flags.string({ summary: 'MFA device that the role requires.', helpValue: 'ARN' }),
    'endpoint-url': Flags.string({ summary: 'Send requests to this URL instead of AWS.', helpValue: 'URL' }),
    tenant: Flags.string({ summary: 'Bind the context to this tenant.', helpValue: 'ID' }),
    protected: Flags.boolean({
      summary: "Require the target's name for changes that are irreversible or grant a privileged role.",
    }),
  };

  async run(): Promise<void> {
    const { args, flags, cli } = await this.start(ContextAdd);
    const { name } = args;
    const context = await addContext(this.configFile(flags).file, name, {
      poolId: flags['pool-id'],
      clientId: flags['client-id'],
      region: flags.region,
      account: flags.account,
      profile: flags.profile,
      roleArn: flags['role-arn'],
      externalId: flags['external-id'],
      mfaSerial: flags['mfa-serial'],
      endpointUrl: flags['endpoint-url'],
      tenant: flags.tenant,
      protected: flags.protected ? true : undefined,
    });
    const sentence = `Added context ${name}. To make it the current context: sf-admin context use ${name}`;
    const json = { changed: true, context: contextJson(context) };
    await showDone({ sentence, id: name, json }, cli);
  }
}

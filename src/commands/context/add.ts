import { Args, Flags } from '@oclif/core';

import { AdminCommand } from '../../lib/cli/admin-command.js';
import { contextJson } from '../../lib/config/context-view.js';
import { addContext } from '../../lib/config/file/edit-contexts.js';
import { configFlag } from '../../lib/cli/flags.js';

export default class ContextAdd extends AdminCommand {
  static override summary = 'Add a context: a name for a user pool and how to reach it.';
  static override description =
    "It gets StackFlow's conventions; docs/configuration.md says how to change them in the contexts file.";
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
    region: Flags.string({ summary: "AWS region; the pool ID's if left out." }),
    account: Flags.string({ summary: 'AWS account that the pool is in, for messages.', helpValue: 'ID' }),
    profile: Flags.string({ summary: 'AWS profile.', helpValue: 'NAME' }),
    'role-arn': Flags.string({ summary: 'AWS role to assume.', helpValue: 'ARN' }),
    'external-id': Flags.string({ summary: 'External ID that the role asks for.', helpValue: 'ID' }),
    'mfa-serial': Flags.string({ summary: 'MFA device that the role asks for.', helpValue: 'ARN' }),
    'endpoint-url': Flags.string({ summary: 'Call this address instead of AWS.', helpValue: 'URL' }),
    tenant: Flags.string({ summary: 'Bind the context to this tenant.', helpValue: 'ID' }),
    protected: Flags.boolean({ summary: "What cannot be undone asks for the target's name to be typed." }),
  };

  async run(): Promise<void> {
    const { args, flags } = await this.parse(ContextAdd);
    const context = await addContext(this.configFile(flags).file, args.name, {
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
    const sentence = `Added context ${args.name}. To make it the current one: sf-admin context use ${args.name}`;
    await this.showDone(
      { sentence, id: args.name, json: { changed: true, context: contextJson(context) } },
      flags,
    );
  }
}

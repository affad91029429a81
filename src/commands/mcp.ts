import { AdminCommand } from '../lib/cli/command.js';
import { connectionFlags, tenantFlag } from '../lib/cli/flags/connection.js';
import { ownProgram } from '../lib/cli/process/own-program.js';
import { interruptSignal } from '../lib/cli/process/interrupt.js';
import { placeText } from '../lib/changes/place.js';
import { contextName } from '../lib/config/resolve-context.js';
import { readShippedFile } from '../lib/files/shipped-file.js';
import { COMMAND_OPERATIONS } from '../lib/permissions/command-operations.js';
import type { ManifestCommand } from '../lib/mcp/tool.js';

export default class Mcp extends AdminCommand {
  static override summary = 'Let an assistant read the user pool: a server of the Model Context Protocol.';
  static override description =
    'It offers the commands that read, and the dry runs of the others, on stdin and stdout. The context is fixed when it ' +
    'starts. Nothing can be changed, and no secret, file or endpoint can be asked for. It ends when stdin is closed. The ' +
    'flags of the output have no effect.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> --context stackflow',
    '<%= config.bin %> <%= command.id %> --context stackflow --tenant tenant_001',
  ];
  static override flags = { ...connectionFlags, ...tenantFlag };

  async run(): Promise<void> {
    const { flags, cli } = await this.start(Mcp);
    const stop = interruptSignal();
    const contexts = await this.contexts(flags);
    const directory = await cli.open({ contexts, interrupt: stop });
    // By its name: another context may be made the current one while the server runs.
    const context = contextName(contexts, flags, process.env);
    // With the tenant that the context is bound to: the binding may be removed while the server runs.
    const { tenant } = directory;
    const connection = Object.keys({ ...connectionFlags, ...tenantFlag }).flatMap((name) => {
      const value = { ...flags, context, tenant }[name as keyof typeof flags] as string | number | boolean | undefined;
      return value === undefined ? [] : [`--${name}=${String(value)}`];
    });
    const [{ toolsOf }, { serveTools }] = await Promise.all([
      import('../lib/mcp/tool.js'),
      import('../lib/mcp/serve-tools.js'),
    ]);
    const manifest = readShippedFile(this.config.root, 'oclif.manifest.json').toString();
    const commands = Object.values((JSON.parse(manifest) as { commands: Record<string, ManifestCommand> }).commands);
    const tools = toolsOf(commands, COMMAND_OPERATIONS, { isInTenant: tenant !== undefined });
    const place = placeText(directory);
    cli.note(`Serving ${tools.size} tools on stdin and stdout, for ${place}. Press Ctrl-C to stop.`);
    const { stdin, stdout } = process;
    const { version } = this.config;
    await serveTools({ tools, version, place, connection, stdin, stdout, stop, program: await ownProgram() });
    cli.note('Stopped.');
  }
}

import { Flags } from '@oclif/core';

import { AdminCommand } from '../../lib/cli/admin-command.js';
import { serveUntilStopped } from '../../lib/sandbox/doors/serve-until-stopped.js';
import { sandboxFile } from '../../lib/sandbox/state/state-file.js';

export default class SandboxServe extends AdminCommand {
  static override summary = 'Serve the embedded pool over HTTP on this machine, to any AWS client.';
  static override description =
    'It is the same pool that the sandbox context acts on. Point a client at it with --endpoint-url and any ' +
    'credentials. The flags below make it fail on purpose, for rehearsals and tests. Ctrl-C ends it.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> --port 9339',
    '<%= config.bin %> <%= command.id %> --fault throttle=0.3,error=0.1,reset=0.05 --latency 50',
  ];
  static override flags = {
    port: Flags.integer({
      summary: 'Port; 0 takes a free one.',
      default: 9339,
      min: 0,
      max: 65_535,
      helpValue: 'N',
    }),
    fault: Flags.string({
      summary: 'Probability of each fault: throttle=0.3,error=0.1,reset=0.05.',
      helpValue: 'FAULTS',
    }),
    latency: Flags.integer({
      summary: 'Milliseconds that every answer waits.',
      min: 0,
      max: 600_000,
      helpValue: 'MS',
    }),
    rps: Flags.integer({ summary: 'Requests a second, above which it throttles.', min: 1, helpValue: 'N' }),
  };

  async run(): Promise<void> {
    const { flags } = await this.parse(SandboxServe);
    const file = sandboxFile(this.config.dataDir);
    const { port, fault: faults, latency: latencyMs, rps } = flags;
    await serveUntilStopped({ file, port, faults, latencyMs, rps }, async (address) => {
      const { url, poolId, clientId } = address;
      await this.showDone({ sentence: `Serving the sandbox at ${url}`, id: url, json: address }, flags);
      this.note(`User pool ${poolId}, app client ${clientId}. Ctrl-C ends it.`);
    });
    this.note('Stopped.');
  }
}

import { Flags } from '@oclif/core';

import { AdminCommand } from '../../lib/cli/command.js';
import { interruptSignal } from '../../lib/cli/process/interrupt.js';
import { showDone } from '../../lib/cli/show.js';
import { serveUntilStopped } from '../../lib/sandbox/doors/serve-until-stopped.js';
import { sandboxFile } from '../../lib/sandbox/state/state-file.js';

export default class SandboxServe extends AdminCommand {
  static override summary = 'Serve the sandbox over HTTP on this machine, for any AWS client.';
  static override description =
    'It serves the pool that the sandbox context uses. Point a client at it with --endpoint-url and any credentials. ' +
    'With --fault, --latency and --rps, operations of the API fail or wait on purpose, for rehearsals and tests; the hosted ' +
    'UI does not. Press Ctrl-C to stop it.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> --port 9339',
    '<%= config.bin %> <%= command.id %> --issuer served --allow-origin https://app.example.com',
    '<%= config.bin %> <%= command.id %> --fault throttle=0.3,error=0.1,reset=0.05 --latency 50',
  ];
  static override flags = {
    port: Flags.integer({
      summary: 'Port to listen on; 0 for any free port.',
      default: 9339,
      min: 0,
      max: 65_535,
      helpValue: 'N',
    }),
    fault: Flags.string({
      summary: 'Probability of each fault, such as throttle=0.3,error=0.1,reset=0.05.',
      helpValue: 'FAULTS',
    }),
    latency: Flags.integer({ summary: 'Milliseconds to delay each response.', min: 0, max: 600_000, helpValue: 'MS' }),
    rps: Flags.integer({ summary: 'Requests per second before throttling.', min: 1, helpValue: 'N' }),
    lockout: Flags.option({
      summary: "After five wrong passwords: Cognito's growing delay, or the platform's fifteen minutes.",
      options: ['cognito', 'platform'] as const,
      default: 'cognito',
    })(),
    'no-limits': Flags.boolean({
      summary: 'No lockout, no quota of mails, no limit of codes and no rate per user, for load tests.',
    }),
    issuer: Flags.option({
      summary: "Issuer of tokens: Cognito's URL of the pool, or its URL here, for clients that use discovery.",
      options: ['aws', 'served'] as const,
      default: 'aws',
    })(),
    'allow-origin': Flags.string({
      summary: 'Origin of a web app that may call the sandbox; those of this machine always may.',
      multiple: true,
      multipleNonGreedy: true,
      helpValue: 'ORIGIN',
    }),
    'token-rules': Flags.string({
      summary: 'File of rules that add, replace or suppress claims of tokens, in place of the pre-token trigger.',
      helpValue: 'FILE',
    }),
  };

  async run(): Promise<void> {
    const { flags, cli } = await this.start(SandboxServe);
    const file = sandboxFile(this.config.dataDir);
    const { port, fault: faults, latency: latencyMs, rps, lockout, 'no-limits': unlimited, issuer } = flags;
    const { 'allow-origin': allowedOrigins, 'token-rules': tokenRules } = flags;
    const request = { file, port, faults, latencyMs, rps, lockout, unlimited, issuer, allowedOrigins, tokenRules };
    await serveUntilStopped(request, {
      stop: interruptSignal(),
      onServing: async (address) => {
        const { url, poolId, clientId, hostedUiUrl } = address;
        const done = { sentence: `Serving the sandbox at ${url}`, id: url, json: address };
        await showDone(done, cli);
        cli.note(`Hosted UI: ${hostedUiUrl}`);
        cli.note(`User pool ${poolId}, app client ${clientId}. Press Ctrl-C to stop.`);
      },
    });
    cli.note('Stopped.');
  }
}

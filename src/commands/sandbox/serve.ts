import { once } from 'node:events';

import { Flags } from '@oclif/core';

import { AdminCommand } from '../../lib/admin-command.js';
import { sandboxFile } from '../../lib/directory.js';
import { interruptSignal, terminationSignal } from '../../lib/interrupt.js';
import { SANDBOX_CLIENT_ID, SANDBOX_POOL_ID } from '../../lib/model/sandbox-ids.js';
import { parseFaults } from '../../lib/sandbox/faults.js';
import { serveSandbox } from '../../lib/sandbox/serve.js';
import { FileStore } from '../../lib/sandbox/store.js';

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
    const interrupted = once(interruptSignal(), 'abort');
    const terminated = terminationSignal();
    const served = await serveSandbox({
      store: new FileStore(sandboxFile(this.config.dataDir)),
      port: flags.port,
      ...(flags.fault === undefined ? {} : { faults: parseFaults(flags.fault) }),
      ...(flags.latency === undefined ? {} : { latencyMs: flags.latency }),
      ...(flags.rps === undefined ? {} : { rps: flags.rps }),
    });
    const { url } = served;
    const json = { url, poolId: SANDBOX_POOL_ID, clientId: SANDBOX_CLIENT_ID };
    await this.showDone({ sentence: `Serving the sandbox at ${url}`, id: url, json }, flags);
    this.note(`User pool ${SANDBOX_POOL_ID}, app client ${SANDBOX_CLIENT_ID}. Ctrl-C ends it.`);
    await Promise.race([interrupted, once(terminated, 'abort')]);
    await served.close();
    this.note('Stopped.');
  }
}

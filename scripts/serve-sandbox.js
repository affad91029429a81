import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/**
 * Starts `sf-admin sandbox serve` of the built command on a free port, and waits until it answers.
 *
 * @param {string} bin path of bin/run.js
 * @param {Record<string, string>} env
 * @param {readonly string[]} limits further flags, such as `--rps 50`
 * @returns {Promise<{ url: string, poolId: string, clientId: string, stop(): Promise<void> }>}
 */
export async function serveSandbox(bin, env, limits = []) {
  const server = spawn(process.execPath, [bin, 'sandbox', 'serve', '--port', '0', '-o', 'ndjson', ...limits], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stderr = '';
  server.stderr.on('data', (text) => (stderr += text));
  const ended = once(server, 'close').then(([code]) => {
    throw new Error(`sandbox serve ended with ${code}\n${stderr}`);
  });
  const [line] = await Promise.race([once(createInterface(server.stdout), 'line'), ended]);
  ended.catch(() => undefined);
  return {
    ...JSON.parse(line),
    async stop() {
      if (server.exitCode === null && server.signalCode === null) {
        server.kill('SIGTERM');
        await once(server, 'close');
      }
    },
  };
}

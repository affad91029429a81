import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/**
 * Starts `fast-pool.js` in a process of its own.
 *
 * @param {Record<string, string>} env
 * @param {number} users how many it starts with
 * @returns {Promise<{ url: string, poolId: string, stop(): Promise<void> }>}
 */
export async function serveFastPool(env, users = 0) {
  // The ID is that of the sandbox context, which the measured commands act in. This pool accepts any.
  return { ...(await start(env, 'fast-pool.js', String(users))), poolId: 'us-east-1_Sandbox01' };
}

/**
 * Starts `fast-table.js` in a process of its own.
 *
 * @param {Record<string, string>} env
 * @returns {Promise<{ url: string, stop(): Promise<void> }>}
 */
export function serveFastTable(env) {
  return start(env, 'fast-table.js');
}

async function start(env, script, ...args) {
  const server = spawn(process.execPath, [join(import.meta.dirname, script), ...args], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [url] = await once(createInterface(server.stdout), 'line');
  return {
    url,
    async stop() {
      server.kill();
      await once(server, 'close');
    },
  };
}

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
  const pool = spawn(process.execPath, [join(import.meta.dirname, 'fast-pool.js'), String(users)], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [url] = await once(createInterface(pool.stdout), 'line');
  return {
    url,
    // That of the sandbox context, which the measured commands act in. This pool accepts any.
    poolId: 'us-east-1_Sandbox01',
    async stop() {
      pool.kill();
      await once(pool, 'close');
    },
  };
}

import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { SANDBOX_CLIENT_ID, SANDBOX_POOL_ID } from '../../src/lib/model/sandbox-ids.js';
import { type ServedSandbox, serveSandbox, type ServeOptions } from '../../src/lib/sandbox/doors/serve.js';
import { FileStore } from '../../src/lib/sandbox/state/store.js';
import type { Place } from './place.js';

/** The sandbox accepts any credentials; a context with kind `aws` needs some. */
export const ANY_CREDENTIALS = { AWS_ACCESS_KEY_ID: 'ANY', AWS_SECRET_ACCESS_KEY: 'any' };

/** Serves the sandbox of the place over HTTP until `work` has ended. */
export async function whileServed<T>(
  place: Place,
  work: (url: string) => Promise<T>,
  options: Partial<ServeOptions> = {},
): Promise<T> {
  const served: ServedSandbox = await serveSandbox({
    store: new FileStore(place.sandbox),
    port: 0,
    ...options,
  });
  try {
    return await work(served.url);
  } finally {
    await served.close();
  }
}

/**
 * Writes a contexts file. To sf-admin, its current context `live` is an AWS pool; in truth, it is the sandbox at `url`.
 *
 * @param settings further lines of YAML for the context, such as `protected: true`
 */
export async function writeLiveContext(place: Place, url: string, ...settings: string[]): Promise<void> {
  const lines = [`poolId: ${SANDBOX_POOL_ID}`, `clientId: ${SANDBOX_CLIENT_ID}`, `endpointUrl: ${url}`, ...settings];
  await mkdir(place.configFolder, { recursive: true });
  await writeFile(
    join(place.configFolder, 'config.yaml'),
    `current: live\ncontexts:\n  live:\n${lines.map((line) => `    ${line}\n`).join('')}`,
  );
}

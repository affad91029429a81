import { type IncomingHttpHeaders, request } from 'node:http';
import { serveSandbox } from '../../../../src/lib/sandbox/doors/serve.js';
import type { ServedSandbox, ServeOptions } from '../../../../src/lib/sandbox/doors/serve.js';
import { seedState } from '../../../../src/lib/sandbox/seed/seed.js';
import { MemoryStore } from '../memory-store.js';

export interface Response {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** Serves a seeded sandbox while `use` runs. */
export async function serving<T>(
  options: Partial<ServeOptions>,
  use: (served: ServedSandbox, store: MemoryStore) => Promise<T>,
): Promise<T> {
  const store = new MemoryStore(seedState());
  const served = await serveSandbox({ store, port: 0, ...options });
  try {
    return await use(served, store);
  } finally {
    await served.close();
  }
}

/** Sends one request on its own connection, with any Host header. Rejects if the connection breaks. */
export function send(
  url: string,
  {
    method = 'POST',
    headers = {},
    body = '',
    path = '/',
  }: Partial<{
    method: string;
    headers: Record<string, string>;
    body: string;
    path: string;
  }>,
): Promise<Response> {
  return new Promise((resolve, reject) => {
    const sent = request(new URL(path, url), { method, headers, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const { statusCode = 0, headers: received } = response;
        resolve({ status: statusCode, headers: received, body: Buffer.concat(chunks).toString() });
      });
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

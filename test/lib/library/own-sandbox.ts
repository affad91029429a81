import { openSandbox, type Sandbox, type SandboxOptions } from '../../../src/lib/library/sandbox.js';

export const ANA = 'ana.silva@tenant-one.example';
export const BEN = 'ben.carter@tenant-one.example';

/** A sandbox in memory for each test of the calling suite. */
export function ownSandbox(options: SandboxOptions = {}): () => Sandbox {
  let sandbox: Sandbox;
  beforeEach(async () => {
    sandbox = await openSandbox(options);
  });
  afterEach(() => sandbox.close());
  return () => sandbox;
}

/** All items of a list. */
export async function all<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const found: Item[] = [];
  for await (const item of items) found.push(item);
  return found;
}

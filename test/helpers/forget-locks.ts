import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

/** A lock that a killed process leaves lapses by itself after five seconds (test/lib/files); this saves the wait. */
export async function forgetLocks(folder: string): Promise<void> {
  const names = await readdir(folder, { recursive: true });
  const locks = names.filter((name) => name.endsWith('.lock'));
  await Promise.all(locks.map((name) => rm(join(folder, name), { recursive: true, force: true })));
}

import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

/** Removes the locks that killed processes left. They would lapse after five seconds (test/proofs/lock.test.ts). */
export async function removeLocks(folder: string): Promise<void> {
  const names = await readdir(folder, { recursive: true });
  const locks = names.filter((name) => name.endsWith('.lock'));
  await Promise.all(locks.map((name) => rm(join(folder, name), { recursive: true, force: true })));
}

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder for each test of the suite that calls this, removed after it. */
export function temporaryFolder(): { path: (name: string) => string } {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sf-admin-config-'));
  });
  afterEach(async () => {
    await rm(folder, { recursive: true, force: true });
  });
  return { path: (name) => join(folder, name) };
}

import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

import type { ChangeRecord } from '../../src/lib/history/record.js';
import { isSystemError } from '../../src/lib/files/system-error.js';
import type { Place } from './place.js';
import { readHistory } from './read-history.js';

/** Every record of a place, of all user pools and endpoints. */
export async function recordsOf({ dataFolder }: Pick<Place, 'dataFolder'>): Promise<ChangeRecord[]> {
  const folder = join(dataFolder, 'history');
  const names = await readdir(folder, { recursive: true }).catch((error: unknown) => {
    if (isSystemError(error, 'ENOENT')) return [];
    throw error;
  });
  const files = names.filter((name) => name.endsWith('.ndjson')).map((name) => join(folder, name));
  return (await Promise.all(files.map(async (file) => (await readHistory(file)).records))).flat();
}

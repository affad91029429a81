import { homedir } from 'node:os';
import { join } from 'node:path';

import { type Environment, variable } from './fields/environment.js';

/** The folders of a user. */
export interface Folders {
  readonly cacheDir: string;
  readonly configDir: string;
  readonly dataDir: string;
}

/** The folders that oclif's Config chooses, without the time that loading it takes. */
export function foldersOf(environment: Environment, platform: NodeJS.Platform = process.platform): Folders {
  const home = variable(environment, 'HOME') ?? homedir();
  const own = (kind: string): string | undefined => variable(environment, `SF_ADMIN_${kind}_DIR`);
  const windows = platform === 'win32' ? variable(environment, 'LOCALAPPDATA') : undefined;
  const inBase = (kind: string, byDefault: string): string =>
    join(variable(environment, `XDG_${kind}_HOME`) ?? windows ?? join(home, byDefault), 'sf-admin');
  const macCache = platform === 'darwin' ? join(home, 'Library', 'Caches', 'sf-admin') : undefined;
  return {
    cacheDir: own('CACHE') ?? macCache ?? inBase('CACHE', '.cache'),
    configDir: own('CONFIG') ?? inBase('CONFIG', '.config'),
    dataDir: own('DATA') ?? inBase('DATA', '.local/share'),
  };
}

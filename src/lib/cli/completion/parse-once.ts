import { join } from 'node:path';

import { parseSettings } from '../../config/file/contexts-file.js';
import { openCacheFile } from '../launcher/cache-file.js';

/** What is stored: the settings that a build has made of a text. */
interface Stored {
  readonly build: string;
  readonly text: string;
  readonly settings: Awaited<ReturnType<typeof parseSettings>>;
}

/**
 * `parseSettings`, for which the result of an earlier run is used if the text is the same: the YAML parser and the schema
 * library take longer to load than a completion may take, and so does a hash of the text, with which it would not have to be
 * stored. The settings are kept beside the compiled code, in a file of the user alone; they hold no secrets.
 *
 * @param build a hash of the build, since another one may make other settings of the same text
 */
export function parseOnce(cacheDir: string, build: string): typeof parseSettings {
  return async (file, text) => {
    const cache = openCacheFile(join(cacheDir, 'code'), 'contexts.json');
    const stored = storedIn(cache?.content);
    if (stored?.settings !== undefined && stored.build === build && stored.text === text) return stored.settings;
    const settings = await parseSettings(file, text);
    cache?.replace(Buffer.from(JSON.stringify({ build, text, settings } satisfies Stored)));
    return settings;
  };
}

/** Undefined if nothing is stored, or if it is damaged. */
function storedIn(content: Buffer | undefined): Partial<Stored> | undefined {
  try {
    return content === undefined || content.length === 0 ? undefined : (JSON.parse(content.toString()) as Stored);
  } catch {
    return undefined;
  }
}

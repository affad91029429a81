import { createHash } from 'node:crypto';
import { join } from 'node:path';

import { parseSettings } from '../../config/file/contexts-file.js';
import type { FileSettings } from '../../config/file/settings-schema.js';
import { openCodeCache } from '../launcher/code-cache.js';

const NAME = 'contexts';

/**
 * `parseSettings`, for which the result of an earlier run is used if the text is the same: the YAML parser and the schema
 * library take longer to load than a completion may take. The settings are kept beside the compiled code, under the same
 * conditions; they hold no secrets.
 *
 * @param build a hash of the build, since another one may make other settings of the same text
 */
export function parseOnce(cacheDir: string, build: string): typeof parseSettings {
  return async (file, text) => {
    const key = createHash('sha256').update(`${build}\n${text}`).digest('hex');
    const cache = openCodeCache(join(cacheDir, 'code'), { name: NAME, key });
    const stored = cache?.code.get(NAME);
    if (stored !== undefined) return JSON.parse(Buffer.from(stored).toString('utf8')) as FileSettings;
    const settings = await parseSettings(file, text);
    cache?.save(new Map([[NAME, Buffer.from(JSON.stringify(settings))]]));
    return settings;
  };
}

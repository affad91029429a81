import type { Directory } from '../../directory.js';
import { exportSpec } from '../../pool-spec/export-spec.js';
import { readLivePool } from '../../pool-spec/live/live-pool.js';
import { inArchive } from './archive.js';
import { type ArchiveWriting, replaceFile, writeArchive } from './write-archive.js';

/**
 * Archives a whole user pool with its settings.
 *
 * @param folder must not exist, unless an archive of the same pool was begun there
 */
export function writePoolArchive(directory: Directory, folder: string): ArchiveWriting {
  return writeArchive(directory, folder, {
    settings: async () => {
      const { text, left } = exportSpec(await readLivePool(directory), 'sf-admin');
      await replaceFile(inArchive(folder, 'pool.yaml'), [text]);
      return left;
    },
  });
}

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { getRawAsset, isSea } from 'node:sea';

/**
 * The content of a file that is part of the program, such as a baseline. The npm package has it in its folder; the
 * single executable carries it inside (https://nodejs.org/api/single-executable-applications.html#assets).
 *
 * @param root folder of the program
 * @param path of the file below it, with slashes
 * @throws Error if there is no such file, as `readFileSync` does
 */
export function readShippedFile(root: string, path: string): Buffer {
  return isSea() ? Buffer.from(getRawAsset(path) as ArrayBuffer) : readFileSync(join(root, path));
}

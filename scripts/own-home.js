import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Variables that a program needs. Others could select an AWS account, a context or colours. */
const KEPT = ['PATH', 'Path', 'SystemRoot', 'ComSpec', 'PATHEXT', 'TMPDIR', 'TEMP', 'TMP', 'LANG', 'LC_ALL'];

/**
 * Makes a temporary home for one run of a script. Programs that are started with `env` keep their files in it, and see
 * no credentials, contexts or pools from outside.
 *
 * @param {string} name start of the folder's name
 * @returns {{ folder: string, env: Record<string, string>, remove(): void }}
 */
export function ownHome(name) {
  const folder = mkdtempSync(join(tmpdir(), `${name}-`));
  const kept = Object.entries(process.env).filter(([variable]) => KEPT.includes(variable));
  return {
    folder,
    env: {
      ...Object.fromEntries(kept),
      HOME: folder,
      USERPROFILE: folder,
      LOCALAPPDATA: folder,
      XDG_DATA_HOME: join(folder, 'data'),
      XDG_CONFIG_HOME: join(folder, 'config'),
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

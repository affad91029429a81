import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What a program needs of the environment, and nothing that could lead one to an account, a context or a colour. */
const KEPT = ['PATH', 'Path', 'SystemRoot', 'ComSpec', 'PATHEXT', 'TMPDIR', 'TEMP', 'TMP', 'LANG', 'LC_ALL'];

/**
 * A temporary home for one run of a script: sf-admin and whatever else is started with `env` keep their files in it,
 * and know of no credentials, contexts or pools but what is added to it.
 *
 * @param {string} name what the folder's name starts with
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

import { join } from 'node:path';
import { cachedDataVersionTag } from 'node:v8';

import { openCodeCache } from './code-cache.js';
import { type CommandTable, findCommand } from './find-command.js';
import { moduleLoader } from './load-modules.js';
import type { CommandClass, runCommand } from './run-command.js';
import { foldersOf } from '../../config/folders.js';

/** Below the folder of the program: the build's CommonJS files. */
const FOLDER = 'dist/launcher';

/** What the build writes for the launcher. */
export interface LauncherTable {
  readonly version: string;
  /** A hash of all files of the build. */
  readonly build: string;
  readonly commands: CommandTable;
}

export interface LaunchOptions {
  /** The folder of the program. */
  readonly root: string;
  readonly table: LauncherTable;
  readonly environment: NodeJS.ProcessEnv;
  /** Runs the same arguments with all of oclif. */
  readonly full: () => Promise<void>;
}

/**
 * Runs the command that the arguments name from code that was compiled by a run before, which takes half the time.
 * Whatever is not plainly a command goes through all of oclif: help, errors before a command, debugging.
 */
export async function launch(argv: readonly string[], options: LaunchOptions): Promise<void> {
  const { root, table, environment, full } = options;
  const command = isOrdinary(argv, environment) ? findCommand(argv, table.commands) : undefined;
  if (command === undefined) {
    await full();
    return;
  }
  const folders = foldersOf(environment);
  const tag = cachedDataVersionTag();
  const key = `${process.version} ${process.arch} ${tag} ${table.build}`;
  const name = `${command.id.replaceAll(':', '-')}-${process.versions.modules}`;
  const cache = openCodeCache(join(folders.cacheDir, 'code'), { name, key });
  if (cache === undefined) {
    await full();
    return;
  }
  const { load, newCode } = moduleLoader({ root, folder: FOLDER }, cache.code);
  const { default: Class } = load(`commands/${command.id.replaceAll(':', '/')}.cjs`) as { default: CommandClass };
  const run = load('lib/cli/launcher/run-command.cjs') as { runCommand: typeof runCommand };
  await run.runCommand(Class, command, { folders, root, version: table.version });
  // A command may change V8's flags while it runs, and code depends on them.
  const compiled = cachedDataVersionTag() === tag ? newCode() : undefined;
  if (compiled !== undefined) cache.save(compiled);
}

/** Whether oclif would do no more than run a command. */
function isOrdinary(argv: readonly string[], environment: NodeJS.ProcessEnv): boolean {
  return (
    process.platform !== 'win32' &&
    // Stack traces with the names of the sources.
    !argv.includes('--debug') &&
    !process.sourceMapsEnabled &&
    !environment.DEBUG &&
    !environment.SF_ADMIN_DEBUG
  );
}

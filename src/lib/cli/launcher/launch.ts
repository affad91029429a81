import { join } from 'node:path';
import { cachedDataVersionTag } from 'node:v8';

import type { answer } from '../completion/answer.js';
import { openCodeCache } from './code-cache.js';
import { type CommandTable, findCommand } from './find-command.js';
import { type ModuleLoader, moduleLoader } from './load-modules.js';
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

/** The first argument with which the scripts in `completions/` ask what completes a line. */
const COMPLETE = '__complete';

/**
 * Runs the command that the arguments name from code that was compiled by a run before, which takes half the time.
 * Whatever is not plainly a command goes through all of oclif: help, errors before a command, debugging.
 */
export async function launch(argv: readonly string[], options: LaunchOptions): Promise<void> {
  const { root, table, environment, full } = options;
  if (argv[0] === COMPLETE) {
    await printCompletion(argv.slice(1), options);
    return;
  }
  const command = isOrdinary(argv, environment) ? findCommand(argv, table.commands) : undefined;
  const loading = command === undefined ? undefined : loadCompiled(command.id.replaceAll(':', '-'), options);
  if (command === undefined || loading === undefined) {
    await full();
    return;
  }
  const { load } = loading;
  const { default: Class } = load(`commands/${command.id.replaceAll(':', '/')}.cjs`) as { default: CommandClass };
  const run = load('lib/cli/launcher/run-command.cjs') as { runCommand: typeof runCommand };
  await run.runCommand(Class, command, { folders: foldersOf(environment), root, version: table.version });
  loading.save();
}

/** Prints what completes a line, for the script of a shell. */
async function printCompletion(argv: readonly string[], options: LaunchOptions): Promise<void> {
  const {
    root,
    environment,
    table: { build },
  } = options;
  // Without a cache folder, the code is compiled each time.
  const loading = loadCompiled('completion', options);
  const { load } = loading ?? moduleLoader({ root, folder: FOLDER }, new Map());
  const module = load('lib/cli/completion/answer.cjs') as { answer: typeof answer };
  process.stdout.on('error', () => undefined);
  const found = await module.answer(argv, { root, folders: foldersOf(environment), build, environment });
  process.stdout.write(found);
  loading?.save();
}

/**
 * Loads modules from the code that an earlier run stored under a name. `save` stores it with what was compiled in this run.
 * Undefined if the cache folder cannot be used.
 */
function loadCompiled(
  name: string,
  { root, table, environment }: LaunchOptions,
): (Pick<ModuleLoader, 'load'> & { save: () => void }) | undefined {
  const tag = cachedDataVersionTag();
  const key = `${process.version} ${process.arch} ${tag} ${table.build}`;
  const file = `${name}-${process.versions.modules}`;
  const cache = openCodeCache(join(foldersOf(environment).cacheDir, 'code'), { name: file, key });
  if (cache === undefined) return undefined;
  const { load, newCode } = moduleLoader({ root, folder: FOLDER }, cache.code);
  const save = (): void => {
    // A command may change V8's flags while it runs, and code depends on them.
    const compiled = cachedDataVersionTag() === tag ? newCode() : undefined;
    if (compiled !== undefined) cache.save(compiled);
  };
  return { load, save };
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

/**
 * Replaces @oclif/core/lib/module-loader.js in the executable, where there are no files to import: commands and hooks come
 * from the files that it carries, which have the same names as those of the package, below another folder.
 */
import { join, relative, resolve } from 'node:path';

import type { Command, Interfaces } from '@oclif/core';

import type { ModuleLoader } from '../lib/cli/launcher/load-modules.js';

interface Loaded {
  readonly filePath: string;
  readonly isESM: false;
  readonly module: object;
}

let load: ModuleLoader['load'];

/** Sets what loads commands and hooks: the loader of all other modules, so that they share them. */
export function loadFrom(loader: ModuleLoader['load']): void {
  load = loader;
}

/** Loads a hook, or another file that package.json names: without an extension. */
export async function loadWithData({ root }: Pick<Interfaces.Config, 'root'>, path: string): Promise<Loaded> {
  const module = load(`${relative(join(root, 'dist'), resolve(root, path))}.cjs`);
  return Promise.resolve({ filePath: path, isESM: false, module });
}

/** The same without the name, for a class that shows help. */
async function loadModule(config: Pick<Interfaces.Config, 'root'>, path: string): Promise<object> {
  const { module } = await loadWithData(config, path);
  return module;
}
export { loadModule as load };

/** Loads a command of the manifest. */
export async function loadWithDataFromManifest({ id }: Pick<Command.Cached, 'id'>, root: string): Promise<Loaded> {
  const name = `commands/${id.replaceAll(':', '/')}.cjs`;
  return Promise.resolve({ filePath: join(root, name), isESM: false, module: load(name) });
}

/** oclif asks about files of plugins, of which there are none. */
export function isPathModule(): boolean {
  return false;
}

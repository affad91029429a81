import { dirname, join } from 'node:path';
import { Script } from 'node:vm';

import type { CompiledCode } from './code-cache.js';
import { readShippedFile } from '../../files/shipped-file.js';

type Wrapper = (
  exports: object,
  require: (name: string) => unknown,
  module: Module,
  file: string,
  folder: string,
) => void;

/** What makes a `Wrapper` of a file. */
const HEAD = Buffer.from('(function(exports,require,module,__filename,__dirname){');
const TAIL = Buffer.from('\n})');

interface Module {
  exports: object;
}

export interface ModuleLoader {
  /** Loads a CommonJS file of the folder, and what it requires. @returns its exports */
  readonly load: (name: string) => object;
  /** The compiled code of every file, if a file was loaded that had none. */
  readonly newCode: () => CompiledCode | undefined;
}

/**
 * Loads the CommonJS files of a folder, like Node's `require` but with code that V8 has compiled before. They require
 * each other and Node's own modules, and nothing else.
 *
 * @param root folder of the program
 * @param folder folder below it, with slashes
 */
export function moduleLoader({ root, folder }: { root: string; folder: string }, code: CompiledCode): ModuleLoader {
  const modules = new Map<string, Module>();
  const compiledHere = new Map<string, Script>();
  const load = (name: string): object => {
    const known = modules.get(name);
    if (known !== undefined) return known.exports;
    const module: Module = { exports: {} };
    modules.set(name, module);
    const file = join(root, folder, name);
    // The build writes ASCII only. As latin1 it is read and kept with one byte for each character. It is wrapped before it
    // becomes a text: V8 would keep it twice, and copy both at its first collections.
    const source = Buffer.concat([HEAD, readShippedFile(root, join(folder, name)), TAIL]).toString('latin1');
    const cachedData = code.get(name);
    const script = new Script(source, {
      filename: file,
      ...(cachedData === undefined ? {} : { cachedData }),
    });
    if (cachedData === undefined) compiledHere.set(name, script);
    const require = (wanted: string): unknown =>
      wanted.startsWith('.') ? load(join(dirname(name), wanted)) : process.getBuiltinModule(wanted);
    const wrapper = script.runInThisContext() as Wrapper;
    wrapper(module.exports, require, module, file, dirname(file));
    return module.exports;
  };
  return {
    load,
    newCode: () =>
      compiledHere.size === 0
        ? undefined
        : new Map([...code, ...[...compiledHere].map(([name, script]) => [name, script.createCachedData()] as const)]),
  };
}

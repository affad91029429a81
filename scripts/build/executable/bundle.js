import { readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';

import { build } from 'esbuild';

import { toCommonJs } from '../launcher.js';
import { BUILD_OPTIONS, entryPoints } from '../options.js';

const SOURCES = join(import.meta.dirname, '..', '..', '..', 'src', 'executable');

/**
 * All of oclif and all commands as CommonJS files, which the executable loads for what its launcher does not know: the
 * counterpart of what `dist` has as ES modules, which Node cannot load from an executable.
 *
 * @returns {Promise<Map<string, string>>} the files, by their names below dist/executable
 */
export async function bundleForExecutable() {
  const { outputFiles } = await build({
    ...BUILD_OPTIONS,
    entryPoints: [join(SOURCES, 'module-loader.ts'), ...(await entryPoints())],
    outdir: 'executable',
    outExtension: { '.js': '.cjs' },
    splitting: true,
    format: 'esm',
    plugins: [oclifWithoutFiles],
    write: false,
  });
  const files = outputFiles.map(async ({ path, text }) => [relative('executable', path), await toCommonJs(text)]);
  return new Map(await Promise.all(files));
}

/** The script that the executable runs: bin/run.js, with the launcher and its table. */
export async function bundleScript() {
  const { outputFiles } = await build({
    ...BUILD_OPTIONS,
    entryPoints: ['bin/run.js'],
    outfile: 'run.cjs',
    format: 'cjs',
    supported: { 'dynamic-import': false },
    plugins: [carriedMain],
    write: false,
  });
  return outputFiles[0].text;
}

/** oclif reads package.json and the manifest, and imports commands and hooks. */
const oclifWithoutFiles = {
  name: 'oclif-without-files',
  setup({ onLoad, onResolve }) {
    onResolve({ filter: /\/module-loader$/ }, () => ({ path: join(SOURCES, 'module-loader.ts') }));
    onLoad({ filter: /@oclif\/core\/lib\/util\/find-root\.js$/ }, () => ({
      contents: 'exports.findRoot = async (_name, root) => root;',
    }));
    onLoad({ filter: /@oclif\/core\/lib\/util\/fs\.js$/ }, async ({ path }) => ({
      contents: `${await readFile(path, 'utf8')}
        const { getAsset } = require('node:sea');
        const { basename } = require('node:path');
        exports.readJson = async (file) => JSON.parse(getAsset(basename(file), 'utf8'));`,
    }));
  },
};

const carriedMain = {
  name: 'carried-main',
  setup({ onResolve }) {
    onResolve({ filter: /\/dist\/lib\/cli\/main\.js$/ }, () => ({ path: join(SOURCES, 'main.ts') }));
  },
};

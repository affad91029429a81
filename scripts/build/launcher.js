import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';

import { build, transform } from 'esbuild';

import { BUILD_OPTIONS, sourcesIn } from './options.js';

const FOLDER = 'dist/launcher';

/**
 * Writes dist/launcher: the launcher, and the commands with what they load as CommonJS files, which V8 can run from code
 * that it compiled before. esbuild splits ES modules only, so each file is converted afterwards.
 */
export async function buildLauncher() {
  const { outputFiles, metafile } = await bundleCommands();
  for (const { path, text } of outputFiles) {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, await toCommonJs(text));
  }
  await build({
    ...BUILD_OPTIONS,
    entryPoints: ['src/lib/cli/launcher/launch.ts'],
    outfile: join(FOLDER, 'launch.cjs'),
    format: 'cjs',
  });
  await buildCompletion(metafile);
}

/**
 * Writes what answers a completion, as one file. What it imports only if it needs it, such as the YAML parser and the SDK, it
 * takes from the files of the commands.
 */
async function buildCompletion({ outputs }) {
  const entries = Object.entries(outputs).filter(([, { entryPoint }]) => entryPoint !== undefined);
  const fileOf = new Map(entries.map(([file, { entryPoint }]) => [entryPoint, `./${relative(FOLDER, file)}`]));
  const fromCommands = {
    name: 'from-commands',
    setup({ onResolve, resolve }) {
      onResolve({ filter: /./ }, async ({ path, kind, pluginData, ...options }) => {
        if (kind !== 'dynamic-import' || pluginData === fileOf) return undefined;
        const found = await resolve(path, { ...options, kind, pluginData: fileOf });
        const file = fileOf.get(relative('.', found.path));
        return file === undefined ? undefined : { path: file, external: true };
      });
    },
  };
  await build({
    ...BUILD_OPTIONS,
    entryPoints: ['src/lib/cli/completion/print-completion.ts'],
    outfile: join(FOLDER, 'completion.cjs'),
    format: 'cjs',
    plugins: [fromCommands],
    supported: { 'dynamic-import': false },
  });
}

/** The commands as the launcher loads them, in memory and as ES modules, and which sources each file has. */
export async function bundleCommands() {
  return build({
    ...BUILD_OPTIONS,
    entryPoints: [
      'src/lib/cli/launcher/run-command.ts',
      'src/lib/cli/completion/requested-values.ts',
      ...(await sourcesIn('src/commands')),
    ],
    outdir: FOLDER,
    outExtension: { '.js': '.cjs' },
    splitting: true,
    format: 'esm',
    plugins: [smallOclif, smallSdk],
    write: false,
    metafile: true,
  });
}

/** What oclif's Command needs of these files in order to run a command: help, plugins and spinners are not loaded. */
const smallOclif = {
  name: 'small-oclif',
  setup({ onLoad }) {
    onLoad({ filter: /@oclif\/core\/lib\/(config\/index|help\/index|help\/util|ux\/index)\.js$/ }, () => ({
      contents: 'exports.Config = { load: async (config) => config }; exports.normalizeArgv = () => [];',
    }));
    onLoad({ filter: /@oclif\/core\/lib\/index\.js$/ }, () => ({
      contents: `
        exports.Args = require('./args');
        exports.Command = require('./command').Command;
        exports.Errors = require('./errors');
        exports.Flags = require('./flags');`,
    }));
  },
};

/** The SDK's client uses SHA-256 alone of its checksums. For CRC-32 it would load zlib, for which Node 24 takes 2 ms. */
const smallSdk = {
  name: 'small-sdk',
  setup({ onLoad }) {
    onLoad({ filter: /@smithy\/core\/dist-es\/submodules\/checksum\/crc32\/Crc32Node\.js$/ }, () => ({
      contents: `export { Crc32Js as Crc32Node } from './Crc32Js';`,
    }));
  },
};

/** A file of ES modules that esbuild has split, as CommonJS, and with `require` for `import()`. */
export async function toCommonJs(text) {
  const options = { format: 'cjs', platform: 'node', target: 'node20', minifySyntax: true, minifyWhitespace: true };
  const { code, warnings } = await transform(text, { ...options, supported: { 'dynamic-import': false } });
  if (warnings.length > 0) throw new Error(`the conversion to CommonJS: ${warnings[0].text}`);
  return code;
}

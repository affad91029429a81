#!/usr/bin/env node
// CommonJS: Node runs it in a fraction of the time that it takes to set up ES modules.
'use strict';

const argv = process.argv.slice(2);
if (argv[0] === '--version' && isPlatformCertain() && !process.env.DEBUG) {
  const { version } = require('../package.json');
  process.stdout.on('error', ({ code }) => {
    // The reader has what it wanted.
    if (code === 'EPIPE') return;
    process.stderr.write(
      `error: the output cannot be written: ${code}\n  Check where the output goes, and the space there.\n`,
    );
    process.exitCode = 2;
  });
  process.stdout.write(`sf-admin/${version} ${process.platform}-${process.arch} node-${process.version}\n`);
} else {
  start().catch(exitUnloaded);
}

async function start() {
  // With an empty home, every library would take the working folder for it. Without one, the system says where it is.
  if (process.env.HOME === '') delete process.env.HOME;
  const { join } = require('node:path');
  const root = join(__dirname, '..');
  if (argv[0] === '__complete') {
    const { build } = require('../dist/launcher/table.json');
    const { printCompletion } = require('../dist/launcher/completion.cjs');
    await printCompletion(argv.slice(1), { root, build, environment: process.env });
    return;
  }
  await require('../dist/launcher/launch.cjs').launch(argv, {
    root,
    table: require('../dist/launcher/table.json'),
    environment: process.env,
    full: async () => (await import('../dist/lib/cli/main.js')).main(root),
  });
}

/** Explains what kept the program from being loaded: there is nothing yet that could report it. */
function exitUnloaded(error) {
  const missing = 'sf-admin is not built, or a library is missing\n  In its folder: npm ci && npm run build';
  const limit = 'too many open files\n  Raise the limit in this shell and run the command again: ulimit -n 4096';
  // A checkout before its first build, or without its libraries; a limit that leaves no file to open.
  const texts = { MODULE_NOT_FOUND: missing, ERR_MODULE_NOT_FOUND: missing, EMFILE: limit, ENFILE: limit };
  const text = texts[error.code];
  if (text === undefined) throw error;
  process.stderr.write(`error: ${text}\n`);
  process.exit(2);
}

/** Whether oclif calls the platform by Node's name for it: not on Windows, and not in Linux on Windows (WSL). */
function isPlatformCertain() {
  if (process.platform === 'darwin') return true;
  const { existsSync, readFileSync } = require('node:fs');
  try {
    const signs = ['/run/WSL', '/proc/sys/fs/binfmt_misc/WSLInterop'];
    return !/microsoft/i.test(readFileSync('/proc/version', 'latin1')) && !signs.some((file) => existsSync(file));
  } catch {
    return false;
  }
}

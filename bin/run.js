#!/usr/bin/env node
// CommonJS: Node runs it in a fraction of the time that it takes to set up ES modules.
'use strict';

const argv = process.argv.slice(2);
if (argv[0] === '--version' && isPlatformCertain() && !process.env.DEBUG) {
  const { version } = require('../package.json');
  // As with oclif, a closed pipe is no error.
  process.stdout.on('error', () => undefined);
  process.stdout.write(`sf-admin/${version} ${process.platform}-${process.arch} node-${process.version}\n`);
} else {
  start().catch(exitIfNotBuilt);
}

async function start() {
  const { join } = require('node:path');
  const root = join(__dirname, '..');
  await require('../dist/launcher/launch.cjs').launch(argv, {
    folder: join(root, 'dist', 'launcher'),
    table: require('../dist/launcher/table.json'),
    environment: process.env,
    full: async () => (await import('../dist/lib/cli/main.js')).main(root),
  });
}

/** A checkout before its first build, or without its libraries. There is nothing yet that could report an error. */
function exitIfNotBuilt(error) {
  if (!['MODULE_NOT_FOUND', 'ERR_MODULE_NOT_FOUND'].includes(error.code)) throw error;
  process.stderr.write(
    'error: sf-admin is not built, or a library is missing\n  In its folder: npm ci && npm run build\n',
  );
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

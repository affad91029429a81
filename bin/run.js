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
  const { join } = require('node:path');
  const root = join(__dirname, '..');
  require('../dist/launcher/launch.cjs').launch(argv, {
    folder: join(root, 'dist', 'launcher'),
    table: require('../dist/launcher/table.json'),
    environment: process.env,
    full: async () => (await import('../dist/lib/cli/main.js')).main(root),
  });
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

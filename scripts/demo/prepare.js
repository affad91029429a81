import { spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { join } from 'node:path';

/** Installs the dependencies if package-lock.json has changed since the last installation, and builds. */
export function prepare(root) {
  // npm writes this file at the end of an installation.
  const installed = modified(join(root, 'node_modules', '.package-lock.json'));
  const wanted = modified(join(root, 'package-lock.json'));
  if (installed === undefined || installed < wanted) npm(root, 'ci');
  npm(root, 'run', 'build');
}

function modified(file) {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs;
}

function npm(root, ...args) {
  process.stdout.write(`$ npm ${args.join(' ')}\n`);
  const [program, ...before] = npmProgram();
  const { status, error } = spawnSync(program, [...before, ...args], { cwd: root, stdio: 'inherit' });
  if (error) throw error;
  if (status !== 0) throw new Error(`npm ${args.join(' ')} ended with ${status}`);
}

/** The npm that runs this script, else the one on the path. */
function npmProgram() {
  const { npm_execpath: script } = process.env;
  return script?.endsWith('.js') ? [process.execPath, script] : ['npm'];
}

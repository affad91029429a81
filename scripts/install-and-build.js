import { spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Installs the dependencies if package-lock.json has changed since the last installation, and builds.
 *
 * @param {string} root folder of the checkout
 * @param {{ output?: 1 | 2 }} [options] the descriptor that npm's output goes to
 * @throws {Error} if one of the two fails
 */
export function installAndBuild(root, { output = 1 } = {}) {
  // npm writes this file at the end of an installation.
  const installed = modified(join(root, 'node_modules', '.package-lock.json'));
  const wanted = modified(join(root, 'package-lock.json'));
  if (installed === undefined || installed < wanted) npm(['ci'], { root, output });
  npm(['run', 'build'], { root, output });
}

function modified(file) {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs;
}

function npm(args, { root, output }) {
  const [program, ...before] = npmProgram();
  const options = { cwd: root, env: ownEnvironment(), stdio: ['inherit', output, 'inherit'] };
  const announce = output === 1 ? process.stdout : process.stderr;
  announce.write(`$ npm ${args.join(' ')}\n`);
  const { status, error } = spawnSync(program, [...before, ...args], options);
  if (error) throw error;
  if (status !== 0) throw new Error(`npm ${args.join(' ')} ended with ${status}`);
}

/** The npm that runs this script, else the one on the path. */
function npmProgram() {
  const { npm_execpath: script } = process.env;
  return script?.endsWith('.js') ? [process.execPath, script] : ['npm'];
}

/** npm passes its own flags on: with those of `npm pack --dry-run`, nothing would be installed. */
function ownEnvironment() {
  const { npm_config_dry_run: _dryRun, npm_config_json: _json, ...others } = process.env;
  return others;
}

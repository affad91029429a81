import { execFile, spawn } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/**
 * A shell in which `sf-admin` is the built command, as it is after an installation.
 *
 * @param {string} bin path of bin/run.js
 * @param {{ folder: string, env: Record<string, string> }} home
 * @param {AbortSignal} leaving once aborted, the next command is not run
 */
export function openTerminal(bin, { folder, env }, leaving) {
  const shellEnv = { ...env, PATH: [installInto(join(folder, 'bin'), bin), env.PATH].join(delimiter) };
  return {
    /** Prints a command line, runs exactly that, and prints what it says as it says it. */
    async type(line) {
      leaving.throwIfAborted();
      process.stdout.write(`\n$ ${line}\n`);
      // One pipe for both streams, so that they come in the order in which they were written.
      const shell = spawn('sh', ['-c', `exec 2>&1\n${line}`], {
        cwd: folder,
        env: shellEnv,
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      let output = '';
      shell.stdout.setEncoding('utf8').on('data', (text) => {
        output += text;
        process.stdout.write(text);
      });
      const exitCode = await new Promise((resolve, reject) => {
        shell.on('error', reject).on('close', (code, signal) => resolve(code ?? signal));
      });
      return { exitCode, output };
    },

    /** What a command that only reads answers, to check by; nothing is printed. */
    async read(...args) {
      leaving.throwIfAborted();
      const { stdout } = await run(process.execPath, [bin, ...args, '-o', 'json'], { cwd: folder, env });
      return JSON.parse(stdout);
    },

    /** A file in the folder that commands run in, which its owner alone can read. */
    file(name, content) {
      writeFileSync(join(folder, name), content, { mode: 0o600 });
    },

    /** What a file in that folder holds. */
    contentOf(name) {
      return readFileSync(join(folder, name), 'utf8');
    },
  };
}

/** @returns {string} the folder that holds the command */
function installInto(folder, bin) {
  mkdirSync(folder);
  const command = join(folder, 'sf-admin');
  writeFileSync(command, `#!/bin/sh\nexec '${process.execPath}' '${bin}' "$@"\n`);
  chmodSync(command, 0o755);
  return folder;
}

import { execFile, spawn } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/**
 * A shell in which `sf-admin` is the built command, as after an installation.
 *
 * @param {string} bin path of bin/run.js
 * @param {{ folder: string, env: Record<string, string> }} home
 * @param {AbortSignal} stop once aborted, no further command is run
 */
export function openTerminal(bin, { folder, env }, stop) {
  const shellEnv = { ...env, PATH: [installInto(join(folder, 'bin'), bin), env.PATH].join(delimiter) };
  return {
    /** Prints a command line, runs it, and prints its output as it comes. */
    async type(line) {
      stop.throwIfAborted();
      process.stdout.write(`\n$ ${line}\n`);
      // One pipe for both streams keeps the order in which they were written.
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

    /** Runs a command that only reads, prints nothing, and returns its JSON. */
    async read(...args) {
      stop.throwIfAborted();
      const { stdout } = await run(process.execPath, [bin, ...args, '-o', 'json'], { cwd: folder, env });
      return JSON.parse(stdout);
    },

    /** Writes a file in the working folder that only its owner can read. */
    file(name, content) {
      writeFileSync(join(folder, name), content, { mode: 0o600 });
    },

    /** Reads a file in the working folder. */
    contentOf(name) {
      return readFileSync(join(folder, name), 'utf8');
    },
  };
}

/** @returns {string} the folder that contains the command */
function installInto(folder, bin) {
  mkdirSync(folder);
  const command = join(folder, 'sf-admin');
  writeFileSync(command, `#!/bin/sh\nexec '${process.execPath}' '${bin}' "$@"\n`);
  chmodSync(command, 0o755);
  return folder;
}

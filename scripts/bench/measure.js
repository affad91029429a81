import { spawn } from 'node:child_process';
import { performance } from 'node:perf_hooks';

/**
 * @typedef {object} Command
 * @property {string} name
 * @property {string} program
 * @property {readonly string[]} args
 * @property {string} [answers] a text that the output must contain, so that a fast failure is not a fast command
 * @property {Record<string, string>} [env] instead of that of all commands
 * @property {() => Promise<unknown>} [prepare] what is done before each run, and not measured
 */

/**
 * Wall times of several commands, in milliseconds. The commands take turns, so that a slow phase of the machine affects
 * all of them. The first turn is a warm-up and not counted.
 *
 * @param {readonly Command[]} commands
 * @param {{ runs: number, env: Record<string, string> }} options
 * @returns {Promise<Map<string, number>>} the median of each command, by name
 */
export async function medians(commands, { runs, env }) {
  const times = new Map(commands.map(({ name }) => [name, []]));
  for (let run = 0; run <= runs; run++) {
    for (const command of commands) {
      await command.prepare?.();
      const time = await timed(command, env);
      if (run > 0) times.get(command.name).push(time);
    }
  }
  return new Map([...times].map(([name, measured]) => [name, median(measured)]));
}

/** Wall time of one run of a command, in milliseconds. */
export function timed({ name, program, args, answers = '', env }, envOfAll) {
  return new Promise((resolve, reject) => {
    const start = performance.now();
    const child = spawn(program, args, { env: env ?? envOfAll, stdio: ['ignore', 'pipe', 'pipe'] });
    let [stdout, stderr] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (text) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text) => (stderr += text));
    child.on('error', reject).on('close', (code) => {
      const time = performance.now() - start;
      if (code === 0 && stdout.includes(answers)) resolve(time);
      else reject(new Error(`${name} ended with ${code}, or without the expected output\n${stdout}${stderr}`));
    });
  });
}

/** @param {number[]} numbers */
export function median(numbers) {
  const sorted = numbers.toSorted((one, other) => one - other);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

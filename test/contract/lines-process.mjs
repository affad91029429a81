/**
 * Runs lines one after the other in this process, with the launcher or with all of oclif, and prints a JSON array of what
 * each wrote and of its status. The launcher loads all of a command for each line, as in a process of its own.
 */
import { EventEmitter } from 'node:events';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

import { main } from '../../dist/lib/cli/main.js';

const require = createRequire(import.meta.url);
const ROOT = fileURLToPath(new URL('../..', import.meta.url));

const WAYS = {
  oclif: () => main(ROOT),
  launcher: (line) =>
    require('../../dist/launcher/launch.cjs').launch(line, {
      root: ROOT,
      table: require('../../dist/launcher/table.json'),
      environment: process.env,
      full: () => main(ROOT),
    }),
};

const [way, lines] = process.argv.splice(2);
// Each line adds its own listeners, of which Node would warn.
EventEmitter.defaultMaxListeners = 0;
const write = process.stdout.write.bind(process.stdout);
const results = [];
for (const line of JSON.parse(lines)) {
  const result = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr']) {
    process[stream].write = (text, ...rest) => {
      result[stream] += text;
      rest.find((value) => typeof value === 'function')?.();
      return true;
    };
  }
  process.argv.splice(2, Infinity, ...line);
  process.exitCode = undefined;
  await WAYS[way](line);
  results.push({ ...result, code: process.exitCode ?? 0 });
}
process.exitCode = 0;
write(JSON.stringify(results));

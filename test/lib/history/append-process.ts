/**
 * A process of its own that appends to a history: `append-process.ts FILE NUMBER once` one entry, which starts the
 * change of that number; `append-process.ts FILE NUMBER` one after the other until it is killed, after saying `ready`.
 */
import { append } from '../../../src/lib/history/append.js';
import { finished, started } from './example-history.js';

const [file = '', number = '0', once] = process.argv.slice(2);

await append(file, started(Number(number)));
if (once === undefined) {
  process.stdout.write('ready\n');
  for (let next = Number(number); ; next += 1) {
    await append(file, finished(next));
    await append(file, started(next + 1));
  }
}

/**
 * A process that appends to a history. `append-process.ts FILE NUMBER once` appends one entry, the start of the change of
 * that number. Without `once` it prints `ready` and continues, one entry after another, until it is killed; with `many`,
 * it appends 64 changes at the same time.
 */
import { appendEntries } from '../../src/lib/history/file/append.js';
import { openAppender } from '../../src/lib/history/file/appender.js';
import { fileStore } from '../../src/lib/history/file/file-store.js';
import { finished, started } from '../lib/history/example-history.js';

const [file = '', number = '0', how] = process.argv.slice(2);

await appendEntries(file, started(Number(number)));
if (how !== 'once') {
  process.stdout.write('ready\n');
  const appender = openAppender(fileStore(file));
  let next = Number(number);
  const changes = async () => {
    for (;;) {
      const change = (next += 1);
      await appender(started(change));
      await appender(finished(change));
    }
  };
  await Promise.all(Array.from({ length: how === 'many' ? 64 : 1 }, changes));
}

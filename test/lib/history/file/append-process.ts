/**
 * A process of its own that appends to a history: `append-process.ts FILE NUMBER once` one entry, which starts the
 * change of that number; `append-process.ts FILE NUMBER` one after the other until it is killed, after saying `ready`;
 * `append-process.ts FILE NUMBER many` the same, with sixty-four changes at once.
 */
import { appendEntries } from '../../../../src/lib/history/file/append.js';
import { openAppender } from '../../../../src/lib/history/file/appender.js';
import { finished, started } from '../example-history.js';

const [file = '', number = '0', how] = process.argv.slice(2);

await appendEntries(file, started(Number(number)));
if (how !== 'once') {
  process.stdout.write('ready\n');
  const appender = openAppender(file);
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

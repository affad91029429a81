/**
 * A process of its own that takes the lock of FILE: `lock-process.ts FILE count N` adds 1 to the number in the file N
 * times; `lock-process.ts FILE hold` prints `held` and keeps the lock until it is killed.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { withLock } from '../../src/lib/files/lock.js';

const [file = '', task, times = '0'] = process.argv.slice(2);

if (task === 'hold') {
  await withLock(file, async () => {
    process.stdout.write('held\n');
    await delay(3_600_000);
  });
}
for (let round = 0; round < Number(times); round += 1) {
  await withLock(file, async () => {
    const before = Number(await readFile(file, 'utf8'));
    // Long enough for another process to read the same number, if it could.
    await delay(5);
    await writeFile(file, String(before + 1));
  });
}

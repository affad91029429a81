/**
 * A process that adds contexts: `add-contexts-process.ts FILE PREFIX COUNT`. It prints `added N` after each, so that a test
 * can kill it at a known moment.
 */
import { addContext } from '../../src/lib/config/file/edit-contexts.js';

const [file = '', prefix = '', count = '0'] = process.argv.slice(2);

for (let index = 0; index < Number(count); index += 1) {
  await addContext(file, `${prefix}-${index}`, { region: 'us-east-1' });
  process.stdout.write(`added ${index}\n`);
}

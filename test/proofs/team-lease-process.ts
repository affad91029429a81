/**
 * A process of its own that takes a lock in a table: `team-lease-process.ts URL TABLE LEASE`. It prints `held`, and
 * when it is sent a line, looks whether it may write and prints `may write`, or the code of the error that refuses it.
 */
import { once } from 'node:events';

import { takeLease } from '../../src/lib/cognito/table/lease.js';
import { AdminError } from '../../src/lib/errors.js';
import { connectTo } from '../helpers/dynamodb.js';

const [url = '', name = '', leaseMs] = process.argv.slice(2);
const table = connectTo({ url, name });
const lease = await takeLease(table, {
  key: 'pool#lock#client:web',
  label: 'web',
  by: 'the first process',
  interrupt: new AbortController().signal,
  leaseMs: Number(leaseMs),
});
process.stdout.write('held\n');
await once(process.stdin, 'data');
try {
  await lease.assertHeld();
  process.stdout.write('may write\n');
} catch (error) {
  process.stdout.write(`${error instanceof AdminError ? error.code : String(error)}\n`);
}
process.exit();

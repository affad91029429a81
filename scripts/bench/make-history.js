// Writes a history through sf-admin's own modules: make-history.js FILE COUNT. Run with `--import tsx/esm`.
import { monotonicFactory } from 'ulid';

import { appendEntries } from '../../src/lib/history/file/append.js';

/** Changes that are written at once. */
const BATCH = 5_000;

const [file, count] = [process.argv[2], Number(process.argv[3])];
const newId = monotonicFactory();

/** The two entries of a change, as `users disable` records it. */
function change(number) {
  const id = newId();
  const at = new Date().toISOString();
  const target = `5af10000-0000-4000-9000-${String(number % 10_000).padStart(12, '0')}`;
  const fields = [{ field: 'enabled', before: true, after: false }];
  return [
    {
      entry: 'started',
      id,
      at,
      context: 'sandbox',
      poolId: 'us-east-1_Sandbox01',
      region: 'us-east-1',
      endpoint: null,
      operator: { osUser: 'bench', host: 'bench', accessKeyId: null },
      operation: 'users.disable',
      target: { kind: 'user', id: target, sub: target, label: `${target}@example.com`, tenantId: 'tenant_001' },
      fields,
      reason: null,
      undoes: null,
    },
    { entry: 'finished', id, at, result: 'done', targetId: target, targetSub: target, fields, requestIds: [id] },
  ];
}

for (let done = 0; done < count; done += BATCH) {
  const numbers = Array.from({ length: Math.min(BATCH, count - done) }, (_, index) => done + index);
  await appendEntries(file, ...numbers.flatMap(change));
}

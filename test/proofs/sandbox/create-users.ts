/** Creates users one after another, and prints the name of each: `FILE PREFIX COUNT`. Run by sandbox-processes.test.ts. */
import { SANDBOX_POOL_ID } from '../../../src/lib/model/sandbox-ids.js';
import { SandboxEngine } from '../../../src/lib/sandbox/engine/engine.js';
import { FileStore } from '../../../src/lib/sandbox/state/store.js';

const [file = '', prefix = '', count = '0'] = process.argv.slice(2);
const engine = new SandboxEngine(new FileStore(file));
for (let index = 0; index < Number(count); index += 1) {
  const Username = `${prefix}.${index}@tenant-one.example`;
  await engine.handle('AdminCreateUser', { UserPoolId: SANDBOX_POOL_ID, Username });
  process.stdout.write(`${Username}\n`);
}

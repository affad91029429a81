import { SANDBOX_POOL_ID } from '../../../../../src/lib/model/sandbox-ids.js';
import { SandboxEngine } from '../../../../../src/lib/sandbox/engine/engine.js';
import { FileStore } from '../../../../../src/lib/sandbox/state/store.js';

/** A process that makes users one after another: `FILE PREFIX COUNT`, a line for each that was made. */
const [file = '', prefix = '', count = '0'] = process.argv.slice(2);
const engine = new SandboxEngine(new FileStore(file));
for (let index = 0; index < Number(count); index += 1) {
  const Username = `${prefix}.${index}@tenant-one.example`;
  await engine.handle('AdminCreateUser', { UserPoolId: SANDBOX_POOL_ID, Username });
  process.stdout.write(`${Username}\n`);
}

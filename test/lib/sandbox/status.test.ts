import { readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { AdminError } from '../../../src/lib/errors.js';
import { seedState } from '../../../src/lib/sandbox/seed/seed.js';
import { FileStore } from '../../../src/lib/sandbox/state/store.js';
import { sandboxStatus } from '../../../src/lib/sandbox/status.js';
import { withFolder } from './temporary-folder.js';

const IDS = { poolId: 'us-east-1_Sandbox01', clientId: 'sandbox0stackflow0client01' };

describe('the status of a sandbox', () => {
  it('reports a missing file, and does not create it', () =>
    withFolder(async (folder) => {
      const file = join(folder, 'sandbox.json');
      expect(await sandboxStatus(file)).to.deep.equal({
        ...IDS,
        file,
        exists: false,
        pools: 0,
        clients: 0,
        users: 0,
        usersByStatus: {},
        disabledUsers: 0,
        sizeBytes: 0,
        modifiedAt: null,
      });
      expect(await readdir(folder)).to.deep.equal([]);
    }));

  it('counts the contents of the file', () =>
    withFolder(async (folder) => {
      const file = join(folder, 'sandbox.json');
      await new FileStore(file).replace(seedState());
      const { size, mtime } = await stat(file);
      expect(await sandboxStatus(file)).to.deep.equal({
        ...IDS,
        file,
        exists: true,
        pools: 1,
        clients: 1,
        users: 20,
        usersByStatus: {
          CONFIRMED: 14,
          FORCE_CHANGE_PASSWORD: 2,
          RESET_REQUIRED: 1,
          UNCONFIRMED: 2,
          EXTERNAL_PROVIDER: 1,
        },
        disabledUsers: 3,
        sizeBytes: size,
        modifiedAt: mtime.toISOString(),
      });
    }));

  it('refuses a file that is not a state', () =>
    withFolder(async (folder) => {
      const file = join(folder, 'sandbox.json');
      await writeFile(file, 'nonsense');
      const error: unknown = await sandboxStatus(file).catch((thrown: unknown) => thrown);
      expect(error).to.be.instanceOf(AdminError).with.property('code', 'SANDBOX_STATE');
    }));
});

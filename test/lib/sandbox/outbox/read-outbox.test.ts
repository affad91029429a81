import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { readOutbox } from '../../../../src/lib/sandbox/outbox/read-outbox.js';
import type { MessageState } from '../../../../src/lib/sandbox/state/outbox-state.js';
import { Sandbox } from '../harness.js';
import { withFolder } from '../temporary-folder.js';

function message(at: number, to: string): MessageState {
  return { at, username: to, kind: 'mfa', medium: 'SMS', to, text: 'Your authentication code is 123456.' };
}

describe('the outbox of a sandbox', () => {
  it('is empty without a file, and creates none', async () => {
    await withFolder(async (folder) => {
      expect(await readOutbox(join(folder, 'sandbox.json'))).to.deep.equal([]);
      expect(await readdir(folder)).to.deep.equal([]);
    });
  });

  it('has the messages of all pools, newest first', async () => {
    await withFolder(async (folder) => {
      const { state, pool } = new Sandbox({ users: 0 });
      const [first, second, third] = [message(1000, '+1'), message(2000, '+2'), message(2000, '+3')];
      pool.outbox = { 9: first, 10: third };
      state.pools['us-east-1_Other'] = { ...pool, outbox: { 1: second } };
      const file = join(folder, 'sandbox.json');
      await writeFile(file, JSON.stringify(state));
      const found = await readOutbox(file);
      expect(found.map(({ poolId, number, at }) => [poolId, number, at])).to.deep.equal([
        ['us-east-1_Sandbox01', 10, '1970-01-01T00:00:02.000Z'],
        ['us-east-1_Other', 1, '1970-01-01T00:00:02.000Z'],
        ['us-east-1_Sandbox01', 9, '1970-01-01T00:00:01.000Z'],
      ]);
      expect(found[0]).to.include({ subject: null, medium: 'SMS', to: '+3' });
    });
  });
});

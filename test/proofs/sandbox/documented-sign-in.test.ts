import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

import { expect } from 'chai';

import { serveSandbox } from '../../../src/lib/sandbox/doors/serve.js';
import { seedState } from '../../../src/lib/sandbox/seed/seed.js';
import { MemoryStore } from '../../lib/sandbox/memory-store.js';

describe('the sign-in with curl in docs/sandbox.md', () => {
  it('gives tokens when it is pasted into a shell', async () => {
    const page = await readFile('docs/sandbox.md', 'utf8');
    const block = /^## Sign in$.*?^```sh\n(.*?)^```$/msu.exec(page)?.[1] ?? '';
    const sandbox = await serveSandbox({ store: new MemoryStore(seedState()), port: 0 });
    try {
      const { stdout } = await promisify(execFile)('sh', ['-c', block.replace('http://127.0.0.1:9339', sandbox.url)]);
      expect(JSON.parse(stdout)).to.have.all.keys(
        'access_token',
        'id_token',
        'refresh_token',
        'token_type',
        'expires_in',
      );
    } finally {
      await sandbox.close();
    }
  });
});

import { spawn } from 'node:child_process';
import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { SANDBOX_POOL_ID } from '../../src/lib/model/sandbox-ids.js';
import { FileStore } from '../../src/lib/sandbox/state/store.js';
import { withFolder } from '../lib/sandbox/temporary-folder.js';

const PROGRAM = fileURLToPath(new URL('sandbox/create-users.ts', import.meta.url));

interface Writer {
  readonly process: ChildProcessWithoutNullStreams;
  /** The users that it has reported as created. */
  readonly created: string[];
  readonly ended: Promise<number | null>;
}

function startWriter(file: string, prefix: string, count: number): Writer {
  const child = spawn(process.execPath, ['--import', 'tsx/esm', PROGRAM, file, prefix, String(count)]);
  const created: string[] = [];
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    const lines = (text + chunk).split('\n');
    text = lines.pop() ?? '';
    created.push(...lines);
  });
  const ended = once(child, 'close').then(([code]: (number | null)[]) => code ?? null);
  return { process: child, created, ended };
}

async function emailsIn(file: string): Promise<string[]> {
  const { pools } = await new FileStore(file).read();
  return Object.values(pools[SANDBOX_POOL_ID]!.users).map(({ attributes }) => attributes.email!);
}

describe('a sandbox state file shared by processes', () => {
  it('keeps every user that twelve processes create at the same time', () =>
    withFolder(async (folder) => {
      const file = join(folder, 'sandbox.json');
      const writers = Array.from({ length: 12 }, (_, index) => startWriter(file, `p${index}`, 5));
      expect(await Promise.all(writers.map(({ ended }) => ended))).to.deep.equal(writers.map(() => 0));
      const expected = writers.flatMap((_, one) => [0, 1, 2, 3, 4].map((two) => `p${one}.${two}@tenant-one.example`));
      const emails = await emailsIn(file);
      expect(emails).to.include.members(expected);
      expect(emails).to.have.length(20 + 60);
    }));

  it('keeps every reported user when processes are killed while writing, and stays usable', () =>
    withFolder(async (folder) => {
      const file = join(folder, 'sandbox.json');
      const killed = ['d0', 'd1', 'd2'].map((prefix) => startWriter(file, prefix, 100_000));
      await Promise.all(killed.map((writer) => once(writer.process.stdout, 'data')));
      for (const { process: child } of killed) child.kill('SIGKILL');
      await Promise.all(killed.map(({ ended }) => ended));

      JSON.parse(await readFile(file, 'utf8'));
      const survivor = startWriter(file, 'survivor', 2);
      expect(await survivor.ended).to.equal(0);
      const emails = await emailsIn(file);
      expect(emails).to.include.members([...killed.flatMap(({ created }) => created), ...survivor.created]);
      expect(survivor.created).to.have.length(2);
    }));
});

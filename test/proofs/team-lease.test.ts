import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';

import { expect } from 'chai';

import { type Lease, takeLease } from '../../src/lib/cognito/table/lease.js';
import { connectTo, testTable } from '../helpers/dynamodb.js';

const PROCESS = fileURLToPath(new URL('./team-lease-process.js', import.meta.url));
/** Milliseconds: less than that of sf-admin, so that the proof does not wait for long. */
const LEASE = 1_500;

describe('a lock that a team shares, in another process', function () {
  this.timeout(60_000);
  const table = testTable();
  let child: ChildProcessByStdio<Writable, Readable, null>;

  beforeEach(async () => {
    const { url, name } = table();
    child = spawn(process.execPath, ['--import', 'tsx', PROCESS, url, name, String(LEASE)], {
      env: { ...process.env, NODE_V8_COVERAGE: '' },
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    expect(await printed()).to.equal('held\n');
  });
  afterEach(() => {
    child.kill('SIGKILL');
  });

  const printed = async () => String((await once(child.stdout, 'data'))[0]);
  const answered = async () => {
    const answer = printed();
    child.stdin.write('write\n');
    return answer;
  };
  const take = (timeoutMs: number): Promise<Lease> =>
    takeLease(connectTo(table()), {
      key: 'pool#lock#client:web',
      label: 'web',
      by: 'the second process',
      interrupt: new AbortController().signal,
      leaseMs: LEASE,
      timeoutMs,
    });

  it('is kept for longer than its lease, since it is renewed', async () => {
    const refused = await take(2 * LEASE).catch((error: unknown) => String(error));
    expect([refused, await answered()]).to.deep.equal([
      'AdminError: web is being changed by the first process',
      'may write\n',
    ]);
  });

  it('is lost to a process that is suspended, which may not write when it goes on', async () => {
    child.kill('SIGSTOP');
    const lease = await take(30_000);
    child.kill('SIGCONT');
    expect([lease.fence, await answered()]).to.deep.equal([2, 'CHANGED_UNDERNEATH\n']);
    await lease.assertHeld();
    await lease.release();
  });

  it('is not lost to a process that is suspended if nobody else takes it', async () => {
    child.kill('SIGSTOP');
    await new Promise((resolve) => setTimeout(resolve, LEASE * 1.5));
    child.kill('SIGCONT');
    expect(await answered()).to.equal('may write\n');
  });

  it('is taken over from a process that was killed', async () => {
    child.kill('SIGKILL');
    expect((await take(30_000)).fence).to.equal(2);
  });
});

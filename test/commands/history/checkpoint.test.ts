import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { expect } from 'chai';

import HistoryCheckpoint from '../../../src/commands/history/checkpoint.js';
import HistoryVerify from '../../../src/commands/history/verify.js';
import { historyFile } from '../../../src/lib/history/history-stores.js';
import type { PoolVerification } from '../../../src/lib/history/verify-all.js';
import { SANDBOX_POOL_ID } from '../../../src/lib/model/sandbox-ids.js';
import { ANY_CREDENTIALS, writeLiveContext } from '../../helpers/live-context.js';
import { ownPlace } from '../../helpers/place.js';
import { commandRunner, type CommandResult } from '../../helpers/run-command.js';
import { makeSigners, type TestSigner } from '../../lib/approvals/signers.js';
import { appendAll, finished, linesOf, started } from '../../lib/history/example-history.js';

const URL = 'http://127.0.0.1:9';

describe('history checkpoint', () => {
  const place = ownPlace();
  const run = commandRunner(place);
  let keys = '';
  let people: Record<'ana' | 'eve', TestSigner>;
  before(async () => {
    keys = await mkdtemp(join(tmpdir(), 'sf-admin-keys-'));
    people = await makeSigners(keys, 'ana', 'eve');
  });
  after(() => rm(keys, { recursive: true, force: true }));

  const POOL = { poolId: SANDBOX_POOL_ID, endpoint: URL };
  const history = () =>
    historyFile(place().dataFolder, { poolId: SANDBOX_POOL_ID, url: URL, credentials: { kind: 'aws' } });
  const file = () => place().path('checkpoint.json');
  const change = (number: number) => appendAll(history(), [started(number, POOL), finished(number)]);

  beforeEach(async () => {
    await writeLiveContext(place(), URL, 'signers:', '  ana:', `    keys: ["${people.ana.publicKey}"]`);
    await change(1);
    await change(2);
  });

  const write = (...argv: string[]) => run(HistoryCheckpoint, ['--to', file(), ...argv], { env: ANY_CREDENTIALS });
  const verify = () => run(HistoryVerify, ['--checkpoint', file(), '-o', 'json'], { env: ANY_CREDENTIALS });
  const findings = ({ stdout, exitCode }: CommandResult) => [
    exitCode,
    (JSON.parse(stdout) as PoolVerification).faults.map(({ problem, line, found }) => [problem, line, found]),
  ];
  /** Replaces the history and its head, as somebody who can write both would. */
  async function rewrite(numbers: readonly number[], reason: string): Promise<void> {
    for (const one of [history(), `${history()}.head`]) await rm(one);
    for (const number of numbers) await appendAll(history(), [started(number, { ...POOL, reason }), finished(number)]);
  }
  const at = async () => (JSON.parse(await readFile(file(), 'utf8')) as { at: string }).at;

  it('holds the number and the hash of the last line, and the history still has it after further changes', async () => {
    const written = await write('-o', 'json');
    await change(3);
    const verified = await verify();
    expect([written.exitCode, JSON.parse(written.stdout)]).to.deep.equal([
      0,
      {
        ...(JSON.parse(await readFile(file(), 'utf8')) as object),
        ...{ checkpoint: 1, poolId: SANDBOX_POOL_ID, endpoint: URL, history: history(), n: 4 },
        ...{ file: file(), signedBy: null, signatures: null },
      },
    ]);
    expect(findings(verified)).to.deep.equal([0, []]);
    expect(verified.stderr).to.include(`Compared with the checkpoint of ${await at()}, line 4, not signed.`);
  });

  it('finds a history that was rewritten with its head, by the number of the line', async () => {
    await write();
    await rewrite([1, 2, 3], 'another');
    expect(findings(await verify())).to.deep.equal([
      9,
      [['altered', 4, `line 4 is not the one of the checkpoint of ${await at()}`]],
    ]);
  });

  it('finds a history that went back, with its head', async () => {
    await write();
    await rewrite([1], 'zoë asked – INC-7');
    expect(findings(await verify())).to.deep.equal([
      9,
      [['missing', 2, `the checkpoint of ${await at()} has line 4, but the history ends at line 2`]],
    ]);
  });

  it('is signed by a signer of the context, and names that person when it is compared', async () => {
    const written = await write('--sign', '--key', people.ana.keyFile);
    const verified = await verify();
    expect([written.exitCode, written.stdout, verified.exitCode]).to.deep.equal([
      0,
      `Wrote line 4 of the history to ${file()}, signed by ana.\n`,
      0,
    ]);
    expect(verified.stderr).to.include('line 4, signed by ana.');
  });

  it('is refused with a signature if the file was altered since', async () => {
    await write('--sign', '--key', people.ana.keyFile);
    const text = await readFile(file(), 'utf8');
    await writeFile(file(), text.replace(/"n": 4/, '"n": 2'));
    const verified = await run(HistoryVerify, ['--checkpoint', file()], { env: ANY_CREDENTIALS });
    expect([verified.exitCode, verified.stderr.split('\n')[0]]).to.deep.equal([
      3,
      'error: the signature of ana is for another file, or the file was changed since',
    ]);
  });

  it('is refused with the signature of a plan', async () => {
    await write('--sign', '--key', people.ana.keyFile);
    const signatures = await readFile(`${file()}.signatures`, 'utf8');
    await writeFile(`${file()}.signatures`, signatures.replace('"checkpoint"', '"plan"'));
    const verified = await run(HistoryVerify, ['--checkpoint', file()], { env: ANY_CREDENTIALS });
    expect([verified.exitCode, verified.stderr.split('\n')[0]]).to.deep.equal([
      3,
      'error: it has no signature as a checkpoint',
    ]);
  });

  it('is not written with the key of somebody else, of a damaged history, or over a file', async () => {
    const eve = await write('--sign', '--key', people.eve.keyFile);
    const lines = await linesOf(history());
    await write();
    const again = await write();
    await writeFile(history(), `${lines.slice(0, 3).join('\n')}\n`);
    const damaged = await run(HistoryCheckpoint, ['--to', place().path('other.json')], { env: ANY_CREDENTIALS });
    expect([eve.exitCode, again.exitCode, damaged.exitCode]).to.deep.equal([3, 5, 3]);
    expect(damaged.stderr).to.include('error: the history is damaged: the end is cut off: line 4 is missing');
  });

  it('is refused for another pool, and if it is none', async () => {
    await write();
    const text = await readFile(file(), 'utf8');
    await writeFile(file(), text.replace(SANDBOX_POOL_ID, 'us-east-1_Another01'));
    const other = await run(HistoryVerify, ['--checkpoint', file()], { env: ANY_CREDENTIALS });
    await writeFile(file(), '{}');
    const none = await run(HistoryVerify, ['--checkpoint', file()], { env: ANY_CREDENTIALS });
    const missing = await run(HistoryVerify, ['--checkpoint', place().path('nowhere')], { env: ANY_CREDENTIALS });
    expect([other, none, missing].map(({ exitCode, stderr }) => [exitCode, stderr.split('\n')[0]])).to.deep.equal([
      [3, `error: the checkpoint is of user pool us-east-1_Another01 at ${URL}`],
      [2, `error: ${file()} is not a checkpoint`],
      [2, `error: cannot read the checkpoint "${place().path('nowhere')}": there is no such file or folder`],
    ]);
  });
});

import { createHmac } from 'node:crypto';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';

import { expect } from 'chai';

import { sandboxHistory } from '../../src/lib/history/history-stores.js';
import { SANDBOX_CLIENT_ID, SANDBOX_POOL_ID } from '../../src/lib/model/sandbox-ids.js';
import { SandboxEngine } from '../../src/lib/sandbox/engine/engine.js';
import { MemoryStore } from '../lib/sandbox/memory-store.js';
import { loadState } from '../../src/lib/sandbox/state/state-file.js';
import { removeLocks } from '../helpers/remove-locks.js';
import { ownPlace, type Place } from '../helpers/place.js';
import { requireBuild, runBin, startBin } from '../helpers/run-bin.js';
import { readHistory, verifyHistory } from '../helpers/read-history.js';

/** Number of rows and of kills. Set with `RESUME_ROWS` and `RESUME_KILLS`. */
const ROWS = Number(process.env.RESUME_ROWS ?? 300);
const KILLS = Number(process.env.RESUME_KILLS ?? 4);

describe('a run that is killed several times', function () {
  this.timeout(1_200_000);
  before(requireBuild);
  const place = ownPlace();

  it(`creates ${ROWS} users once each, with working passwords, after ${KILLS} kills`, async () => {
    const [input, passwords, failures] = ['in.csv', 'passwords.ndjson', 'failed.csv'].map((name) =>
      place().path(name),
    ) as [string, string, string];
    const emails = Array.from({ length: ROWS }, (_, row) => `user${row}@bulk.example`);
    await writeFile(
      input,
      `email,tenantId,roles\n${emails.map((email) => `${email},tenant_001,itsm_agent\n`).join('')}`,
    );
    const seeded = Object.keys((await place().pool()).users).length;
    const argv = [
      ...['users', 'create', '--from', input, '--no-invite', '--yes', '--generate-password'],
      ...['--credentials', passwords, '--failures', failures],
    ];

    const kills: string[] = [];
    const resuming = async () => ((await isResumable(passwords)) ? ['--resume'] : []);
    for (let kill = 0; kill < KILLS && kills.at(-1) !== 'after the end'; kill++) {
      kills.push(await killedOnce(place(), [...argv, ...(await resuming())], passwords));
    }
    if (kills.at(-1) !== 'after the end') {
      const { code, stderr } = await runBin([...argv, ...(await resuming())], {
        place: place(),
        timeoutMs: 240_000,
      });
      expect(code, stderr).to.equal(0);
    }

    // If all kills came before the first row or after the last, the test would prove nothing.
    expect(kills.filter((when) => when === 'in the run').length, kills.join(', ')).to.be.at.least(KILLS / 2);
    const users = Object.values((await place().pool()).users).map(({ attributes }) => attributes.email ?? '');
    expect(users.length).to.equal(seeded + ROWS);
    expect(users.filter((email) => email.endsWith('@bulk.example')).sort()).to.deep.equal(emails.toSorted());
    expect(await signIns(place(), passwords)).to.deep.equal({ NEW_PASSWORD_REQUIRED: ROWS });
    expect(await readFile(failures, 'utf8')).to.equal('email,tenantId,roles,errorCode,errorMessage\n');
    expect(await inHistory(place())).to.deep.equal({
      faults: 0,
      records: ROWS,
      rows: ROWS,
      runs: 1,
      done: ROWS,
    });
  });
});

/** Whether the run has made its files, and so can be resumed. */
function isResumable(passwords: string): Promise<boolean> {
  return stat(passwords).then(
    () => true,
    () => false,
  );
}

/** Starts the command and kills it: usually after it has set some more passwords, sometimes at a random moment. */
async function killedOnce(place: Place, argv: readonly string[], passwords: string): Promise<string> {
  const before = await sizeOf(passwords);
  const { child, ended } = startBin(argv, { place, timeoutMs: 240_000 });
  child.stdin.end();
  const isAnywhere = Math.random() < 0.2;
  const more = Math.random() * (ROWS / KILLS) * 66;
  const end = Date.now() + (isAnywhere ? Math.random() * 2_000 : 60_000);
  while (Date.now() < end && child.exitCode === null) {
    if (!isAnywhere && (await sizeOf(passwords)) > before + more) break;
    await delay(5);
  }
  await delay(Math.random() * 20);
  child.kill('SIGKILL');
  const { code, stderr } = await ended;
  await removeLocks(place.dataFolder);
  if (code === 0 || stderr.includes('no interrupted run of this command')) return 'after the end';
  expect(code, stderr).to.equal('SIGKILL');
  return (await sizeOf(passwords)) === before ? 'before a row' : 'in the run';
}

function sizeOf(file: string): Promise<number> {
  return stat(file).then(
    ({ size }) => size,
    () => 0,
  );
}

/** Signs in with each password of the file, on a copy of the pool, and counts the results. */
async function signIns(place: Place, passwords: string): Promise<Record<string, number>> {
  const { state } = await loadState(place.sandbox);
  const engine = new SandboxEngine(new MemoryStore(state));
  const secret = state.pools[SANDBOX_POOL_ID]?.clients[SANDBOX_CLIENT_ID]?.secret ?? '';
  const answers: Record<string, number> = {};
  for (const line of (await readFile(passwords, 'utf8')).trimEnd().split('\n')) {
    const { email, password } = JSON.parse(line) as { email: string; password: string };
    const SECRET_HASH = createHmac('sha256', secret)
      .update(email + SANDBOX_CLIENT_ID)
      .digest('base64');
    const answer = await engine
      .handle('InitiateAuth', {
        AuthFlow: 'USER_PASSWORD_AUTH',
        ClientId: SANDBOX_CLIENT_ID,
        AuthParameters: { USERNAME: email, PASSWORD: password, SECRET_HASH },
      })
      .then(
        (result) => (result as { ChallengeName?: string }).ChallengeName ?? 'signed in',
        (error: unknown) => String(error),
      );
    answers[answer] = (answers[answer] ?? 0) + 1;
  }
  return answers;
}

async function inHistory(place: Place) {
  const file = sandboxHistory(place.dataFolder);
  const { faults } = await verifyHistory(file);
  const { records } = await readHistory(file);
  return {
    faults: faults.length,
    records: records.length,
    rows: new Set(records.map(({ run }) => run?.row)).size,
    runs: new Set(records.map(({ run }) => run?.id)).size,
    done: records.filter(({ result }) => result === 'done').length,
  };
}

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

import { expect } from 'chai';

import { historyFile } from '../../src/lib/history/history-stores.js';
import { SANDBOX_POOL_ID } from '../../src/lib/model/sandbox-ids.js';
import type { PlanDocument } from '../../src/lib/plans/plan-document.js';
import { ANY_CREDENTIALS, writeLiveContext } from '../helpers/live-context.js';
import { ownPlace } from '../helpers/place.js';
import { readHistory, verifyHistory } from '../helpers/read-history.js';
import { removeLocks } from '../helpers/remove-locks.js';
import { requireBuild, runBin, startBin } from '../helpers/run-bin.js';
import { makeSigners } from '../lib/approvals/signers.js';

/** Rows of the run. With SF_ADMIN_PROOF_ROWS=10000 the test takes a minute or two on an idle machine. */
const ROWS = Number(process.env.SF_ADMIN_PROOF_ROWS ?? 150);
const PRIVILEGED = 'itsm_agent,cloud_admin';
const POOL = fileURLToPath(new URL('../../scripts/bench/pools/fast-pool.js', import.meta.url));
const TIMEOUT_MS = 60_000 + ROWS * 60;

describe(`a plan of ${ROWS} privileged grants that a second person has to approve`, function () {
  this.timeout(2 * TIMEOUT_MS);
  before(requireBuild);
  const place = ownPlace();

  let pool: ReturnType<typeof spawnPool>;
  let url = '';
  beforeEach(async () => {
    pool = spawnPool();
    const [line] = (await once(createInterface(pool.stdout), 'line')) as [string];
    url = line;
    const people = await makeSigners(place().home, 'ana', 'ben');
    const signers = Object.entries(people).map(([name, { publicKey }]) => `  ${name}: { keys: ['${publicKey}'] }`);
    await writeLiveContext(place(), url, 'approvals: 1', 'signers:', ...signers);
    for (const person of ['ana', 'ben'] as const) {
      await mkdir(join(homeOf(person), '.ssh'), { recursive: true });
      for (const end of ['', '.pub'])
        await copyFile(`${people[person].keyFile}${end}`, join(homeOf(person), '.ssh', `id_ed25519${end}`));
    }
  });
  afterEach(() => {
    pool.kill();
  });

  const homeOf = (person: 'ana' | 'ben') => place().path(`of-${person}`);
  const options = (person: 'ana' | 'ben') => ({
    place: place(),
    env: { ...ANY_CREDENTIALS, HOME: homeOf(person) },
    timeoutMs: TIMEOUT_MS,
  });
  const as = (person: 'ana' | 'ben', ...argv: string[]) => runBin(argv, options(person));
  const file = () => place().path('grants.plan');
  const apply = (rate = 100_000) => ['apply', file(), '--yes', '--rate', String(rate), '-q'];
  const history = () => historyFile(place().dataFolder, { poolId: SANDBOX_POOL_ID, url, credentials: { kind: 'aws' } });

  async function savePlan(): Promise<PlanDocument> {
    const input = place().path('people.txt');
    await writeFile(input, Array.from({ length: ROWS }, (_, row) => `user${row}@bulk.example\n`).join(''));
    const grant = ['users', 'set-attributes', '--add-role', 'cloud_admin', '--from', input];
    const saved = await as('ana', ...grant, '--rate', '100000', '--plan-out', file(), '-q');
    expect(saved.code, saved.stderr).to.equal(0);
    return JSON.parse(await readFile(file(), 'utf8')) as PlanDocument;
  }

  async function rolesNow(): Promise<Map<string, string>> {
    const roles = new Map<string, string>();
    for (let token: string | undefined = '0'; token !== undefined;) {
      const page: UsersPage = await call(url, 'ListUsers', { PaginationToken: token });
      for (const { Attributes } of page.Users) {
        const { email = '', 'custom:role': role = '' } = valuesOf(Attributes);
        roles.set(email, role);
      }
      token = page.PaginationToken;
    }
    return roles;
  }

  it('is applied once both have signed, resumed after a kill, each row once, and refused afterwards', async () => {
    const plan = await savePlan();
    const early = await as('ana', ...apply());
    const own = await as('ana', 'approve', file(), '--yes');
    const approved = await as('ben', 'approve', file(), '--yes', '-q');

    // Slow enough to be killed in the middle.
    const killed = startBin(apply(Math.ceil(ROWS / 2)), options('ana'));
    killed.child.stdin.end();
    while ((await endedRows(history())) < ROWS / 3 && killed.child.exitCode === null) await delay(5);
    killed.child.kill('SIGKILL');
    const { code } = await killed.ended;
    await removeLocks(place().dataFolder);
    const granted = [...(await rolesNow()).values()].filter((roles) => roles === PRIVILEGED).length;

    const resumed = await as('ana', ...apply());
    const again = await as('ana', ...apply());
    const { records } = await readHistory(history());
    const { faults, unknown } = await verifyHistory(history());
    expect({
      early: [early.code, early.stderr.includes('it is not approved')],
      own: [own.code, own.stderr.includes('ana planned it, so another person has to approve it')],
      approved: [approved.code, approved.stdout],
      killed: code,
      isInTheMiddle: granted >= ROWS / 3 && granted < ROWS,
      resumed: resumed.code,
      roles: new Set((await rolesNow()).values()),
      again: [again.code, again.stderr.includes(`plan ${plan.id} was applied on `)],
      rows: new Set(records.map(({ run }) => run?.row)).size,
      records: records.length,
      results: new Set(records.map(({ result }) => result)),
      plans: new Set(records.map((record) => record.plan?.id)),
      history: { faults, unknown },
    }).to.deep.equal({
      early: [3, true],
      own: [3, true],
      approved: [0, 'ben\n'],
      killed: 'SIGKILL',
      isInTheMiddle: true,
      resumed: 0,
      roles: new Set([PRIVILEGED]),
      again: [5, true],
      rows: ROWS,
      records: ROWS,
      results: new Set(['done']),
      plans: new Set([plan.id]),
      history: { faults: [], unknown: 0 },
    });
  });

  it('names every user who has moved since it was approved, and changes none', async () => {
    await savePlan();
    await as('ben', 'approve', file(), '--yes', '-q');
    const moved = [1, ROWS - 2].map((row) => `user${row}@bulk.example`);
    for (const Username of moved) {
      const UserAttributes = [{ Name: 'custom:role', Value: 'itsm_admin' }];
      await call(url, 'AdminUpdateUserAttributes', { Username, UserAttributes });
    }
    const before = await rolesNow();
    const { code, stdout, stderr } = await as('ana', ...apply());
    const named = [...before.keys()].filter((email) => stderr.includes(`${email} has changed since it was planned`));
    expect({ code, stdout, named, after: await rolesNow() }).to.deep.equal({
      code: 5,
      stdout: '',
      named: moved,
      after: before,
    });
  });
});

function spawnPool() {
  return spawn(process.execPath, [POOL, String(ROWS)], { stdio: ['ignore', 'pipe', 'inherit'] });
}

interface UsersPage {
  readonly Users: readonly { readonly Attributes: readonly Attribute[] }[];
  readonly PaginationToken?: string;
}

interface Attribute {
  readonly Name: string;
  readonly Value: string;
}

function valuesOf(attributes: readonly Attribute[]): Record<string, string> {
  return Object.fromEntries(attributes.map(({ Name, Value }) => [Name, Value]));
}

async function call(url: string, operation: string, input: object): Promise<UsersPage> {
  const headers = { 'x-amz-target': `AWSCognitoIdentityProviderService.${operation}` };
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(input) });
  expect(response.status).to.equal(200);
  return (await response.json()) as UsersPage;
}

/** How many changes the history has the end of. */
async function endedRows(file: string): Promise<number> {
  const text = await readFile(file, 'utf8').catch(() => '');
  return text.split('"entry":"finished"').length - 1;
}

import { cp, readFile } from 'node:fs/promises';
import { mock } from 'node:test';
import { fileURLToPath } from 'node:url';

import { expect } from 'chai';
import { decodeTime } from 'ulid';

import UsersCreate from '../../../../src/commands/users/create.js';
import { verifyHistory } from '../../../../src/lib/history/file/verify-history.js';
import { historyFile } from '../../../../src/lib/history/history.js';
import { readHistory } from '../../../../src/lib/history/read-history.js';
import { SANDBOX_POOL_ID } from '../../../../src/lib/model/sandbox-ids.js';
import { ownPlace } from '../../../helpers/place.js';
import { commandRunner } from '../../../helpers/run-command.js';

/**
 * The data folder that version 0.1 left when it was killed in `users create --from -`, and the input on its stdin.
 * Of 36 rows, 16 were done, row 14 was found unchanged (another process created that user meanwhile), rows 19 to 30
 * were started and not finished, and row 5 names a user who existed before.
 */
const FIXTURE = fileURLToPath(
  new URL('../../../fixtures/previous-version/interrupted-run/', import.meta.url),
);
const RUN_ID = '01M8H49N4SQNBD9AKXC3PVYZX2';
const COMMAND = [
  ...['--from', '-', '--yes', '--tenant', 'tenant_001', '--role', 'itsm_agent'],
  ...['--no-invite', '--if-not-exists', '--reason', 'INC-1'],
];

describe('a run that the previous version left interrupted', () => {
  const place = ownPlace();
  const run = commandRunner(place);
  const history = () => historyFile(place().dataFolder, 'sandbox', SANDBOX_POOL_ID);

  beforeEach(async () => {
    await cp(`${FIXTURE}data`, place().dataFolder, { recursive: true });
    // An interrupted run is removed thirty days after its start, which its ID tells.
    mock.timers.enable({ apis: ['Date'], now: decodeTime(RUN_ID) + 60_000 });
  });
  afterEach(() => {
    mock.timers.reset();
  });

  it('is resumed: every row is done exactly once, and the history is intact', async () => {
    const stdin = await readFile(`${FIXTURE}input.txt`, 'utf8');
    const { stdout, stderr, exitCode } = await run(UsersCreate, [...COMMAND, '--resume'], { stdin });

    const { records } = await readHistory(history());
    const ofRun = records.filter((record) => record.run?.id === RUN_ID);
    const emails = stdin.trimEnd().split('\n');
    const created = emails.filter((email) => email !== 'ana.silva@tenant-one.example');
    const users = Object.values((await place().pool()).users).map(({ attributes }) => attributes.email);
    const resultOf = (email: string) => (email === 'new14@tenant-one.example' ? 'unchanged' : 'done');
    expect(
      {
        exitCode,
        stdout,
        users: users.filter((email) => emails.includes(email ?? '')).sort(),
        records: ofRun.map(({ target, result }) => [target.label, result]).sort(),
        faults: (await verifyHistory(history())).faults,
        unfinished: (await verifyHistory(history())).unknown,
      },
      stderr,
    ).to.deep.equal({
      exitCode: 0,
      stdout: 'users create: 18 changed, 1 unchanged, 17 already completed.\n',
      users: emails.toSorted(),
      records: created.map((email) => [email, resultOf(email)]),
      faults: [],
      unfinished: 0,
    });
  });

  it('keeps the bytes of the records that the previous version wrote', async () => {
    const before = await readFile(history(), 'utf8');
    const stdin = await readFile(`${FIXTURE}input.txt`, 'utf8');
    const { exitCode } = await run(UsersCreate, [...COMMAND, '--resume'], { stdin });
    const after = await readFile(history(), 'utf8');
    expect([exitCode, after.startsWith(before)]).to.deep.equal([0, true]);
  });
});

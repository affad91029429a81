import { cp, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { mock } from 'node:test';
import { fileURLToPath } from 'node:url';

import { expect } from 'chai';
import { decodeTime } from 'ulid';

import UsersCreate from '../../../../src/commands/users/create.js';
import UsersDelete from '../../../../src/commands/users/delete.js';
import UsersDisable from '../../../../src/commands/users/disable.js';
import UsersEnable from '../../../../src/commands/users/enable.js';
import UsersLockdown from '../../../../src/commands/users/lockdown.js';
import UsersResendInvite from '../../../../src/commands/users/resend-invite.js';
import UsersResetPassword from '../../../../src/commands/users/reset-password.js';
import UsersSetAttributes from '../../../../src/commands/users/set-attributes.js';
import UsersSignOut from '../../../../src/commands/users/sign-out.js';
import { sandboxHistory } from '../../../../src/lib/history/history-stores.js';
import { ownPlace } from '../../../helpers/place.js';
import { type CommandClass, commandRunner } from '../../../helpers/run-command.js';
import { readHistory, verifyHistory } from '../../../helpers/read-history.js';

/**
 * The data folder that version 0.1 left when it was killed in `users create --from -`, and the input on its stdin.
 * Of 36 rows, 16 were done, row 14 was found unchanged (another process created that user in the meantime), rows 19 to 30
 * were started and not finished, and row 5 names a user who existed before.
 */
const FIXTURE = fileURLToPath(new URL('../../../fixtures/previous-version/interrupted-run/', import.meta.url));
const [RUN_ID = ''] = await readdir(`${FIXTURE}data/runs`);
const COMMAND = [
  ...['--from', '-', '--yes', '--tenant', 'tenant_001', '--role', 'itsm_agent'],
  ...['--no-invite', '--if-not-exists', '--reason', 'INC-1'],
];

describe('a run that the previous version left interrupted', () => {
  const place = ownPlace();
  const run = commandRunner(place);
  const history = () => sandboxHistory(place().dataFolder);

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

describe('the key by which an interrupted run is found', () => {
  const place = ownPlace();
  const run = commandRunner(place);

  /** Stops after the first row, which fails: for an operation on users it names none, for a creation it names one. */
  async function keyOfStoppedRun(Command: CommandClass, flags: readonly string[]): Promise<string> {
    const [ana, missing] = ['ana.silva@tenant-one.example', 'missing@tenant-one.example'];
    const stdin = Command === UsersCreate ? `${ana}\n${missing}\n` : `${missing}\n${ana}\n`;
    const credentials = flags.includes('--generate-password')
      ? ['--credentials', place().path('passwords.ndjson')]
      : [];
    const stopping = ['--from', '-', '--yes', '--skip-invalid', '--max-failures', '0'];
    const { stderr } = await run(Command, [...flags, ...credentials, ...stopping], { stdin });
    const runs = join(place().dataFolder, 'runs');
    const [id = stderr] = await readdir(runs);
    const { key } = JSON.parse(await readFile(join(runs, id, 'run.json'), 'utf8')) as { key: string };
    return key;
  }

  // Made by version 0.1 from the same flags: the context, the pool, the operation and its intent are hashed as JSON.
  const KEYS: readonly (readonly [CommandClass, string, string])[] = [
    [UsersDisable, '', 'a2ad9217fcca9ffd5f38020444105349dec4521d706f4448590a4413e5e78b7b'],
    [UsersDisable, '--sign-out', 'df2d2571aec65f4e1c234d8451809a2ab780309a9be509250abb7a7061d7b851'],
    [UsersEnable, '', 'a450fe033ab462367eb058c2663ac7983c526584fe0eacf3899358fa76082743'],
    [UsersSignOut, '', 'bacc17f9112a8cb56cccff31d4c1ce442bc2c464e6cbea8343628ebd5c0f4ffd'],
    [UsersDelete, '', 'cb5db8baaa3b7c359ba4fb047fb91eb442cfea99163720aaf517e111eaac8ca7'],
    [UsersResendInvite, '', '4117158bddcc5414c5db8decee22b4af1dc873318680e5b832030e5ce6b20673'],
    [UsersLockdown, '', '93e53378ab3009e8c523c131744228e6ce52b98e51cbc1d0d9491f47850456fa'],
    [UsersResetPassword, '--send-code', 'c8c0ee5373db45121a650f8f72a3014472efcb89eba17583dfc5f010c156d5a7'],
    [
      UsersResetPassword,
      '--permanent --generate-password',
      '95376af99d1e68f4db12e15d1fbb9991cee5ce96bf9b77d6f5103b14114c03b5',
    ],
    [
      UsersSetAttributes,
      '--department dept_it --add-role itsm_agent --set locale=en --unset phone_number',
      'bfc6c47237a884785df985157ba97bde9b0a4444a209b050e5d186e47892a68b',
    ],
    [
      UsersSetAttributes,
      '--role itsm_agent --role itsm_admin',
      '2dc87590058de399595c57228e3ab20cab272063fd9a6d0a1c2cae4977a2e667',
    ],
    [
      UsersSetAttributes,
      '--remove-role itsm_agent --move-to-tenant tenant_002 --given-name A --family-name B',
      'bdd7436b6346d1516cd46c94d30e79fc51e90f974f7facbad4a2ddb9091abf34',
    ],
    [
      UsersCreate,
      '--tenant tenant_001 --role itsm_agent',
      'b664d56696434dffd3a140ba694aa3b9514f75d31693c2021f1627addbfa6925',
    ],
    [
      UsersCreate,
      '--tenant tenant_001 --role itsm_agent --department dept_it --given-name A --family-name B --attribute locale=en --permanent --generate-password',
      '8c7fcbba0899a5b9013535318b1fbd40a3bcc1e74547a84ae7080821cfe00497',
    ],
  ];
  for (const [Command, flags, key] of KEYS) {
    it(`is the same as in version 0.1 for ${Command.name} ${flags}`, async () => {
      expect(await keyOfStoppedRun(Command, flags === '' ? [] : flags.split(' '))).to.equal(key);
    });
  }
});

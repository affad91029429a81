import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { expect } from 'chai';

import GroupsDelete from '../../src/commands/groups/delete.js';
import HistoryUndo from '../../src/commands/history/undo.js';
import UsersDisable from '../../src/commands/users/disable.js';
import UsersEnable from '../../src/commands/users/enable.js';
import UsersLockdown from '../../src/commands/users/lockdown.js';
import UsersRemoveFromGroup from '../../src/commands/users/remove-from-group.js';
import UsersResetMfa from '../../src/commands/users/reset-mfa.js';
import UsersResetPassword from '../../src/commands/users/reset-password.js';
import UsersSetAttributes from '../../src/commands/users/set-attributes.js';
import UsersSignOut from '../../src/commands/users/sign-out.js';
import { readHistory } from '../helpers/read-history.js';
import { ANY_CREDENTIALS, whileServed, writeLiveContext } from '../helpers/live-context.js';
import { ownPlace } from '../helpers/place.js';
import { commandRunner, type CommandClass } from '../helpers/run-command.js';

const KEY = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIExampleExampleExampleExampleExampleExampleA';
const GROUPS = 'conventions: { privilegedGroups: [operators] }';
const APPROVALS = ['approvals: 1', 'signers:', `  ana: { keys: ['${KEY}A'] }`, `  ben: { keys: ['${KEY}B'] }`, GROUPS];

/** Holds cloud_admin. */
const DAVID = 'david.okafor@tenant-one.example';
/** Holds super_admin, and has a second factor. */
const INES = 'ines.costa@tenant-two.example';
/** Holds cloud_admin, and is disabled. */
const NOAH = 'noah.schmidt@tenant-two.example';
/** Holds no privileged role, and is disabled. */
const SAM = 'sam.nguyen@tenant-three.example';

const REFUSAL = /needs the approval|protected, so --yes is not enough|To confirm: --yes/;

type Line = readonly [command: CommandClass, argv: readonly string[]];

/** What lets somebody into the account of a privileged user: the last of the lines. `LAST` is the last record. */
const LETS_IN: readonly (readonly [string, ...Line[]])[] = [
  ['enabling a privileged user', [UsersEnable, [NOAH]]],
  ['undoing that one was disabled', [UsersDisable, [DAVID, '--yes']], [HistoryUndo, ['LAST']]],
  ['another address', [UsersSetAttributes, [INES, '--email', 'other@tenant-two.example']]],
  ['another phone number', [UsersSetAttributes, [INES, '--set', 'phone_number=+4915112345678']]],
  [
    'a phone number that is marked as verified',
    [UsersSetAttributes, [INES, '--set', 'phone_number=+4915112345678', '--yes']],
    [UsersSetAttributes, [INES, '--set', 'phone_number_verified=true']],
  ],
  ['a password that is known', [UsersResetPassword, [INES, '--generate-password', '--permanent']]],
  ['a temporary password that is known', [UsersResetPassword, [INES, '--generate-password']]],
  ['the removal of the second factor', [UsersResetMfa, [INES]]],
  [
    'the address from before',
    [UsersSetAttributes, [INES, '--email', 'other@tenant-two.example', '--yes']],
    [HistoryUndo, ['LAST']],
  ],
  ['undoing a lockdown of one', [UsersLockdown, [DAVID, '--confirm', DAVID]], [HistoryUndo, ['LAST']]],
];

/** What puts users into a privileged group again. */
const OPERATORS: readonly (readonly [string, ...Line[]])[] = [
  ['undoing that it was deleted', [GroupsDelete, ['operators', '--yes']], [HistoryUndo, ['LAST']]],
  [
    'undoing that a user was taken out of it',
    [UsersRemoveFromGroup, ['jonas.weber@tenant-two.example', '--group', 'operators']],
    [HistoryUndo, ['LAST']],
  ],
];

/** What takes access away, in a protected user pool with the name of the user. */
const TAKES_AWAY: readonly (readonly [string, Line])[] = [
  ['disabling one', [UsersDisable, [DAVID, '--sign-out']]],
  ['a lockdown', [UsersLockdown, [DAVID]]],
  ['signing one out', [UsersSignOut, [DAVID]]],
  ['a reset that only sends a code', [UsersResetPassword, [DAVID, '--send-code']]],
  ['taking a role away', [UsersSetAttributes, [DAVID, '--role', 'itsm_agent']]],
  ['the removal of an attribute', [UsersSetAttributes, [DAVID, '--unset', 'custom:department']]],
];

describe('the account of a privileged user', () => {
  const place = ownPlace();
  const run = commandRunner(place);

  const lastRecord = async () => {
    const folder = join(place().dataFolder, 'history', 'pools');
    const [name = ''] = (await readdir(folder)).filter((one) => one.endsWith('.ndjson'));
    return (await readHistory(join(folder, name))).records.at(-1)!.id;
  };
  const runLine = async ([command, argv]: Line, ...flags: string[]) => {
    const last = argv.includes('LAST') ? await lastRecord() : '';
    const words = argv.map((word) => (word === 'LAST' ? last : word));
    return run(command, [...words, ...flags], { env: ANY_CREDENTIALS });
  };

  /** The last of the lines needs what the grant of a privileged role needs. */
  const refusedAsAGrant = (lines: readonly Line[]) =>
    whileServed(place(), async (url) => {
      const line = lines.at(-1)!;
      await writeLiveContext(place(), url);
      for (const one of lines.slice(0, -1)) expect((await runLine(one)).exitCode).to.equal(0);
      const refused: string[] = [];
      for (const settings of [APPROVALS, ['protected: true', GROUPS], [GROUPS]]) {
        await writeLiveContext(place(), url, ...settings);
        const { exitCode, stderr } = await runLine(line, ...(settings.length === 1 ? [] : ['--yes']));
        refused.push(`${exitCode} ${REFUSAL.exec(stderr)?.[0]}`);
      }
      expect(refused).to.deep.equal([
        '3 needs the approval',
        '2 protected, so --yes is not enough',
        '2 To confirm: --yes',
      ]);
      expect((await runLine(line, '--yes')).exitCode).to.equal(0);
    });

  for (const [what, ...lines] of LETS_IN) {
    it(`is handed over by ${what} only as its privileges would be`, () => refusedAsAGrant(lines));
  }

  for (const [what, ...lines] of OPERATORS) {
    it(`is put into a privileged group by ${what} only as by a grant`, () => refusedAsAGrant(lines));
  }

  for (const [what, line] of TAKES_AWAY) {
    it(`needs nobody's approval for ${what}`, () =>
      whileServed(place(), async (url) => {
        await writeLiveContext(place(), url, 'protected: true', ...APPROVALS);
        expect((await runLine(line, '--confirm', DAVID)).exitCode).to.equal(0);
      }));
  }

  it('is not meant if the user holds no privilege', () =>
    whileServed(place(), async (url) => {
      await writeLiveContext(place(), url, 'protected: true', ...APPROVALS);
      expect((await runLine([UsersEnable, [SAM]])).exitCode).to.equal(0);
      const moved = [SAM, '--email', 'samuel.nguyen@tenant-three.example'];
      expect((await runLine([UsersSetAttributes, moved])).exitCode).to.equal(0);
    }));

  it('is handed over by the rows of a file only as by a command', () =>
    whileServed(place(), async (url) => {
      await writeLiveContext(place(), url, ...APPROVALS);
      const input = place().path('rows.csv');
      await writeFile(input, `email,newEmail\n${SAM},sam@tenant-three.example\n${INES},other@tenant-two.example\n`);
      const { exitCode, stderr } = await runLine([UsersSetAttributes, ['--from', input, '--yes']]);
      expect(exitCode).to.equal(3);
      expect(stderr).to.contain('needs the approval');
    }));
});

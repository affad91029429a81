import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';

import { expect } from 'chai';

import { createUsersOperation } from '../../../../src/lib/runs/operations/create-users.js';
import { openCredentialsFile } from '../../../../src/lib/runs/result-files/credentials-file.js';
import type { RowOperation } from '../../../../src/lib/runs/operations/row-operation.js';
import { onEachUser } from '../../../../src/lib/runs/operations/change-users.js';
import type { PasswordSource } from '../../../../src/lib/users/passwords/new-password.js';
import { resetPassword } from '../../../../src/lib/users/passwords/reset-password.js';
import { temporaryFolder } from '../../config/temporary-folder.js';
import { rejection } from '../../conventions/refusal.js';
import { ownRunPlace, type RunPlace } from '../example-run.js';
import { source } from '../../input/source.js';

const GENERATED: PasswordSource = { kind: 'generate' };
const NEW = ['nina', 'otto', 'pia'].map((name) => `${name}@tenant-one.example`);
const [NINA, OTTO, PIA] = NEW as [string, string, string];
const TEXT = NEW.join('\n');

interface Line {
  readonly email: string;
  readonly password: string;
}

const linesOf = async (file: string) =>
  (await readFile(file, 'utf8'))
    .split('\n')
    .flatMap((line) => (line === '' ? [] : [JSON.parse(line) as Line]));

describe('openCredentialsFile', () => {
  const folder = temporaryFolder();
  const file = () => folder.path('passwords.ndjson');

  it('makes a file for its user alone, a line for each password', async () => {
    const opened = await openCredentialsFile(file(), undefined);
    await Promise.all([opened.add('a@a.example', 'one'), opened.add('b@a.example', 'two')]);
    await opened.close();
    expect([await readFile(file(), 'utf8'), (await stat(file())).mode & 0o777]).to.deep.equal([
      '{"email":"a@a.example","password":"one"}\n{"email":"b@a.example","password":"two"}\n',
      0o600,
    ]);
  });

  it('tells that passwords are lost from the first one on that cannot be kept', async () => {
    const opened = await openCredentialsFile(file(), undefined);
    const before = opened.lost();
    await opened.close();
    const refused = await rejection(opened.add('a@a.example', 'one'));
    expect([before, refused.code, opened.lost()?.message]).to.deep.equal([
      undefined,
      'PARTIAL',
      `"${file()}" can no longer be written`,
    ]);
  });

  it('refuses a file that is there, and leaves it as it is', async () => {
    await writeFile(file(), 'mine\n');
    const { code } = await rejection(openCredentialsFile(file(), undefined));
    expect([code, await readFile(file(), 'utf8')]).to.deep.equal(['FILE_EXISTS', 'mine\n']);
  });

  it('refuses to go on without one that the run has put passwords into', async () => {
    const opening = openCredentialsFile(file(), new Set(), { holdsSome: true });
    expect(await rejection(opening)).to.deep.equal({
      code: 'USAGE',
      message: `${JSON.stringify(file())} is gone, with the passwords that the run has set so far`,
      hint: 'Put it back where it was. Where they are lost, make an empty file of that name, and give those users others\nafterwards: users reset-password',
    });
  });

  it('goes on with one, without the lines of those who are given another and a line that a crash cut off', async () => {
    const lines = ['a', 'b', 'c'].map((email) => `{"email":"${email}","password":"old"}\n`).join('');
    await writeFile(file(), `${lines}{"email":"d","pass`);
    const opened = await openCredentialsFile(file(), new Set(['b']));
    await opened.add('b', 'new');
    await opened.close();
    expect([
      (await linesOf(file())).map(({ email, password }) => `${email} ${password}`),
      (await stat(file())).mode & 0o777,
    ]).to.deep.equal([['a old', 'c old', 'b new'], 0o600]);
  });

  it('makes one that a crash kept from being made', async () => {
    const opened = await openCredentialsFile(file(), new Set());
    await opened.close();
    expect(await readFile(file(), 'utf8')).to.equal('');
  });

  it('refuses what cannot be written', async () => {
    await mkdir(file());
    const { code, hint } = await rejection(openCredentialsFile(file(), new Set()));
    expect([code, hint]).to.deep.equal(['USAGE', 'Name a file that can: --credentials FILE']);
  });
});

describe('the passwords of a run', () => {
  const place = ownRunPlace();
  const file = () => place().path('passwords.ndjson');
  const creation = ({ mailed = false } = {}): Promise<RowOperation> =>
    createUsersOperation(place().directory(), {
      tenant: 'tenant_001',
      roles: ['itsm_agent'],
      attributes: [],
      permanent: !mailed,
      invite: mailed,
      ifNotExists: false,
      password: mailed ? undefined : GENERATED,
    });
  const options = () => ({ credentials: file() });

  it('go to the file and nowhere else, and open the door', async () => {
    const ran = await place().run(await creation(), TEXT, options());
    const lines = await linesOf(file());
    const told = JSON.stringify([ran.outcomes, ran.shown, ran.cautions, await place().records()]);
    expect({
      emails: lines.map(({ email }) => email),
      doors: await doors(place(), lines),
      told: lines.filter(({ password }) => told.includes(password)),
    }).to.deep.equal({ emails: NEW, doors: [true, true, true], told: [] });
  });

  it('of a row that a crash left unknown, made or not, are set afresh', async () => {
    const job = await creation();
    const first = await place().run(job, TEXT, { ...options(), interruptAfter: 1 });
    await place().crashIn(job, first, 2, OTTO);
    await place().crashIn(job, first, 3, PIA);
    // Otto was made, and his password did not come to the file; Pia's did, and is not hers.
    await place().run(job, OTTO, { input: rows(OTTO), credentials: place().path('lost.ndjson') });
    await writeFile(file(), `${JSON.stringify({ email: PIA, password: 'Stale-Password-1!' })}\n`, {
      flag: 'a',
    });
    const second = await place().run(job, TEXT, { ...options(), resume: true });
    const lines = await linesOf(file());
    expect({
      changed: second.counts.changed,
      emails: lines.map(({ email }) => email),
      doors: await doors(place(), lines),
      results: (await place().records())
        .filter(({ run }) => run?.id === first.runId)
        .map(({ result }) => result),
    }).to.deep.equal({
      changed: 2,
      emails: NEW,
      doors: [true, true, true],
      results: ['done', 'done', 'done'],
    });
  });

  it('are shown to nobody in a dry run that is to go on with a creation', async () => {
    const job = await creation();
    const first = await place().run(job, TEXT, { ...options(), interruptAfter: 1 });
    await place().crashIn(job, first, 2, OTTO);
    await place().run(job, OTTO, { input: rows(OTTO), credentials: place().path('lost.ndjson') });
    const rehearsed = await place().run(job, TEXT, { ...options(), resume: true, dryRun: true });
    expect([
      rehearsed.outcomes.map(({ row, password, error }) => [row.line, password, error]),
      (await linesOf(file())).map(({ email }) => email),
    ]).to.deep.equal([
      [
        [2, undefined, undefined],
        [3, undefined, undefined],
      ],
      [NINA],
    ]);
  });

  it('are refused another file than that of the run, and one that is there where a run is begun', async () => {
    const job = await creation();
    await place().run(job, TEXT, { ...options(), interruptAfter: 1 });
    const other = await rejection(
      place().run(job, TEXT, { credentials: place().path('other'), resume: true }),
    );
    const again = await rejection(place().run(job, TEXT, options()));
    expect([other.code, other.hint, again.code]).to.deep.equal([
      'USAGE',
      `Name that file: --credentials ${file()}`,
      'FILE_EXISTS',
    ]);
  });

  it('are never in one file with the rows that failed, and that file is not written', async () => {
    const job = await creation();
    await place().run(job, TEXT, { ...options(), interruptAfter: 1 });
    const kept = await readFile(file(), 'utf8');
    const refused = await rejection(place().run(job, TEXT, { ...options(), failures: file(), resume: true }));
    expect([refused.code, refused.message, await readFile(file(), 'utf8')]).to.deep.equal([
      'USAGE',
      `--credentials and --failures name one file, "${file()}"`,
      kept,
    ]);
  });

  it('leave no empty file behind where the run cannot begin for another', async () => {
    const job = await creation();
    const failures = place().path('nowhere/failures.txt');
    const refused = await rejection(place().run(job, TEXT, { ...options(), failures }));
    const isThere = await stat(file()).then(
      () => true,
      () => false,
    );
    expect([refused.hint, isThere]).to.deep.equal([
      'Nothing was changed. Name a file that can: --failures FILE',
      false,
    ]);
  });

  it('are each reset once more where a crash left it unknown', async () => {
    const job = onEachUser({
      operation: 'users.reset-password',
      intent: { mode: 'permanent' },
      plan: (directory, user) => resetPassword(directory, { user, mode: 'permanent', password: GENERATED }),
      recovery: { kind: 'repeat' },
    });
    const users = ['ana.silva', 'ben.carter'].map((name) => `${name}@tenant-one.example`);
    const first = await place().run(job, users.join('\n'), { ...options(), interruptAfter: 1 });
    await place().crashIn(job, first, 2, users[1] ?? '');
    await place().run(job, users.join('\n'), { ...options(), resume: true });
    const lines = await linesOf(file());
    expect([lines.map(({ email }) => email), await doors(place(), lines)]).to.deep.equal([
      users,
      [true, true],
    ]);
  });

  it('that Cognito would mail are at most fifty a day from its own sender', async () => {
    const many = Array.from({ length: 51 }, (_, n) => `n${n}@tenant-one.example`);
    place().pool.settings.EmailConfiguration = { EmailSendingAccount: 'COGNITO_DEFAULT' };
    const refused = await rejection(place().run(await creation({ mailed: true }), many.join('\n')));
    const { counts } = await place().run(await creation({ mailed: true }), many.slice(1).join('\n'), {
      width: 8,
    });
    place().pool.settings.EmailConfiguration = { EmailSendingAccount: 'DEVELOPER' };
    const ran = await place().run(await creation({ mailed: true }), `${many.join('\n')}x`, {
      width: 8,
      skipInvalid: true,
    });
    expect([refused.code, refused.message, counts.changed, ran.counts.changed]).to.deep.equal([
      'MAIL_QUOTA',
      "this would cause 51 mails, and the user pool's sender sends 50 a day",
      50,
      2,
    ]);
  });
});

/** An input of other rows, so that the run is another one. */
function rows(text: string) {
  return {
    name: '/other.txt',
    format: 'text',
    open: () => Promise.resolve(source(text)),
  } as const;
}

/** Whether each password opens the door. */
function doors(place: RunPlace, lines: readonly Line[]): Promise<boolean[]> {
  return Promise.all(lines.map(({ email, password }) => place.opens(email, password)));
}

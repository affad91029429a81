import { mkdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';

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
  (await readFile(file, 'utf8')).split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line) as Line]));

describe('openCredentialsFile', () => {
  const folder = temporaryFolder();
  const file = () => folder.path('passwords.ndjson');

  it('creates a file that only its owner can read, with one line for each password', async () => {
    const opened = await openCredentialsFile(file(), undefined);
    await Promise.all([opened.add('a@a.example', 'one'), opened.add('b@a.example', 'two')]);
    await opened.close();
    expect([await readFile(file(), 'utf8'), (await stat(file())).mode & 0o777]).to.deep.equal([
      '{"email":"a@a.example","password":"one"}\n{"email":"b@a.example","password":"two"}\n',
      0o600,
    ]);
  });

  it('reports a write error once a password could not be saved', async () => {
    const opened = await openCredentialsFile(file(), undefined);
    const before = opened.writeError();
    await opened.close();
    const refused = await rejection(opened.add('a@a.example', 'one'));
    expect([before, refused.code, opened.writeError()?.message]).to.deep.equal([
      undefined,
      'PARTIAL',
      `"${file()}" can no longer be written`,
    ]);
  });

  it('refuses an existing file, and leaves it unchanged', async () => {
    await writeFile(file(), 'mine\n');
    const { code } = await rejection(openCredentialsFile(file(), undefined));
    expect([code, await readFile(file(), 'utf8')]).to.deep.equal(['FILE_EXISTS', 'mine\n']);
  });

  it('refuses to resume a run that has set passwords if the file is missing', async () => {
    const opening = openCredentialsFile(file(), new Set(), { mustExist: true });
    expect(await rejection(opening)).to.deep.equal({
      code: 'USAGE',
      message: `${JSON.stringify(file())}, with the passwords that the run has set, is missing`,
      hint: 'Put it back. If it is lost, create an empty file with that name, and give those users new passwords afterwards: users reset-password',
    });
  });

  it('removes the lines of stale passwords and an incomplete last line from the file of a resumed run', async () => {
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

  it('creates the file of a resumed run that was interrupted before it created one', async () => {
    const opened = await openCredentialsFile(file(), new Set());
    await opened.close();
    expect(await readFile(file(), 'utf8')).to.equal('');
  });

  it('refuses a path that cannot be written', async () => {
    await mkdir(file());
    const { code, hint } = await rejection(openCredentialsFile(file(), new Set()));
    expect([code, hint]).to.deep.equal(['USAGE', 'Specify a file that can be written: --credentials FILE']);
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

  it('are written to the file and nowhere else, and allow sign-in', async () => {
    const ran = await place().run(await creation(), TEXT, options());
    const lines = await linesOf(file());
    const output = JSON.stringify([ran.outcomes, ran.shown, ran.warnings, await place().records()]);
    expect({
      emails: lines.map(({ email }) => email),
      signIns: await canSignIn(place(), lines),
      leaked: lines.filter(({ password }) => output.includes(password)),
    }).to.deep.equal({ emails: NEW, signIns: [true, true, true], leaked: [] });
  });

  it('are refused a file that is a link before anything is read or planned', async () => {
    await symlink(place().path('elsewhere'), file());
    const input = { name: '/rows.txt', format: 'text', open: () => expect.fail('the input was read') } as const;
    const refused = await rejection(place().run(await creation(), TEXT, { ...options(), input }));
    expect([refused.code, refused.hint]).to.deep.equal([
      'UNSAFE_FILE',
      'Replace it by the file itself, or use another file: --credentials FILE',
    ]);
  });

  it('are set again for rows that were in progress in a crash', async () => {
    const operation = await creation();
    const first = await place().run(operation, TEXT, { ...options(), interruptAfter: 1 });
    await place().crashIn(operation, first, 2, OTTO);
    await place().crashIn(operation, first, 3, PIA);
    // Otto was created, and his password was not saved. Pia's line is not her password.
    await place().run(operation, OTTO, { input: rows(OTTO), credentials: place().path('lost.ndjson') });
    await writeFile(file(), `${JSON.stringify({ email: PIA, password: 'Stale-Password-1!' })}\n`, {
      flag: 'a',
    });
    const second = await place().run(operation, TEXT, { ...options(), resume: true });
    const lines = await linesOf(file());
    expect({
      changed: second.counts.changed,
      emails: lines.map(({ email }) => email),
      signIns: await canSignIn(place(), lines),
      results: (await place().records()).filter(({ run }) => run?.id === first.runId).map(({ result }) => result),
    }).to.deep.equal({
      changed: 2,
      emails: NEW,
      signIns: [true, true, true],
      results: ['done', 'done', 'done'],
    });
  });

  it('are not shown in the dry run of a resumed run', async () => {
    const operation = await creation();
    const first = await place().run(operation, TEXT, { ...options(), interruptAfter: 1 });
    await place().crashIn(operation, first, 2, OTTO);
    await place().run(operation, OTTO, { input: rows(OTTO), credentials: place().path('lost.ndjson') });
    const rehearsed = await place().run(operation, TEXT, { ...options(), resume: true, dryRun: true });
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

  it('must stay in the file of the run, and a new run refuses an existing file', async () => {
    const operation = await creation();
    await place().run(operation, TEXT, { ...options(), interruptAfter: 1 });
    const other = await rejection(place().run(operation, TEXT, { credentials: place().path('other'), resume: true }));
    const again = await rejection(place().run(operation, TEXT, options()));
    expect([other.code, other.hint, again.code]).to.deep.equal([
      'USAGE',
      `Specify that file: --credentials ${file()}`,
      'FILE_EXISTS',
    ]);
  });

  it('are never written to the failures file', async () => {
    const operation = await creation();
    await place().run(operation, TEXT, { ...options(), interruptAfter: 1 });
    const kept = await readFile(file(), 'utf8');
    const refused = await rejection(place().run(operation, TEXT, { ...options(), failures: file(), resume: true }));
    expect([refused.code, refused.message, await readFile(file(), 'utf8')]).to.deep.equal([
      'USAGE',
      `--credentials and --failures name the same file, "${file()}"`,
      kept,
    ]);
  });

  it('leave no empty file behind if the run cannot start', async () => {
    const operation = await creation();
    const failures = place().path('nowhere/failures.txt');
    const refused = await rejection(place().run(operation, TEXT, { ...options(), failures }));
    const isThere = await stat(file()).then(
      () => true,
      () => false,
    );
    expect([refused.hint, isThere]).to.deep.equal([
      'Nothing was changed. Specify a file that can be written: --failures FILE',
      false,
    ]);
  });

  it('are reset again for rows that were in progress in a crash', async () => {
    const operation = onEachUser({
      operation: 'users.reset-password',
      intent: { mode: 'permanent' },
      plan: (directory, user) => resetPassword(directory, { user, mode: 'permanent', password: GENERATED }),
      recovery: { kind: 'repeat' },
    });
    const users = ['ana.silva', 'ben.carter'].map((name) => `${name}@tenant-one.example`);
    const first = await place().run(operation, users.join('\n'), { ...options(), interruptAfter: 1 });
    await place().crashIn(operation, first, 2, users[1] ?? '');
    await place().run(operation, users.join('\n'), { ...options(), resume: true });
    const lines = await linesOf(file());
    expect([lines.map(({ email }) => email), await canSignIn(place(), lines)]).to.deep.equal([users, [true, true]]);
  });

  it('are refused if the default sender of Cognito would have to email more than fifty', async () => {
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
      "the run would send 51 emails, and the user pool's default sender is limited to 50 a day",
      50,
      2,
    ]);
  });
});

/** Another input, so that the run is a different one. */
function rows(text: string) {
  return {
    name: '/other.txt',
    format: 'text',
    open: () => Promise.resolve(source(text)),
  } as const;
}

/** Whether each user can sign in with the password. */
function canSignIn(place: RunPlace, lines: readonly Line[]): Promise<boolean[]> {
  return Promise.all(lines.map(({ email, password }) => place.hasPassword(email, password)));
}

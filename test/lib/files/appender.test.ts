import { type FileHandle, open, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';

import { expect } from 'chai';

import { openAppender } from '../../../src/lib/files/appender.js';
import { temporaryFolder } from '../config/temporary-folder.js';

/** The system's code of the error that `act` rejects with. */
const code = (act: Promise<unknown>) =>
  act.then(
    () => 'none',
    (error: unknown) => (error as NodeJS.ErrnoException).code,
  );

describe('openAppender', () => {
  const folder = temporaryFolder();
  const file = () => folder.path('passwords.ndjson');

  it('makes a file for its user only, and refuses an existing one', async () => {
    const appender = await openAppender(file(), 'ax');
    await appender.add('one\n');
    await appender.close();
    const again = await code(openAppender(file(), 'ax'));
    const mode = process.platform === 'win32' ? 0o600 : (await stat(file())).mode & 0o777;
    expect([again, mode, await readFile(file(), 'utf8')]).to.deep.equal(['EEXIST', 0o600, 'one\n']);
  });

  it('refuses a dangling link too: it could make a file anywhere', async function () {
    if (process.platform === 'win32') this.skip();
    await symlink(folder.path('elsewhere'), file());
    expect(await code(openAppender(file(), 'ax'))).to.equal('EEXIST');
  });

  it('appends to no link: it could lead to a file of somebody else', async function () {
    if (process.platform === 'win32') this.skip();
    const victim = folder.path('elsewhere');
    await writeFile(victim, 'before\n');
    await symlink(victim, file());
    expect([await code(openAppender(file(), 'a')), await readFile(victim, 'utf8')]).to.deep.equal([
      'ELOOP',
      'before\n',
    ]);
  });

  it('appends to an existing file, and makes a missing one', async () => {
    await writeFile(file(), 'before\n');
    const appender = await openAppender(file(), 'a');
    await appender.add('after\n');
    await appender.close();
    const other = await openAppender(folder.path('new'), 'a');
    await other.close();
    expect([await readFile(file(), 'utf8'), await readFile(folder.path('new'), 'utf8')]).to.deep.equal([
      'before\nafter\n',
      '',
    ]);
  });

  it('writes what many callers add at once, each text whole and in the order of the calls', async () => {
    const appender = await openAppender(file(), 'ax');
    const lines = Array.from({ length: 500 }, (_, number) => `${number} ${'x'.repeat(number * 7)}\n`);
    await Promise.all(lines.map((line) => appender.add(line)));
    await appender.close();
    expect(await readFile(file(), 'utf8')).to.equal(lines.join(''));
  });

  it('resolves only when the text is on the disk', async () => {
    const appender = await openAppender(file(), 'ax');
    const seen: boolean[] = [];
    await Promise.all(
      Array.from({ length: 20 }, async (_, number) => {
        await appender.add(`line ${number}\n`);
        seen.push((await readFile(file(), 'utf8')).includes(`line ${number}\n`));
      }),
    );
    await appender.close();
    expect(seen).to.deep.equal(new Array(20).fill(true));
  });

  it('writes what was added during one write with one further write', async () => {
    const appender = await openAppender(file(), 'ax');
    const handle = await open(file());
    const prototype = Object.getPrototypeOf(handle) as FileHandle;
    await handle.close();
    const original = Object.getOwnPropertyDescriptor(prototype, 'datasync')!;
    let writes = 0;
    const counting = function (this: FileHandle): Promise<void> {
      writes += 1;
      return this.sync();
    };
    Object.defineProperty(prototype, 'datasync', { ...original, value: counting });
    await Promise.all(Array.from({ length: 100 }, (_, number) => appender.add(`${number}\n`))).finally(() => {
      Object.defineProperty(prototype, 'datasync', original);
    });
    await appender.close();
    expect(writes).to.equal(2);
  });

  it('appends one text after the other', async () => {
    const appender = await openAppender(file(), 'ax');
    for (const text of ['a', 'b', 'c']) await appender.add(text);
    await appender.close();
    expect(await readFile(file(), 'utf8')).to.equal('abc');
  });

  it('writes what still waits before it closes, and refuses later texts', async () => {
    const appender = await openAppender(file(), 'ax');
    const waiting = [appender.add('one\n'), appender.add('two\n')];
    await appender.close();
    await Promise.all(waiting);
    expect([await readFile(file(), 'utf8'), await code(appender.add('three\n'))]).to.deep.equal([
      'one\ntwo\n',
      'EBADF',
    ]);
  });

  it('rejects every text of a failed write, and tries the next', async function () {
    if (process.platform !== 'linux') this.skip();
    const appender = await openAppender('/dev/full', 'a');
    const failures = await Promise.all([code(appender.add('one')), code(appender.add('two'))]);
    const later = await code(appender.add('three'));
    await appender.close();
    expect([failures, later]).to.deep.equal([['ENOSPC', 'ENOSPC'], 'ENOSPC']);
  });

  it('keeps to its file if another one takes the name', async () => {
    const appender = await openAppender(file(), 'ax');
    await rm(file());
    await writeFile(file(), 'of another program\n');
    await appender.add('mine\n');
    await appender.close();
    expect(await readFile(file(), 'utf8')).to.equal('of another program\n');
  });
});

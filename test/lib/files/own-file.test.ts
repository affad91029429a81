import { execFileSync } from 'node:child_process';
import { chmod, chown, mkdir, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

import { expect } from 'chai';

import { readText } from '../../../src/lib/config/file/read-text.js';
import { assertOwn, assertOwnLink, openOwn, openOwnToRead, WRITE } from '../../../src/lib/files/own-file.js';
import { appendEntries } from '../../../src/lib/history/file/append.js';
import { fileStore } from '../../../src/lib/history/file/file-store.js';
import { newestFirst } from '../../../src/lib/history/newest-first.js';
import { newCompiledFile, savedJob, saveJob } from '../../../src/lib/imports/compile/imports-folder.js';
import { LineMap } from '../../../src/lib/imports/compile/line-map.js';
import { readSpool } from '../../../src/lib/input/spool.js';
import { openCredentialsFile } from '../../../src/lib/runs/result-files/credentials-file.js';
import { hasRunHead, makeRunFolder, type RunFolder } from '../../../src/lib/runs/resume/run-folder.js';
import { FileStore } from '../../../src/lib/sandbox/state/store.js';
import { readCheckpoint, writeCheckpoint } from '../../../src/lib/users/export/export-checkpoint.js';
import { seedState } from '../../../src/lib/sandbox/seed/seed.js';
import { openTestDirectory } from '../../helpers/directory.js';
import { verifyHistory } from '../../helpers/read-history.js';
import { temporaryFolder } from '../config/temporary-folder.js';
import { refusal, rejection } from '../conventions/refusal.js';
import { started } from '../history/example-history.js';

const SOMEBODY = 54_321;

describe('own-file', function () {
  before(function () {
    if (process.geteuid === undefined) this.skip();
  });
  const folder = temporaryFolder();
  const file = () => folder.path('data/file');
  const geteuid = process.geteuid;
  afterEach(() => {
    process.geteuid = geteuid;
  });

  beforeEach(async () => {
    await mkdir(folder.path('data'), { mode: 0o700 });
    await writeFile(file(), 'text', { mode: 0o600 });
  });

  /** Gives a path to another user, or makes another one of this user, who may not give anything away. */
  async function giveAway(path: string): Promise<void> {
    if (process.geteuid?.() === 0) await chown(path, SOMEBODY, SOMEBODY);
    else process.geteuid = () => SOMEBODY;
  }

  async function link(path: string): Promise<void> {
    await writeFile(folder.path('elsewhere'), await readFile(path).catch(() => ''), { mode: 0o600 });
    await rm(path, { force: true });
    await symlink(folder.path('elsewhere'), path);
  }

  const UNSAFE: readonly [what: string, make: () => Promise<void>, message: () => string, fix: () => string][] = [
    [
      'a symbolic link',
      () => link(file()),
      () => `${file()} is a symbolic link`,
      () => 'Replace it by the file itself, or use another data folder: SF_ADMIN_DATA_DIR',
    ],
    ['a file that its group can write', () => chmod(file(), 0o620), writable, () => `chmod go-w ${file()}`],
    ['a file that everybody can write', () => chmod(file(), 0o602), writable, () => `chmod go-w ${file()}`],
    [
      'a file in a folder that others can write',
      () => chmod(dirname(file()), 0o770),
      () => `other users can write to the folder ${dirname(file())}`,
      () => `chmod go-w ${dirname(file())}`,
    ],
  ];

  function writable(): string {
    return `other users can write to ${file()}`;
  }

  for (const [what, make, message, fix] of UNSAFE) {
    it(`refuses ${what}, and says how to repair it`, async () => {
      await make();
      const refusals = [
        refusal(() => {
          assertOwn(file());
        }),
        refusal(() => openOwnToRead(file())),
        await rejection(openOwn(file(), WRITE)),
      ];
      for (const { code, message: said, hint } of refusals) {
        expect([code, said, hint?.endsWith(fix())]).to.deep.equal(['UNSAFE_FILE', message(), true]);
      }
      expect(await readFile(file(), 'utf8')).to.equal('text');
    });
  }

  for (const of of ['file', 'folder'] as const) {
    it(`refuses the ${of} of another user`, async () => {
      await giveAway(of === 'file' ? file() : dirname(file()));
      const { code, message, hint } = refusal(() => openOwnToRead(file()));
      expect([code, message.endsWith('belongs to another user')]).to.deep.equal(['UNSAFE_FILE', true]);
      expect(hint).to.match(/trust what it holds: sudo chown \d+ \//);
    });
  }

  it('quotes the path in its command for a shell', async () => {
    const path = folder.path("data/o'neil list");
    await writeFile(path, 'text');
    await chmod(path, 0o622);
    const { hint = '' } = refusal(() => openOwnToRead(path));
    execFileSync('sh', ['-c', hint.slice(hint.indexOf('chmod'))]);
    assertOwn(path);
  });

  it('accepts a file that only others can read, one that is missing, and one in a sticky folder', async () => {
    await chmod(file(), 0o644);
    assertOwn(file());
    assertOwn(folder.path('data/none'));
    assertOwn(folder.path('none/none'));
    await chmod(dirname(file()), 0o1777);
    assertOwn(file());
  });

  it('accepts files of root, who could change any file', function () {
    if (process.geteuid?.() !== 0) this.skip();
    process.geteuid = () => SOMEBODY;
    assertOwn(file());
  });

  it('does not follow a link that is made after the check', async () => {
    await link(file());
    // As without the check.
    Object.defineProperty(process, 'geteuid', { value: undefined, configurable: true, writable: true });
    const thrown: unknown = await openOwn(file(), WRITE).catch((error: unknown) => error);
    expect((thrown as NodeJS.ErrnoException).code).to.equal('ELOOP');
  });

  it('makes a file that only its user can read', async () => {
    const handle = await openOwn(folder.path('data/new'), WRITE);
    const { mode } = await handle.stat();
    await handle.close();
    expect(mode & 0o777).to.equal(0o600);
  });

  it('accepts a link of its user to a file that is safe, where one may be a link', async () => {
    await link(file());
    assertOwnLink(file());
    await chmod(folder.path('elsewhere'), 0o666);
    expect(
      refusal(() => {
        assertOwnLink(file());
      }).message,
    ).to.equal(`other users can write to ${folder.path('elsewhere')}`);
  });

  /** Every file of the program's own: where it is, and what reads or writes it. */
  const place = () => openTestDirectory({ dataFolder: folder.path('data') });
  const history = () => folder.path('data/history.ndjson');
  const run = (): RunFolder => ({
    id: 'r',
    path: folder.path('data'),
    rows: folder.path('data/rows.ndjson'),
    plans: folder.path('data/plans.ndjson'),
    lock: folder.path('locks'),
  });
  const saved = { source: '-', rows: 0, lines: new LineMap([]) };
  const checkpoint = { v: 1, terms: {}, token: null, read: 0, found: 0, written: { bytes: 0, sha256: '' } } as const;
  const jobFile = async () => {
    await saveJob(place(), 'import-1', saved);
    const [name = ''] = await readdir(folder.path('data/imports'));
    return folder.path(`data/imports/${name}`);
  };
  const FILES: Record<string, [path: () => string | Promise<string>, acts: (() => Promise<unknown>)[]]> = {
    'a history': [
      history,
      [
        () => appendEntries(history(), started(1)),
        () => verifyHistory(history()),
        () => newestFirst({ current: fileStore(history()), earlier: [] }).next(),
      ],
    ],
    'the head of a history': [
      () => `${history()}.head`,
      [() => appendEntries(history(), started(1)), () => verifyHistory(history())],
    ],
    'the state of the sandbox': [
      () => folder.path('data/sandbox.json'),
      [
        () => new FileStore(folder.path('data/sandbox.json')).read(),
        () => new FileStore(folder.path('data/sandbox.json')).update(() => undefined),
        () => new FileStore(folder.path('data/sandbox.json')).replace(seedState()),
      ],
    ],
    'an upload to the sandbox': [
      async () => {
        await mkdir(folder.path('data/sandbox.json.uploads'), { mode: 0o700 });
        return folder.path('data/sandbox.json.uploads/one');
      },
      [
        () => new FileStore(folder.path('data/sandbox.json')).uploads.read('one', 0),
        () => new FileStore(folder.path('data/sandbox.json')).uploads.write('one', empty()),
      ],
    ],
    'the head of a run': [() => folder.path('data/run.json'), [() => hasRunHead(run())]],
    'the folder of a run': [
      async () => {
        await mkdir(folder.path('data/runs'), { mode: 0o700 });
        return folder.path('data/runs/01J');
      },
      [() => makeRunFolder(folder.path('data'), '01J')],
    ],
    'the rows of a run': [() => run().rows, [() => readSpool(run().rows).next()]],
    'a file of passwords': [
      () => folder.path('data/passwords'),
      [
        () => openCredentialsFile(folder.path('data/passwords'), undefined),
        () => openCredentialsFile(folder.path('data/passwords'), new Set()),
      ],
    ],
    'the checkpoint of an export': [
      () => folder.path('data/users.checkpoint'),
      [() => readCheckpoint(folder.path('data/users'))],
    ],
    'the next checkpoint of an export': [
      () => folder.path('data/users.checkpoint.next'),
      [() => writeCheckpoint(folder.path('data/users'), checkpoint)],
    ],
    'what is known of an import job': [
      async () => {
        await newCompiledFile(place());
        return jobFile();
      },
      [() => savedJob(place(), 'import-1'), () => saveJob(place(), 'import-1', saved)],
    ],
  };

  /** A named pipe: opening one waits until somebody opens its other end. */
  async function pipe(path: string): Promise<void> {
    await rm(path, { force: true });
    execFileSync('mkfifo', ['-m', '600', path]);
  }

  async function* empty(): AsyncGenerator<Uint8Array> {
    // Nothing is uploaded.
  }

  for (const [what, [path, acts]] of Object.entries(FILES)) {
    it(`is asked about ${what}`, async () => {
      const found = await path();
      await link(found);
      for (const act of acts) expect((await rejection(act())).code, String(act)).to.equal('UNSAFE_FILE');
      await chmod(dirname(found), 0o777);
      for (const act of acts) expect((await rejection(act())).code, String(act)).to.equal('UNSAFE_FILE');
    });
  }

  for (const [what, [path, acts]] of Object.entries(FILES)) {
    it(`refuses a named pipe in place of ${what}, at once`, async () => {
      const found = await path();
      await pipe(found);
      for (const act of acts) {
        const { code, message } = await rejection(act());
        expect([code, message]).to.deep.equal(['UNSAFE_FILE', `${found} is not a file`]);
      }
    });
  }

  it('refuses a named pipe in place of the contexts file, also behind a link', async () => {
    await pipe(file());
    await symlink(file(), folder.path('config.yaml'));
    for (const path of [file(), folder.path('config.yaml')]) {
      const { code, message, hint } = refusal(() => readText(path));
      expect([code, message]).to.deep.equal(['UNSAFE_FILE', `${file()} is not a file`]);
      expect(hint).to.equal('Move it away, or use another contexts file: SF_ADMIN_CONFIG');
    }
  });

  it('names another file, not another data folder, for files that the user names', async () => {
    await link(file());
    const credentials = await rejection(openCredentialsFile(file(), undefined));
    expect(credentials.hint).to.equal('Replace it by the file itself, or use another file: --credentials FILE');
    await link(folder.path('data/users.checkpoint'));
    const checkpoint = await rejection(readCheckpoint(folder.path('data/users')));
    expect(checkpoint.hint).to.equal('Replace it by the file itself, or use another file for the export');
  });

  it('is asked about the folder of an interrupted run, and about that of compiled imports', async () => {
    await symlink(folder.path('data'), folder.path('link'));
    expect((await rejection(hasRunHead({ ...run(), path: folder.path('link') }))).code).to.equal('UNSAFE_FILE');
    await mkdir(folder.path('data/imports'));
    await chmod(folder.path('data/imports'), 0o777);
    expect((await rejection(newCompiledFile(place()))).code).to.equal('UNSAFE_FILE');
  });

  it('is asked about the contexts file, which may be a link', async () => {
    await link(file());
    expect(readText(file())).to.equal('text');
    await chmod(folder.path('elsewhere'), 0o666);
    expect(refusal(() => readText(file())).code).to.equal('UNSAFE_FILE');
  });
});

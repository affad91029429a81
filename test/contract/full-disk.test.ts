import { readdir, readFile } from 'node:fs/promises';

import { expect } from 'chai';

import type { Manifest } from '../../src/lib/backups/archive/archive.js';
import { resetSandbox } from '../../src/lib/sandbox/seed/reset.js';
import { ownPlace } from '../helpers/place.js';
import { type BinResult, binEnvironment, COMMAND, requireBuild, startProcess } from '../helpers/run-bin.js';

const USERS = 200;
/** KiB that a file may have: more than the settings and one page of users, and less than all users. */
const LIMIT = 64;

/** Without a handler the system ends a process that reaches the limit, instead of refusing the write. */
const HANDLER = encodeURIComponent('process.on("SIGXFSZ", () => {});');
const NODE_OPTIONS = `--import=data:text/javascript,${HANDLER}`;

describe('pool backup on a disk that becomes full', () => {
  before(requireBuild);
  const place = ownPlace();
  const folder = () => place().path('backup');

  /** Makes the backup. The limit stands in for the end of the disk, which takes a file system of its own. */
  const backUp = (limit = 'unlimited'): Promise<BinResult> =>
    startProcess(
      'bash',
      ['-c', 'ulimit -f "$0"; exec "$@"', limit, ...COMMAND, 'pool', 'backup', folder()],
      binEnvironment(place(), { NODE_OPTIONS }),
    ).ended;

  it('says so, leaves nothing that looks like a backup, and continues once there is space', async () => {
    await resetSandbox(place().sandbox, { users: USERS });
    const file = `${folder()}/users.ndjson`;
    for (const attempt of ['the first', 'the second']) {
      const { stdout, stderr, code } = await backUp(String(LIMIT));
      expect({ stdout, stderr: stderr.split('\n').slice(-4), code }, attempt).to.deep.equal({
        stdout: '',
        stderr: [
          `error: ${file} cannot be written: the file is too large`,
          '  Check its folder, the permissions, and the space on the disk.',
          `  To continue: sf-admin pool backup ${folder()}`,
          '',
        ],
        code: 2,
      });
      expect(await readdir(folder()), attempt).to.not.include('manifest.json');
    }

    const { stderr, code } = await backUp();
    expect(code, stderr).to.equal(0);
    const { counts } = JSON.parse(await readFile(`${folder()}/manifest.json`, 'utf8')) as Manifest;
    const lines = (await readFile(file, 'utf8')).trimEnd().split('\n');
    const names = new Set(lines.map((line) => (JSON.parse(line) as { username: string }).username));
    expect([counts.users, lines.length, names.size]).to.deep.equal([USERS, USERS, USERS]);
    expect((await readdir(folder())).sort()).to.deep.equal([
      'groups.ndjson',
      'manifest.json',
      'pool.yaml',
      'users.ndjson',
    ]);
  });
});

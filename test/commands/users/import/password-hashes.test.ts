import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { expect } from 'chai';

import HistoryShow from '../../../../src/commands/history/show.js';
import UsersImportList from '../../../../src/commands/users/import/list.js';
import UsersImportStart from '../../../../src/commands/users/import/start.js';
import { HASH_ALGORITHMS } from '../../../../src/lib/model/imports/password-hash.js';
import { hashOf } from '../../../helpers/password-hashes.js';
import { ownPlace } from '../../../helpers/place.js';
import { commandRunner } from '../../../helpers/run-command.js';

const NINA = 'nina@tenant-one.example';
const OTTO = 'otto@tenant-one.example';
const PASSWORD = 'Brought-From-Elsewhere-7';
const HEADER = 'email,tenantId,roles,oldHash';

describe('users import start --password-hashes', () => {
  const place = ownPlace();
  const run = commandRunner(place);

  async function start(text: string, algorithm: string, argv: readonly string[] = ['--yes']) {
    const file = place().path('movers.csv');
    await writeFile(file, text);
    return run(UsersImportStart, [file, '--password-hashes', algorithm, '--hash-column', 'oldHash', ...argv]);
  }

  /** The files of the place that hold a text, without the file that was imported. */
  async function filesWith(text: string): Promise<string[]> {
    const entries = await readdir(place().home, { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile() && entry.name !== 'movers.csv');
    const hits = await Promise.all(
      files.map(async ({ parentPath, name }) =>
        (await readFile(join(parentPath, name), 'latin1')).includes(text) ? [name] : [],
      ),
    );
    return hits.flat();
  }

  for (const algorithm of HASH_ALGORITHMS) {
    it(`moves users who keep their passwords, and only the sandbox's state holds the hash: ${algorithm}`, async () => {
      const hash = await hashOf(algorithm, PASSWORD);
      const key = hash.slice(-20);
      const { stdout, stderr, exitCode } = await start(
        `${HEADER}\n${NINA},tenant_001,itsm_agent,"${hash}"\n`,
        algorithm,
        ['--yes', '--debug'],
      );
      expect(stdout).to.equal('Started the import of 1 user from movers.csv.\nImported 1 user.\n');
      expect(exitCode).to.equal(0);
      expect(stderr).to.include(`The users keep their passwords, as ${algorithm} hashes.`);
      expect(await place().signIn(NINA, PASSWORD)).to.equal('signed in');
      expect(await place().signIn(NINA, `${PASSWORD}!`)).to.equal('Incorrect username or password.');
      expect(await filesWith(key)).to.deep.equal(['sandbox.json']);
      expect(stdout + stderr).to.not.include(key);
    });
  }

  it('is recorded, and listed, with the algorithm', async () => {
    const hash = await hashOf('bcrypt', PASSWORD);
    const { stdout } = await start(`${HEADER}\n${NINA},tenant_001,itsm_agent,${hash}\n`, 'bcrypt', [
      '--yes',
      '-o',
      'json',
    ]);
    const [{ recordId }] = (JSON.parse(stdout) as { outcomes: [{ recordId: string }] }).outcomes;
    const { stdout: record } = await run(HistoryShow, [recordId]);
    const { stdout: list } = await run(UsersImportList, ['-o', 'csv', '--columns', 'name,passwordHashes']);
    expect(record).to.match(/password ?[hH]ashes\W.*bcrypt/);
    expect(list).to.equal('name,passwordHashes\nmovers.csv,bcrypt\n');
  });

  it('lists malformed and missing hashes by their lines, shows none of them, and changes nothing', async () => {
    const before = await place().bytes();
    const [good, other] = [await hashOf('bcrypt', PASSWORD), await hashOf('scrypt', PASSWORD)];
    const { stdout, stderr, exitCode } = await start(
      [
        HEADER,
        `${NINA},tenant_001,itsm_agent,${good}`,
        `${OTTO},tenant_001,itsm_agent,${good.slice(0, -1)}`,
        `paul@tenant-one.example,tenant_001,itsm_agent,`,
        `quinn@tenant-one.example,tenant_001,itsm_agent,"${other}"`,
        // The commas of this hash are not within quotes, so its parts become cells.
        `rosa@tenant-one.example,${other},tenant_001,itsm_agent`,
        `${good},tenant_001,itsm_agent,${good}`,
        `sara@tenant-one.example,tenant_001,${good},${good}`,
        '',
      ].join('\n'),
      'bcrypt',
    );
    expect([stdout, exitCode, await place().bytes()]).to.deep.equal(['', 2, before]);
    expect(stderr.split('\n')).to.deep.equal([
      'error: 6 rows of the input cannot be used',
      '  line 3, oldHash: is not a hash of bcrypt, such as $2b$12$…',
      '  line 4, oldHash: is missing. Import users without a hash by a job of their own',
      '  line 5, oldHash: is not a hash of bcrypt, such as $2b$12$…',
      '  line 6: has 6 fields, but the header has 4',
      '  line 7, email: "(hidden)" is not an email address. Add the domain, as in ada@example.com',
      '  line 8, roles: role "(hidden)" is not a StackFlow role. Roles: itsm_agent, itsm_admin, cloud_admin, super_admin',
      '  Nothing was changed. To continue with the valid rows: --skip-invalid',
      '',
    ]);
    expect(await readdir(join(place().dataFolder, 'imports'))).to.deep.equal([]);
  });

  it('shows no hash of a file without a header, and needs the column', async () => {
    const hash = await hashOf('bcrypt', PASSWORD);
    const headless = await start(`${NINA},tenant_001,itsm_agent,${hash}\n`, 'bcrypt');
    expect(headless.stderr).to.include('(hidden)').and.not.include(hash.slice(-10));
    const without = await start(`email,tenantId,roles\n${NINA},tenant_001,itsm_agent\n`, 'bcrypt');
    expect(without.stderr).to.include('line 1, oldHash: the column is missing');
    expect([headless.exitCode, without.exitCode]).to.deep.equal([2, 2]);
  });

  it('refuses two rows of a user with different hashes', async () => {
    const [one, two] = [await hashOf('bcrypt', 'one'), await hashOf('bcrypt', 'two')];
    const rows = [one, two].map((hash) => `${NINA},tenant_001,itsm_agent,${hash}\n`).join('');
    const { stderr, exitCode } = await start(`${HEADER}\n${rows}`, 'bcrypt');
    expect(stderr).to.include(`line 3: has other values for "${NINA}" than line 2`);
    expect(exitCode).to.equal(2);
  });

  it('refuses a column of the user, a column or an algorithm alone, and a plan, which would hold the hashes', async () => {
    const file = place().path('movers.csv');
    await writeFile(file, `${HEADER}\n`);
    const refused = async (...argv: string[]) => {
      const { stderr, exitCode } = await run(UsersImportStart, [file, ...argv]);
      return [stderr.split('\n')[0], exitCode];
    };
    const both = ['--password-hashes', 'bcrypt', '--hash-column'];
    expect(await refused(...both, 'Email')).to.deep.equal([
      'error: --hash-column "Email" is a column with another meaning',
      2,
    ]);
    expect((await refused('--password-hashes', 'bcrypt'))[1]).to.equal(2);
    expect((await refused('--hash-column', 'oldHash'))[1]).to.equal(2);
    expect((await refused('--password-hashes', 'md5', '--hash-column', 'oldHash'))[1]).to.equal(2);
    expect((await refused(...both, 'oldHash', '--plan-out', place().path('plan.json')))[0]).to.match(
      /--password-hashes .*--plan-out|--plan-out .*--password-hashes/,
    );
  });

  it('reads the hashes of NDJSON', async () => {
    const oldHash = await hashOf('argon2id', PASSWORD);
    const file = place().path('movers.ndjson');
    await writeFile(
      file,
      `${JSON.stringify({ email: NINA, tenantId: 'tenant_001', roles: ['itsm_agent'], oldHash })}\n`,
    );
    const argv = ['--yes', '--password-hashes', 'argon2id', '--hash-column', 'oldHash'];
    expect((await run(UsersImportStart, [file, ...argv])).exitCode).to.equal(0);
    expect(await place().signIn(NINA, PASSWORD)).to.equal('signed in');
  });
});

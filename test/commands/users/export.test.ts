import { readFile } from 'node:fs/promises';

import { expect } from 'chai';

import UsersExport from '../../../src/commands/users/export.js';
import UsersList from '../../../src/commands/users/list.js';
import { ownPlace } from '../../helpers/place.js';
import { commandRunner } from '../../helpers/run-command.js';

describe('users export', () => {
  const place = ownPlace();
  const run = commandRunner(place);
  const lines = (text: string): string[] => text.trimEnd().split('\n');

  it('writes the fields of a list and all other attributes, one object per line', async () => {
    const { stdout, stderr, exitCode } = await run(UsersExport, []);
    const listed = JSON.parse((await run(UsersList, ['-o', 'json'])).stdout) as object[];
    const exported = lines(stdout).map((line) => JSON.parse(line) as { attributes: object });
    expect({ exitCode, stderr, first: exported[0]?.attributes }).to.deep.equal({
      exitCode: 0,
      stderr: '20 matches (20 users scanned).\n',
      first: { 'custom:employee_no': 'E00001' },
    });
    expect(exported.map(({ attributes: _, ...user }) => user)).to.deep.equal(listed);
  });

  it('takes the filters of users list', async () => {
    const filter = ['--tenant', 'tenant_003', '--enabled', '--limit', '3'];
    const [listed, exported] = [await run(UsersList, [...filter, '-q']), await run(UsersExport, [...filter, '-q'])];
    expect([exported.stdout, lines(exported.stdout).length]).to.deep.equal([listed.stdout, 3]);
  });

  it('writes any attribute of the pool as a CSV column', async () => {
    const argv = ['--tenant', 'tenant_003', '--limit', '2', '-o', 'csv'];
    const { stdout } = await run(UsersExport, [
      ...argv,
      '--columns',
      'email,roles,locale,custom:employee_no,custom:tenant_id',
    ]);
    expect(lines(stdout)).to.deep.equal([
      'email,roles,locale,custom:employee_no,custom:tenant_id',
      'pedro.alvarez@tenant-three.example,itsm_agent,,E00016,tenant_003',
      'quinn.murphy@tenant-three.example,"itsm_admin,cloud_admin",,E00017,tenant_003',
    ]);
  });

  it('refuses a column that is not an attribute of the pool, and suggests one', async () => {
    const { stdout, stderr, exitCode } = await run(UsersExport, ['--columns', 'custom:employe_no']);
    expect([stdout, lines(stderr)[0], exitCode]).to.deep.equal(['', 'error: unknown column "custom:employe_no"', 2]);
    expect(stderr).to.include('Did you mean custom:employee_no?');
  });

  it('writes the same to a file as to stdout, and a summary to stderr', async () => {
    const file = place().path('users.ndjson');
    const { stdout } = await run(UsersExport, []);
    const result = await run(UsersExport, ['--to', file]);
    expect([result, (await readFile(file, 'utf8')) === stdout]).to.deep.equal([
      { stdout: '', stderr: `Wrote 20 users to ${file} (20 scanned).\n`, exitCode: 0, asked: [] },
      true,
    ]);
  });

  it('prints nothing with --to and -q, and still writes all attributes', async () => {
    const file = place().path('users.csv');
    const result = await run(UsersExport, ['--to', file, '-q', '-o', 'csv', '--columns', 'email', '--limit', '1']);
    expect([result, await readFile(file, 'utf8')]).to.deep.equal([
      { stdout: '', stderr: '', exitCode: 0, asked: [] },
      'email\nana.silva@tenant-one.example\n',
    ]);
  });

  const REFUSED: [argv: string[], message: RegExp][] = [
    [['--json'], /users export cannot write a JSON array/],
    [['-o', 'json'], /expected --output to be one of: ndjson, csv/],
    [['-o', 'table'], /expected --output to be one of: ndjson, csv/],
    [['--resume'], /--to/],
    [['--to', ''], /--to is empty/],
    [['--to', '-'], /--to needs a file/],
  ];
  for (const [argv, message] of REFUSED) {
    it(`refuses ${argv.join(' ')}`, async () => {
      const { stdout, stderr, exitCode } = await run(UsersExport, argv);
      expect(stdout + stderr).to.match(message);
      expect(exitCode).to.equal(2);
    });
  }
});

import { readFile, readdir, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { mkdtemp, rm } from 'node:fs/promises';

import { expect } from 'chai';

import type { CompileInput } from '../../../../src/lib/imports/compile/compile-import.js';
import { SANDBOX_POOL_ID } from '../../../../src/lib/model/sandbox-ids.js';
import { openTestDirectory, type TestDirectoryOptions } from '../../../helpers/directory.js';
import { rejection } from '../../conventions/refusal.js';
import { compiled, HEADER, mockImportPool } from '../import-pool.js';

const CSV_HEADER = `${HEADER.join(',')}\n`;

describe('compileImport', () => {
  let dataFolder: string;
  const cognito = mockImportPool();

  beforeEach(async () => {
    dataFolder = await mkdtemp(join(tmpdir(), 'sf-admin-imports-'));
  });
  afterEach(() => rm(dataFolder, { recursive: true }));

  function compile(text: string, input: Partial<CompileInput> = {}, where: TestDirectoryOptions = {}) {
    return compiled(openTestDirectory({ ...where, dataFolder }), text, input);
  }

  it("writes every column of the pool's header, the user name, a verified address, and no MFA", async () => {
    const { file } = await compile(
      'email,tenantId,roles,department,givenName\n' +
        'ana@example.com,tenant_001,"itsm_agent,cloud_admin",dept_it,Ana\n',
    );
    expect(await readFile(file, 'utf8')).to.equal(
      `${CSV_HEADER}Ana,,ana@example.com,true,,tenant_001,itsm_agent\\,cloud_admin,dept_it,false,ana@example.com\n`,
    );
  });

  it('counts users by tenant and by privileged role, and keeps where each came from', async () => {
    const { rows, tenants, privileged, lines } = await compile(
      'email,tenantId,roles\n\nana@example.com,tenant_001,itsm_agent\nben@example.com,tenant_002,super_admin\n',
    );
    expect({ rows, tenants: [...tenants], privileged: [...privileged], lines }).to.deep.include({
      rows: 2,
      tenants: [
        ['tenant_001', 1],
        ['tenant_002', 1],
      ],
      privileged: [['super_admin', 1]],
    });
    expect([lines.source(2), lines.source(3)]).to.deep.equal([3, 4]);
  });

  it('takes from the flags what a row leaves out', async () => {
    const { file } = await compile('ana@example.com\n', {
      format: 'text',
      defaults: { tenant: 'tenant_003', roles: ['itsm_agent'] },
    });
    expect(await readFile(file, 'utf8')).to.equal(
      `${CSV_HEADER},,ana@example.com,true,,tenant_003,itsm_agent,,false,ana@example.com\n`,
    );
  });

  it('is readable for its user alone', async () => {
    const { file } = await compile('email,tenantId,roles\nana@example.com,tenant_001,itsm_agent\n');
    expect((await stat(file)).mode & 0o777).to.equal(0o600);
  });

  it('names every bad row, by the rules of users create and by what an import can hold, and leaves nothing', async () => {
    const refused = await rejection(
      compile(
        'email,tenantId,roles,givenName,birthdate\n' +
          'ana@example.com,tenant_001,itsm_agnt,,\n' +
          'ben@example.com,tenant_001,itsm_agent,"Be ""B"" n",\n' +
          'cat@example.com,tenant_001,itsm_agent,Cat,1985-2-1\n' +
          'dan@example.com,tenant_001,itsm_agent,Dan,1985-02-01\n' +
          'dan@example.com,tenant_001,itsm_agent,Daniel,1985-02-01\n',
      ),
    );
    expect(refused.code).to.equal('USAGE');
    expect(refused.message).to.equal('4 rows of the input cannot be used');
    expect(refused.hint?.split('\n')).to.deep.equal([
      'line 2, roles: role "itsm_agnt" is not a StackFlow role. Did you mean itsm_agent? Roles: itsm_agent, itsm_admin, cloud_admin, super_admin',
      "line 3, givenName: has a quotation mark, which Cognito's import files have no way to write: create this user with users create",
      'line 4, birthdate: is not a date as in 1985-02-28',
      'line 6: gives "dan@example.com" other values than line 5. Leave one of the two out',
      'Nothing was written. To go on with the good ones: --skip-invalid',
    ]);
    expect(await readdir(join(dataFolder, 'imports'))).to.deep.equal([]);
  });

  it('goes on with the good rows where it is told to, and maps their lines', async () => {
    const { rows, skipped, lines } = await compile(
      'email,tenantId,roles\nnobody,tenant_001,itsm_agent\nben@example.com,tenant_001,itsm_agent\n',
      { skipInvalid: true },
    );
    expect({ rows, skipped, source: lines.source(2) }).to.deep.equal({
      rows: 1,
      skipped: ['line 2, email: "nobody" is not an email address. Add the domain, as in ada@example.com'],
      source: 3,
    });
  });

  it('refuses a row of another tenant than the one the call acts in', async () => {
    const refused = await rejection(
      compile(
        'email,tenantId,roles\nben@example.com,tenant_002,itsm_agent\n',
        {},
        { context: { tenant: 'tenant_001' } },
      ),
    );
    expect(refused.hint?.split('\n')[0]).to.equal(
      'line 2, tenantId: is "tenant_002", and --tenant is tenant_001',
    );
  });

  it('writes a date of birth as import files have it', async () => {
    const { file } = await compile(
      'email,tenantId,roles,birthdate\nana@example.com,tenant_001,itsm_agent,1985-02-28\n',
    );
    expect(await readFile(file, 'utf8')).to.contain('\n,02/28/1985,ana@example.com,');
  });

  it('names a column that the pool has no room for', async () => {
    cognito.answer('GetCSVHeader', { CSVHeader: HEADER.filter((name) => name !== 'given_name') });
    const refused = await rejection(
      compile('email,tenantId,roles,givenName\nana@example.com,tenant_001,itsm_agent,Ana\n'),
    );
    expect(refused.hint?.split('\n')[0]).to.equal(
      "line 2, givenName: is not in the header of the pool's import file (GetCSVHeader)",
    );
  });

  it('says what is wrong with the header, also where bad rows are to be skipped', async () => {
    const refused = await rejection(
      compile('email,tenantId,roles,password\nana@example.com,tenant_001,itsm_agent,x\n', {
        skipInvalid: true,
      }),
    );
    expect([refused.message, refused.hint]).to.deep.equal([
      '1 row of the input cannot be used',
      'line 1, password: is a password, and passwords are never taken from a file. Leave the column out: Cognito mails an invitation\n' +
        'Nothing was written.',
    ]);
  });

  it('takes a user once who is named twice, in a pool where case does not count', async () => {
    cognito.answer('DescribeUserPool', {
      UserPool: { Id: SANDBOX_POOL_ID, UsernameConfiguration: { CaseSensitive: false } },
    });
    const { rows, repeats } = await compile(
      'email,tenantId,roles\nana@example.com,tenant_001,itsm_agent\nAna@Example.com,tenant_001,itsm_agent\n',
    );
    expect({ rows, repeats }).to.deep.equal({
      rows: 1,
      repeats: ['line 3 repeats "Ana@Example.com" of line 2'],
    });
  });

  it('says that MFA is on where the pool requires it', async () => {
    cognito.answer('DescribeUserPool', { UserPool: { Id: SANDBOX_POOL_ID, MfaConfiguration: 'ON' } });
    const { file } = await compile('email,tenantId,roles\nana@example.com,tenant_001,itsm_agent\n');
    expect(await readFile(file, 'utf8')).to.contain(',true,ana@example.com\n');
  });

  it('ends with an input that names nobody', async () => {
    const refused = await rejection(compile('email,tenantId,roles\n'));
    expect([refused.code, refused.message]).to.deep.equal([
      'MISSING_INPUT',
      'the input names nobody to import',
    ]);
  });

  it('ends with the interrupt, and leaves nothing', async () => {
    const interrupt = AbortSignal.abort();
    const directory = openTestDirectory({ dataFolder });
    const refused = await rejection(
      compiled(
        { ...directory, endpoint: { ...directory.endpoint, interrupt } },
        'email,tenantId,roles\nana@example.com,tenant_001,itsm_agent\n',
      ),
    );
    expect([refused.code, await readdir(join(dataFolder, 'imports'))]).to.deep.equal(['CANCELLED', []]);
  });

  it('is in the data folder', async () => {
    const { file } = await compile('email,tenantId,roles\nana@example.com,tenant_001,itsm_agent\n');
    expect(dirname(file)).to.equal(join(dataFolder, 'imports'));
  });
});

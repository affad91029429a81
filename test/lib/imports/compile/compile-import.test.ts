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

  it("writes every column of the pool's header, with the address as user name, verified, and no MFA", async () => {
    const { file } = await compile(
      'email,tenantId,roles,department,givenName\n' +
        'ana@example.com,tenant_001,"itsm_agent,cloud_admin",dept_it,Ana\n',
    );
    expect(await readFile(file, 'utf8')).to.equal(
      `${CSV_HEADER}Ana,,ana@example.com,true,,tenant_001,itsm_agent\\,cloud_admin,dept_it,false,ana@example.com\n`,
    );
  });

  it('counts users by tenant and privileged role, and maps each compiled line to its source line', async () => {
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

  it('uses the values of the flags for rows that have none', async () => {
    const { file } = await compile('ana@example.com\n', {
      format: 'text',
      defaults: { tenant: 'tenant_003', roles: ['itsm_agent'] },
    });
    expect(await readFile(file, 'utf8')).to.equal(
      `${CSV_HEADER},,ana@example.com,true,,tenant_003,itsm_agent,,false,ana@example.com\n`,
    );
  });

  it('writes a file that only this user can read', async () => {
    const { file } = await compile('email,tenantId,roles\nana@example.com,tenant_001,itsm_agent\n');
    expect((await stat(file)).mode & 0o777).to.equal(0o600);
  });

  it('lists every row that users create or an import file does not allow, and leaves no file', async () => {
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
      "line 3, givenName: has a quotation mark, which Cognito's import files cannot hold. Remove it, or create this user with users create",
      'line 4, birthdate: invalid value "1985-2-1" for attribute "birthdate". Write a date of the calendar as YYYY-MM-DD, such as 1999-12-31',
      'line 6: has other values for "dan@example.com" than line 5. Remove one of the two',
      'Nothing was changed. To continue with the valid rows: --skip-invalid',
    ]);
    expect(await readdir(join(dataFolder, 'imports'))).to.deep.equal([]);
  });

  it('with skipInvalid, compiles the valid rows and maps their lines', async () => {
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

  it('refuses a row of another tenant than --tenant', async () => {
    const refused = await rejection(
      compile(
        'email,tenantId,roles\nben@example.com,tenant_002,itsm_agent\n',
        {},
        { context: { tenant: 'tenant_001' } },
      ),
    );
    expect(refused.hint?.split('\n')[0]).to.equal('line 2, tenantId: is "tenant_002", but --tenant is tenant_001');
  });

  it('writes a date of birth in the form of import files', async () => {
    const { file } = await compile(
      'email,tenantId,roles,birthdate\nana@example.com,tenant_001,itsm_agent,1985-02-28\n',
    );
    expect(await readFile(file, 'utf8')).to.contain('\n,02/28/1985,ana@example.com,');
  });

  it("refuses a column that is not in the pool's header", async () => {
    cognito.answer('GetCSVHeader', { CSVHeader: HEADER.filter((name) => name !== 'given_name') });
    const refused = await rejection(
      compile('email,tenantId,roles,givenName\nana@example.com,tenant_001,itsm_agent,Ana\n'),
    );
    expect(refused.hint?.split('\n')[0]).to.equal(
      "line 2, givenName: is not in the header of the pool's import file (GetCSVHeader)",
    );
  });

  it('refuses a wrong header, also with skipInvalid', async () => {
    const refused = await rejection(
      compile('email,tenantId,roles,password\nana@example.com,tenant_001,itsm_agent,x\n', {
        skipInvalid: true,
      }),
    );
    expect([refused.message, refused.hint]).to.deep.equal([
      'the header of the input cannot be used',
      'line 1, password: passwords are never read from a file. Remove the column: Cognito mails an invitation\n' +
        'Nothing was changed.',
    ]);
  });

  it('imports a user once who is named twice in different case, if the pool ignores case', async () => {
    cognito.answer('DescribeUserPool', {
      UserPool: { Id: SANDBOX_POOL_ID, UsernameConfiguration: { CaseSensitive: false } },
    });
    const { rows, duplicates } = await compile(
      'email,tenantId,roles\nana@example.com,tenant_001,itsm_agent\nAna@Example.com,tenant_001,itsm_agent\n',
    );
    expect({ rows, duplicates }).to.deep.equal({
      rows: 1,
      duplicates: ['line 3 repeats "Ana@Example.com" from line 2'],
    });
  });

  it('turns MFA on if the pool requires it', async () => {
    cognito.answer('DescribeUserPool', { UserPool: { Id: SANDBOX_POOL_ID, MfaConfiguration: 'ON' } });
    const { file } = await compile('email,tenantId,roles\nana@example.com,tenant_001,itsm_agent\n');
    expect(await readFile(file, 'utf8')).to.contain(',true,ana@example.com\n');
  });

  it('takes an input without users, but none that has only invalid rows', async () => {
    const { rows, skipped } = await compile('email,tenantId,roles\n');
    const refused = await rejection(
      compile('email,tenantId,roles\nana,tenant_001,itsm_agent\n', { skipInvalid: true }),
    );
    expect([rows, skipped, refused.code]).to.deep.equal([0, [], 'USAGE']);
  });

  it('stops on an interrupt and leaves no file', async () => {
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

  it('writes to the data folder', async () => {
    const { file } = await compile('email,tenantId,roles\nana@example.com,tenant_001,itsm_agent\n');
    expect(dirname(file)).to.equal(join(dataFolder, 'imports'));
  });
});

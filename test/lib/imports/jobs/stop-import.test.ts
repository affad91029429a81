import { chmod } from 'node:fs/promises';

import { expect } from 'chai';

import { newCompiledFile, saveJob } from '../../../../src/lib/imports/compile/imports-folder.js';
import { LineMap } from '../../../../src/lib/imports/compile/line-map.js';
import { stopImport } from '../../../../src/lib/imports/jobs/stop-import.js';
import { openTestDirectory } from '../../../helpers/directory.js';
import { mockCognito } from '../../cognito/cognito-mock.js';
import { temporaryFolder } from '../../config/temporary-folder.js';
import { rejection } from '../../conventions/refusal.js';

describe('stopImport', () => {
  const folder = temporaryFolder();
  const cognito = mockCognito();
  const open = (tenant?: string) =>
    openTestDirectory({ dataFolder: folder.path('data'), context: tenant === undefined ? {} : { tenant } });

  beforeEach(async () => {
    cognito.answer('DescribeUserImportJob', { UserImportJob: { JobId: 'import-1', Status: 'InProgress' } });
    await newCompiledFile(open());
    await saveJob(open(), 'import-1', { source: '-', rows: 1, tenantId: 'tenant_001', lines: new LineMap([]) });
  });

  it("names the tenant of the job's users if this machine started it", async () => {
    expect((await stopImport(open(), 'import-1')).target.tenantId).to.equal('tenant_001');
    expect((await stopImport(open('tenant_001'), 'import-1')).target.tenantId).to.equal('tenant_001');
  });

  it('does not believe a saved file that others can write to, and stops the job if the context is bound to no tenant', async function () {
    if (process.geteuid === undefined) this.skip();
    await chmod(folder.path('data/imports'), 0o777);
    expect((await stopImport(open(), 'import-1')).target.tenantId).to.equal(null);
    expect((await rejection(stopImport(open('tenant_001'), 'import-1'))).code).to.equal('UNSAFE_FILE');
  });
});

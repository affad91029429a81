import { copyFile, readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

import { expect } from 'chai';

import { MemoryStore } from '../../sandbox/memory-store.js';
import type { SandboxState } from '../../../../src/lib/sandbox/state/state.js';
import type { ExportForm } from '../../../../src/lib/users/export/export-options.js';
import { exportToFile } from '../../../../src/lib/users/export/export-users.js';
import { userList } from '../../../../src/lib/users/read/user-view.js';
import { openTestDirectory } from '../../../helpers/directory.js';
import { temporaryFolder } from '../../config/temporary-folder.js';
import { rejection } from '../../conventions/refusal.js';

/**
 * Written by version 0.1: `users export --tenant tenant_001 --to users.ndjson` and `users.csv`, each killed after the
 * first of two pages of a sandbox, and the state of that sandbox.
 */
const FIXTURES = new URL('../../../fixtures/previous-version/export/', import.meta.url);
const fixture = (name: string) => fileURLToPath(new URL(name, FIXTURES));

describe('an export that the previous version left unfinished', () => {
  const folder = temporaryFolder();

  async function exporting(name: string, format: ExportForm['format'], resume: boolean) {
    const state = JSON.parse(await readFile(fixture('sandbox-state'), 'utf8')) as SandboxState;
    const directory = openTestDirectory({ store: new MemoryStore(state), tenant: 'tenant_001' });
    return exportToFile(directory, {
      filter: {},
      form: { format, columns: undefined, header: true, rawCsv: false },
      view: userList,
      file: folder.path(name),
      resume,
    });
  }

  async function leaveUnfinished(name: string): Promise<void> {
    for (const file of [name, `${name}.checkpoint`]) await copyFile(fixture(file), folder.path(file));
  }

  for (const format of ['ndjson', 'csv'] as const) {
    it(`is resumed to the same ${format} as an export that was not interrupted`, async () => {
      const name = `users.${format}`;
      await leaveUnfinished(name);
      const resumed = await exporting(name, format, true);
      await resumed.run();
      const complete = await exporting('complete', format, false);
      await complete.run();
      expect({
        text: await readFile(folder.path(name), 'utf8'),
        counts: [resumed.read(), resumed.found()],
        files: (await readdir(folder.path('.'))).sort(),
      }).to.deep.equal({
        text: await readFile(folder.path('complete'), 'utf8'),
        counts: [70, 58],
        files: ['complete', name],
      });
    });
  }

  it('is not resumed with other flags', async () => {
    await leaveUnfinished('users.csv');
    const resumed = await exporting('users.csv', 'ndjson', true);
    const { code, hint } = await rejection(resumed.run());
    expect([code, hint?.split('\n').slice(0, 2)]).to.deep.equal([
      'NOT_RESUMABLE',
      ['Then: --output csv', 'Now: --output ndjson'],
    ]);
  });
});

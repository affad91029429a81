import { readdir } from 'node:fs/promises';

import { expect } from 'chai';

import { compareRestored } from '../../../../src/lib/backups/restore/compare-restored.js';
import { temporaryFolder } from '../../config/temporary-folder.js';
import { rejection } from '../../conventions/refusal.js';
import { ownArchivedTenant } from '../offboard/example-archive.js';

describe('compareRestored', () => {
  const tenant = ownArchivedTenant();
  const temporary = temporaryFolder();

  it('ends at Ctrl-C wherever it is, says how to go on, and leaves no file', async () => {
    const afterPages = new AbortController();
    const counted = {
      get done() {
        return 0;
      },
      set done(_: number) {
        afterPages.abort();
      },
    };
    for (const [stop, progress] of [
      [AbortSignal.abort(), { done: 0 }],
      [afterPages.signal, counted],
    ] as const) {
      const file = temporary.path('subs.csv');
      const comparing = compareRestored(tenant().directory(), tenant().archive, file, { stop, progress });
      const { code, hint } = await rejection(comparing);
      expect([code, hint]).to.deep.equal([
        'CANCELLED',
        'The users are restored, but not compared. To compare them, run the same line again.',
      ]);
      expect(await readdir(temporary.path('.'))).to.deep.equal([]);
    }
  });
});

import { expect } from 'chai';

import { restoreFlags } from '../../../../src/lib/cli/backups/restore-and-report.js';

describe('the flags of pool restore', () => {
  it('name the target with --to only, so that no current context is restored into by accident', () => {
    expect([restoreFlags.to.required, 'context' in restoreFlags]).to.deep.equal([true, false]);
  });
});

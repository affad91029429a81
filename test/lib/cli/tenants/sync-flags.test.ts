import { Parser } from '@oclif/core';
import { expect } from 'chai';

import { syncFlags, syncInput } from '../../../../src/lib/cli/tenants/sync-flags.js';
import { toRefusal } from '../../conventions/refusal.js';

async function maxLeavers(...argv: string[]): Promise<unknown> {
  const { flags } = await Parser.parse(['--tenant', 'tenant_001', ...argv], { flags: syncFlags, strict: true });
  return syncInput(flags).maxLeavers;
}

describe('--max-leavers', () => {
  for (const [argv, expected] of [
    [[], { percent: 10 }],
    [['--max-leavers', '25'], { count: 25 }],
    [['--max-leavers', '0'], { count: 0 }],
    [['--max-leavers', '100%'], { percent: 100 }],
  ] as const) {
    it(`is ${JSON.stringify(expected)} with ${argv.join(' ') || 'no flag'}`, async () => {
      expect(await maxLeavers(...argv)).to.deep.equal(expected);
    });
  }

  for (const text of ['', 'all', '-1', '101%', '1.5', '10 %', '1e3']) {
    it(`cannot be ${JSON.stringify(text)}`, async () => {
      const error: unknown = await maxLeavers(`--max-leavers=${text}`).catch((reason: unknown) => reason);
      const { cause = error } = error as Error;
      expect(toRefusal(cause).code).to.equal('USAGE');
    });
  }
});

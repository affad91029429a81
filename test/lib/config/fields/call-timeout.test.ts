import { expect } from 'chai';
import { callTimeout, parseTimeout } from '../../../../src/lib/config/fields/call-timeout.js';
import { refusal } from '../../conventions/refusal.js';

describe('callTimeout', () => {
  it('is what the flag says, else the variable, else 30 seconds', () => {
    expect([
      callTimeout(5, { SF_ADMIN_TIMEOUT: 'never read' }),
      callTimeout(undefined, { SF_ADMIN_TIMEOUT: '60' }),
      callTimeout(undefined, { SF_ADMIN_TIMEOUT: '' }),
      callTimeout(undefined, {}),
    ]).to.deep.equal([5, 60, 30, 30]);
  });

  for (const text of ['0', '-1', '1.5', '3601', '30s', ' ', '1e2', 'NaN', '0x10']) {
    it(`refuses ${JSON.stringify(text)} from either`, () => {
      const refused = (source: string) => ({
        code: 'USAGE',
        message: `${source}: invalid number of seconds "${text}"`,
        hint: 'Use a whole number of seconds from 1 to 3600, such as 30',
      });
      expect([
        refusal(() => callTimeout(undefined, { SF_ADMIN_TIMEOUT: text })),
        refusal(() => parseTimeout(text, '--timeout')),
      ]).to.deep.equal([refused('SF_ADMIN_TIMEOUT'), refused('--timeout')]);
    });
  }
});

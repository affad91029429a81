import { expect } from 'chai';

import { writePaged } from '../../../../src/lib/cli/process/pager.js';
import { memoryStreams } from '../../output/memory-streams.js';

const LONG = 'line\n'.repeat(30);

/** What is written to stdout by sf-admin itself; nothing if a pager got the text. */
async function written(
  environment: NodeJS.ProcessEnv,
  { text = LONG, tty = true, isWanted = true } = {},
): Promise<string> {
  const { streams, out } = memoryStreams({ outIsTTY: tty, rows: tty ? 24 : undefined });
  await writePaged(streams, text, { environment: { PATH: process.env.PATH, ...environment }, isWanted });
  return out();
}

describe('a pager', () => {
  it('gets text that does not fit the terminal', async () => {
    expect(await written({ PAGER: 'grep -c nothing' })).to.equal('');
  });

  it('is SF_ADMIN_PAGER before PAGER', async () => {
    expect(await written({ SF_ADMIN_PAGER: 'cat', PAGER: 'true' })).to.equal(LONG);
    expect(await written({ SF_ADMIN_PAGER: 'true', PAGER: 'cat' })).to.equal('');
  });

  it('is split at white space, and quotes have no meaning', async () => {
    expect(await written({ PAGER: ' grep\t-c  nothing ' })).to.equal('');
    expect(await written({ PAGER: "'true'" })).to.equal(LONG);
  });

  it('may end before it has read everything', async () => {
    expect(await written({ PAGER: 'true' }, { text: 'line\n'.repeat(100_000) })).to.equal('');
  });

  for (const [why, environment, options] of [
    ['that does not exist', { PAGER: '/no/such/pager -x' }, {}],
    ['that is cat', { PAGER: 'cat' }, {}],
    ['that is empty', { PAGER: '' }, {}],
    ['on a terminal that is dumb', { PAGER: 'true', TERM: 'dumb' }, {}],
    ['if stdout is not a terminal', { PAGER: 'true' }, { tty: false }],
    ['with --no-pager', { PAGER: 'true' }, { isWanted: false }],
  ] as const) {
    it(`is not used ${why}`, async () => {
      expect(await written(environment, options)).to.equal(LONG);
    });
  }

  it('is not used for text that fits', async () => {
    expect(await written({ PAGER: 'true' }, { text: 'short\n' })).to.equal('short\n');
  });
});

import { expect } from 'chai';

import { textOfBody } from '../../../../src/lib/cognito/transfer/plain-request.js';

describe('textOfBody', () => {
  it('joins the pieces of a text, which may be cut within a character', async () => {
    const bytes = Buffer.from('é');
    expect(await textOfBody(pieces(bytes.subarray(0, 1), bytes.subarray(1)))).to.equal('é');
  });

  it('ends with a body that does not, and leaves it', async () => {
    let isLeft = false;
    async function* endless() {
      try {
        for (;;) yield await Promise.resolve(Buffer.alloc(65_536));
      } finally {
        isLeft = true;
      }
    }
    expect([await textOfBody(endless()), isLeft]).to.deep.equal(['', true]);
  });
});

async function* pieces(...all: Buffer[]) {
  for (const piece of all) yield await Promise.resolve(piece);
}

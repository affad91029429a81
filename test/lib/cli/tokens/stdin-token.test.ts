import { Readable } from 'node:stream';

import { expect } from 'chai';

import { readStdinToken } from '../../../../src/lib/cli/tokens/stdin-token.js';
import { AdminError } from '../../../../src/lib/errors.js';

const invalid = (problem: string) => new AdminError('INVALID_TOKEN', problem);

async function read(text: string, isTTY = false): Promise<string> {
  const stdin = Object.assign(Readable.from([Buffer.from(text)]), { isTTY });
  try {
    return await readStdinToken(stdin, invalid);
  } catch (error) {
    return `${(error as AdminError).code}: ${(error as AdminError).message}`;
  }
}

describe('readStdinToken', () => {
  for (const [name, text, result] of [
    ['one line', 'a.b.c\n', 'a.b.c'],
    ['spaces around it', '  a.b.c \r\n', 'a.b.c'],
    ['a header of a request', 'authorization: bearer a.b.c', 'a.b.c'],
    ['what follows the name of the header', 'Bearer a.b.c', 'a.b.c'],
    ['nothing', '', 'INVALID_TOKEN: is empty'],
    ['spaces', '  \n', 'INVALID_TOKEN: is empty'],
    ['two tokens', 'a.b.c\na.b.c\n', 'INVALID_TOKEN: has more than one word'],
    ['more than 64 KiB', 'a'.repeat(65_537), 'INVALID_TOKEN: is longer than 64 KiB'],
  ] as const) {
    it(`with ${name}: ${result}`, async () => {
      expect(await read(text)).to.equal(result);
    });
  }

  it('refuses a terminal, where the token would be shown', async () => {
    expect(await read('a.b.c', true)).to.equal('USAGE: the token comes on stdin, but stdin is a terminal');
  });
});

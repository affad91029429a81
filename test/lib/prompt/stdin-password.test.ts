import { Readable } from 'node:stream';
import { expect } from 'chai';
import fc from 'fast-check';
import { AdminError } from '../../../src/lib/errors.js';
import { readPassword } from '../../../src/lib/prompt/stdin-password.js';

const SECRET = 'hunter2';

async function refusal(stdin: Readable): Promise<{ code: string; message: string }> {
  const error: unknown = await readPassword(stdin).catch((thrown: unknown) => thrown);
  if (!(error instanceof AdminError)) throw new Error('nothing was refused');
  for (let part: unknown = error; part instanceof Error; part = part.cause) {
    expect([part.message, part.stack, error.hint].join()).to.not.include(SECRET);
  }
  return { code: error.code, message: error.message };
}

function stdinOf(...chunks: (string | Buffer)[]): Readable {
  return Readable.from(
    chunks.map((chunk) => Buffer.from(chunk)),
    { objectMode: false },
  );
}

describe('readPassword', () => {
  const rules: [rule: string, stdin: string, password: string][] = [
    ['all of stdin', 'Correct horse 1!', 'Correct horse 1!'],
    ['without the newline at the end', 'secret\n', 'secret'],
    ['without CRLF at the end', 'secret\r\n', 'secret'],
    ['spaces kept', '  a b  \n', '  a b  '],
    ['other scripts', 'пароль東京😀\n', 'пароль東京😀'],
    ['without a byte order mark', '\ufeffsecret\n', 'secret'],
    ['of 1 KiB', `${'x'.repeat(1024)}\r\n`, 'x'.repeat(1024)],
  ];
  for (const [rule, stdin, password] of rules) {
    it(`reads ${rule}`, async () => {
      expect(await readPassword(stdinOf(stdin))).to.equal(password);
    });
  }

  it('reads a character that comes in two chunks', async () => {
    const bytes = Buffer.from('é!');
    expect(await readPassword(stdinOf(bytes.subarray(0, 1), bytes.subarray(1)))).to.equal('é!');
  });

  const refusals: [rule: string, stdin: string | Buffer, message: string][] = [
    ['nothing', '', 'the password on stdin is empty'],
    ['a newline alone', '\n', 'the password on stdin is empty'],
    ['two lines', `${SECRET}\nmore\n`, 'the password on stdin has more than one line'],
    ['two newlines at the end', `${SECRET}\n\n`, 'the password on stdin has more than one line'],
    ['a carriage return inside', `${SECRET}\rmore`, 'the password on stdin has more than one line'],
    ['more than 1 KiB', SECRET.padEnd(1025, 'x'), 'the password on stdin is longer than 1 KiB'],
    ['more than 1 KiB of wide characters', SECRET + 'é'.repeat(510), 'the password on stdin is longer than 1 KiB'],
    [
      'bytes that are no UTF-8',
      Buffer.concat([Buffer.from(SECRET), Buffer.of(0xff)]),
      'the password on stdin is not UTF-8 text',
    ],
  ];
  for (const [rule, stdin, message] of refusals) {
    it(`refuses ${rule}, and does not show it`, async () => {
      expect(await refusal(stdinOf(stdin))).to.deep.equal({ code: 'INVALID_PASSWORD', message });
    });
  }

  it('stops reading an endless stdin', async () => {
    const endless = new Readable({
      read() {
        this.push(SECRET.repeat(100));
      },
    });
    expect(await refusal(endless)).to.deep.equal({
      code: 'INVALID_PASSWORD',
      message: 'the password on stdin is longer than 1 KiB',
    });
  });

  it('refuses a terminal, where the password would be shown while typed', async () => {
    expect(await refusal(Object.assign(stdinOf(SECRET), { isTTY: true }))).to.deep.equal({
      code: 'USAGE',
      message: '--password-stdin needs a pipe or a file, but stdin is a terminal',
    });
  });

  it('says when stdin cannot be read', async () => {
    const broken = new Readable({
      read() {
        this.destroy(new Error('EISDIR'));
      },
    });
    expect(await refusal(broken)).to.deep.equal({
      code: 'USAGE',
      message: 'cannot read the password from stdin',
    });
  });

  it('returns any single line unchanged, however it is split into chunks', async () => {
    const line = fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 40 })
      .filter((text) => !/[\r\n]|^\ufeff/.test(text));
    await fc.assert(
      fc.asyncProperty(
        line,
        fc.integer({ min: 0, max: 40 }),
        fc.constantFrom('', '\n', '\r\n'),
        async (text, cut, end) => {
          const bytes = Buffer.from(text + end);
          expect(await readPassword(stdinOf(bytes.subarray(0, cut), bytes.subarray(cut)))).to.equal(text);
        },
      ),
    );
  });
});

import { Readable } from 'node:stream';
import { expect } from 'chai';
import type { Prompter } from '../../../src/lib/prompt/prompter.js';
import { askPassword, chosenPassword } from '../../../src/lib/users/ask-password.js';
import { rejection } from '../conventions/refusal.js';

const NEITHER = { generate: false, fromStdin: false };

describe('askPassword', () => {
  const asking: string[] = [];
  const prompter = {
    password: (message: string) => {
      asking.push(message);
      return Promise.resolve('typed twice');
    },
  } as Partial<Prompter> as Prompter;
  const ask = (choice: typeof NEITHER, who: Prompter | undefined = prompter) =>
    askPassword(choice, { user: 'ana@example.com', prompter: who });

  const original = Object.getOwnPropertyDescriptor(process, 'stdin')!;
  afterEach(() => {
    asking.length = 0;
    Object.defineProperty(process, 'stdin', original);
  });

  it('has one made, or reads stdin, where a flag says so, and asks nobody', async () => {
    Object.defineProperty(process, 'stdin', { value: Readable.from(['piped in\n']), configurable: true });
    expect([
      await ask({ ...NEITHER, generate: true }),
      await ask({ ...NEITHER, fromStdin: true }),
    ]).to.deep.equal([{ kind: 'generate' }, { kind: 'given', password: 'piped in' }]);
    expect(asking).to.deep.equal([]);
  });

  it('asks where no flag says, naming the user', async () => {
    expect(await ask(NEITHER)).to.deep.equal({ kind: 'given', password: 'typed twice' });
    expect(asking).to.deep.equal(['New password for ana@example.com']);
  });

  it('says which flags there are where nobody can be asked', async () => {
    const nobody = askPassword(NEITHER, { user: 'ana@example.com', prompter: undefined });
    expect(await rejection(nobody)).to.deep.equal({
      code: 'MISSING_INPUT',
      message: 'no new password for ana@example.com',
      hint: 'Add --generate-password or --password-stdin',
    });
  });

  it('chooses none where no flag says and none is needed', async () => {
    expect(await chosenPassword(NEITHER)).to.equal(undefined);
  });
});

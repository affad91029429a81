import { Readable } from 'node:stream';
import { expect } from 'chai';
import type { Prompter } from '../../../src/lib/prompt/prompter.js';
import { passwordSource, requirePasswordSource } from '../../../src/lib/users/password-source.js';
import { rejection } from '../conventions/refusal.js';

const NEITHER = { generate: false, fromStdin: false };
const prompter = {} as Prompter;
const ASKING = { prompter, dryRun: false };
const NOBODY = { prompter: undefined, dryRun: false };

describe('passwordSource', () => {
  const original = Object.getOwnPropertyDescriptor(process, 'stdin')!;
  afterEach(() => {
    Object.defineProperty(process, 'stdin', original);
  });

  it('has one made, or reads stdin, where a flag says so, in a dry run too', async () => {
    for (const dryRun of [false, true]) {
      Object.defineProperty(process, 'stdin', { value: Readable.from(['piped in\n']), configurable: true });
      expect([
        await passwordSource({ ...NEITHER, generate: true }, { prompter, dryRun }),
        await passwordSource({ ...NEITHER, fromStdin: true }, { prompter, dryRun }),
      ]).to.deep.equal([{ kind: 'generate' }, { kind: 'given', password: 'piped in' }]);
    }
  });

  it('asks where no flag says, but not in a dry run, which sets none', async () => {
    expect([
      await passwordSource(NEITHER, ASKING),
      await passwordSource(NEITHER, { prompter, dryRun: true }),
    ]).to.deep.equal([{ kind: 'asked', prompter }, { kind: 'generate' }]);
  });

  it('is none where no flag says and nobody can be asked', async () => {
    expect(await passwordSource(NEITHER, NOBODY)).to.equal(undefined);
  });

  it('says which flags there are where one is needed', async () => {
    const nobody = requirePasswordSource(NEITHER, { user: 'ana@example.com', ...NOBODY });
    expect(await rejection(nobody)).to.deep.equal({
      code: 'MISSING_INPUT',
      message: 'no new password for ana@example.com',
      hint: 'Add --generate-password or --password-stdin',
    });
  });
});

import { Readable } from 'node:stream';
import { expect } from 'chai';
import type { Prompter } from '../../../../src/lib/prompt/prompter.js';
import {
  passwordOfMany,
  passwordSource,
  requirePasswordSource,
} from '../../../../src/lib/users/passwords/password-source.js';
import { refusal, rejection } from '../../conventions/refusal.js';

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

describe('passwordOfMany', () => {
  const FLAGS = { 'dry-run': false };
  const KEPT = { ...FLAGS, credentials: '/tmp/passwords' };
  const generate = { ...NEITHER, generate: true };

  it('has one made for each where they are kept, or where none is set', () => {
    expect([
      passwordOfMany(generate, KEPT),
      passwordOfMany(generate, { ...KEPT, permanent: true }),
      passwordOfMany(generate, { 'dry-run': true }),
    ]).to.deep.equal([{ kind: 'generate' }, { kind: 'generate' }, { kind: 'generate' }]);
  });

  it('is none where none is asked for and Cognito makes a temporary one', () => {
    expect([
      passwordOfMany(NEITHER, FLAGS),
      passwordOfMany(NEITHER, { ...FLAGS, permanent: false }),
    ]).to.deep.equal([undefined, undefined]);
  });

  it('wants a file for those that are made, and one made for each where it is permanent', () => {
    const refused = {
      code: 'MISSING_INPUT',
      message: 'no file to save the passwords of many users to',
      hint: 'Add --generate-password --credentials FILE',
    };
    expect([
      refusal(() => passwordOfMany(generate, FLAGS)),
      refusal(() => passwordOfMany(NEITHER, { ...FLAGS, permanent: true })),
    ]).to.deep.equal([refused, refused]);
  });

  it('gives no two users one password', () => {
    expect(refusal(() => passwordOfMany({ ...NEITHER, fromStdin: true }, KEPT)).code).to.equal('USAGE');
  });
});

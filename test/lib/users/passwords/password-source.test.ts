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

  it('generates a password or reads stdin if a flag says so, in a dry run too', async () => {
    for (const dryRun of [false, true]) {
      Object.defineProperty(process, 'stdin', { value: Readable.from(['piped in\n']), configurable: true });
      expect([
        await passwordSource({ ...NEITHER, generate: true }, { prompter, dryRun }),
        await passwordSource({ ...NEITHER, fromStdin: true }, { prompter, dryRun }),
      ]).to.deep.equal([{ kind: 'generate' }, { kind: 'given', password: 'piped in' }]);
    }
  });

  it('asks without a flag, but not in a dry run, which sets none', async () => {
    expect([
      await passwordSource(NEITHER, ASKING),
      await passwordSource(NEITHER, { prompter, dryRun: true }),
    ]).to.deep.equal([{ kind: 'asked', prompter }, { kind: 'generate' }]);
  });

  it('is undefined without a flag and a terminal', async () => {
    expect(await passwordSource(NEITHER, NOBODY)).to.equal(undefined);
  });

  it('names the flags if a password is needed', async () => {
    const required = requirePasswordSource(NEITHER, { user: 'ana@example.com', ...NOBODY });
    expect(await rejection(required)).to.deep.equal({
      code: 'MISSING_INPUT',
      message: 'no new password for ana@example.com',
      hint: 'Add --generate-password or --password-stdin, or have Cognito send the user a code to choose one with: --send-code',
    });
  });
});

describe('passwordOfMany', () => {
  const FLAGS = { 'dry-run': false };
  const KEPT = { ...FLAGS, credentials: '/tmp/passwords' };
  const generate = { ...NEITHER, generate: true };

  it('generates a password for each user if they are saved, or if none is set', () => {
    expect([
      passwordOfMany(generate, KEPT),
      passwordOfMany(generate, { ...KEPT, permanent: true }),
      passwordOfMany(generate, { 'dry-run': true }),
    ]).to.deep.equal([{ kind: 'generate' }, { kind: 'generate' }, { kind: 'generate' }]);
  });

  it('is undefined if none is asked for, since Cognito generates a temporary one', () => {
    expect([passwordOfMany(NEITHER, FLAGS), passwordOfMany(NEITHER, { ...FLAGS, permanent: false })]).to.deep.equal([
      undefined,
      undefined,
    ]);
  });

  it('requires a file for generated passwords, and generated ones if they are permanent', () => {
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

  it('refuses one password for many users', () => {
    expect(refusal(() => passwordOfMany({ ...NEITHER, fromStdin: true }, KEPT)).code).to.equal('USAGE');
  });
});

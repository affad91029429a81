import { readFile, writeFile } from 'node:fs/promises';
import { constants } from 'node:os';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

import { expect } from 'chai';

import type { AdminError } from '../../../src/lib/errors.js';
import { dataFolderError, isSystemError, systemReason } from '../../../src/lib/files/system-error.js';

const missing: unknown = await readFile('/no-such-folder/file').catch((error: unknown) => error);

describe('isSystemError', () => {
  it('accepts an error of a system call, by any or by one of the codes given', () => {
    expect([
      isSystemError(missing),
      isSystemError(missing, 'ENOENT'),
      isSystemError(missing, 'EEXIST', 'ENOENT'),
      isSystemError(missing, 'EEXIST'),
    ]).to.deep.equal([true, true, true, false]);
  });

  it('accepts no error that has a code but no system call, and nothing that is not an error', () => {
    const coded = Object.assign(new Error('locked'), { code: 'ENOENT' });
    expect([isSystemError(coded, 'ENOENT'), isSystemError({ syscall: 'open' })]).to.deep.equal([false, false]);
  });
});

describe('systemReason', () => {
  const here = fileURLToPath(import.meta.url);
  const errors: [expected: string, call: () => Promise<unknown>][] = [
    ['there is no such file or folder', () => readFile(`${here}.none`)],
    ['it is a folder', () => readFile(dirname(here))],
    ['a part of its path is not a folder', () => readFile(`${here}/file`)],
    ['there is already a file with its name', () => writeFile(here, '', { flag: 'wx' })],
    ['its name is too long', () => readFile('n'.repeat(5_000))],
  ];
  for (const [expected, call] of errors) {
    it(`is "${expected}" for the error that Node throws`, async () => {
      expect(systemReason(await call().then(fail, (error: unknown) => error as Error))).to.equal(expected);
    });
  }

  it("is in plain words for every code that it knows, and never Node's own text", () => {
    for (const code of Object.keys(constants.errno).concat('EUNKNOWN')) {
      const error = Object.assign(new Error(`${code}: raw text, open '/file'`), { code, syscall: 'open' });
      expect(systemReason(error)).to.match(/^(the system reports E[A-Z0-9]+|[a-z][a-z -]+)$/);
    }
  });

  it("is the message of an error that is not the operating system's", () => {
    expect(systemReason(Object.assign(new Error('refused'), { code: 'UNSAFE' }))).to.equal('refused');
  });
});

function fail(): Error {
  throw new Error('the call did not fail');
}

describe('dataFolderError', () => {
  it('names the folder, the system error and what was not done', () => {
    const error = dataFolderError('/data', missing, 'Nothing was changed.') as AdminError;
    expect([error.code, error.message, error.hint]).to.deep.equal([
      'DATA_FOLDER',
      'cannot write to /data: there is no such file or folder',
      'Nothing was changed. Check its permissions and the space on its disk, or use another folder: SF_ADMIN_DATA_DIR',
    ]);
  });

  it('leaves any other error unchanged', () => {
    const error = new Error('lock lost');
    expect(dataFolderError('/data', error, '')).to.equal(error);
  });
});

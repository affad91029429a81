import { readFile } from 'node:fs/promises';
import { expect } from 'chai';
import type { AdminError } from '../../../src/lib/errors.js';
import { dataFolderError, isSystemError } from '../../../src/lib/files/system-error.js';

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

describe('dataFolderError', () => {
  it('names the folder, the system error and what was not done', () => {
    const error = dataFolderError('/data', missing, 'Nothing was changed.') as AdminError;
    expect([error.code, error.message, error.hint]).to.deep.equal([
      'DATA_FOLDER',
      "cannot write to /data: ENOENT: no such file or directory, open '/no-such-folder/file'",
      'Nothing was changed. Check its permissions and the space on its disk, or use another folder: SF_ADMIN_DATA_DIR',
    ]);
  });

  it('leaves any other error unchanged', () => {
    const error = new Error('lock lost');
    expect(dataFolderError('/data', error, '')).to.equal(error);
  });
});

import { fileURLToPath } from 'node:url';

import { expect } from 'chai';

import { readShippedFile } from '../../../src/lib/files/shipped-file.js';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

/** That the executable has the same files is shown by test/proofs/package/executable.test.ts. */
describe('readShippedFile', () => {
  it('reads a file of the program', () => {
    expect(readShippedFile(ROOT, 'baselines/hardened.yaml').toString()).to.match(/^baseline:|\nbaseline:/);
  });

  it('throws if there is no such file', () => {
    expect(() => readShippedFile(ROOT, 'baselines/none.yaml')).to.throw('ENOENT');
  });
});

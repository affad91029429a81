import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

import { expect } from 'chai';

import { ownProgram } from '../../../../src/lib/cli/process/own-program.js';

describe('ownProgram', () => {
  const { argv } = process;
  afterEach(() => {
    process.argv = argv;
  });

  it('starts the script of this process again, wherever it was started from', async () => {
    process.argv = [argv[0] ?? '', 'package.json', 'users', 'list'];
    const [file = '', script = '', ...rest] = await ownProgram();
    expect([file, rest]).to.deep.equal([process.execPath, []]);
    const { stdout } = await promisify(execFile)(file, ['-p', 'require(process.argv[1]).name', script], { cwd: '/' });
    expect(stdout).to.equal('sf-admin\n');
  });
});

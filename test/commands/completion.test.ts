import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

import { expect } from 'chai';

import Completion from '../../src/commands/completion.js';
import { ownPlace } from '../helpers/place.js';
import { commandRunner } from '../helpers/run-command.js';
import { itWith } from '../helpers/terminal.js';

const SHELLS = [
  ['bash', 'sf-admin.bash'],
  ['zsh', '_sf-admin'],
  ['fish', 'sf-admin.fish'],
  ['powershell', 'sf-admin.ps1'],
] as const;

const scriptOf = (file: string): Promise<string> =>
  readFile(new URL(`../../completions/${file}`, import.meta.url), 'utf8');

describe('completion', () => {
  const run = commandRunner(ownPlace());

  for (const [shell, file] of SHELLS) {
    it(`prints the script for ${shell} that the package has as ${file}`, async () => {
      expect(await run(Completion, [shell])).to.deep.include({ stdout: await scriptOf(file), stderr: '', exitCode: 0 });
    });

    if (shell !== 'powershell') {
      itWith([shell], `prints a script that ${shell} can read`, async () => {
        await promisify(execFile)(shell, ['-n', '-c', (await run(Completion, [shell])).stdout]);
      });
    }
  }

  it('prints the shell and the script as JSON', async () => {
    const { stdout } = await run(Completion, ['bash', '--json']);
    expect(JSON.parse(stdout)).to.deep.equal({ shell: 'bash', script: await scriptOf('sf-admin.bash') });
  });

  it('refuses a shell that it has no script for', async () => {
    const { stderr, exitCode } = await run(Completion, ['tcsh']);
    expect(stderr).to.match(/^error: expected the argument to be one of: bash, zsh, fish, powershell\n/);
    expect(exitCode).to.equal(2);
  });
});

import { expect } from 'chai';

import { everyCommand } from '../../contract/every-command.js';
import { ownPlace } from '../../helpers/place.js';
import { type CommandClass, commandRunner } from '../../helpers/run-command.js';

const TYPED = 'ana.sliva@tenant-one.example';
const SUGGESTION = '  Did you mean ana.silva@tenant-one.example?';

/** Flags without which a command would not look for its user. */
const NEEDED: Readonly<Record<string, readonly string[]>> = {
  'users add-to-group': ['--group', 'operators'],
  'users grant': ['--role', 'itsm_agent', '--until', '4h'],
  'users remove-from-group': ['--group', 'operators'],
  'users link': ['--provider', 'AzureAD', '--subject', 'x'],
  'users unlink': ['--provider', 'AzureAD'],
  'users reset-password': ['--send-code'],
  'users set-attributes': ['--department', 'dept_it'],
};

// The sandbox has no console page.
const takers = (await everyCommand()).filter(([name, { args }]) => 'user' in args && name !== 'users open');

describe('a USER who does not exist', () => {
  const run = commandRunner(ownPlace());

  for (const [name, Class] of takers) {
    const Command = Class as unknown as CommandClass;
    it(`gets a suggestion by ${name}, if it is of the tenant that the command acts in`, async () => {
      const hints = async (...argv: string[]) => {
        const { stderr, exitCode } = await run(Command, [...argv, ...(NEEDED[name] ?? [])]);
        return { exitCode, isSuggested: stderr.split('\n').includes(SUGGESTION) };
      };
      expect([await hints(TYPED), await hints(TYPED, '--tenant', 'tenant_002')]).to.deep.equal([
        { exitCode: 4, isSuggested: true },
        { exitCode: 4, isSuggested: false },
      ]);
    });
  }

  it('gets none if several are named, or in a run', async () => {
    const Command = new Map(takers).get('users disable') as unknown as CommandClass;
    const several = await run(Command, [TYPED, 'ben.carter@tenant-one.example', '--yes']);
    const many = await run(Command, ['--from', '-', '--yes'], { stdin: `${TYPED}\n` });
    expect([several, many].map(({ exitCode, stderr }) => [exitCode, stderr.includes('Did you mean')])).to.deep.equal([
      [4, false],
      [4, false],
    ]);
  });
});

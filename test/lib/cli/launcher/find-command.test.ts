import { fileURLToPath } from 'node:url';

import { Config } from '@oclif/core';
import { getHelpFlagAdditions, normalizeArgv } from '@oclif/core/help';
import { expect } from 'chai';
import fc from 'fast-check';

import { type CommandTable, findCommand } from '../../../../src/lib/cli/launcher/find-command.js';

const ROOT = fileURLToPath(new URL('../../../../', import.meta.url));

describe('findCommand', () => {
  let config: Config;
  let table: CommandTable;
  before(async () => {
    config = await Config.load(ROOT);
    const entries = config.commands.map(
      ({ id, args, strict }) => [id, !strict || Object.keys(args).length > 0] as const,
    );
    table = Object.fromEntries(entries);
  });

  it('finds every command by its name', () => {
    const found = config.commandIDs.map((id) => findCommand(id.split(':'), table));
    expect(found).to.deep.equal(config.commandIDs.map((id) => ({ id, argv: [] })));
  });

  it('finds a command only where oclif would run it with the same arguments', () => {
    const words = [...new Set(config.commandIDs.flatMap((id) => [id, ...id.split(':')]))];
    const other = [
      '',
      '--',
      '-',
      '--json',
      '-q',
      '--help',
      '-h',
      '-c',
      'x',
      'a=b',
      '--from=-',
      'constructor',
      '__proto__',
    ];
    const someCommand = fc.constantFrom(...config.commandIDs).map((id) => id.split(':'));
    const rest = fc.array(fc.constantFrom(...other, ...words), { maxLength: 4 });
    const argv = fc.oneof(
      rest,
      fc.tuple(someCommand, rest).map((parts) => parts.flat()),
    );
    let count = 0;
    fc.assert(
      fc.property(argv, (typed) => {
        const found = findCommand(typed, table);
        if (found === undefined) return;
        count++;
        expect(normalizeArgv(config, [...typed])).to.deep.equal([found.id, ...found.argv]);
        expect(typed.slice(0, [...typed, '--'].indexOf('--'))).to.not.include.any.members(getHelpFlagAdditions(config));
      }),
      { numRuns: 2_000 },
    );
    expect(count).to.be.above(100);
  });

  const toOclif: [what: string, argv: string[]][] = [
    ['no arguments', []],
    ['a topic', ['users']],
    ['help', ['users', 'list', '--help']],
    ['a flag before the command', ['--json', 'users', 'list']],
    ['a word after a command that takes no arguments', ['users', 'list', 'ana']],
    ['an unknown command', ['users', 'lst']],
    ['a name with colons', ['users:lst']],
  ];
  for (const [what, argv] of toOclif) {
    it(`leaves ${what} to oclif`, () => {
      expect(findCommand(argv, table)).to.equal(undefined);
    });
  }

  it('leaves --help behind -- to the command, as oclif does', () => {
    expect(findCommand(['users', 'show', '--', '--help'], table)).to.deep.equal({
      id: 'users:show',
      argv: ['--', '--help'],
    });
  });
});

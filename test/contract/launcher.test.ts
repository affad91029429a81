import { readFile } from 'node:fs/promises';

import { expect } from 'chai';
import pLimit from 'p-limit';

import { type BothWays, type Comparable, prepareBothWays } from './both-ways.js';
import { everyCommand } from './every-command.js';

/** Scripts must not notice which way a command was started. What every command does is compared in loaded-modules.test.ts. */
describe('a command that the launcher starts, compared with all of oclif', function () {
  this.timeout(300_000);
  let ways: BothWays;
  before(async () => {
    ways = await prepareBothWays();
  });
  after(() => ways.remove());

  /** The lines of which all of oclif has other results than the launcher, with both. */
  const differences = async (lines: readonly (readonly string[])[], launched: readonly Comparable[]) => {
    const others = await ways.runInOne('oclif', lines);
    const both = lines.map((argv, index) => ({ argv, launcher: launched[index], oclif: others[index] }));
    return both.filter(({ launcher, oclif }) => JSON.stringify(launcher) !== JSON.stringify(oclif));
  };

  for (const [what, words, statuses] of [
    ['error: a wrong flag', ['--no-such-flag'], [2]],
    ['error object: wrong arguments, with --json', ['--json', 'one', 'two', 'three'], [0, 2, 4]],
  ] as const) {
    it(`has the same of every command: ${what}`, async () => {
      const lines = (await everyCommand()).map(([name]) => [...name.split(' '), ...words]);
      const launched = await ways.runInOne('launcher', lines);
      expect(await differences(lines, launched)).to.deep.equal([]);
      expect(launched.filter(({ code }) => !(statuses as readonly unknown[]).includes(code))).to.deep.equal([]);
    });
  }

  it('has help for every command', async () => {
    const lines = (await everyCommand()).map(([name]) => [...name.split(' '), '--help']);
    const helps = await ways.runInOne('launcher', lines);
    expect(
      helps.map(({ code, stderr, stdout }) => ({ code, stderr, hasUsage: /^USAGE$/m.test(stdout) })),
    ).to.deep.equal(lines.map(() => ({ code: 0, stderr: '', hasUsage: true })));
  });

  it('has the same answer without a command, and to what precedes or follows one', async () => {
    const lines = [
      ...[
        [],
        ['users'],
        ['--version'],
        ['--version', '--json'],
        ['--help'],
        ['users', 'list', '--help'],
        ['help', 'users'],
      ],
      ...[
        ['users', 'lst'],
        ['users:list'],
        ['--json', 'users', 'list'],
        ['users', 'list', 'ana'],
        ['users', 'list', '-h'],
        ['users', 'list', '--no-such-flag'],
        ['users', 'list', '--json', 'one'],
      ],
      ...[
        ['users', 'show', '--', '--help'],
        ['users', 'disable', 'x', '--yes=no'],
        ['users', 'show', 'ana=b'],
      ],
      ...[
        ['users', 'show', 'nobody@example.com', '--json'],
        ['users', 'list', '--columns', 'emial', '-o', 'json'],
      ],
    ];
    const launched = await pLimit(2).map(lines, (argv) => ways.launch(argv));
    expect(await differences(lines, launched)).to.deep.equal([]);
  });

  it('has the same answer with variables that oclif reads', async () => {
    const variables: readonly Record<string, string>[] = [
      { SF_ADMIN_CACHE_DIR: '/proc/none' },
      { XDG_DATA_HOME: '/proc/none', SF_ADMIN_DATA_DIR: '' },
      { SF_ADMIN_CONFIG: 'none.yaml' },
      { NODE_ENV: 'development' },
      { NO_COLOR: '1' },
    ];
    for (const env of variables) {
      const [one, other] = await ways.run(['users', 'list'], env);
      expect(one, JSON.stringify(env)).to.deep.equal(other);
    }
  });

  it('ends the same way if its output is closed', async () => {
    for (const argv of [['users', 'list'], ['users', 'list', '--json'], ['client', 'describe'], ['--version']]) {
      const [one, other] = await ways.act((bin) => {
        const { child, ended } = ways.start(bin, argv);
        child.stdout.destroy();
        return ended;
      });
      expect(one, argv.join(' ')).to.deep.equal(other);
    }
  });

  it('ends the same way at Ctrl-C', async () => {
    const [one, other] = await ways.act(async (bin) => {
      const { child, ended, waitFor } = ways.start(bin, ['sandbox', 'serve', '--port', '0']);
      await waitFor('stdout', /http:/);
      child.kill('SIGINT');
      return ended;
    });
    expect(one).to.deep.equal(other);
  });

  it('is started by the launcher, except for help and apply', async () => {
    const { commands } = JSON.parse(
      await readFile(new URL('../../dist/launcher/table.json', import.meta.url), 'utf8'),
    ) as { commands: object };
    const names = (await everyCommand()).map(([name]) => name.replaceAll(' ', ':'));
    expect(names.filter((name) => !Object.hasOwn(commands, name))).to.deep.equal(['apply', 'help']);
  });
});

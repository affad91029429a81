import { expect } from 'chai';

import { complete, type Completion } from '../../../../src/lib/cli/completion/candidates.js';
import { positionOf } from '../../../../src/lib/cli/completion/position.js';
import type { Candidate } from '../../../../src/lib/cli/completion/table.js';
import { EXAMPLE_TABLE } from './example-table.js';

/** What completes a line, whose last word is the one under the cursor. `live` has the values of every kind. */
function completionOf(words: readonly string[], live: readonly string[] = []): Promise<Completion> {
  const [before, current] = [words.slice(0, -1), words.at(-1) ?? ''];
  return complete(positionOf(before, current, EXAMPLE_TABLE), current, {
    table: EXAMPLE_TABLE,
    live: (kind) => Promise.resolve([{ value: `${kind}-1` }, ...live.map((value): Candidate => ({ value }))]),
  });
}

async function valuesOf(words: readonly string[], live?: readonly string[]): Promise<string[]> {
  return (await completionOf(words, live)).candidates.map(({ value }) => value);
}

describe('the candidates of a completion', () => {
  const cases: [string, string[], string[]][] = [
    ['topics and commands', [''], ['context', 'help', 'iam', 'users']],
    ['those that begin with the typed text', ['us'], ['users']],
    ['the commands and topics of a topic', ['users', ''], ['disable', 'import', 'list']],
    ['the commands of a topic in a topic', ['users', 'import', ''], ['list']],
    ['commands after help', ['help', 'users', 'l'], ['list']],
    ['commands and help topics after help', ['help', ''], ['context', 'help', 'iam', 'users', 'exit-codes']],
    ['commands after a flag of help', ['help', '--no-pager', 'users', 'l'], ['list']],
    ['the flags of help', ['help', '-'], ['--no-pager', '--help']],
    ['nothing after an unknown word', ['usres', ''], []],
    ['the flags before a command', ['--'], ['--help', '--version']],
    ['the flags of a command', ['users', 'disable', '-'], ['--from', '--add-role', '--help']],
    ['flags where no argument can follow', ['users', 'import', 'list', ''], ['--help']],
    ['no flag twice', ['users', 'disable', '--from', 'x', '--f'], []],
    ['a repeatable flag again', ['users', 'disable', '--add-role', 'x', '--a'], ['--add-role']],
    ['no flag that excludes a given one', ['users', 'list', '--enabled', '--d'], []],
    ['no flag that a given one excludes', ['users', 'list', '--disabled', '--e'], []],
    ['the values of a flag', ['users', 'list', '-o', ''], ['table', 'json']],
    ['values in the word of the flag', ['users', 'list', '--output=j'], ['--output=json']],
    ['the value that follows a letter', ['users', 'list', '-c', ''], ['context-1']],
    // cspell:ignore ccontext qotable
    ['the value in the word of a letter', ['users', 'list', '-cco'], ['-ccontext-1']],
    ['the value after a letter and an equals sign', ['users', 'list', '-o=j'], ['-o=json']],
    ['the value after several letters', ['users', 'list', '-qot'], ['-qotable']],
    ['flags that follow letters', ['users', 'list', '-qcx', '--q'], []],
    ['the value of the last of several letters', ['users', 'list', '-qo', ''], ['table', 'json']],
    ['nothing after letters that take no value', ['users', 'list', '-q'], []],
    ['nothing after an unknown letter', ['users', 'list', '-xo'], []],
    ['flags after the value of a letter', ['users', 'list', '-cx', '--q'], ['--quiet']],
    ['live values of a flag', ['users', 'list', '--tenant', ''], ['tenant-1']],
    ['live values of an argument', ['users', 'disable', ''], ['user-1']],
    ['a repeatable argument again', ['users', 'disable', 'a', 'b', ''], ['user-1']],
    ['names of commands as values', ['iam', 'policy', '--command', 'users:l'], ['users:list']],
    ['a context that exists', ['context', 'use', ''], ['context-1']],
    ['a context that can be removed', ['context', 'remove', ''], ['own-context-1']],
    ['nothing for the name of a new context', ['context', 'add', ''], []],
    ['nothing for the value of an unknown flag', ['users', 'list', '--nope='], []],
  ];
  for (const [what, words, expected] of cases) {
    it(`are ${what}: ${words.join(' ')}`, async () => {
      expect(await valuesOf(words)).to.deep.equal(expected);
    });
  }

  it('have the summaries of commands, topics and flags', async () => {
    const [users, flags] = [await completionOf(['us']), await completionOf(['users', 'list', '--q'])];
    expect([...users.candidates, ...flags.candidates]).to.deep.equal([
      { value: 'users', description: 'People in the user pool' },
      { value: '--quiet', description: 'Print only identifiers.' },
    ]);
  });

  it('leave files to the shell', async () => {
    for (const words of [
      ['users', 'disable', '--from', ''],
      ['users', 'list', '>', ''],
    ]) {
      expect(await completionOf(words)).to.deep.equal({ candidates: [], files: true });
    }
  });

  it('leave out what a line cannot hold, and what would be a flag', async () => {
    const hostile = [
      'a\nb',
      'tab\there',
      '\u001b[31m',
      '\u202eabc',
      '\ud800',
      '',
      '-x',
      'x'.repeat(300),
      "it's $(fine)",
    ];
    expect(await valuesOf(['users', 'disable', ''], hostile)).to.deep.equal(['user-1', "it's $(fine)"]);
  });

  it('have no description that acts on a terminal or breaks a line', async () => {
    const live = [{ value: 'a', description: 'x\n\ty\u001b[31m\u202e' }];
    const position = positionOf(['users', 'disable'], '', EXAMPLE_TABLE);
    const found = await complete(position, '', { table: EXAMPLE_TABLE, live: () => Promise.resolve(live) });
    expect(found.candidates).to.deep.equal([{ value: 'a', description: 'x\ufffd\ufffdy\ufffd[31m\ufffd' }]);
  });

  it('may begin with a dash after --', async () => {
    expect(await valuesOf(['users', 'disable', '--', '-'], ['-x'])).to.deep.equal(['-x']);
  });
});

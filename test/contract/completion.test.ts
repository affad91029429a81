import { execFile } from 'node:child_process';
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { expect } from 'chai';
import fc from 'fast-check';

import { ownPlace } from '../helpers/place.js';
import { BIN, binEnvironment, requireBuild, runBin } from '../helpers/run-bin.js';
import { itWith, Terminal } from '../helpers/terminal.js';
import { everyCommand } from './every-command.js';

const run = promisify(execFile);

const SCRIPTS = fileURLToPath(new URL('../../completions/', import.meta.url));

/** Tenants that would run a program, end a quote or be taken for something else if a shell read them. */
const HOSTILE = [
  ...['$(touch ran)', '`touch ran`', 'semi;touch ran', 'pipe|touch ran', 'new\nline', '-dash', '--flag'],
  ...["it's", 'x"y', 'back\\slash', 'a b', 'c:d', 'e@f', 'q=r', '*', '~', '{a,b}', '#hash', '$HOME', 'bang!x', 'üml'],
  ...['%F{red}x', '\u001b[31m red', 'tab\tx', '(x)', '[y]', '<z', '>z', '&z'],
];

const sorted = (names: Iterable<string>): string[] => [...new Set(names)].sort();

describe('completion in real shells', () => {
  const place = ownPlace();
  before(requireBuild);

  /** Writes a contexts file whose current context has these tenants. */
  async function withTenants(tenants: readonly string[]): Promise<void> {
    const conventions = { tenantPattern: '[^]*', tenants };
    const settings = { current: 'prod', contexts: { prod: { poolId: 'eu-west-1_Abcdefghi', conventions } } };
    await mkdir(place().configFolder, { recursive: true });
    await writeFile(join(place().configFolder, 'config.yaml'), JSON.stringify(settings));
  }

  /** Runs a program of a shell in the home of the place. @returns what it printed, split at NUL */
  async function inShell(argv: readonly string[]): Promise<string[]> {
    const [shell = '', ...rest] = argv;
    const env = { ...binEnvironment(place()), LANG: 'C.UTF-8', NODE: process.execPath, BIN, SCRIPTS };
    const { stdout } = await run(shell, rest, { env, cwd: place().home });
    return stdout.split('\0').slice(0, -1);
  }

  /** What bash has read after it has inserted each candidate for the last word of a line. */
  const inBash = (line: string): Promise<string[]> =>
    inShell([
      'bash',
      '--norc',
      '-c',
      `sf-admin() { "$NODE" "$BIN" "$@"; }
       source "$SCRIPTS/sf-admin.bash"
       COMP_LINE=$1 COMP_POINT=\${#1}
       _sf_admin sf-admin ''
       for reply in "\${COMPREPLY[@]}"; do eval "printf '%s\\0' $reply"; done`,
      'bash',
      line,
    ]);

  const inFish = (line: string): Promise<string[]> =>
    inShell([
      'fish',
      '--no-config',
      '-c',
      `function sf-admin; $NODE $BIN $argv; end
       source $SCRIPTS/sf-admin.fish
       for line in (complete -C --escape $argv[1])
         eval printf "'%s\\0'" (string split -m 1 \\t -- $line)[1]
       end`,
      line,
    ]);

  for (const [shell, inserted, leftOut] of [
    ['bash', inBash, /^-/],
    ['fish', inFish, /^[-~]/],
  ] as const) {
    itWith([shell], `${shell} offers the commands of a topic`, async () => {
      const names = (await everyCommand()).map(([name]) => name.split(' '));
      const next = names.filter(([topic]) => topic === 'users').map(([, word = '']) => word);
      expect(sorted(await inserted('sf-admin users '))).to.deep.equal(sorted(next));
    });

    itWith([shell], `${shell} runs nothing of a value, and reads what it inserted as that value`, async () => {
      await withTenants(HOSTILE);
      await writeFile(place().path('a-file'), '');
      expect(sorted(await inserted('sf-admin users list --tenant '))).to.deep.equal(
        sorted(HOSTILE.filter((tenant) => !leftOut.test(tenant) && !/[\n\t\u001b]/.test(tenant))),
      );
      expect(await readdir(place().home)).not.to.include('ran');
    });

    itWith([shell], `${shell} reads any value that it inserted as that value`, async () => {
      const unit = fc.constantFrom(...Array.from('abé世 \'"\\$`(){}[]*?!~#&;|<>=:@%^,-/'));
      const names = fc.uniqueArray(fc.string({ unit, minLength: 1, maxLength: 12 }), { minLength: 20, maxLength: 30 });
      await fc.assert(
        fc.asyncProperty(names, async (tenants) => {
          await withTenants(tenants);
          const offered = tenants.filter((tenant) => !leftOut.test(tenant));
          expect(sorted(await inserted('sf-admin users list --tenant '))).to.deep.equal(sorted(offered));
        }),
        { numRuns: 3 },
      );
    });
  }

  itWith(['fish'], 'fish completes files in the home, with a space, and in quotes that are open', async () => {
    await writeFile(place().path('leavers of May.csv'), '');
    for (const start of ['~/lea', '"leavers o', String.raw`leavers\ o`, '$HOME/lea']) {
      for (const flag of ['--from ', '--from=']) {
        const [last = ''] = await inFish(`sf-admin users disable ${flag}${start}`);
        expect(last, `${flag}${start}`).to.match(/leavers of May\.csv$/);
      }
    }
  });

  /** Types a line with Tab and Enter in an interactive shell. @returns the arguments that sf-admin was started with */
  async function typed(shell: string, setUp: string, keys: readonly string[]): Promise<string[]> {
    const bin = place().path('bin');
    await mkdir(bin, { recursive: true });
    const script = `#!/bin/sh
[ "$1" = __complete ] && exec "${process.execPath}" "${BIN}" "$@"
printf '%s\\n' "$@" >"${place().path('arguments')}"
echo '[done]'
`;
    await writeFile(join(bin, 'sf-admin'), script, { mode: 0o755 });
    const env = { PATH: `${bin}:${process.env.PATH ?? ''}` };
    const terminal = await Terminal.startProgram(shell.split(' '), { place: place(), env });
    try {
      await terminal.type(`${setUp}; echo re''ady`, 'Enter');
      await terminal.waitFor(/^ready/m);
      for (const [text, completed] of pairs(keys)) {
        await terminal.type(text, 'Tab');
        await terminal.waitFor(new RegExp(completed.replaceAll(/[^\w ]/g, '\\$&')));
      }
      await terminal.type('Enter');
      // Nor may the functions of the shell complain between the keys.
      expect(await terminal.waitFor(/^\[done\]/m)).not.to.match(/no matches found|error/);
      // Else it might write its history while the home is removed.
      await terminal.type('exit', 'Enter');
      await terminal.exitCode();
    } finally {
      await terminal.close();
    }
    return (await readFile(place().path('arguments'), 'utf8')).trimEnd().split('\n');
  }

  /** What is typed before Tab, and what the screen shows after it. */
  const SHELLS: readonly [shell: string, setUp: string][] = [
    ['bash --norc', `source ${SCRIPTS}sf-admin.bash`],
    ['zsh -f', `autoload -Uz compinit; compinit -u -D; source ${SCRIPTS}_sf-admin`],
    ['fish --no-config', `set -g fish_autosuggestion_enabled 0; source ${SCRIPTS}sf-admin.fish`],
  ];
  for (const [shell, setUp] of SHELLS) {
    const [program = ''] = shell.split(' ');
    const test = (title: string, act: () => Promise<void>): void => {
      itWith(['tmux', program], `${program} ${title}`, act);
    };

    test('completes commands, flags and values as they are typed', async () => {
      await withTenants(['tenant_001']);
      const keys = ['sf-admin us', 'users ', 'lis', 'list ', '--ten', '--tenant '];
      const words = await typed(shell, setUp, [...keys, 'te', 'tenant_001']);
      expect(words).to.deep.equal(['users', 'list', '--tenant', 'tenant_001']);
    });

    test('completes after a colon, an equals sign and an at sign, at which bash ends a word', async () => {
      await withTenants(['tenant:one@place', 'other']);
      const words = await typed(shell, setUp, ['sf-admin users list --tenant=tenant:one@', 'one@place']);
      expect(words).to.deep.equal(['users', 'list', '--tenant=tenant:one@place']);
    });

    test('completes a value that is joined to a one-letter flag, or to several, with or without an equals sign', async () => {
      await withTenants(['tenant_001']);
      // cspell:ignore cprod qojson
      const keys = ['sf-admin users list -cpr', '-cprod ', '-qoj', '-qojson ', '-o=cs'];
      const words = await typed(shell, setUp, [...keys, '-o=csv']);
      expect(words).to.deep.equal(['users', 'list', '-cprod', '-qojson', '-o=csv']);
    });

    test('completes a value that would run a program', async () => {
      await withTenants(['run $(touch ran)', 'other']);
      const words = await typed(shell, setUp, ['sf-admin users list --tenant ru', 'ran']);
      expect(words).to.deep.equal(['users', 'list', '--tenant', 'run $(touch ran)']);
      expect(await readdir(place().home)).not.to.include('ran');
    });

    test('completes the names of files', async () => {
      await writeFile(place().path('leavers.txt'), '');
      const words = await typed(shell, `cd ${place().home}; ${setUp}`, [
        'sf-admin users disable --from leave',
        'leavers',
      ]);
      expect(words).to.deep.equal(['users', 'disable', '--from', 'leavers.txt']);
    });
  }

  it('answers nothing and no error if the contexts file is invalid', async () => {
    await mkdir(place().configFolder, { recursive: true });
    await writeFile(join(place().configFolder, 'config.yaml'), 'contexts: [');
    const answer = await runBin(['__complete', 'zsh', 'context', 'use', ''], { place: place() });
    expect(answer).to.deep.equal({ stdout: 'words\n', stderr: '', code: 0 });
  });

  it('loads one small file, so that it costs little more than Node itself', async () => {
    const { size } = await stat(new URL('../../dist/launcher/completion.cjs', import.meta.url));
    expect(size).to.be.at.most(80_000);
  });

  it('gives PowerShell JSON in ASCII, with each value quoted', async () => {
    await withTenants(['tenant_ü', "it's $(x)"]);
    const words = Buffer.from(['users', 'list', '--tenant', ''].join('\0')).toString('base64');
    const { stdout } = await runBin(['__complete', 'powershell', words], { place: place() });
    expect(stdout).to.match(/^[ -~]*$/);
    expect(JSON.parse(stdout)).to.deep.equal({
      files: false,
      candidates: [
        { insert: "'tenant_ü'", value: 'tenant_ü', description: 'tenant_ü' },
        { insert: "'it''s $(x)'", value: "it's $(x)", description: "it's $(x)" },
      ],
    });
  });
});

function pairs(keys: readonly string[]): [string, string][] {
  return keys.flatMap((key, index) => (index % 2 === 0 ? [[key, keys[index + 1] ?? ''] as [string, string]] : []));
}

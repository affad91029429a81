import { execFile } from 'node:child_process';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { expect } from 'chai';

import { resetSandbox } from '../../src/lib/sandbox/seed/reset.js';
import { ANY_CREDENTIALS, writeLiveContext } from '../helpers/live-context.js';
import { ownPlace } from '../helpers/place.js';
import { binEnvironment, COMMAND, requireBuild, startBin, startProcess } from '../helpers/run-bin.js';
import { itInTerminal, Terminal } from '../helpers/terminal.js';
import { withFakeEndpoint } from './fake-endpoint.js';

const BEN = 'ben.carter@tenant-one.example';
const ANA_ID = '5af10000-0000-4000-8000-000000000001';
const FULL = 'error: the output cannot be written: no space is left on the disk\n';

interface Case {
  /** The rule, as the end of a sentence. */
  readonly of: string;
  /** A line of bash, in which `sf-admin` is the program. `HOME` is an empty folder. */
  readonly line: string;
  readonly code: number;
  /** Default: nothing is written. */
  readonly stdout?: RegExp;
  readonly stderr?: RegExp;
}

/** What scripts meet: each with the status that they get, and the message that a person reads. */
const CASES: readonly Case[] = [
  {
    of: 'a reader that wants one line: no error',
    line: 'sf-admin users list --no-header --columns email | head -1',
    code: 0,
    stdout: /^\S+@\S+\n$/,
    // All rows fit into the pipe, so that they may be written before the reader goes away.
    stderr: /^(20 matches \(20 users scanned\)\.\n)?$/,
  },
  {
    of: 'a closed stdout: nothing to report, since Node opens /dev/null in its place',
    line: 'sf-admin users list -q --limit 1 >&-',
    code: 0,
    stderr: /^1 match .*\n$/,
  },
  { of: 'a closed stderr: the result', line: 'sf-admin users list -q --limit 1 2>&-', code: 0, stdout: /^\S{36}\n$/ },
  { of: 'a closed stdin: the result', line: 'sf-admin whoami -q <&-', code: 0, stdout: /^sandbox\n$/ },
  ...['users list', 'users show ' + ANA_ID, 'version', '--version', 'help'].map((command) => ({
    of: `a full disk behind stdout: status 2 for ${command}`,
    line: `sf-admin ${command} > /dev/full`,
    code: 2,
    stderr: /^error: the output cannot be written: .*\n {2}Check where the output goes, and the space there\.\n$/,
  })),
  {
    of: 'a change and a full disk behind stdout: status 2, and where to look what was changed',
    line: `sf-admin users disable ${BEN} --yes > /dev/full`,
    code: 2,
    stderr: new RegExp(`^${FULL}.*\\n.* sf-admin history list\\n$`),
  },
  {
    of: 'a home that cannot hold a folder and a change: status 2, and which variable names another',
    line: `HOME=/proc sf-admin users disable ${BEN} --yes`,
    code: 2,
    stderr: /^error: .*\/proc\/\S+: there is no such file or folder\n.* SF_ADMIN_DATA_DIR\n$/m,
  },
  {
    of: 'a home that cannot hold a folder: a command that writes nothing works',
    line: 'export HOME=/proc; sf-admin version -q && sf-admin context list -q && sf-admin users list -q --limit 1 2>&-',
    code: 0,
    stdout: /^\S+\nsandbox\nstackflow\n\S{36}\n$/,
  },
  {
    of: 'an unset home: the folders that are named otherwise',
    line: 'export XDG_DATA_HOME="$HOME/d" XDG_CONFIG_HOME="$HOME/c"; unset HOME; sf-admin users list -q --limit 1 2>&-',
    code: 0,
    stdout: /^\S{36}\n$/,
  },
  {
    of: 'the locale C: the same characters as in any other',
    line: 'sf-admin users create z@tenant-one.example --tenant tenant_001 --role itsm_agent --given-name Zoë --dry-run | grep -c Zoë',
    code: 0,
    stdout: /^1\n$/,
    stderr: /^Dry run: nothing is written\.\n$/,
  },
];

describe('the built program in a hard environment', () => {
  before(requireBuild);
  const place = ownPlace();
  let home: string;
  beforeEach(async () => {
    home = place().path('empty-home');
    await mkdir(home);
  });

  /** Without the folders of the place: those of HOME are used. */
  const environment = () => {
    const { SF_ADMIN_DATA_DIR: _data, SF_ADMIN_CONFIG_DIR: _config, ...others } = binEnvironment(place());
    return { ...others, HOME: home, LC_ALL: 'C' };
  };
  const shell = (line: string) =>
    startProcess(
      'bash',
      ['-c', `set -o pipefail; sf-admin() { "${COMMAND[0]}" "${COMMAND[1]}" "$@"; }; ${line}`],
      environment(),
    ).ended;

  for (const { of, line, code, stdout = /^$/, stderr = /^$/ } of CASES) {
    it(`has the right status and message with ${of}`, async () => {
      const result = await shell(line);
      expect(result.code, result.stderr).to.equal(code);
      expect(result.stdout).to.match(stdout);
      expect(result.stderr).to.match(stderr);
    });
  }

  it('ends without an error if the reader of thousands of users goes away', async () => {
    await resetSandbox(join(home, '.local/share/sf-admin/sandbox.json'), { users: 3000 });
    expect(await shell('sf-admin users list -o ndjson | head -1 | wc -l')).to.deep.include({
      stdout: '1\n',
      stderr: '',
      code: 0,
    });
  });

  it('ends at SIGTERM with 143, and says so', () =>
    withFakeEndpoint(
      () => {
        running?.child.kill('SIGTERM');
      },
      async (url) => {
        await writeLiveContext(place(), url);
        running = startBin(['users', 'list'], { place: place(), env: ANY_CREDENTIALS });
        expect(await running.ended).to.deep.equal({ stdout: '', stderr: 'error: interrupted\n', code: 143 });
      },
    ));
  let running: ReturnType<typeof startBin> | undefined;

  for (const { what, options, reason } of [
    { what: 'is read-only', options: 'ro', reason: 'the file system is read-only' },
    { what: 'is full', options: 'size=64k', reason: 'no space is left on the disk' },
  ]) {
    it(`changes nothing and says why if the disk of its home ${what}`, async function () {
      if (!(await mounted(home, options))) this.skip();
      try {
        // As much as fits.
        await writeFile(join(home, 'filler'), Buffer.alloc(2 ** 20)).catch(() => undefined);
        const { stdout, stderr, code } = await shell(`sf-admin users disable ${BEN} --yes`);
        expect({ stdout, code }).to.deep.equal({ stdout: '', code: 2 });
        expect(stderr.split('\n')[0])
          .to.match(/^error: (cannot write|the history cannot be written)/)
          .and.include(reason);
      } finally {
        await promisify(execFile)('umount', [home]);
      }
    });
  }

  describe('in a terminal', () => {
    const lines: readonly (readonly string[])[] = [
      ['version'],
      ['users', 'list', '--limit', '3'],
      ['users', 'show', ANA_ID],
      ['users', 'lst'],
      ['users', 'disable', BEN, '--dry-run'],
    ];
    /** Every line that the commands write, and their statuses. */
    const runAll = async (options: { columns?: number; term?: string }) => {
      const results = [];
      // oclif breaks help for 80 columns at least.
      const help = options.columns === 40 ? [] : [['users', 'list', '--help']];
      for (const argv of [...help, ...lines]) results.push(await Terminal.run(argv, { place: place(), ...options }));
      return { codes: results.map(({ code }) => code), bytes: results.map(({ bytes }) => bytes).join('') };
    };

    for (const columns of [80, 40]) {
      itInTerminal(`writes no line of more than ${columns} columns if there are so many`, async () => {
        const { codes, bytes } = await runAll({ columns });
        // Colours take no columns. Examples are not broken, because people copy them.
        const plain = bytes.replaceAll(/\u001b\[[\d;]*m/g, '').split('\r\n');
        expect(codes.filter((code) => code !== 0)).to.deep.equal([2]);
        expect(plain.filter((line) => line.length > columns && !line.startsWith('  $ sf-admin'))).to.deep.equal([]);
      });
    }

    for (const [env, isLinked] of [
      [{ FORCE_HYPERLINK: '1' }, true],
      [{ FORCE_HYPERLINK: '0', VTE_VERSION: '7600' }, false],
      [{ FORCE_HYPERLINK: '1', NO_COLOR: '1' }, false],
    ] as const) {
      itInTerminal(`shows ${isLinked ? 'hyperlinks' : 'no hyperlink'} with ${JSON.stringify(env)}`, async () => {
        const { bytes } = await Terminal.run(['whoami', '--pool-id', 'eu-west-1_Abc123456'], {
          place: place(),
          env: { ...env, AWS_EC2_METADATA_DISABLED: 'true' },
        });
        const url =
          'https://eu-west-1.console.aws.amazon.com/cognito/v2/idp/user-pools/eu-west-1_Abc123456?region=eu-west-1';
        const shown = isLinked ? `\u001b]8;;${url}\u0007eu-west-1_Abc123456\u001b]8;;\u0007` : 'eu-west-1_Abc123456';
        expect(/user pool +(.*)\r/.exec(bytes)?.[1]).to.equal(shown);
      });
    }

    itInTerminal('writes no escape sequence if TERM is dumb', async () => {
      const { codes, bytes } = await runAll({ term: 'dumb' });
      expect([codes.length, bytes.includes('\u001b')]).to.deep.equal([6, false]);
    });
  });
});

/** Mounts a small file system in memory, for which the tests have to run as root. Others skip them. */
async function mounted(folder: string, options: string): Promise<boolean> {
  await chmod(folder, 0o700);
  return promisify(execFile)('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', folder]).then(
    () => true,
    () => false,
  );
}

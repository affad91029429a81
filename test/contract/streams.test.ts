import { setTimeout as delay } from 'node:timers/promises';

import { expect } from 'chai';

import { sandboxFile } from '../../src/lib/sandbox/state/state-file.js';
import { resetSandbox } from '../../src/lib/sandbox/seed/reset.js';
import { whileServed } from '../helpers/live-context.js';
import { ownPlace } from '../helpers/place.js';
import { type BinResult, binEnvironment, COMMAND, requireBuild, runBin, startProcess } from '../helpers/run-bin.js';
import { itInTerminal, Terminal } from '../helpers/terminal.js';
import { answerError, proxyTo, withFakeEndpoint } from './fake-endpoint.js';
import { runInProcess } from './run-in-process.js';

const ANA = 'ana.silva@tenant-one.example';
const NEW_USER = ['nina@tenant-one.example', '--tenant', 'tenant_001', '--role', 'itsm_agent'];

/** The start of an escape sequence, as in colours and cursor movements. */
const ESCAPE = '\u001b';
const GOES_BOLD = `${ESCAPE}[1m`;

describe('the streams of the built command', () => {
  before(requireBuild);
  const place = ownPlace();
  const run = (argv: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<BinResult> =>
    runBin(argv, { place: place(), env });
  /** Runs the command in this process, for tests that do not depend on a real one. */
  const runHere = (argv: readonly string[]): Promise<BinResult> => runInProcess(argv, { place: place() });
  /** Runs a line of a real shell, in which `sf-admin` is the built command. */
  const shell = (line: string): Promise<BinResult> =>
    startProcess(
      'bash',
      ['-c', `set -o pipefail; sf-admin() { "${COMMAND[0]}" "${COMMAND[1]}" "$@"; }; ${line}`],
      binEnvironment(place()),
    ).ended;

  it('stdout has the result, stderr has the notices', async () => {
    const list = await run(['users', 'list', '--limit', '1', '--columns', 'email', '--no-header']);
    const create = await run(['users', 'create', ...NEW_USER, '-o', 'ndjson']);
    expect({
      list,
      create: { lines: create.stdout.split('\n').length, ...(JSON.parse(create.stdout) as object) },
    }).to.deep.include({
      list: {
        stdout: `${ANA}\n`,
        stderr: '1 match (1 user scanned). There may be more: the search ended at --limit.\n',
        code: 0,
      },
    });
    expect(create.stderr).to.match(/^No StackFlow profile record is created/);
  });

  it('stderr says that a dry run wrote nothing, in every output format', async () => {
    const { stdout, stderr } = await runHere(['users', 'enable', 'grace.kim@tenant-one.example', '--dry-run', '-q']);
    expect({ stdout, stderr }).to.deep.equal({
      stdout: '5af10000-0000-4000-8000-000000000007\n',
      stderr: 'Dry run: nothing is written.\n',
    });
  });

  it('the CSV of a change has the same columns for every command', async () => {
    const header = async (argv: readonly string[]) => (await runHere([...argv, '-o', 'csv'])).stdout.split('\n')[0];
    expect(await header(['users', 'create', ...NEW_USER])).to.equal(await header(['users', 'enable', ANA]));
  });

  for (const [where, end] of [
    ['is full', '> /dev/full'],
    ['has no reader', '| true'],
  ] as const) {
    it(`reports that a generated password could not be shown if stdout ${where}`, async () => {
      const line = `sf-admin users reset-password ${ANA} --generate-password --yes ${end}`;
      const { stderr, code } = await shell(line);
      expect({ code, stderr }).to.deep.equal({
        code: 8,
        stderr:
          `error: the password of ${ANA} was set but could not be shown\n` +
          `  It is lost. Set a new one: sf-admin users reset-password ${ANA}\n`,
      });
    });
  }

  describe('if the reader closes the pipe', () => {
    beforeEach(async () => {
      // More than a pipe buffers, so that the command is still writing when its reader ends.
      await resetSandbox(sandboxFile(place().dataFolder), { users: 3000 });
    });

    for (const format of ['-q', '-o ndjson', '-o csv --no-header', '-o json']) {
      it(`end without an error: users list ${format} | head -1`, async () => {
        const { stdout, stderr, code } = await shell(`sf-admin users list ${format} | head -1`);
        expect({ lines: stdout.split('\n').length - 1, stderr, code }).to.deep.equal({
          lines: 1,
          stderr: '',
          code: 0,
        });
      });
    }
  });

  for (const line of [
    'sf-admin users list',
    'sf-admin users list -o ndjson',
    'sf-admin whoami -o json',
    'sf-admin users disable ' + ANA + ' --yes',
    'sf-admin users export',
    'sf-admin pool check -o csv',
  ]) {
    it(`report that stdout cannot be written, without a stack: ${line} > /dev/full`, async () => {
      expect(await shell(`${line} > /dev/full`)).to.deep.equal({
        stdout: '',
        stderr:
          'error: the output cannot be written: no space is left on the disk\n' +
          '  Check where the output goes, and the space there.\n' +
          (line.includes('disable') ? '  Changes that the command made are not reverted: sf-admin history list\n' : ''),
        code: 2,
      });
    });
  }

  for (const line of ['--help', 'users --help', 'users list --help', '--version']) {
    it(`report that stdout cannot be written, without a stack: sf-admin ${line} > /dev/full`, async () => {
      const { stderr, code } = await shell(`sf-admin ${line} > /dev/full`);
      expect(code).to.equal(2);
      expect(stderr).to.match(
        /^error: the output cannot be written: .*\n  Check where the output goes, and the space there\.\n$/,
      );
    });
    it(`end quietly if nobody reads: sf-admin ${line} | true`, async () => {
      expect(await shell(`sf-admin ${line} | true`)).to.deep.equal({ stdout: '', stderr: '', code: 0 });
    });
  }

  /** From about as few as Node can start with to as many as every command can do with. */
  for (const [index, limit] of [20, 24, 28, 34, 40, 48, 64].entries()) {
    it(`name the limit to raise if only ${limit} files may be open`, async () => {
      const lines = ['users list', `users enable ${ANA}`, 'users list --debug -q', 'users lst', '--help'];
      // Half of them with each limit, in turn.
      for (const line of lines.filter((_, position) => position % 2 === index % 2)) {
        const { stdout, stderr, code } = await shell(`ulimit -n ${limit}; sf-admin ${line}`);
        const isLimit = stderr.startsWith('error: too many open files') && stderr.includes('ulimit -n 4096');
        const isUnknown = line === 'users lst' && stderr.startsWith('error: unknown command "users lst"');
        expect([line, code, isLimit || isUnknown]).to.deep.equal(
          code === 0 ? [line, 0, false] : [line, 2, true],
          stdout + stderr,
        );
      }
    });
  }

  itInTerminal('fit a terminal of 80 columns', async () => {
    const options = { place: place(), columns: 80 };
    const runs = await Promise.all([
      Terminal.run(['users', 'list', '--no-color'], options),
      Terminal.run(['client', 'describe', '--no-color'], options),
      Terminal.run(['sandbox', 'status', '--no-color'], options),
      Terminal.run(['users', 'show', ANA, '--no-color'], options),
      Terminal.run(['users', 'set-attributes', ANA, '--add-role', 'cloud_admin', '--dry-run'], options),
      Terminal.run(['users', 'set-attributes', ANA, '--add-role', 'king', '--no-color'], options),
    ]);
    const tooLong = runs.flatMap(({ bytes }) =>
      // A path is never wrapped, and the temporary folder makes this one long.
      bytes.split('\r\n').filter((line) => line.length > 80 && !line.includes(place().sandbox)),
    );
    expect(tooLong).to.deep.equal([]);
  });

  itInTerminal('show the progress of a slow list, and remove it from the screen', async () => {
    await resetSandbox(sandboxFile(place().dataFolder), { users: 200 });
    const { bytes } = await whileServed(place(), (sandbox) =>
      withFakeEndpoint(
        async (request, response) => {
          await delay(600);
          await proxyTo(sandbox, () => false)(request, response);
        },
        (url) => Terminal.run(['users', 'list', '--endpoint-url', url, '--no-color'], { place: place() }),
      ),
    );
    expect(bytes).to.match(/^(?:\r\d+ users scanned *\r)+\r +\rEMAIL /);
  });

  it('work with a closed stderr', async () => {
    const { stdout, code } = await shell('sf-admin users list --limit 1 -o ndjson --columns email 2>&-');
    expect({ stdout, code }).to.deep.equal({ stdout: `{"email":"${ANA}"}\n`, code: 0 });
  });

  describe('colour', () => {
    const LIST = ['users', 'list', '--limit', '1'];

    itInTerminal('is on in a terminal', async () => {
      const { bytes } = await Terminal.run(LIST, { place: place() });
      expect(bytes).to.include(GOES_BOLD);
    });

    itInTerminal('is on in an error in a terminal', async () => {
      const { bytes } = await Terminal.run(['users', 'show', 'nobody'], { place: place() });
      expect(bytes).to.include(`${ESCAPE}[31merror:${ESCAPE}[39m no user nobody`);
    });

    for (const [way, argv, env] of [
      ['--no-color', ['--no-color'], {}],
      ['NO_COLOR', [], { NO_COLOR: '1' }],
    ] as [string, string[], Record<string, string>][]) {
      itInTerminal(`is off with ${way} in a terminal: no escape sequence in a table, an error or help`, async () => {
        const options = { place: place(), env };
        const runs = await Promise.all([
          Terminal.run([...LIST, ...argv], options),
          Terminal.run(['users', 'show', 'nobody', ...argv], options),
          Terminal.run(['users', 'create', '--help', ...argv], options),
        ]);
        expect(runs.map(({ bytes, code }) => [code, bytes.includes(ESCAPE)])).to.deep.equal([
          [0, false],
          [4, false],
          [0, false],
        ]);
      });
    }

    it('is off in a pipe, even with FORCE_COLOR', async () => {
      const env = { FORCE_COLOR: '1', TERM: 'xterm-256color' };
      const runs = [
        await run(LIST, env),
        await run(['users', 'show', 'nobody'], env),
        await run(['users', 'list', '--bogus'], env),
      ];
      expect(runs.map(({ stdout, stderr }) => (stdout + stderr).includes(ESCAPE))).to.deep.equal([false, false, false]);
    });
  });

  describe('text from the directory', () => {
    /** Clears the screen, rings the bell, sets the title, moves the cursor, starts an 8-bit sequence, reverses text. */
    const HOSTILE = '\u001b[2J\u0007\u001b]0;owned\u0007\r\b\u009b31m\u202edni';
    /** Characters that a terminal acts on, except line feeds, which are the command's own. */
    const ACTS = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/;
    const MALLORY = 'mallory@tenant-one.example';

    beforeEach(async () => {
      // Created like by another AWS client, since sf-admin would refuse these values.
      await whileServed(place(), async (url) => {
        const answer = await fetch(url, {
          method: 'POST',
          headers: {
            'x-amz-target': 'AWSCognitoIdentityProviderService.AdminCreateUser',
            'content-type': 'application/x-amz-json-1.1',
            authorization: 'AWS4-HMAC-SHA256 any',
          },
          body: JSON.stringify({
            UserPoolId: 'us-east-1_Sandbox01',
            Username: MALLORY,
            UserAttributes: [
              { Name: 'email', Value: MALLORY },
              { Name: 'given_name', Value: HOSTILE },
              { Name: 'family_name', Value: '=HYPERLINK("https://evil.example")' },
              { Name: 'custom:tenant_id', Value: 'tenant_001' },
              { Name: 'custom:role', Value: `itsm_agent,${HOSTILE}` },
              { Name: 'nickname', Value: HOSTILE },
            ],
          }),
        });
        expect(answer.status).to.equal(200);
      });
    });

    for (const format of ['table', 'json', 'ndjson', 'csv']) {
      it(`has no effect on a terminal with -o ${format}`, async () => {
        const outputs = [
          await (format === 'table' ? run : runHere)(['users', 'show', MALLORY, '-o', format]),
          await runHere(['users', 'list', '--email-prefix', 'mallory', '-o', format]),
          await runHere(['users', 'disable', MALLORY, '--dry-run', '-o', format]),
          await runHere(['users', 'set-attributes', MALLORY, '--given-name', 'M', '--dry-run', '-o', format]),
          await runHere(['users', 'set-attributes', MALLORY, '--role', 'itsm_agent', '--dry-run', '-o', format]),
        ];
        expect(
          outputs.map(({ code, stdout, stderr }) => [code, ACTS.test(stdout + stderr), stdout === '']),
        ).to.deep.equal(outputs.map(() => [0, false, false]));
      });
    }

    it('is unchanged for a program that reads the JSON', async () => {
      const { stdout } = await run(['users', 'show', MALLORY, '-o', 'json']);
      expect((JSON.parse(stdout) as { givenName: string }).givenName).to.equal(HOSTILE);
    });

    it('is escaped so that a spreadsheet runs no formula, except with --raw-csv', async () => {
      const csv = async (...flags: string[]): Promise<string> => {
        const argv = ['--email-prefix', 'mallory', '-o', 'csv', '--columns', 'familyName', '--no-header'];
        return (await runHere(['users', 'list', ...argv, ...flags])).stdout;
      };
      expect([await csv(), await csv('--raw-csv')]).to.deep.equal([
        `"'=HYPERLINK(""https://evil.example"")"\n`,
        `"=HYPERLINK(""https://evil.example"")"\n`,
      ]);
    });

    itInTerminal('shows no control character in a real terminal', async () => {
      const { bytes } = await Terminal.run(['users', 'show', MALLORY, '--no-color'], { place: place() });
      expect(bytes)
        .to.include('given name')
        .and.to.not.match(/[\u0000-\u0009\u000b\u000c\u000e-\u001f\u007f-\u009f\u202e]/);
    });

    it('has no effect on a terminal if it comes from the command line', async () => {
      const results = [
        await runHere(['users', 'show', HOSTILE]),
        await runHere(['users', 'show', HOSTILE, '-o', 'json']),
        await run(['users', HOSTILE]),
        await run(['users', 'list', `--${HOSTILE}`]),
        await runHere(['client', 'add-callback', HOSTILE]),
        await runHere(['whoami', '--context', HOSTILE]),
        await runHere(['users', 'list', '-o', HOSTILE]),
      ];
      expect(results.map(({ code, stdout, stderr }) => [code !== 0, ACTS.test(stdout + stderr)])).to.deep.equal(
        results.map(() => [true, false]),
      );
    });
  });

  describe('an error with JSON output', () => {
    for (const [kind, argv, code, exitCode] of [
      ['of the parser', ['users', 'list', '--bogus', '--json'], 'USAGE', 2],
      ['of a flag without its value', ['users', 'list', '-o', 'json', '--limit'], 'USAGE', 2],
      ['of a flag with an invalid value', ['users', 'list', '--limit', 'x', '--output=json'], 'USAGE', 2],
      ["of a flag's own check", ['users', 'list', '--endpoint-url', 'x', '-o=json'], 'USAGE', 2],
      ['of a missing argument', ['users', 'show', '--json'], 'USAGE', 2],
      ['of a command that does not exist', ['users', 'lst', '-o', 'json'], 'UNKNOWN_COMMAND', 2],
      ['of a topic that does not exist', ['usres', '--json'], 'UNKNOWN_COMMAND', 2],
      ['of an unexpected argument', ['users', 'list', 'ana', '-ojson'], 'USAGE', 2],
      ['of a convention', ['users', 'list', '--role', 'king', '-o', 'json'], 'UNKNOWN_ROLE', 3],
      ['of the configuration', ['whoami', '--config', '/nowhere', '-o', 'json'], 'INVALID_CONFIG', 2],
      ['of the service', ['users', 'show', 'nobody', '-o', 'json'], 'USER_NOT_FOUND', 4],
    ] as const) {
      it(`is one object on stdout, with nothing on stderr: ${kind}`, async () => {
        const result = code === 'UNKNOWN_COMMAND' ? await run(argv) : await runHere(argv);
        const { error, ...others } = JSON.parse(result.stdout) as { error: Record<string, unknown> };
        const { message, hint, requestId, ...rest } = error;
        expect({
          rest,
          others,
          types: [typeof message, typeof hint, typeof requestId],
          isMultiline: String(message).includes('\n'),
          stderr: result.stderr,
          code: result.code,
        }).to.deep.equal({
          rest: { code, exitCode },
          others: {},
          types: ['string', 'string', code === 'USER_NOT_FOUND' ? 'string' : 'undefined'],
          isMultiline: false,
          stderr: '',
          code: exitCode,
        });
      });
    }

    it('is the whole output, even after rows were read', async () => {
      await resetSandbox(place().sandbox, { users: 130 });
      let pages = 0;
      const { stdout, code } = await whileServed(place(), (sandbox) =>
        withFakeEndpoint(
          proxyTo(sandbox, (_operation, _body, response) => {
            pages += 1;
            if (pages < 3) return false;
            answerError(response, 'AccessDeniedException', 'Not any more.');
            return true;
          }),
          (url) => run(['users', 'list', '-o', 'json', '--endpoint-url', url]),
        ),
      );
      expect([pages, code, Object.keys(JSON.parse(stdout) as object)]).to.deep.equal([3, 6, ['error']]);
    });
  });
});

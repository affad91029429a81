import { Errors } from '@oclif/core';
import { expect } from 'chai';

import { reportError, reportFailureOfResult } from '../../../src/lib/cli/report-error.js';
import { AdminError } from '../../../src/lib/errors.js';
import { ClosedPipe } from '../../../src/lib/output/streams.js';
import { memoryStreams } from '../output/memory-streams.js';
import { exampleInvocation } from './example-invocation.js';

const USAGE = '  Use --help to see the usage.\n';
const DEFECT = '  This is a bug in sf-admin. Run the command again with --debug and report the output.\n';

const parserError = (message: string, detail: object) =>
  Object.assign(new Errors.CLIError(`${message}\nSee more help with --help`), detail);

describe('reportError', () => {
  for (const [title, error, stderr, status] of [
    [
      'prints the message and the hint of an error that can be fixed',
      new AdminError('UNKNOWN_ROLE', 'role "x" is not a StackFlow role', { hint: 'Did you mean y?' }),
      'error: role "x" is not a StackFlow role\n  Did you mean y?\n',
      3,
    ],
    ['ends quietly if the reader has closed the pipe', new ClosedPipe(), '', 0],
    ['reports anything else as a bug', new Error('broken'), `error: unexpected: broken\n${DEFECT}`, 1],
    ['reports what is not an error', 'broken', `error: unexpected: broken\n${DEFECT}`, 1],
    ...(['EMFILE', 'ENFILE'] as const).map(
      (code) =>
        [
          `names the limit to raise for ${code}`,
          Object.assign(new Error(`${code}: too many, open '/a'`), { code, syscall: 'open' }),
          `error: too many open files: ${code}: too many, open '/a'\n` +
            '  Raise the limit in this shell and run the command again: ulimit -n 4096\n',
          2,
        ] as const,
    ),
    [
      'removes what the parser adds to the message of a flag',
      new AdminError('USAGE', 'Parsing --region \n\tregion "x" is malformed\nSee more help with --help'),
      'error: region "x" is malformed\n',
      2,
    ],
    [
      'names the limit to raise if it is the cause of an error with advice of its own',
      new AdminError('SANDBOX_STATE', 'cannot read a.json: too many files are open', {
        hint: 'Check the permissions',
        cause: Object.assign(new Error('EMFILE'), { code: 'EMFILE', syscall: 'open' }),
      }),
      'error: cannot read a.json: too many files are open\n' +
        '  Raise the limit in this shell and run the command again: ulimit -n 4096\n',
      2,
    ],
    [
      'names the limit to raise for a call whose code is within',
      Object.assign(new Error('A system error occurred'), {
        code: 'ERR_SYSTEM_ERROR',
        syscall: 'uv_os_get_passwd',
        info: { code: 'EMFILE' },
      }),
      'error: too many open files: A system error occurred\n' +
        '  Raise the limit in this shell and run the command again: ulimit -n 4096\n',
      2,
    ],
    ...['-v', '--version'].map(
      (flag) =>
        [
          `suggests the program's --version for ${flag} of a command`,
          parserError(`Nonexistent flag: ${flag}`, { flags: [flag] }),
          `error: nonexistent flag: ${flag}\n  Did you mean sf-admin --version?\n${USAGE}`,
          2,
        ] as const,
    ),
    [
      'suggests a flag for an unknown one, without its value',
      parserError('Nonexistent flag: --tenat=secret', { flags: ['--tenat=secret'] }),
      `error: nonexistent flag: --tenat\n  Did you mean --tenant?\n${USAGE}`,
      2,
    ],
    [
      'suggests a value for an unknown one',
      new Errors.CLIError('Expected --output=jsn to be one of: table, json\nSee more help with --help'),
      `error: expected --output to be one of: table, json\n  Did you mean json?\n${USAGE}`,
      2,
    ],
    [
      'names a missing argument',
      new Errors.CLIError('Missing 1 required arg:\nuser  Email address, sub or user name.'),
      `error: missing argument USER\n  Email address, sub or user name.\n${USAGE}`,
      2,
    ],
    [
      'names a missing flag',
      new Errors.CLIError('The following error occurred:\n  Missing required flag pool-id'),
      `error: missing required flag --pool-id\n${USAGE}`,
      2,
    ],
    [
      'omits the value of a flag that excludes another one',
      new Errors.CLIError('--revoke=abc cannot also be provided when using --revoke-all'),
      `error: --revoke cannot also be provided when using --revoke-all\n${USAGE}`,
      2,
    ],
  ] as const) {
    it(title, async () => {
      const { streams, out, err } = memoryStreams();
      const code = await reportError(error, { streams, argv: [], flags: ['tenant', 'output'] });
      expect([err(), out(), code]).to.deep.equal([stderr, '', status]);
    });
  }

  for (const argv of [['--json'], ['-o', 'json'], ['-ojson'], ['--output=json'], ['--output', 'json']]) {
    it(`writes the error object to stdout with ${argv.join(' ')}`, async () => {
      const { streams, out, err } = memoryStreams();
      const code = await reportError(new AdminError('USAGE', 'wrong'), { streams, argv });
      expect([JSON.parse(out()), err(), code]).to.deep.equal([
        { error: { code: 'USAGE', message: 'wrong', exitCode: 2 } },
        '',
        2,
      ]);
    });
  }

  it('does not take an argument after -- for --json', async () => {
    const { streams, out } = memoryStreams();
    await reportError(new AdminError('USAGE', 'wrong'), { streams, argv: ['--', '--json'] });
    expect(out()).to.equal('');
  });

  it('prints the stack and the causes with --debug only', async () => {
    const error = new AdminError('USAGE', 'wrong', { cause: new Error('the cause') });
    const { streams, err } = memoryStreams();
    await reportError(error, { streams, argv: ['--debug'] });
    expect(err()).to.match(/AdminError: wrong\n\s+at [\s\S]*caused by: Error: the cause\n\s+at /);
  });
});

describe('reportFailureOfResult', () => {
  it('writes to stderr with JSON output too, and sets the exit status', () => {
    const { invocation, out, err, exitStatus } = exampleInvocation({ json: true });
    reportFailureOfResult(new AdminError('PARTIAL', 'some failed'), invocation);
    expect([out(), err(), exitStatus()]).to.deep.equal(['', 'error: some failed\n', 8]);
  });
});

import { expect } from 'chai';

import { EXIT, EXIT_OF_SIGNAL } from '../../src/lib/errors.js';
import { ANY_CREDENTIALS, whileServed } from '../helpers/live-context.js';
import { ownPlace } from '../helpers/place.js';
import { type BinResult, requireBuild, runBin, startBin } from '../helpers/run-bin.js';
import { itInTerminal, Terminal } from '../helpers/terminal.js';
import { type Answering, answerError, loginPage, proxyTo, neverAnswer, withFakeEndpoint } from './fake-endpoint.js';

const ANA = 'ana.silva@tenant-one.example';
const BEN = 'ben.carter@tenant-one.example';
const BEN_USERNAME = '5af10000-0000-4000-8000-000000000002';
const AWS_POOL = ['--pool-id', 'us-east-1_Abc123456', '--client-id', '1h57kf5cpq17m0eml12EXAMPLE'];
const DEFECT = new URL('defect.mjs', import.meta.url).href;

/** The exit code, the first line of the message, and whether a stack is printed. */
function seen({ stdout, stderr, code }: BinResult): object {
  return { code, stdout, first: stderr.split('\n')[0], hasStack: /\n\s+at /.test(stderr) };
}

describe('the exit codes of the built command', () => {
  before(requireBuild);
  const place = ownPlace();
  const run = (argv: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<BinResult> =>
    runBin(argv, { place: place(), env });

  it('0: done', async () => {
    const { code } = await run(['users', 'disable', BEN, '--yes']);
    expect({ code, enabled: (await place().user(BEN))?.enabled }).to.deep.equal({
      code: EXIT.done,
      enabled: false,
    });
  });

  it('0: unchanged', async () => {
    const before = await place().bytes();
    const { code, stdout } = await run(['users', 'enable', BEN]);
    expect({ code, stdout, isUntouched: before === (await place().bytes()) }).to.deep.equal({
      code: EXIT.done,
      stdout: `${BEN} is already enabled. Nothing was changed.\n`,
      isUntouched: true,
    });
  });

  it('1: a defect, with a stack only with --debug', async () => {
    const env = { NODE_OPTIONS: `--import=${DEFECT}` };
    const [plain, debug] = [await run(['users', 'show', ANA], env), await run(['users', 'show', ANA, '--debug'], env)];
    expect({ plain: seen(plain), debug: seen(debug) }).to.deep.equal({
      plain: {
        code: EXIT.defect,
        stdout: '',
        first: 'error: unexpected: broken on purpose',
        hasStack: false,
      },
      debug: { code: EXIT.defect, stdout: '', first: 'error: unexpected: broken on purpose', hasStack: true },
    });
  });

  it('2: wrong usage', async () => {
    expect(seen(await run(['users', 'create', 'nina@tenant-one.example']))).to.deep.equal({
      code: EXIT.usage,
      stdout: '',
      first: 'error: a new user needs --tenant ID, --role ROLE',
      hasStack: false,
    });
  });

  it('3: refused by a convention', async () => {
    expect(seen(await run(['users', 'list', '--role', 'itsm_agnt']))).to.deep.equal({
      code: EXIT.refused,
      stdout: '',
      first: 'error: role "itsm_agnt" is not a StackFlow role',
      hasStack: false,
    });
  });

  it('4: not found', async () => {
    expect(seen(await run(['users', 'show', 'nobody@example.com']))).to.deep.equal({
      code: EXIT.notFound,
      stdout: '',
      first: 'error: no user nobody@example.com in user pool us-east-1_Sandbox01',
      hasStack: false,
    });
  });

  it('5: already exists', async () => {
    const needed = ['--tenant', 'tenant_001', '--role', 'itsm_agent'];
    expect(seen(await run(['users', 'create', ANA, ...needed]))).to.deep.equal({
      code: EXIT.conflict,
      stdout: '',
      first: `error: user ${ANA} already exists`,
      hasStack: false,
    });
  });

  it('6: no credentials, in no variable, no file and no metadata service', async () => {
    const result = await run(['pool', 'describe', ...AWS_POOL]);
    expect(result.stderr).to.match(/^error: no AWS credentials for /);
    expect({
      code: result.code,
      stdout: result.stdout,
      hasStack: /\n\s+at /.test(result.stderr),
    }).to.deep.equal({
      code: EXIT.credentials,
      stdout: '',
      hasStack: false,
    });
  });

  it('6: expired credentials', async () => {
    const expired: Answering = (_request, response) => {
      answerError(response, 'ExpiredTokenException', 'The security token included in the request is expired');
    };
    const result = await withFakeEndpoint(expired, (url) =>
      run(['pool', 'describe', ...AWS_POOL, '--endpoint-url', url], ANY_CREDENTIALS),
    );
    expect(seen(result)).to.deep.equal({
      code: EXIT.credentials,
      stdout: '',
      first: 'error: the AWS credentials have expired: The security token included in the request is expired',
      hasStack: false,
    });
  });

  it('7: an endpoint that refuses the connection', async () => {
    // A port that nothing listens on any more.
    const url = await withFakeEndpoint(neverAnswer, (address) => Promise.resolve(address));
    const result = await run(['users', 'list', '--endpoint-url', url]);
    expect(seen(result)).to.deep.equal({
      code: EXIT.service,
      stdout: '',
      first: `error: no connection to ${url} (ECONNREFUSED)`,
      hasStack: false,
    });
  });

  it('7: an endpoint that does not answer within --timeout', async () => {
    const [url, result] = await withFakeEndpoint(neverAnswer, async (address) => [
      address,
      await run(['users', 'list', '--endpoint-url', address, '--timeout', '1']),
    ]);
    expect(seen(result)).to.deep.equal({
      code: EXIT.service,
      stdout: '',
      first: `error: no answer from ${url} to ListUsers within 1 s`,
      hasStack: false,
    });
  });

  it('7: an endpoint that answers with HTML', async () => {
    const [url, result] = await withFakeEndpoint(loginPage, async (address) => [
      address,
      await run(['users', 'list', '--endpoint-url', address]),
    ]);
    expect(seen(result)).to.deep.equal({
      code: EXIT.service,
      stdout: '',
      first: `error: ${url} answered ListUsers with something other than Cognito's JSON`,
      hasStack: false,
    });
  });

  it('8: one of several changes failed', async () => {
    const result = await whileServed(place(), (sandbox) =>
      withFakeEndpoint(
        proxyTo(sandbox, (operation, { Username }, response) => {
          if (operation !== 'AdminDisableUser' || Username !== BEN_USERNAME) return false;
          answerError(response, 'UserLambdaValidationException', 'Not today.');
          return true;
        }),
        (url) => run(['users', 'disable', ANA, BEN, '--yes', '--endpoint-url', url]),
      ),
    );
    expect({
      ...seen(result),
      enabled: [(await place().user(ANA))?.enabled, (await place().user(BEN))?.enabled],
    }).to.deep.equal({
      code: EXIT.partial,
      stdout: `Disabled ${ANA}.\n`,
      first: `warning: ${BEN}: a trigger of the user pool refused this: Not today`,
      hasStack: false,
      enabled: [false, true],
    });
  });

  it('9: a check found something', async () => {
    await place().call('CreateUserPoolClient', {
      ClientName: 'leaky',
      WriteAttributes: ['email', 'custom:tenant_id'],
    });
    expect((await run(['pool', 'check'])).code).to.equal(EXIT.finding);
  });

  itInTerminal('130: Ctrl-C at a prompt', async () => {
    const before = await place().bytes();
    const terminal = await Terminal.start(['users', 'disable', BEN], { place: place() });
    try {
      await terminal.waitFor(/Continue\?/);
      await terminal.type('C-c');
      const code = await terminal.exitCode();
      expect(await terminal.waitFor(/error: cancelled\n +Nothing was changed\./)).to.not.match(/\n\s+at /);
      expect({ code, isUntouched: before === (await place().bytes()) }).to.deep.equal({
        code: EXIT.cancelled,
        isUntouched: true,
      });
    } finally {
      await terminal.close();
    }
  });

  itInTerminal('143: SIGTERM at a prompt', async () => {
    const before = await place().bytes();
    const terminal = await Terminal.start(['users', 'disable', BEN], { place: place() });
    try {
      await terminal.waitFor(/Continue\?/);
      await terminal.signal('SIGTERM');
      const code = await terminal.exitCode();
      expect(await terminal.waitFor(/error: cancelled\n +Nothing was changed\./)).to.not.match(/\n\s+at /);
      expect({ code, isUntouched: before === (await place().bytes()) }).to.deep.equal({
        code: EXIT.terminated,
        isUntouched: true,
      });
    } finally {
      await terminal.close();
    }
  });

  itInTerminal('129: the window is closed at a prompt', async () => {
    const before = await place().bytes();
    const terminal = await Terminal.start(['users', 'disable', BEN], { place: place() });
    await terminal.waitFor(/Continue\?/);
    const code = await terminal.hangUp();
    expect({ code, isUntouched: before === (await place().bytes()) }).to.deep.equal({
      code: EXIT.hungUp,
      isUntouched: true,
    });
  });

  itInTerminal('129: the window is closed while a request is in progress', async () => {
    let asked = (): void => undefined;
    const request = new Promise<void>((resolve) => {
      asked = resolve;
    });
    const code = await withFakeEndpoint(
      () => {
        asked();
      },
      async (url) => {
        const terminal = await Terminal.start(['users', 'list', '--endpoint-url', url], { place: place() });
        await request;
        return terminal.hangUp();
      },
    );
    expect(code).to.equal(EXIT.hungUp);
  });

  itInTerminal('130: a confirmation answered with Enter, which means no', async () => {
    const terminal = await Terminal.start(['users', 'disable', BEN], { place: place() });
    try {
      await terminal.waitFor(/Continue\?/);
      await terminal.type('Enter');
      expect({ code: await terminal.exitCode(), enabled: (await place().user(BEN))?.enabled }).to.deep.equal({
        code: EXIT.cancelled,
        enabled: true,
      });
    } finally {
      await terminal.close();
    }
  });

  for (const [argv, said] of [
    [['users', 'list'], 'error: interrupted\n'],
    [['users', 'disable', BEN, '--yes'], 'error: interrupted\n  Nothing was changed.\n'],
  ] as const) {
    for (const [signal, status] of Object.entries(EXIT_OF_SIGNAL)) {
      it(`${status}: ${signal} while a request is in progress: ${argv.join(' ')}`, async () => {
        let asked = (): void => undefined;
        const request = new Promise<void>((resolve) => {
          asked = resolve;
        });
        const result = await withFakeEndpoint(
          () => {
            asked();
          },
          async (url) => {
            const running = startBin([...argv, '--endpoint-url', url], { place: place() });
            await request;
            running.child.kill(signal as NodeJS.Signals);
            return running.ended;
          },
        );
        expect(result).to.deep.equal({ code: status, stdout: '', stderr: said });
      });
    }
  }

  it('an interrupt after the write reports that the change was made', async () => {
    let isWritten = false;
    let asked = (): void => undefined;
    const reading = new Promise<void>((resolve) => {
      asked = resolve;
    });
    const { stderr } = await whileServed(place(), (sandbox) =>
      withFakeEndpoint(
        proxyTo(sandbox, (operation) => {
          if (isWritten) asked();
          isWritten ||= operation === 'AdminDisableUser';
          return operation !== 'AdminDisableUser' && isWritten;
        }),
        async (url) => {
          const running = startBin(['users', 'disable', BEN, '--yes', '--endpoint-url', url], {
            place: place(),
          });
          await reading;
          running.child.kill('SIGINT');
          return running.ended;
        },
      ),
    );
    expect({ said: stderr.split('\n')[0], enabled: (await place().user(BEN))?.enabled }).to.deep.equal({
      said: 'warning: it was done, but could not be read back: interrupted',
      enabled: false,
    });
  });
});

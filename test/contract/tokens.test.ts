import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { expect } from 'chai';

import { DEMO_PASSWORD } from '../../src/lib/sandbox/seed/seed-users.js';
import type { Tokens } from '../../src/lib/tokens/grants.js';
import { CODE, keepCode, rotateRefreshTokens } from '../helpers/authorization-code.js';
import { whileServed } from '../helpers/live-context.js';
import { ownPlace } from '../helpers/place.js';
import { binEnvironment, COMMAND, requireBuild, runBin, startProcess } from '../helpers/run-bin.js';
import { everyCommand } from './every-command.js';
import { runInProcess } from './run-in-process.js';

const BEN = 'ben.carter@tenant-one.example';

/** The modules of tokens are loaded late, so that only the built program shows whether they are in the bundle. */
describe('tokens given to the built command', () => {
  before(requireBuild);
  const place = ownPlace();

  it('are read from stdin, and are in no output, no history and no file', async () => {
    const tokens = await place().tokens(BEN, DEMO_PASSWORD);
    const outputs: string[] = [];
    for (const [argv, stdin, code] of [
      [['tokens', 'inspect'], tokens.IdToken, 0],
      [['tokens', 'inspect', '-o', 'json', '--use', 'id'], tokens.AccessToken, 9],
      [['tokens', 'inspect'], tokens.RefreshToken, 2],
      [['tokens', 'inspect', tokens.IdToken], '', 2],
      [['tokens', 'inspect', '--token', tokens.RefreshToken], '', 2],
      // Without the verb, it stands where the name of a command is expected.
      [['tokens', tokens.RefreshToken], '', 2],
      [['token', tokens.IdToken, '--json'], '', 2],
      [['help', 'tokens', tokens.IdToken], '', 2],
    ] as const) {
      const result = await runBin([...argv, '--debug'], { place: place(), stdin });
      expect(result.code, result.stderr).to.equal(code);
      outputs.push(result.stdout, result.stderr);
    }
    const secrets = [tokens.IdToken, tokens.AccessToken, tokens.RefreshToken];
    expectNowhere([...outputs, ...(await filesIn(place().home))], secrets);
  });

  it('are renewed, exchanged and revoked, and printed on stdout only', async () => {
    await place().edit((pool) => {
      keepCode(pool, BEN, { redirectUri: 'https://app.example.com/' });
    });
    await whileServed(place(), async (url) => {
      const texts: string[] = [];
      const run = async (verb: string, stdin: string): Promise<Tokens> => {
        const argv = ['tokens', verb, '--context', 'sandbox', '--endpoint-url', url, '--debug', '-o', 'json'];
        const { stdout, stderr, code } = await runBin(argv, { place: place(), stdin });
        expect(code, stderr).to.equal(0);
        texts.push(stderr);
        return JSON.parse(stdout) as Tokens;
      };
      const exchanged = await run('exchange', JSON.stringify({ code: CODE, redirectUri: 'https://app.example.com/' }));
      const renewed = await run('refresh', exchanged.refreshToken!);
      await run('revoke', exchanged.refreshToken!);
      const secrets = [CODE, exchanged.refreshToken!, exchanged.accessToken, renewed.accessToken, renewed.idToken!];
      expectNowhere([...texts, ...(await filesIn(place().home))], secrets);
    });
  });
});

describe('tokens that cannot be printed', () => {
  before(requireBuild);
  const place = ownPlace();

  for (const [where, end, status] of [
    ['is full', '> /dev/full', 2],
    ['has no reader', '| true', 0],
  ] as const) {
    it(`are said to be lost if stdout ${where}: the old refresh token or code no longer works`, async () => {
      const token = await place().refreshToken(BEN, DEMO_PASSWORD);
      await place().edit((pool) => {
        rotateRefreshTokens(pool);
        keepCode(pool, BEN, { redirectUri: 'https://app.example.com/' });
      });
      await whileServed(place(), async (url) => {
        for (const [verb, stdin, lost] of [
          ['refresh', token, 'the refresh token no longer works, since the app client rotates them'],
          ['exchange', JSON.stringify({ code: CODE, redirectUri: 'https://app.example.com/' }), 'the code is used up'],
        ] as const) {
          await writeFile(place().path('stdin'), stdin);
          const line = `"$@" < "$0" ${end}`;
          const argv = ['tokens', verb, '--context', 'sandbox', '--endpoint-url', url];
          const words = ['-c', `set -o pipefail; ${line}`, place().path('stdin'), ...COMMAND, ...argv];
          const { code, stderr } = await startProcess('bash', words, binEnvironment(place())).ended;
          expect(code, stderr).to.equal(status);
          expect(stderr).to.include(`The new tokens are lost, and ${lost}`);
          expect(stderr).to.include(`sf-admin tokens login --context sandbox --endpoint-url ${url}`);
          expectNowhere([stderr], [token, CODE]);
        }
      });
    });
  }

  it('are not said to be lost if the old refresh token still works', async () => {
    const token = await place().refreshToken(BEN, DEMO_PASSWORD);
    await whileServed(place(), async (url) => {
      await writeFile(place().path('stdin'), token);
      const argv = [...COMMAND, 'tokens', 'refresh', '--context', 'sandbox', '--endpoint-url', url];
      const words = ['-c', '"$@" < "$0" > /dev/full', place().path('stdin'), ...argv];
      const { stderr } = await startProcess('bash', words, binEnvironment(place())).ended;
      expect(stderr).to.include('the output cannot be written').and.not.to.include('lost');
    });
  });
});

describe('a value that a command of tokens refuses', () => {
  const place = ownPlace();
  // No flag takes it: it has a tab and a letter that is not in ASCII. Messages shorten it.
  const TYPED = `5b3f0c1e-code\té${'x'.repeat(150)}`;

  const isFile = (flag: object) => 'helpValue' in flag && flag.helpValue === 'FILE';

  it('is not repeated, whatever flag it is given to', async () => {
    const token = (await place().tokens(BEN, DEMO_PASSWORD)).IdToken;
    let refused = 0;
    for (const [name, { flags, baseFlags }] of await everyCommand()) {
      if (!name.startsWith('tokens ')) continue;
      const valued = Object.entries({ ...baseFlags, ...flags }).filter(([, { type }]) => type === 'option');
      for (const typed of [TYPED, `${token}/é`]) {
        for (const [flag, definition] of valued) {
          // Its error has to say which file is meant, unless that is a token.
          if (isFile(definition) && typed === TYPED) continue;
          const argv = [...name.split(' '), `--${flag}`, typed, '--debug'];
          const { stdout, stderr, code } = await runInProcess(argv, { place: place(), stdin: '' });
          if (code === 2) refused += 1;
          expect((stdout + stderr).includes('5b3f0c1e'), argv.join(' ')).to.equal(false);
          expectNowhere([stdout, stderr], [token]);
        }
      }
    }
    expect(refused).to.be.greaterThan(50);
  });

  it('is repeated if it is too short for a token, and leaves advice as it is', async () => {
    const first = async (...argv: string[]) => {
      const { stderr } = await runInProcess(['tokens', 'inspect', ...argv], { place: place(), stdin: 'x' });
      return stderr.trimEnd().split('\n');
    };
    expect([await first('-c', 'stack'), (await first('--region', 'us-east'))[1]]).to.deep.equal([
      ['error: unknown context "stack"', '  Contexts: sandbox, stackflow'],
      '  Use a region such as us-east-1, or omit --region for the region that the pool ID starts with',
    ]);
  });
});

/** A token in several parts is looked for by its last ones: the first is that of all tokens. */
function expectNowhere(texts: readonly string[], secrets: readonly string[]): void {
  const parts = secrets.flatMap((secret) => secret.split('.').slice(-2));
  expect(texts.filter((text) => parts.some((part) => text.includes(part)))).to.deep.equal([]);
}

async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  return Promise.all(files.map((entry) => readFile(join(entry.parentPath, entry.name), 'latin1')));
}

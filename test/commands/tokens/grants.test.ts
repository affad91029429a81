import { expect } from 'chai';

import TokensExchange from '../../../src/commands/tokens/exchange.js';
import TokensRefresh from '../../../src/commands/tokens/refresh.js';
import TokensRevoke from '../../../src/commands/tokens/revoke.js';
import { DEMO_PASSWORD } from '../../../src/lib/sandbox/seed/seed-users.js';
import type { Tokens } from '../../../src/lib/tokens/grants.js';
import { CODE, keepCode, rotateRefreshTokens } from '../../helpers/authorization-code.js';
import { ANY_CREDENTIALS, whileServed, writeLiveContext } from '../../helpers/live-context.js';
import { withLie } from '../../helpers/lying-endpoint.js';
import { ownPlace } from '../../helpers/place.js';
import { type CommandClass, commandRunner, type CommandResult } from '../../helpers/run-command.js';

const BEN = 'ben.carter@tenant-one.example';
const CALLBACK = 'http://localhost:3000/auth/callback';

describe('tokens exchange, refresh and revoke', () => {
  const place = ownPlace();
  const run = commandRunner(place);

  const refreshToken = (): Promise<string> => place().refreshToken(BEN, DEMO_PASSWORD);

  /** Runs commands against the served sandbox, one after the other. */
  function served(lines: readonly (readonly [CommandClass, string[], string])[], ...settings: string[]) {
    return whileServed(place(), async (url): Promise<CommandResult[]> => {
      await writeLiveContext(place(), url, ...settings);
      const results: CommandResult[] = [];
      for (const [Command, argv, stdin] of lines) {
        results.push(await run(Command, argv, { stdin, env: ANY_CREDENTIALS }));
      }
      return results;
    });
  }

  const addCode = () =>
    place().edit((pool) => {
      keepCode(pool, BEN, { redirectUri: CALLBACK });
    });

  it('exchange a code for tokens, once', async () => {
    await addCode();
    const stdin = JSON.stringify({ code: CODE, redirectUri: CALLBACK });
    const [first, second] = await served([
      [TokensExchange, ['-'], stdin],
      [TokensExchange, [], stdin],
    ]);
    expect(first).to.deep.include({ exitCode: 0, stderr: '' });
    const { accessToken, idToken, refreshToken: renewed, expiresIn } = JSON.parse(first!.stdout) as Tokens;
    expect([accessToken, idToken, renewed, expiresIn].map((value) => typeof value)).to.deep.equal([
      ...['string', 'string', 'string', 'number'],
    ]);
    expect(second).to.deep.include({ exitCode: 3, stdout: '' });
    expect(second!.stderr).to.include('Cognito refused the code: invalid_grant').and.to.include('five minutes');
  });

  it('refuse a code with another redirect URI, and do not show it', async () => {
    await addCode();
    const stdin = JSON.stringify({ code: CODE, redirectUri: 'https://other.example' });
    const [result] = await served([[TokensExchange, ['--debug'], stdin]]);
    expect(result!.stderr).to.include('invalid_grant').and.not.to.include(CODE);
  });

  it('renew tokens until the refresh token is revoked', async () => {
    const token = await refreshToken();
    const [renewed, quiet, selected, json, revoked, refused] = await served([
      [TokensRefresh, ['-'], token],
      [TokensRefresh, ['-q'], token],
      [TokensRefresh, ['--query', 'idToken'], token],
      [TokensRefresh, ['--query', 'idToken', '-o', 'json'], token],
      [TokensRevoke, [], token],
      [TokensRefresh, ['--debug'], token],
    ]);
    expect((JSON.parse(renewed!.stdout) as Tokens).refreshToken).to.equal(null);
    for (const { stdout } of [quiet!, selected!]) expect(stdout).to.match(/^eyJ[\w.-]+\n$/);
    expect(json!.stdout).to.match(/^"eyJ[\w.-]+"\n$/);
    expect(revoked!.stdout).to.match(/^Revoked the refresh token/);
    expect(refused).to.deep.include({ exitCode: 3, stdout: '' });
    expect(refused!.stderr).to.include('Cognito refused the refresh token: invalid_grant').and.not.to.include(token);
  });

  it('do not renew tokens if a new refresh token would be lost, and leave the old one valid', async () => {
    const token = await refreshToken();
    await place().edit(rotateRefreshTokens);
    const losing: [string, string[]][] = [
      ['-q', []],
      ['--template', ['{{accessToken}}']],
      ['--template', ['refreshToken']],
      ['--query', ['accessToken']],
      ['--query', ['refreshToken.value', '-o', 'ndjson']],
    ];
    const results = await served([
      ...losing.map(([flag, more]): [CommandClass, string[], string] => [TokensRefresh, [flag, ...more], token]),
      [TokensRefresh, ['--query', 'length(expiresIn)'], token],
      [TokensRefresh, [], token],
    ]);
    const [inapplicable, renewed] = results.splice(losing.length);
    for (const [index, result] of results.entries()) {
      const flag = losing[index]![0];
      expect(result).to.deep.include({
        exitCode: 2,
        stdout: '',
        stderr:
          `error: with ${flag} the new refresh token would be lost: the app client rotates them\n` +
          `  Nothing was sent. Without ${flag} all tokens are printed, as JSON.\n`,
      });
    }
    expect(inapplicable!.stderr)
      .to.match(/^error: --query cannot be applied to the result/)
      .and.not.to.include('lost');
    expect((JSON.parse(renewed!.stdout) as Tokens).refreshToken)
      .to.be.a('string')
      .and.not.to.equal(token);
  });

  for (const argv of [
    ['--query', '[accessToken, refreshToken]'],
    ['--query', '@', '-o', 'ndjson'],
    ['--template', '{{refreshToken}} {{accessToken}}'],
    ['-o', 'csv'],
    ['-o', 'ndjson'],
  ]) {
    it(`renew tokens of which ${argv.join(' ')} keeps the new refresh token`, async () => {
      const token = await refreshToken();
      await place().edit(rotateRefreshTokens);
      const [renewed] = await served([[TokensRefresh, argv, token]]);
      expect(renewed).to.deep.include({ exitCode: 0, stderr: '' });
      // A refresh token of the sandbox begins with the user name.
      const name = token.split('.')[0] ?? '';
      const words = renewed!.stdout.split(/[\s",]+/);
      expect(words.filter((word) => word !== token && word.startsWith(`${name}.`))).to.have.length(1);
    });
  }

  it('say that the app client has another secret, and show neither', async () => {
    await addCode();
    const secret = 'another-secret-of-the-app-client';
    const lie = {
      operation: 'DescribeUserPoolClient',
      lie: async (answer: () => Promise<Record<string, unknown>>) => {
        const { UserPoolClient } = await answer();
        return { UserPoolClient: { ...(UserPoolClient as object), ClientSecret: secret } };
      },
    };
    const token = await refreshToken();
    await withLie(place(), lie, async (url) => {
      await writeLiveContext(place(), url);
      for (const [Command, stdin] of [
        [TokensExchange, JSON.stringify({ code: CODE, redirectUri: CALLBACK })],
        [TokensRefresh, token],
        [TokensRevoke, token],
      ] as const) {
        const { exitCode, stdout, stderr } = await run(Command, ['--debug'], { stdin, env: ANY_CREDENTIALS });
        expect([exitCode, stdout]).to.deep.equal([3, '']);
        expect(stderr)
          .to.match(/^error: Cognito refused .*: invalid_client/)
          .and.to.include('sf-admin client describe');
        for (const hidden of [secret, CODE, token]) expect(stderr).not.to.include(hidden);
      }
    });
  });

  it('say that the app client does not allow the grant', async () => {
    const token = await refreshToken();
    await place().edit(({ clients }) => {
      for (const { settings } of Object.values(clients)) settings.AllowedOAuthFlowsUserPoolClient = false;
    });
    const [unauthorized] = await served([[TokensRefresh, [], token]]);
    expect(unauthorized).to.deep.include({ exitCode: 3 });
    expect(unauthorized!.stderr).to.include('unauthorized_client').and.to.include('sf-admin client describe');
  });

  it('say how to serve the sandbox, which has no hosted UI in this process', async () => {
    const { exitCode, stderr } = await run(TokensRefresh, ['--context', 'sandbox'], { stdin: 'token' });
    expect(exitCode).to.equal(3);
    expect(stderr).to.include('sf-admin sandbox serve');
  });

  it('say that the endpoint does not have the user pool', async () => {
    const [result] = await served([
      [TokensRefresh, ['--pool-id', 'us-east-1_Missing01', '--client-id', 'a0client'], 'token'],
    ]);
    expect(result).to.deep.include({ exitCode: 4, stdout: '' });
  });

  it('refuse to begin a session, or to end one, if the pool was opened for reading', async () => {
    const token = await refreshToken();
    for (const [Command, stdin] of [
      [TokensRefresh, token],
      [TokensRevoke, token],
      [TokensExchange, JSON.stringify({ code: CODE, redirectUri: CALLBACK })],
    ] as const) {
      const { exitCode, stderr } = await run(Command, [], { stdin, env: { SF_ADMIN_READ_ONLY: '1' } });
      expect([exitCode, stderr.includes(stdin)]).to.deep.equal([3, false]);
    }
  });

  it('are refused in a context that is bound to a tenant, before anything is used', async () => {
    const token = await refreshToken();
    const results = await served(
      [
        [TokensRefresh, [], token],
        [TokensRevoke, [], token],
      ],
      'tenant: tenant_002',
    );
    for (const result of results) expect(result).to.deep.include({ exitCode: 3, stdout: '' });
    expect((await served([[TokensRefresh, [], token]]))[0]).to.deep.include({ exitCode: 0 });
  });

  for (const [name, stdin, problem] of [
    ['no JSON', `{"code": "${CODE}"`, 'is not JSON'],
    ['a list', `["${CODE}"]`, 'is not a JSON object'],
    ['no code', '{"redirectUri": "https://a.example"}', 'has no code'],
    ['no redirect URI', `{"code": "${CODE}"}`, 'has no redirectUri'],
    ['a verifier that is a number', `{"code": "${CODE}", "redirectUri": "a", "codeVerifier": 1}`, 'has a codeVerifier'],
    ['another key', `{"code": "${CODE}", "redirectUri": "a", "secret": "${CODE}"}`, 'has other keys'],
  ] as const) {
    it(`refuse an input with ${name}, and do not show it`, async () => {
      const { exitCode, stderr } = await run(TokensExchange, [], { stdin });
      expect(exitCode).to.equal(2);
      expect(stderr).to.include(problem).and.not.to.include(CODE);
    });
  }

  it('refuse a token or a code as an argument, and do not show it', async () => {
    for (const Command of [TokensExchange, TokensRefresh, TokensRevoke]) {
      const { exitCode, stderr } = await run(Command, ['-', CODE, '--debug']);
      expect([exitCode, stderr.includes(CODE)]).to.deep.equal([2, false]);
    }
  });
});

import { expect } from 'chai';

import ClientDescribe from '../../../src/commands/client/describe.js';
import ClientList from '../../../src/commands/client/list.js';
import { SANDBOX_CLIENT_ID } from '../../../src/lib/model/sandbox-ids.js';
import { ownPlace } from '../../helpers/place.js';
import { commandRunner } from '../../helpers/run-command.js';

const SECRET = 'sandboxsecret0sandboxsecret0sandboxsecret0sandbox00';

describe('client describe', () => {
  const place = ownPlace();
  const run = commandRunner(place);

  it('hides the secret in every format', async () => {
    const formats = ['table', 'json', 'ndjson', 'csv'];
    const results = await inTurn(formats, (format) => run(ClientDescribe, ['-o', format]));
    expect(results.map(({ stdout }) => stdout.includes(SECRET))).to.deep.equal(formats.map(() => false));
  });

  it('shows the secret in every format with --show-secret', async () => {
    const formats = ['table', 'json', 'ndjson', 'csv'];
    const results = await inTurn(formats, (format) => run(ClientDescribe, ['-o', format, '--show-secret']));
    expect(results.map(({ stdout }) => stdout.includes(SECRET))).to.deep.equal(formats.map(() => true));
  });

  it('shows token validity with its unit', async () => {
    const { stdout } = await run(ClientDescribe);
    const tokens = stdout.split('\n').filter((line) => / token {2}/.test(line));
    expect(tokens.map((line) => line.trim().split(/ {2,}/))).to.deep.equal([
      ['access token', /1 hours?/.exec(tokens[0]!)?.[0]],
      ['ID token', /1 hours?/.exec(tokens[1]!)?.[0]],
      ['refresh token', '30 days'],
    ]);
  });

  it('shows every setting that the service returns', async () => {
    const { stdout } = await run(ClientDescribe, ['-o', 'json']);
    const { UserPoolClient } = (await place().call('DescribeUserPoolClient', {
      ClientId: SANDBOX_CLIENT_ID,
    })) as { UserPoolClient: object };
    const said = Object.keys(JSON.parse(stdout) as object).map((key) => key.toLowerCase());
    const answered = Object.keys(UserPoolClient).map((key) => key.toLowerCase());
    expect(answered.filter((name) => !said.includes(name))).to.deep.equal([]);
  });

  it('prints only the client ID with -q', async () => {
    expect((await run(ClientDescribe, ['-q'])).stdout).to.equal(`${SANDBOX_CLIENT_ID}\n`);
  });

  it('exits with 4 for a client that does not exist', async () => {
    const { exitCode, stderr } = await run(ClientDescribe, ['--client-id', 'nosuchclient']);
    expect({ exitCode, first: stderr.split('\n')[0] }).to.deep.equal({
      exitCode: 4,
      first: 'error: no app client nosuchclient in user pool us-east-1_Sandbox01',
    });
  });
});

describe('client list', () => {
  const run = commandRunner(ownPlace());

  it('lists the clients and marks the one of the context', async () => {
    expect(await run(ClientList)).to.deep.equal({
      stdout:
        'CLIENT ID                   NAME           CURRENT\n' + 'sandbox0stackflow0client01  stackflow-web  yes\n',
      stderr: '',
      exitCode: 0,
      asked: [],
    });
  });

  it('prints only client IDs with -q', async () => {
    expect((await run(ClientList, ['-q'])).stdout).to.equal(`${SANDBOX_CLIENT_ID}\n`);
  });
});

/** One after the other: a process can run one command at a time. */
async function inTurn<T, Result>(items: readonly T[], work: (item: T) => Promise<Result>): Promise<Result[]> {
  const results: Result[] = [];
  for (const item of items) results.push(await work(item));
  return results;
}

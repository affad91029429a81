import { writeFile } from 'node:fs/promises';

import { expect } from 'chai';

import HistoryList from '../../../src/commands/history/list.js';
import HistoryUndo from '../../../src/commands/history/undo.js';
import PoolCreate from '../../../src/commands/pool/create.js';
import PoolDiff from '../../../src/commands/pool/diff.js';
import { SANDBOX_POOL_ID } from '../../../src/lib/model/sandbox-ids.js';
import type { PoolState } from '../../../src/lib/sandbox/state/state.js';
import { loadState } from '../../../src/lib/sandbox/state/state-file.js';
import { ANY_CREDENTIALS, whileServed, writeLiveContext } from '../../helpers/live-context.js';
import { ownPlace } from '../../helpers/place.js';
import { commandRunner, type RunOptions } from '../../helpers/run-command.js';

const FILE = `poolSpec: 1
name: staging
usernameCaseSensitive: false
mfa: { mode: OPTIONAL, softwareToken: true }
clients:
  - { name: web, oauth: true, oauthFlows: [code], oauthScopes: [openid], callbackUrls: [https://x.example/cb] }
  - { name: jobs, generateSecret: true }
domain: { domain: staging-sign-in }
hostedUiCss: '.banner-customizable {}'
groups: [{ name: admins }]
`;

describe('pool create', () => {
  const place = ownPlace();
  const run = commandRunner(place);
  const create = async (text: string, argv: readonly string[] = [], options: Omit<RunOptions, 'place'> = {}) => {
    await writeFile(place().path('pool.yaml'), text);
    return run(PoolCreate, [place().path('pool.yaml'), ...argv], options);
  };

  async function newPools(): Promise<[id: string, pool: PoolState][]> {
    const { state } = await loadState(place().sandbox);
    return Object.entries(state.pools).filter(([id]) => id !== SANDBOX_POOL_ID);
  }

  it('makes the pool, its app clients and its domain, and prints what functions need', async () => {
    const { stdout, stderr, exitCode } = await create(FILE, ['--yes']);
    const [[id, pool] = ['', undefined]] = await newPools();
    const [web = '', jobs = ''] = ['web', 'jobs'].map((name) => clientId(pool!, name));
    expect(exitCode, stderr).to.equal(0);
    expect(stdout.trimEnd().split('\n')).to.deep.equal([
      `USER_POOL_ID=${id}`,
      `USER_POOL=arn:aws:cognito-idp:us-east-1:000000000000:userpool/${id}`,
      `USER_POOL_ARN=arn:aws:cognito-idp:us-east-1:000000000000:userpool/${id}`,
      `USER_POOL_ENDPOINT=https://cognito-idp.us-east-1.amazonaws.com/${id}`,
      'USER_POOL_DOMAIN=staging-sign-in',
      ...[`CLIENT_ID_JOBS=${jobs}`, `CLIENT_ID_WEB=${web}`].sort((one, other) =>
        order(one, jobs, web) < order(other, jobs, web) ? -1 : 1,
      ),
    ]);
    expect(stderr.trimEnd().split('\n')).to.deep.equal([
      'Created user pool staging:',
      `  user pool: done, ${id}`,
      '  MFA: done',
      `  app client web: done, ${web}`,
      `  app client jobs: done, ${jobs}`,
      '  domain staging-sign-in: done',
      '  style sheet of the hosted UI: done',
      'Not created: group admins.',
      'The embedded sandbox shows its own user pool only. To use another: sf-admin sandbox serve, then, with any AWS credentials,',
      `--pool-id ${id} --endpoint-url http://127.0.0.1:9339`,
    ]);
    expect(pool!.settings.UserPoolTags).to.deep.equal({ 'sf-admin:spec': 'sf-admin/pool/staging' });
  });

  /** App clients are listed by their IDs. */
  function order(line: string, jobs: string, web: string): string {
    return line.endsWith(jobs) ? jobs : web;
  }

  function clientId(pool: PoolState, name: string): string {
    return Object.entries(pool.clients).find(([, { settings }]) => settings.ClientName === name)?.[0] ?? '';
  }

  it("prints OpenMCF's seven outputs as JSON beside what was done, with secrets only on request", async () => {
    const first = await create(FILE, ['--yes', '-o', 'json']);
    const [[id, pool] = ['', undefined]] = await newPools();
    const secret = pool!.clients[clientId(pool!, 'jobs')]!.secret!;
    const { context, outcomes, outputs } = JSON.parse(first.stdout) as Record<string, never>;
    expect({ context, outputs }).to.deep.equal({
      context: {
        name: 'sandbox',
        poolId: id,
        account: '000000000000',
        region: 'us-east-1',
        endpoint: null,
        tenant: null,
        protected: false,
      },
      outputs: {
        user_pool_id: id,
        user_pool_arn: `arn:aws:cognito-idp:us-east-1:000000000000:userpool/${id}`,
        user_pool_endpoint: `https://cognito-idp.us-east-1.amazonaws.com/${id}`,
        user_pool_domain: 'staging-sign-in',
        cloudfront_distribution_arn: null,
        client_ids: { web: clientId(pool!, 'web'), jobs: clientId(pool!, 'jobs') },
      },
    });
    expect(outcomes).to.have.nested.property('[0].changed', true);
    expect(outcomes).to.have.nested.property('[0].target.id', id);
    expect(first.stdout + first.stderr).not.to.include(secret);
    const again = await create(FILE, ['--yes', '-o', 'yaml', '--show-secrets']);
    expect(again.stdout).to.include(`client_secrets:\n    jobs: ${secret}\n`);
  });

  it('writes nothing with --dry-run, and shows every setting', async () => {
    const { stdout, stderr, exitCode } = await create(FILE, ['--dry-run']);
    expect({ exitCode, stderr, pools: await newPools() }).to.deep.equal({
      exitCode: 0,
      stderr: 'Dry run: nothing is written.\n',
      pools: [],
    });
    expect(stdout.split('\n')).to.include.members([
      'pool create staging',
      '  mfa.mode: (none) → OPTIONAL',
      '  clients.web.callbackUrls: (none) → https://x.example/cb',
      '  domain.domain: (none) → staging-sign-in',
    ]);
  });

  it('warns before it asks, of what cannot be changed later', async () => {
    const { stderr } = await create('poolSpec: 1\nname: staging\n');
    const lines = stderr.split('\n');
    expect(lines[0]).to.match(/^warning: user names will be case-sensitive/);
    expect(lines.find((line) => line.startsWith('error: '))).to.match(/needs confirmation/);
  });

  it('asks first, and is refused without a terminal', async () => {
    const refused = await create(FILE);
    expect({ exitCode: refused.exitCode, stderr: refused.stderr.split('\n').slice(0, 3) }).to.deep.equal({
      exitCode: 2,
      stderr: [
        'error: pool create staging needs confirmation, and there is no terminal to ask on',
        '  A new user pool is created. What is fixed at creation cannot be changed later.',
        '  To confirm: --yes',
      ],
    });
    const declined = await create(FILE, [], { tty: true, answers: [false] });
    expect({ exitCode: declined.exitCode, pools: (await newPools()).length }).to.deep.equal({
      exitCode: 130,
      pools: 0,
    });
  });

  it('prints the ID alone with -q', async () => {
    const { stdout } = await create(FILE, ['--yes', '-q']);
    expect(stdout).to.equal(`${(await newPools())[0]![0]}\n`);
  });

  it('is unchanged if it is run again, and prints the outputs again', async () => {
    const first = await create(FILE, ['--yes']);
    const again = await create(FILE);
    const [[id] = ['']] = await newPools();
    expect({ exitCode: again.exitCode, stdout: again.stdout, stderr: again.stderr }).to.deep.equal({
      exitCode: 0,
      stdout: first.stdout,
      stderr: `User pool staging (${id}) was already created from ${place().path('pool.yaml')}. Nothing was changed.\n`,
    });
    expect(await newPools()).to.have.length(1);
  });

  it('completes what the pool lacks, and nothing else', async () => {
    await create(FILE, ['--yes', '-q']);
    const [[id, pool] = ['', undefined]] = await newPools();
    await place().call('DeleteUserPoolClient', { UserPoolId: id, ClientId: clientId(pool!, 'web') });
    await place().call('DeleteUserPoolDomain', { UserPoolId: id, Domain: 'staging-sign-in' });
    const { stderr, exitCode } = await create(FILE);
    expect(exitCode).to.equal(0);
    expect(
      stderr
        .replace(/[a-z0-9]{26}/, 'ID')
        .split('\n')
        .slice(0, 3),
    ).to.deep.equal([
      `Completed user pool staging (${id}):`,
      '  app client web: done, ID',
      '  domain staging-sign-in: done',
    ]);
    expect(await newPools()).to.have.length(1);
  });

  it('refuses a pool that differs in what it has already, and names the commands to use', async () => {
    await create(FILE, ['--yes', '-q']);
    const [[id] = ['']] = await newPools();
    const path = place().path('pool.yaml');
    const { stderr, exitCode } = await create(FILE.replace('OPTIONAL', "'ON'"), ['--yes']);
    expect({ stderr, exitCode }).to.deep.equal({
      stderr:
        `error: user pool staging (${id}) exists already, and differs from ${path}: mfa.mode\n` +
        '  Nothing was changed. To see the differences, and to make the changes:\n' +
        '  The embedded sandbox shows its own user pool only. To use another: sf-admin sandbox serve, then, with any AWS ' +
        'credentials,\n' +
        `  sf-admin pool diff ${path} --pool-id ${id} --endpoint-url http://127.0.0.1:9339\n` +
        `  sf-admin pool apply ${path} --pool-id ${id} --endpoint-url http://127.0.0.1:9339\n`,
      exitCode: 5,
    });
  });

  it('refuses several pools that were created from the file, with their IDs', async () => {
    await create(FILE, ['--yes', '-q']);
    const tags = { 'sf-admin:spec': 'sf-admin/pool/staging' };
    await place().call('CreateUserPool', { PoolName: 'another', UserPoolTags: tags });
    const ids = (await newPools()).map(([id]) => id).sort();
    const { stderr, exitCode } = await create(FILE, ['--yes']);
    expect({ first: stderr.split('\n')[0], exitCode }).to.deep.equal({
      first: `error: 2 user pools were created from ${place().path('pool.yaml')}: ${ids.join(', ')}`,
      exitCode: 5,
    });
  });

  it('makes another pool of a name that exists, if that one was not created from the file', async () => {
    await place().call('CreateUserPool', { PoolName: 'staging' });
    const { exitCode } = await create(FILE, ['--yes', '-q']);
    expect({ exitCode, count: (await newPools()).length }).to.deep.equal({ exitCode: 0, count: 2 });
  });

  it('refuses references without a value, each by its line', async () => {
    const template =
      'Resources:\n  P:\n    Type: AWS::Cognito::UserPool\n    Properties:\n      UserPoolName: p\n      LambdaConfig:\n' +
      '        PreSignUp: !GetAtt F.Arn\n        PostConfirmation: !GetAtt G.Arn\n';
    const { stderr, exitCode } = await create(template, ['--yes']);
    expect({ exitCode, lines: stderr.match(/line \d+/g), pools: await newPools() }).to.deep.equal({
      exitCode: 2,
      lines: ['line 7', 'line 8'],
      pools: [],
    });
    const arn = (name: string) => `arn:aws:lambda:us-east-1:111122223333:function:${name}`;
    const values = ['--resolve', `F.Arn=${arn('f')}`, '--resolve', `G.Arn=${arn('g')}`];
    expect((await create(template, ['--yes', ...values])).exitCode).to.equal(0);
    expect((await newPools())[0]![1].settings.LambdaConfig).to.deep.equal({
      PreSignUp: arn('f'),
      PostConfirmation: arn('g'),
    });
    const changed = await create(`${template}      DeletionProtection: ACTIVE\n`, ['--yes', ...values]);
    expect(changed.stderr).to.include(
      `sf-admin pool apply ${place().path('pool.yaml')} ${values.join(' ')} --pool-id `,
    );
  });

  it('calls a file from stdin by that name', async () => {
    const stdin = 'poolSpec: 1\nname: p\nregion: eu-west-1\n';
    const { stderr } = await run(PoolCreate, ['-', '--yes'], { stdin });
    expect(stderr.split('\n')[0]).to.equal('error: stdin is for region eu-west-1, but this acts in us-east-1');
  });

  it('says after a failure half-way what exists and how to continue', async () => {
    const file = FILE.replace('oauthScopes: [openid]', 'oauthScopes: [orders/read]');
    const { stdout, stderr, exitCode } = await create(file, ['--yes']);
    const [[id] = ['']] = await newPools();
    expect({ stdout, exitCode }).to.deep.equal({ stdout: '', exitCode: 8 });
    expect(stderr.split('\n')).to.include.members([
      'staging: only some steps were done:',
      `  user pool: done, ${id}`,
      '  app client web: failed, CreateUserPoolClient failed: Invalid scope requested: orders/read',
      '  domain staging-sign-in: done',
      'error: staging: 1 step failed',
      '  Run the same command again: it does the remaining steps.',
    ]);
    const again = await create(FILE);
    expect([again.exitCode, (await newPools()).length]).to.deep.equal([0, 1]);
  });

  it('refuses a file for another region, and a pool without a name', async () => {
    const other = await create(`${FILE}region: eu-west-1\n`, ['--yes']);
    const unnamed = await create('poolSpec: 1\ntier: LITE\n', ['--yes']);
    expect([other, unnamed].map(({ stderr, exitCode }) => [exitCode, stderr.split('\n')[0]])).to.deep.equal([
      [2, `error: ${place().path('pool.yaml')} is for region eu-west-1, but this acts in us-east-1`],
      [2, `error: ${place().path('pool.yaml')} has no name for the user pool`],
    ]);
    expect((await create('poolSpec: 1\ntier: LITE\n', ['--yes', '--name', 'lite'])).exitCode).to.equal(0);
  });

  it('is recorded, and cannot be undone', async () => {
    await create(FILE, ['--yes', '-q', '--reason', 'new stage']);
    const [record] = JSON.parse((await run(HistoryList, ['--json'])).stdout) as {
      id: string;
      [key: string]: unknown;
    }[];
    const [[id] = ['']] = await newPools();
    expect(record).to.deep.include({ operation: 'pool.create', result: 'done', reason: 'new stage' });
    expect(record?.target).to.deep.equal({ kind: 'pool', id, label: 'staging', tenantId: null });
    const { stderr, exitCode } = await run(HistoryUndo, [record!.id, '--yes']);
    expect(exitCode).to.equal(3);
    expect(stderr).to.include('undoing a creation would delete the user pool');
  });

  describe('behind an endpoint', () => {
    const options = { env: ANY_CREDENTIALS };

    it('makes a pool that pool diff finds no difference in, and records it in its own history', () =>
      whileServed(place(), async (url) => {
        await writeLiveContext(place(), url, "account: '000000000000'");
        const { stderr } = await create(FILE, ['--yes'], options);
        const [[id, pool] = ['', undefined]] = await newPools();
        const client = Object.keys(pool!.clients).sort()[0];
        expect(stderr.split('\n').slice(-3)).to.deep.equal([
          'The new user pool is in no context. To add one:',
          `sf-admin context add NAME --pool-id ${id} --client-id ${client} --account 000000000000 --endpoint-url ${url}`,
          '',
        ]);
        const at = ['--pool-id', id];
        const diff = await run(PoolDiff, [place().path('pool.yaml'), ...at], options);
        expect({ stdout: diff.stdout, exitCode: diff.exitCode }).to.deep.equal({ stdout: '', exitCode: 0 });
        const list = await run(HistoryList, ['--json', ...at], options);
        const records = JSON.parse(list.stdout) as { operation: string; result: string }[];
        expect(records.map(({ operation, result }) => [operation, result])).to.deep.equal([['pool.create', 'done']]);
      }));

    it('says where it acts before it asks, without the pool of the context', () =>
      whileServed(place(), async (url) => {
        await writeLiveContext(place(), url, 'protected: true');
        const { stderr, asked } = await create(FILE, [], {
          ...options,
          tty: true,
          withPlace: true,
          answers: ['staging'],
        });
        expect(stderr.split('\n')[0]).to.equal(
          `PROTECTED context live: a new user pool, region us-east-1, endpoint ${url}`,
        );
        expect(JSON.stringify(asked)).to.include(
          'pool create staging in context live (protected). Type staging to continue:',
        );
        expect(await newPools()).to.have.length(1);
      }));
  });
});

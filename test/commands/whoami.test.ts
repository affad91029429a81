import { expect } from 'chai';

import Whoami from '../../src/commands/whoami.js';
import { ANY_CREDENTIALS, writeLiveContext } from '../helpers/live-context.js';
import { ownPlace } from '../helpers/place.js';
import { commandRunner } from '../helpers/run-command.js';
import { withEndpoint } from '../lib/cognito/fake-endpoint.js';

describe('whoami', () => {
  const place = ownPlace();
  const run = commandRunner(place);

  it('shows the sandbox, which is the current context by default', async () => {
    expect(await run(Whoami)).to.deep.equal({
      stdout: [
        'context       sandbox',
        'user pool     us-east-1_Sandbox01 (the embedded sandbox)',
        'app client    sandbox0stackflow0client01',
        'region        us-east-1',
        'account       000000000000',
        'AWS identity  none',
        'tenant        any',
        'protected     no',
        '',
      ].join('\n'),
      stderr: '',
      exitCode: 0,
      asked: [],
    });
  });

  it('shows a context of the file, the tenant it is bound to, and whether it is protected', async () => {
    const url = 'http://127.0.0.1:9';
    await writeLiveContext(place(), url, 'tenant: tenant_002', 'protected: true', "account: '373544523367'");
    const { stdout } = await run(Whoami, ['-o', 'json'], { env: ANY_CREDENTIALS });
    expect(JSON.parse(stdout)).to.deep.equal({
      context: 'live',
      kind: 'aws',
      poolId: 'us-east-1_Sandbox01',
      clientId: 'sandbox0stackflow0client01',
      region: 'us-east-1',
      account: '373544523367',
      endpoint: url,
      profile: null,
      identity: null,
      identityProblem: null,
      tenant: 'tenant_002',
      protected: true,
    });
  });

  for (const [rule, argv, env, context, poolId] of [
    ['the sandbox by default', [], {}, 'sandbox', 'us-east-1_Sandbox01'],
    ['the pool of USER_POOL_ID', [], { USER_POOL_ID: 'eu-west-1_Env' }, '(none)', 'eu-west-1_Env'],
    ['a context named by SF_ADMIN_CONTEXT before USER_POOL_ID', [], BOTH(), 'stackflow', 'us-east-1_WKK1AVJ2m'],
    ['a context given by a flag before both', ['-c', 'sandbox'], BOTH(), 'sandbox', 'us-east-1_Sandbox01'],
    ['a pool given by a flag before all', ['--pool-id', 'eu-west-1_Flag'], {}, '(none)', 'eu-west-1_Flag'],
  ] as const) {
    it(`acts on ${rule}`, async () => {
      const endpoint = poolId.endsWith('Sandbox01') ? [] : ['--endpoint-url', 'http://127.0.0.1:9'];
      const { stdout } = await run(Whoami, [...argv, ...endpoint, '-o', 'json'], { env });
      const who = JSON.parse(stdout) as Record<string, unknown>;
      expect([who.context, who.poolId]).to.deep.equal([context, poolId]);
    });
  }

  it('refuses a tenant other than the one that the context is bound to', async () => {
    await writeLiveContext(place(), 'http://127.0.0.1:9', 'tenant: tenant_002');
    const { exitCode, stderr } = await run(Whoami, ['--tenant', 'tenant_001']);
    expect({ exitCode, first: stderr.split('\n')[0] }).to.deep.equal({
      exitCode: 3,
      first: 'error: context live is bound to tenant_002, not to tenant_001',
    });
  });

  describe('without an AWS identity', () => {
    const argv = ['-c', 'stackflow'];
    const TRIED =
      'AWS_ACCESS_KEY_ID is not set, profile default does not exist, AWS_WEB_IDENTITY_TOKEN_FILE is not set, ' +
      'AWS_EC2_METADATA_DISABLED is set';

    it('shows everything else, then the error, and exits with the status for credentials', async () => {
      const { stdout, stderr, exitCode } = await run(Whoami, argv);
      expect([stdout.split('\n').slice(0, 2), stderr.split('\n')[0], exitCode]).to.deep.equal([
        ['context       stackflow', 'user pool     us-east-1_WKK1AVJ2m'],
        `error: no AWS credentials for context stackflow: ${TRIED}`,
        6,
      ]);
    });

    it('keeps the shape of the JSON', async () => {
      const { stdout, exitCode } = await run(Whoami, [...argv, '-o', 'json']);
      const who = JSON.parse(stdout) as Record<string, unknown>;
      expect([who.context, who.identity, who.identityProblem, exitCode]).to.deep.equal([
        'stackflow',
        null,
        `no AWS credentials for context stackflow: ${TRIED}`,
        6,
      ]);
    });
  });

  it('checks the account at an endpoint that is not AWS’s too, as a change does', async () => {
    const arn = 'arn:aws:iam::111122223333:user/ana';
    const text = `<GetCallerIdentityResponse><GetCallerIdentityResult><Account>111122223333</Account><Arn>${arn}</Arn></GetCallerIdentityResult></GetCallerIdentityResponse>`;
    await withEndpoint(
      () => ({ status: 200, text, headers: { 'content-type': 'text/xml' } }),
      async (url) => {
        await writeLiveContext(place(), url, "account: '444455556666'");
        const { stdout, exitCode } = await run(Whoami, [], { env: ANY_CREDENTIALS });
        expect([stdout.includes('the credentials belong to account 111122223333'), exitCode]).to.deep.equal([true, 6]);
      },
    );
  });

  it('keeps binding and protection on another pool, and says so', async () => {
    await writeLiveContext(place(), 'http://127.0.0.1:9', 'tenant: tenant_002', 'protected: true');
    const argv = ['--pool-id', 'eu-west-1_Other', '-o', 'json'];
    const { stdout, stderr } = await run(Whoami, argv);
    const { tenant, protected: isProtected } = JSON.parse(stdout) as Record<string, unknown>;
    expect([tenant, isProtected, stderr]).to.deep.equal([
      'tenant_002',
      true,
      'Context live is bound to tenant_002, on user pool eu-west-1_Other too.\n',
    ]);
  });

  for (const [argv, env, says] of [
    [['--timeout', '1.5'], {}, '--timeout: invalid number of seconds "1.5"'],
    [[], { SF_ADMIN_TIMEOUT: '-3' }, 'SF_ADMIN_TIMEOUT: invalid number of seconds "-3"'],
  ] as const) {
    it(`refuses an invalid time limit: ${says}`, async () => {
      const { exitCode, stderr } = await run(Whoami, argv, { env });
      expect([exitCode, stderr.split('\n')[0]]).to.deep.equal([2, `error: ${says}`]);
    });
  }

  it('refuses an unknown context and lists the known ones', async () => {
    expect(await run(Whoami, ['-c', 'sandbx'])).to.deep.equal({
      stdout: '',
      stderr: 'error: unknown context "sandbx"\n  Did you mean sandbox? Contexts: sandbox, stackflow\n',
      exitCode: 2,
      asked: [],
    });
  });

  it('prints only the name of the context with -q', async () => {
    expect((await run(Whoami, ['-q'])).stdout).to.equal('sandbox\n');
  });
});

function BOTH(): Readonly<Record<string, string>> {
  return { SF_ADMIN_CONTEXT: 'stackflow', USER_POOL_ID: 'eu-west-1_Env' };
}

import { join } from 'node:path';
import { expect } from 'chai';
import { BUILT_IN_CONTEXTS } from '../../src/lib/config/built-in.js';
import type { Context } from '../../src/lib/config/context.js';
import { type Directory, openDirectory } from '../../src/lib/directory.js';
import type { Endpoint } from '../../src/lib/cognito/client/endpoint.js';
import { SANDBOX_CLIENT_ID, SANDBOX_POOL_ID } from '../../src/lib/model/sandbox-ids.js';
import { sandboxFile } from '../../src/lib/sandbox/state/state-file.js';
import { awsEnvironment } from './cognito/environment.js';
import { mockCognito, serviceError } from './cognito/cognito-mock.js';
import { temporaryFolder } from './config/temporary-folder.js';
import { refusal, rejection } from './conventions/refusal.js';

const [SANDBOX, STACKFLOW] = BUILT_IN_CONTEXTS as readonly [Context, Context];
const interrupt = new AbortController().signal;
const mfaCode = () => Promise.reject(new Error('no test has an MFA device'));

function open(context: Context, { tenant, dataFolder = '/dev/null/x' }: { tenant?: string; dataFolder?: string } = {}) {
  return openDirectory(context, {
    dataFolder,
    flagsToRepeat: '',
    tenant,
    timeoutMs: 5000,
    interrupt,
    mfaCode,
  });
}

/** An endpoint without what every test gives it alike. */
function contextEndpoint({ endpoint }: Directory): Partial<Endpoint> {
  const { requestHandler, timeoutMs: _, interrupt: _signal, mfaCode: _code, ...rest } = endpoint;
  return { ...rest, ...(requestHandler === undefined ? {} : { requestHandler: undefined }) };
}

describe('openDirectory', () => {
  awsEnvironment();

  it('calls the embedded pool in process for the sandbox context, with its own credentials', () => {
    expect(contextEndpoint(open(SANDBOX))).to.deep.equal({
      contextName: 'sandbox',
      poolId: SANDBOX_POOL_ID,
      region: 'us-east-1',
      account: '000000000000',
      credentials: { kind: 'sandbox' },
      requestHandler: undefined,
    });
  });

  it('calls a served sandbox at its URL, with the same credentials', () => {
    const endpoint = contextEndpoint(open({ ...SANDBOX, endpointUrl: 'http://127.0.0.1:9339' }));
    expect(endpoint).to.not.have.property('requestHandler');
    // No other machine writes to it.
    expect(endpoint).to.not.have.property('settleMs');
    expect([endpoint.url, endpoint.credentials]).to.deep.equal(['http://127.0.0.1:9339', { kind: 'sandbox' }]);
  });

  it('calls AWS for any other context, with the profile and role that it names', () => {
    const role = { profile: 'admin', roleArn: 'arn:role', externalId: 'outside', mfaSerial: 'arn:mfa' };
    expect([
      contextEndpoint(open(STACKFLOW)),
      contextEndpoint(open({ ...STACKFLOW, ...role })).credentials,
    ]).to.deep.equal([
      {
        contextName: 'stackflow',
        poolId: 'us-east-1_WKK1AVJ2m',
        region: 'us-east-1',
        // Other machines write to this pool.
        settleMs: 500,
        account: '373544523367',
        credentials: { kind: 'aws' },
      },
      { kind: 'aws', ...role },
    ]);
  });

  it('passes on the timeout, the interrupt and the MFA prompt', () => {
    const { endpoint } = open(SANDBOX);
    expect([endpoint.timeoutMs, endpoint.interrupt, endpoint.mfaCode]).to.deep.equal([5000, interrupt, mfaCode]);
  });

  it('computes a value once per function and directory', () => {
    const make = () => ({});
    const [one, other] = [open(SANDBOX), open(SANDBOX)];
    expect([
      one.once(make) === one.once(make),
      one.once(make) === one.once(() => ({})),
      one.once(make) === other.once(make),
    ]).to.deep.equal([true, false, false]);
  });

  it('takes the region from the context, else from the pool ID', () => {
    const { region: _, ...context } = STACKFLOW;
    const region = (changes: Partial<Context>) => open({ ...context, ...changes }).endpoint.region;
    expect([
      region({ poolId: 'eu-west-1_Pool', region: 'us-west-2' }),
      region({ poolId: 'eu-west-1_Pool' }),
    ]).to.deep.equal(['us-west-2', 'eu-west-1']);
  });

  it('fails without a region', () => {
    const { region: _, ...context } = STACKFLOW;
    expect(refusal(() => open({ ...context, poolId: 'local_Pool' }))).to.deep.equal({
      code: 'MISSING_INPUT',
      message: 'no region for user pool local_Pool',
      hint: 'Give one with --region, or set AWS_REGION.',
    });
  });

  it('fails without a pool, and without a client when one is needed', () => {
    const { poolId: _, clientId: _client, ...context } = STACKFLOW;
    const directory = open({ ...context, poolId: 'us-east-1_Pool' });
    expect([refusal(() => open(context)), refusal(() => directory.clientId()), open(SANDBOX).clientId()]).to.deep.equal(
      [
        {
          code: 'MISSING_INPUT',
          message: 'context stackflow has no user pool',
          hint: 'Give one: --pool-id <region>_<id>',
        },
        {
          code: 'MISSING_INPUT',
          message: 'context stackflow has no app client',
          hint: 'Give one: --client-id ID. To list the app clients: sf-admin client list',
        },
        SANDBOX_CLIENT_ID,
      ],
    );
  });

  describe('the tenant of a directory', () => {
    const bound = { ...SANDBOX, tenant: 'tenant_001' };

    it('is the one given, else the one that the context is bound to, else none', () => {
      expect([
        open(SANDBOX, { tenant: 'tenant_002' }).tenant,
        open(bound).tenant,
        open(bound, { tenant: 'tenant_001' }).tenant,
        open(SANDBOX).tenant,
      ]).to.deep.equal(['tenant_002', 'tenant_001', 'tenant_001', undefined]);
    });

    it('is never another one than the context is bound to', () => {
      expect(refusal(() => open(bound, { tenant: 'tenant_002' }))).to.deep.equal({
        code: 'TENANT_MISMATCH',
        message: 'context sandbox is bound to tenant_001, not to tenant_002',
        hint:
          'Omit --tenant to act in tenant_001, or use a context that is bound to tenant_002 or to no tenant: ' +
          'sf-admin context list',
      });
    });

    it('is refused if it is malformed or empty', () => {
      expect([
        refusal(() => open(SANDBOX, { tenant: 'tenant-1' })).code,
        refusal(() => open(SANDBOX, { tenant: '' })).code,
      ]).to.deep.equal(['INVALID_TENANT', 'INVALID_TENANT']);
    });
  });
});

describe("a directory's pool", () => {
  const cognito = mockCognito();

  it('is read once, when it is first needed', async () => {
    cognito.answer('DescribeUserPool', { UserPool: { Id: SANDBOX_POOL_ID } });
    const directory = open(SANDBOX);
    expect(cognito.sent()).to.deep.equal([]);
    const [one, other] = await Promise.all([directory.pool(), directory.pool()]);
    expect([one, other === one]).to.deep.equal([{ Id: SANDBOX_POOL_ID }, true]);
    expect(cognito.sent()).to.deep.equal([['DescribeUserPool', { UserPoolId: SANDBOX_POOL_ID }]]);
  });

  it('is refused if the service returns another one or none', async () => {
    cognito.answer('DescribeUserPool', {}, { UserPool: { Id: 'us-east-1_Other' } });
    const refused = {
      code: 'BAD_RESPONSE',
      message: `DescribeUserPool returned an invalid response: it does not describe ${SANDBOX_POOL_ID}`,
      hint: 'Check --endpoint-url. A proxy or a login page between this machine and AWS can answer like this too.',
    };
    expect([await rejection(open(SANDBOX).pool()), await rejection(open(SANDBOX).pool())]).to.deep.equal([
      refused,
      refused,
    ]);
  });

  it('names the endpoint and region if it does not exist', async () => {
    const error = serviceError('ResourceNotFoundException', `User pool ${SANDBOX_POOL_ID} does not exist.`);
    cognito.answer('DescribeUserPool', error);
    expect(await rejection(open(SANDBOX).pool())).to.deep.equal({
      code: 'POOL_NOT_FOUND',
      message: `no user pool ${SANDBOX_POOL_ID} for these credentials`,
      hint:
        'A pool belongs to one account and region. Used context sandbox: region us-east-1, ' +
        "expected account 000000000000, the sandbox's credentials.\n" +
        'To use another: --context, --pool-id, --region or --profile.',
    });
  });
});

describe('the sandbox of a directory', () => {
  const folder = temporaryFolder();

  it('is a file in the data folder that several directories share', async () => {
    const dataFolder = folder.path('data');
    expect(sandboxFile(dataFolder)).to.equal(join(dataFolder, 'sandbox.json'));
    const Username = 'ana.silva@tenant-one.example';
    await open(SANDBOX, { dataFolder }).cognito.call('AdminDisableUser', { Username });
    const { Enabled } = await open(SANDBOX, { dataFolder }).cognito.call('AdminGetUser', { Username });
    expect(Enabled).to.equal(false);
  });
});

describe('the pace of a directory', () => {
  const paceOf = (context: Partial<Context>, rate?: number) => {
    const surroundings = {
      dataFolder: '/dev/null/x',
      flagsToRepeat: '',
      timeoutMs: 5000,
      interrupt,
      mfaCode,
    };
    const pace = { rate, maxConcurrency: 8 };
    return openDirectory({ ...SANDBOX, ...context }, { ...surroundings, pace }).endpoint.pace;
  };

  it('is the one given; without one, only the embedded pool is unlimited', () => {
    expect([paceOf({}), paceOf({}, 10), paceOf({ endpointUrl: 'http://127.0.0.1:1' })]).to.deep.equal([
      { rate: Infinity, maxConcurrency: 8 },
      { rate: 10, maxConcurrency: 8 },
      { rate: undefined, maxConcurrency: 8 },
    ]);
    expect(open(SANDBOX).endpoint.pace).to.equal(undefined);
  });
});

import { expect } from 'chai';

import type { AdminError } from '../../../../src/lib/errors.js';
import { type Directory, onPool } from '../../../../src/lib/directory.js';
import { SandboxEngine } from '../../../../src/lib/sandbox/engine/engine.js';
import type { SandboxState } from '../../../../src/lib/sandbox/state/state.js';
import { findCreated } from '../../../../src/lib/pool-spec/create/find-created.js';
import { openTestDirectory } from '../../../helpers/directory.js';
import { errorReply, withEndpoint } from '../../cognito/fake-endpoint.js';
import { MemoryStore } from '../../sandbox/memory-store.js';
import { SPEC_TAG, creationOf } from '../../../../src/lib/pool-spec/create/creation.js';
import { diffSpecs } from '../../../../src/lib/pool-spec/diff/diff-specs.js';
import { exportSpec } from '../../../../src/lib/pool-spec/export-spec.js';
import type { LivePool } from '../../../../src/lib/pool-spec/live/live-pool.js';
import { specFromLive } from '../../../../src/lib/pool-spec/live/spec-from-live.js';
import { readPoolFile } from '../../../../src/lib/pool-spec/source/read-pool-file.js';
import { FIXTURES, type Fixture, readFixture } from '../fixtures.js';
import { FULL_CLIENT, FULL_DOMAIN, FULL_MFA, FULL_POOL } from '../live/full-pool.js';
import { createFrom, emptySandbox, livePool } from './created.js';

const FUNCTION = 'arn:aws:lambda:us-east-1:111122223333:function:f';

/** Values for the references of the files, and a name for a pool that has none. */
const GIVEN: Readonly<Record<Fixture, { values?: Readonly<Record<string, string>>; name?: string }>> = {
  'openmcf-staging': {},
  'openmcf-production': { values: { 'pre-token.status.outputs.function_arn': FUNCTION } },
  stacktape: { values: { "$ResourceParam('preToken', 'arn')": FUNCTION }, name: 'stackflow' },
  sam: {
    values: {
      SenderArn: 'arn:aws:ses:us-east-1:111122223333:identity/stackflow.example',
      'PreSignUp.Arn': `${FUNCTION}1`,
      'Everything.Arn': `${FUNCTION}2`,
    },
  },
};

describe('a pool that is created from a file', () => {
  for (const fixture of FIXTURES) {
    it(`of ${fixture} does not differ from it, and is complete`, async () => {
      const { values = {}, ...options } = GIVEN[fixture];
      const file = readFixture(fixture, { values: new Map(Object.entries(values)) });
      const { state, directory } = emptySandbox();
      const { outcome } = await createFrom(directory, creationOf(`${fixture}.yaml`, file, options));
      expect({ error: outcome.error, changed: outcome.changed }).to.deep.equal({ error: undefined, changed: true });
      const live = await livePool(directory, state);
      const { differences, notCompared, otherClients } = diffSpecs(file, specFromLive(live).spec);
      expect({ differences, notCompared, otherClients }).to.deep.equal({
        differences: [],
        notCompared: [],
        otherClients: [],
      });
    });
  }
});

/** Creates a pool in which every setting is set, with the requests of the API. */
async function fullPool(): Promise<LivePool> {
  const { state, directory } = emptySandbox();
  const { Name, SchemaAttributes, MfaConfiguration, CustomDomain, ...settings } = FULL_POOL;
  const { Id, Arn, Domain, EstimatedNumberOfUsers, ...others } = settings;
  // The old names of the texts in the template.
  const { EmailVerificationSubject, EmailVerificationMessage, SmsVerificationMessage, ...request } = others;
  // The sandbox does not model a password history.
  const { PasswordHistorySize, ...PasswordPolicy } = request.Policies!.PasswordPolicy!;
  const { UnusedAccountValidityDays, ...AdminCreateUserConfig } = request.AdminCreateUserConfig!;
  await directory.cognito.call('CreateUserPool', {
    ...request,
    PoolName: Name,
    Schema: SchemaAttributes!.map((attribute) => ({ ...attribute, Name: attribute.Name!.replace(/^.*:/, '') })),
    Policies: { ...request.Policies, PasswordPolicy },
    AdminCreateUserConfig,
  });
  const { cognito } = onPool(directory, Object.keys(state.pools)[0]!);
  await cognito.call('SetUserPoolMfaConfig', FULL_MFA);
  const { UserPoolId, ClientId, ClientSecret, ...client } = FULL_CLIENT;
  await cognito.call('CreateUserPoolClient', { ...client, ClientName: client.ClientName, GenerateSecret: true });
  const { CloudFrontDistribution, UserPoolId: _, ...domain } = FULL_DOMAIN;
  await cognito.call('CreateUserPoolDomain', domain);
  return livePool(directory, state);
}

/** What two pools cannot have in common: IDs and what is made of them, secrets, and dates. */
const OWN = /^(?:Id|UserPoolId|ClientId|Arn|ClientSecret|CloudFrontDistribution|.*Date|Version|S3Bucket)$/;

/** A validity in seconds: that of 60 minutes may be written as one hour. */
const SECONDS = { seconds: 1, minutes: 60, hours: 3_600, days: 86_400 } as const;

function comparable(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(comparable);
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  const entries = Object.entries(value).filter(([name]) => !OWN.test(name));
  return Object.fromEntries(entries.map(([name, inner]) => [name, comparable(inner)]));
}

function answers({ pool, mfa, clients, domain, hostedUiCss }: LivePool) {
  const { [SPEC_TAG]: _tag, ...UserPoolTags } = pool.UserPoolTags as Record<string, string>;
  const ofClients = clients.map(({ client: { TokenValidityUnits: units = {}, ...client } }) => ({
    ...(comparable(client) as object),
    AccessTokenValidity: (client.AccessTokenValidity ?? 0) * SECONDS[units.AccessToken ?? 'hours'],
    IdTokenValidity: (client.IdTokenValidity ?? 0) * SECONDS[units.IdToken ?? 'hours'],
    RefreshTokenValidity: (client.RefreshTokenValidity ?? 0) * SECONDS[units.RefreshToken ?? 'days'],
  }));
  // In any order: the priorities say which comes first.
  const { RecoveryMechanisms } = pool.AccountRecoverySetting as { RecoveryMechanisms: { Priority: number }[] };
  const AccountRecoverySetting = [...RecoveryMechanisms].sort((one, other) => one.Priority - other.Priority);
  return {
    pool: comparable({ ...pool, UserPoolTags, AccountRecoverySetting }),
    mfa,
    clients: ofClients,
    domain: comparable(domain),
    hostedUiCss,
  };
}

describe('a pool that is created from an export', () => {
  it('is described like the other one, but for IDs, dates and the tag of its spec', async () => {
    const source = await fullPool();
    const { text, left } = exportSpec(source, 'sf-admin');
    expect(left).to.deep.equal([]);
    const { state, directory } = emptySandbox();
    const file = readPoolFile('pool.yaml', text);
    const { outcome } = await createFrom(directory, creationOf('pool.yaml', file));
    expect(outcome.error).to.equal(undefined);
    expect(answers(await livePool(directory, state))).to.deep.equal(answers(source));
  });
});

describe('a creation whose answer is lost', () => {
  const FILE = 'poolSpec: 1\nname: p\nusernameCaseSensitive: false\nclients: [{ name: web }]\n';
  const creation = () => creationOf('f.yaml', readPoolFile('f.yaml', FILE));

  /** A sandbox that carries out the first request for an operation and loses the answer. */
  async function losing<T>(
    operation: string,
    work: (directory: Directory, state: SandboxState, asked: string[]) => Promise<T>,
  ): Promise<T> {
    const state: SandboxState = { version: 1, pools: {} };
    const engine = new SandboxEngine(new MemoryStore(state));
    let isLost = false;
    const asked: string[] = [];
    return withEndpoint(
      async (request) => {
        asked.push(request.operation);
        const json = await engine.handle(request.operation, JSON.parse(request.text));
        if (request.operation !== operation || isLost) return { json };
        isLost = true;
        return errorReply('InternalErrorException', 'lost', 500);
      },
      (url) => work(openTestDirectory({ isForNewPool: true, context: { endpointUrl: url } }), state, asked),
    );
  }

  it('of the pool is looked up by its tag, and the pool is not created again', () =>
    losing('CreateUserPool', async (directory, state, asked) => {
      const { outcome } = await createFrom(directory, creation());
      expect([outcome.error, outcome.changed]).to.deep.equal([undefined, true]);
      expect(outcome.warnings).to.deep.equal(['the response was lost; a check shows that it was done']);
      expect(Object.keys(state.pools)).to.deep.equal([outcome.plan.target.id]);
      expect(asked.filter((operation) => operation === 'CreateUserPool')).to.have.length(1);
    }));

  it('of an app client is looked up, and the app client is not created again', () =>
    losing('CreateUserPoolClient', async (directory, state) => {
      const { outcome } = await createFrom(directory, creation());
      expect(outcome.error).to.equal(undefined);
      expect(outcome.steps?.at(-1)).to.deep.equal({
        step: 'app client web',
        result: 'done',
        detail: 'the response was lost; a check shows that it was done',
      });
      expect(Object.keys(Object.values(state.pools)[0]!.clients)).to.have.length(1);
    }));
});

describe('the search for a pool that was created before', () => {
  it('finds it whatever its name is now, on every page of the list', async () => {
    const { state, directory } = emptySandbox();
    const creation = creationOf(
      'f.yaml',
      readPoolFile('f.yaml', 'poolSpec: 1\nname: p\nusernameCaseSensitive: false\n'),
    );
    for (let count = 0; count < 70; count += 1) await directory.cognito.call('CreateUserPool', { PoolName: 'p' });
    const { outcome } = await createFrom(directory, creation);
    state.pools[outcome.plan.target.id]!.settings.Name = 'renamed';
    const found = await findCreated(directory, creation);
    expect([found.created, found.all.size]).to.deep.equal([[outcome.plan.target.id], 71]);
  });
});

describe('a creation that is throttled', () => {
  it('is tried again, since it had no effect', async () => {
    const engine = new SandboxEngine(new MemoryStore({ version: 1, pools: {} }));
    const asked: string[] = [];
    await withEndpoint(
      async ({ operation, text }) => {
        asked.push(operation);
        const isFirst = asked.filter((name) => name === operation).length === 1;
        if (isFirst && operation === 'CreateUserPool') return errorReply('TooManyRequestsException', 'Rate exceeded');
        return { json: await engine.handle(operation, JSON.parse(text)) };
      },
      async (url) => {
        const directory = openTestDirectory({ isForNewPool: true, context: { endpointUrl: url } });
        const file = readPoolFile('f.yaml', 'poolSpec: 1\nname: p\nusernameCaseSensitive: false\n');
        const { outcome } = await createFrom(directory, creationOf('f.yaml', file));
        expect(outcome.changed).to.equal(true);
      },
    );
    expect(asked.filter((operation) => operation === 'CreateUserPool')).to.have.length(2);
  });
});

describe('a pool that may not be described', () => {
  const creation = () =>
    creationOf('f.yaml', readPoolFile('f.yaml', 'poolSpec: 1\nname: p\nusernameCaseSensitive: false\n'));

  /** Looks for the pool of the creation where another pool, of the given name, is refused. */
  async function search(name: string): Promise<string> {
    const engine = new SandboxEngine(new MemoryStore({ version: 1, pools: {} }));
    await engine.handle('CreateUserPool', { PoolName: name });
    return withEndpoint(
      async ({ operation, text }) =>
        operation === 'DescribeUserPool'
          ? errorReply('AccessDeniedException', 'no')
          : { json: await engine.handle(operation, JSON.parse(text)) },
      (url) =>
        findCreated(openTestDirectory({ isForNewPool: true, context: { endpointUrl: url } }), creation()).then(
          ({ created }) => created.join(', ') || 'none',
          (error: unknown) => (error as AdminError).code,
        ),
    );
  }

  it('is skipped if it has another name, and otherwise refused: it may be the one', async () => {
    expect([await search('other'), await search('p')]).to.deep.equal(['none', 'ACCESS_DENIED']);
  });
});

describe('a creation that fails right after the pool was made', () => {
  it('is a change of which one step was done, with the ID of the pool', async () => {
    const engine = new SandboxEngine(new MemoryStore({ version: 1, pools: {} }));
    await withEndpoint(
      async ({ operation, text }) =>
        operation === 'DescribeUserPool'
          ? errorReply('AccessDeniedException', 'no')
          : { json: await engine.handle(operation, JSON.parse(text)) },
      async (url) => {
        const file = readPoolFile('f.yaml', 'poolSpec: 1\nname: p\nusernameCaseSensitive: false\n');
        const directory = openTestDirectory({ isForNewPool: true, context: { endpointUrl: url } });
        const { outcome } = await createFrom(directory, creationOf('f.yaml', file));
        const { id } = outcome.plan.target;
        expect({ changed: outcome.changed, steps: outcome.steps, code: outcome.error?.code }).to.deep.equal({
          changed: true,
          steps: [{ step: 'user pool', result: 'done', detail: id }],
          code: 'PARTIAL',
        });
        expect(outcome.error?.message).to.match(
          new RegExp(`^user pool p was created \\(${id}\\), but not completed: `),
        );
      },
    );
  });

  it('is one if another machine creates a pool from the same file at the same time', async () => {
    const state: SandboxState = { version: 1, pools: {} };
    const engine = new SandboxEngine(new MemoryStore(state));
    await withEndpoint(
      async ({ operation, text }) => {
        const input = JSON.parse(text) as object;
        if (operation === 'CreateUserPool') await engine.handle(operation, input);
        return { json: await engine.handle(operation, input) };
      },
      async (url) => {
        const file = readPoolFile(
          'f.yaml',
          `poolSpec: 1\nname: p\nusernameCaseSensitive: false\nclients: [{ name: web }]\n`,
        );
        const directory = openTestDirectory({ isForNewPool: true, context: { endpointUrl: url } });
        const { outcome } = await createFrom(directory, creationOf('f.yaml', file));
        const { id } = outcome.plan.target;
        const ids = [id, ...Object.keys(state.pools).filter((other) => other !== id)];
        expect(outcome.error?.message).to.equal(
          `user pool p was created (${id}), but not completed: 2 user pools were created from f.yaml: ${ids.join(', ')}`,
        );
        expect(outcome.error?.hint).to.equal(
          'All of them have the tag sf-admin:spec=sf-admin/pool/p. Remove it from those that are not meant:\n' +
            'sf-admin pool set --untag sf-admin:spec --pool-id ID\n' +
            'Then run the same command again: it completes the user pool.',
        );
        expect(Object.keys(state.pools[id]!.clients)).to.deep.equal([]);
      },
    );
  });
});

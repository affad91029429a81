import { expect } from 'chai';

import { diffSpecs } from '../../../../src/lib/pool-spec/diff/diff-specs.js';
import { specFromLive } from '../../../../src/lib/pool-spec/live/spec-from-live.js';
import type { PoolSpec } from '../../../../src/lib/pool-spec/schema.js';
import { readPoolFile } from '../../../../src/lib/pool-spec/source/read-pool-file.js';
import { fullLive } from '../live/full-pool.js';

const LIVE = specFromLive(fullLive()).spec;

/** A spec as if it came from a file. */
function wanted(spec: PoolSpec) {
  return { spec, unresolved: [], places: new Map() };
}

/** Every spec that differs from `value` in one setting, with the path of the setting. */
function* mutants(value: unknown, path: string[] = []): Generator<[string[], unknown]> {
  if (typeof value === 'boolean') yield [path, !value];
  else if (typeof value === 'number') yield [path, value + 1];
  else if (typeof value === 'string') yield [path, `${value}x`];
  else if (Array.isArray(value) && value.every((item) => typeof item === 'string')) yield [path, [...value, 'other']];
  else if (typeof value === 'object' && value !== null) {
    for (const [key, inner] of Object.entries(value)) {
      for (const [at, changed] of mutants(inner, [...path, key])) {
        yield [at, Array.isArray(value) ? value.with(Number(key), changed) : { ...value, [key]: changed }];
      }
    }
  }
}

/** The name of a setting in a difference, from its path in a spec. */
function fieldOf(path: readonly string[]): string {
  const [first = '', index = '', ...rest] = path;
  if (first === 'clients') return rest.join('.');
  if (first !== 'attributes') return path.join('.');
  const name = LIVE.attributes?.[Number(index)]?.name ?? '';
  return rest[0] === 'name' ? `attributes.${name}x` : ['attributes', name, ...rest].join('.');
}

describe('diffSpecs', () => {
  it('finds nothing between a pool and itself', () => {
    const { differences, otherClients } = diffSpecs(wanted(LIVE), LIVE);
    expect({ differences, otherClients }).to.deep.equal({ differences: [], otherClients: [] });
  });

  for (const [path, spec] of mutants(LIVE)) {
    it(`finds one difference if only ${path.join('.')} is changed`, () => {
      const { differences } = diffSpecs(wanted(spec as PoolSpec), LIVE);
      expect(differences.map(({ field }) => field)).to.deep.equal([fieldOf(path)]);
    });
  }

  it('takes null for a setting that must be at its default or not set, if a setting can be so', () => {
    const text = 'poolSpec: 1\ntriggers: { preSignUp: null }\ndevices: { challengeOnNewDevice: ~ }\n';
    const file = readPoolFile('p.yaml', `${text}deletionProtection: null\nclients: [{ name: web, oauth: null }]\n`);
    const found = diffSpecs(file, LIVE).differences.map(({ field, wanted: value, line }) => [field, value, line]);
    expect(found).to.deep.equal([
      ['triggers.preSignUp', null, 2],
      ['devices.challengeOnNewDevice', null, 3],
      ['deletionProtection', false, 4],
      ['oauth', false, 5],
    ]);
    expect(diffSpecs(file, { clients: [{ name: 'web' }] }).differences).to.deep.equal([]);
    expect(readPoolFile('p.yaml', 'poolSpec: 1\nname: null\n').warnings).to.have.length(1);
  });

  it('does not judge what the file leaves out', () => {
    expect(diffSpecs(wanted({ clients: [{ name: 'web' }] }), LIVE).differences).to.deep.equal([]);
  });

  const same: readonly (readonly [string, PoolSpec, PoolSpec])[] = [
    [
      'a list in another order',
      { usernameAttributes: ['email', 'phone_number'] },
      { usernameAttributes: ['phone_number', 'email'] },
    ],
    ['off and absent', { deletionProtection: false }, {}],
    ['an empty list and an absent one', { verifyBeforeUpdate: [] }, {}],
    ['a default and an absent setting', { issuer: 'ORIGINAL', email: { sendingAccount: 'COGNITO_DEFAULT' } }, {}],
    ['a tag that the file does not mention', { tags: { A: '1' } }, { tags: { A: '1', B: '2' } }],
    ['an attribute that the file does not mention', { attributes: [] }, { attributes: [{ name: 'a' }] }],
  ];
  for (const [what, file, live] of same) {
    it(`takes as equal: ${what}`, () => {
      expect(diffSpecs(wanted(file), live).differences).to.deep.equal([]);
    });
  }

  it('compares account recovery in its order', () => {
    const file: PoolSpec = { accountRecovery: ['verified_phone_number', 'verified_email'] };
    expect(diffSpecs(wanted(file), LIVE).differences.map(({ field }) => field)).to.deep.equal(['accountRecovery']);
  });

  it('names subject, setting, both values and the line', () => {
    const file = readPoolFile('p.yaml', 'poolSpec: 1\nclients:\n  - name: web\n    oauthScopes: [openid]\n');
    expect(diffSpecs(file, LIVE).differences).to.deep.equal([
      {
        subject: 'app client web',
        field: 'oauthScopes',
        wanted: ['openid'],
        live: ['openid', 'email'],
        reference: null,
        line: 4,
      },
    ]);
  });

  it('reports an app client that is missing as one difference, and others of the pool beside them', () => {
    const { differences, otherClients } = diffSpecs(wanted({ clients: [{ name: 'jobs', oauth: true }] }), LIVE);
    expect(differences.map(({ subject, field, wanted: value, live }) => [subject, field, value, live])).to.deep.equal([
      ['app client jobs', 'name', 'jobs', null],
    ]);
    expect(otherClients).to.deep.equal(['web']);
  });

  describe('an app client without a name', () => {
    const file = wanted({ clients: [{ oauth: false }] });
    const two: PoolSpec = {
      clients: [
        { name: 'a', oauth: false },
        { name: 'b', oauth: true },
      ],
    };

    it('is the only one of the pool', () => {
      expect(diffSpecs(file, LIVE).differences.map(({ subject }) => subject)).to.deep.equal(['app client web']);
    });

    it('is the one of the context', () => {
      const fields = (currentClient: number) =>
        diffSpecs(file, two, { currentClient }).differences.map(({ field }) => field);
      expect([fields(0), fields(1)]).to.deep.equal([[], ['oauth']]);
    });

    it('is refused if it can be one of several', () => {
      expect(() => diffSpecs(file, two)).to.throw('the file does not name its app client, and the pool has 2');
    });
  });

  describe('a value that only a deployment knows', () => {
    const file = readPoolFile(
      't.yaml',
      'Resources:\n  P:\n    Type: AWS::Cognito::UserPool\n    Properties:\n      LambdaConfig: { PreSignUp: !GetAtt F.Arn }\n',
    );

    it('is not compared if the pool has the setting', () => {
      const { differences, notCompared } = diffSpecs(file, LIVE);
      expect({ differences, notCompared }).to.deep.equal({
        differences: [],
        notCompared: [{ subject: 'user pool', field: 'triggers.preSignUp', references: ['F.Arn'], line: 5 }],
      });
    });

    it('is a difference if the pool does not have it', () => {
      expect(diffSpecs(file, {}).differences).to.deep.equal([
        { subject: 'user pool', field: 'triggers.preSignUp', wanted: null, live: null, reference: 'F.Arn', line: 5 },
      ]);
    });
  });
});

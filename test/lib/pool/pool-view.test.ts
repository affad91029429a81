import { expect } from 'chai';
import type { UserPool } from '../../../src/lib/model/user-pool.js';
import { describePool } from '../../../src/lib/pool/describe-pool.js';
import type { PoolRegions } from '../../../src/lib/pool/pool-regions.js';
import { poolCard } from '../../../src/lib/pool/pool-view.js';
import { MemoryStore } from '../sandbox/memory-store.js';
import { seedState } from '../../../src/lib/sandbox/seed/seed.js';
import { openTestDirectory } from '../../helpers/directory.js';

const ONE_REGION: PoolRegions = { primary: 'us-east-1', secondaries: [] };

const lines = (pool: UserPool, regions = ONE_REGION) =>
  Object.fromEntries(
    poolCard
      .fields({ pool, regions })
      .map((field) => ('section' in field ? [field.section, null] : [field.label, field.value])),
  ) as Record<string, unknown>;

describe('poolCard', () => {
  it('shows the settings that administrators need', async () => {
    const now = new Date('2026-03-01T12:00:00Z');
    const { pool, regions } = await describePool(openTestDirectory({ store: new MemoryStore(seedState({ now })) }));
    const trigger = (name: string) => `arn:aws:lambda:us-east-1:000000000000:function:${name}`;
    expect(lines(pool, regions)).to.deep.equal({
      'stackflow-sandbox': null,
      'user pool ID': 'us-east-1_Sandbox01',
      ARN: 'arn:aws:cognito-idp:us-east-1:000000000000:userpool/us-east-1_Sandbox01',
      domain: 'stackflow-identity-000000000000',
      'primary Region': 'us-east-1',
      'secondary replicas': 'none',
      tier: 'ESSENTIALS',
      'users (estimate)': 20,
      'deletion protection': 'ACTIVE',
      'Sign-in': null,
      'signs in with': 'email',
      case: 'insensitive',
      MFA: 'OPTIONAL',
      'self sign-up': 'on',
      'verified at sign-up': 'email',
      'account recovery': 'verified_email',
      Password: null,
      'minimum length': '12 characters',
      'must contain': 'an upper-case letter, a lower-case letter, a digit, a symbol',
      temporary: 'valid for 7 days',
      Attributes: null,
      custom: [
        'custom:tenant_id (String)',
        'custom:role (String)',
        'custom:department (String)',
        'custom:employee_no (String, set at creation only)',
      ],
      'Mail and triggers': null,
      'mail sender': 'no-reply@stackflow-tech.com',
      PreSignUp: trigger('StackFlowCognitoPreSignUp'),
      PostConfirmation: trigger('StackFlowCognitoPostConfirm'),
      PreTokenGeneration: trigger('StackFlowCognitoPreToken'),
      PreTokenGenerationConfig: `{"LambdaVersion":"V1_0","LambdaArn":"${trigger('StackFlowCognitoPreToken')}"}`,
      created: '2025-08-13T12:00:00.000Z',
      updated: '2026-01-30T12:00:00.000Z',
    });
  });

  it('shows the default of a setting that a pool leaves out', () => {
    const shown = lines({ Id: 'us-east-1_Bare' });
    expect(
      ['us-east-1_Bare', 'signs in with', 'case', 'self sign-up', 'minimum length', 'must contain', 'custom'].map(
        (label) => shown[label],
      ),
    ).to.deep.equal([null, 'user name', 'sensitive', 'on', '8 characters', 'nothing in particular', []]);
  });

  it('prefers the custom domain, and prints JSON with camelCase keys', () => {
    const pool = {
      Id: 'us-east-1_X',
      Domain: 'd',
      CustomDomain: 'auth.example.com',
      UserPoolTags: { Team_X: 'y' },
    };
    const described = { pool, regions: ONE_REGION };
    expect([lines(pool).domain, poolCard.id(described), poolCard.json(described)]).to.deep.equal([
      'auth.example.com',
      'us-east-1_X',
      {
        id: 'us-east-1_X',
        domain: 'd',
        customDomain: 'auth.example.com',
        userPoolTags: { Team_X: 'y' },
        primaryRegion: 'us-east-1',
        secondaryReplicas: [],
      },
    ]);
  });

  it('shows secondary replicas with their status, or why they are unknown', () => {
    const replica = { region: 'eu-west-1', status: 'INACTIVE', arn: null };
    const [known, unknown] = [
      { primary: 'us-east-1', secondaries: [replica] },
      { primary: 'us-east-1', secondaries: undefined, problem: 'not allowed' },
    ].map((regions) => {
      const { secondaryReplicas } = poolCard.json({ pool: { Id: 'us-east-1_X' }, regions }) as Record<string, unknown>;
      return [lines({ Id: 'us-east-1_X' }, regions)['secondary replicas'], secondaryReplicas];
    });
    expect([known, unknown]).to.deep.equal([
      ['eu-west-1 (INACTIVE)', [replica]],
      ['unknown: not allowed', null],
    ]);
  });
});

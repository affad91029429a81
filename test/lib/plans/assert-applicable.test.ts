import { expect } from 'chai';

import { assertNotExpired, assertSamePlace } from '../../../src/lib/plans/assert-applicable.js';
import { placeJson } from '../../../src/lib/changes/place.js';
import { MemoryStore } from '../sandbox/memory-store.js';
import { seedState } from '../../../src/lib/sandbox/seed/seed.js';
import { openTestDirectory } from '../../helpers/directory.js';
import { temporaryFolder } from '../config/temporary-folder.js';
import { refusal } from '../conventions/refusal.js';
import { examplePlan } from './example-plan.js';

describe('assertNotExpired', () => {
  it('refuses a plan from its expiry on', () => {
    const expiresAt = new Date().toISOString();
    expect(
      refusal(() => {
        assertNotExpired(examplePlan({ expiresAt }));
      }).code,
    ).to.equal('PLAN_EXPIRED');
  });

  it('accepts a plan before', () => {
    const expiresAt = new Date(Date.now() + 60_000).toISOString();
    expect(() => {
      assertNotExpired(examplePlan({ expiresAt }));
    }).not.to.throw();
  });
});

describe('assertSamePlace', () => {
  const folder = temporaryFolder();
  const here = () => openTestDirectory({ dataFolder: folder.path(''), store: new MemoryStore(seedState()) });

  it('accepts the place in which the plan was made, whatever the context is called', () => {
    const directory = here();
    const context = { ...placeJson(directory), name: 'another' };
    expect(() => {
      assertSamePlace(directory, examplePlan({ context }));
    }).not.to.throw();
  });

  for (const [what, difference] of [
    ['another user pool', { poolId: 'us-east-1_WKK1AVJ2m' }],
    ['a new user pool', { poolId: null }],
    ['another region', { region: 'eu-west-1' }],
    ['another endpoint', { endpoint: 'http://127.0.0.1:9339' }],
    ['another account', { account: '111122223333' }],
  ] as const) {
    it(`refuses a plan for ${what}`, () => {
      const directory = here();
      const context = { ...placeJson(directory), ...difference };
      expect(
        refusal(() => {
          assertSamePlace(directory, examplePlan({ context }));
        }).code,
      ).to.equal('OTHER_POOL');
    });
  }
});

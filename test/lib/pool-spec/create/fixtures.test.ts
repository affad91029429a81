import { expect } from 'chai';

import { creationOf } from '../../../../src/lib/pool-spec/create/creation.js';
import { diffSpecs } from '../../../../src/lib/pool-spec/diff/diff-specs.js';
import { specFromLive } from '../../../../src/lib/pool-spec/live/spec-from-live.js';
import { FIXTURES, type Fixture, readFixture } from '../fixtures.js';
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

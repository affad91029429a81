import { expect } from 'chai';
import fc from 'fast-check';

import { writeTable } from '../../../../src/lib/pool-spec/dialects/table.js';
import { diffSpecs } from '../../../../src/lib/pool-spec/diff/diff-specs.js';
import { LIVE_CLIENT, LIVE_DOMAIN, LIVE_MFA, LIVE_POOL } from '../../../../src/lib/pool-spec/live/live-tables.js';
import { specFromLive } from '../../../../src/lib/pool-spec/live/spec-from-live.js';
import { arbitrarySpec } from '../arbitrary-spec.js';

/** What the answers say in another way than by a setting: by the presence of a structure, a secret, or the region. */
const SAID_OTHERWISE =
  /^(?:region|generateSecret|mfa\.(?:sms|softwareToken|email)|triggers\.preTokenGenerationVersion)$/;

describe('the tables of the answers of the API', () => {
  it('read from an answer every setting that they write into it', () => {
    fc.assert(
      fc.property(arbitrarySpec, (spec) => {
        const clients = (spec.clients ?? []).map((client, index) => ({
          client: { UserPoolId: 'p', ClientId: `c${index}`, ...writeTable(LIVE_CLIENT, client) },
          unmodelled: {},
          current: false,
        }));
        const { spec: read, notInSpec } = specFromLive({
          pool: writeTable(LIVE_POOL, spec),
          mfa: writeTable(LIVE_MFA, spec),
          domain: writeTable(LIVE_DOMAIN, spec),
          clients,
          ...(spec.hostedUiCss === undefined ? {} : { hostedUiCss: spec.hostedUiCss }),
          region: 'us-east-1',
        });
        const { differences } = diffSpecs({ spec, unresolved: [], places: new Map() }, read);
        const lost = differences.map(({ field }) => field).filter((field) => !SAID_OTHERWISE.test(field));
        expect({ lost, notInSpec }).to.deep.equal({ lost: [], notInSpec: [] });
      }),
      { numRuns: 60 },
    );
  });
});

import { expect } from 'chai';
import fc from 'fast-check';

import { creationOf } from '../../../../src/lib/pool-spec/create/creation.js';
import { DIALECTS, type DialectName } from '../../../../src/lib/pool-spec/dialects/dialects.js';
import { diffSpecs } from '../../../../src/lib/pool-spec/diff/diff-specs.js';
import { specFromLive } from '../../../../src/lib/pool-spec/live/spec-from-live.js';
import type { PoolSpec } from '../../../../src/lib/pool-spec/schema.js';
import { readPoolFile } from '../../../../src/lib/pool-spec/source/read-pool-file.js';
import { yamlText } from '../../../../src/lib/pool-spec/yaml-text.js';
import { arbitrarySpec } from '../arbitrary-spec.js';
import { creatable } from './creatable-spec.js';
import { createFrom, emptySandbox, livePool } from './created.js';

/** Without what the dialect says only half of, so that Cognito would refuse the rest. */
function adapted(dialect: DialectName, any: PoolSpec): PoolSpec {
  const all = creatable(any);
  if (dialect === 'sf-admin' || dialect === 'cloudformation') return all;
  // Neither has the role that sends SMS.
  const { sms, ...mfa } = all.mfa ?? {};
  const isOn = mfa.mode !== undefined && mfa.mode !== 'OFF';
  const spec = { ...all, mfa: isOn ? { ...mfa, softwareToken: true } : mfa };
  if (dialect === 'openmcf') return { ...spec, clients: spec.clients?.[0] ? spec.clients : [{ name: 'a' }] };
  // No client secret, no custom domain.
  const clients = spec.clients?.slice(0, 1).map((client) => ({ ...client, generateSecret: true }));
  const domain = spec.domain === undefined ? {} : { domain: { domain: 'sign-in' } };
  return { ...spec, ...domain, clients };
}

describe('any pool that Cognito takes', () => {
  for (const dialect of Object.keys(DIALECTS) as DialectName[]) {
    it(`does not differ from its ${dialect} file once it is created from it, and is not created again`, async () => {
      await fc.assert(
        fc.asyncProperty(arbitrarySpec, async (any) => {
          const file = readPoolFile('pool.yaml', yamlText(DIALECTS[dialect].write(adapted(dialect, any))));
          const { state, directory } = emptySandbox();
          const creation = creationOf('pool.yaml', file, { name: 'pool' });
          const { outcome } = await createFrom(directory, creation);
          expect(outcome.error?.message ?? outcome.changed).to.equal(true);
          const { differences } = diffSpecs(file, specFromLive(await livePool(directory, state)).spec);
          expect(differences.filter(({ field }) => field !== 'identityProviders')).to.deep.equal([]);
          const again = await createFrom(directory, creation);
          expect([again.outcome.changed, Object.keys(state.pools).length]).to.deep.equal([false, 1]);
        }),
        { numRuns: 10 },
      );
    });
  }
});

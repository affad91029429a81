import { fileURLToPath } from 'node:url';

import { expect } from 'chai';

import { BUILT_IN_CONTEXTS } from '../../../../src/lib/config/built-in.js';
import { DEFAULT_CONVENTIONS } from '../../../../src/lib/config/default-conventions.js';
import { loadContexts } from '../../../../src/lib/config/file/contexts-file.js';

/** Written by `context add` and `context use` of version 0.1, and completed by hand with every setting there was. */
const FIXTURE = fileURLToPath(new URL('../../../fixtures/previous-version/config.yaml', import.meta.url));

describe('a contexts file of the previous version', () => {
  it('is read with every setting', async () => {
    const { current, contexts } = await loadContexts(FIXTURE);
    expect({ current, contexts: [...contexts.values()] }).to.deep.equal({
      current: 'staging',
      contexts: [
        BUILT_IN_CONTEXTS[0],
        { ...BUILT_IN_CONTEXTS[1], profile: 'production' },
        {
          name: 'staging',
          kind: 'aws',
          poolId: 'eu-west-1_AbCdEf123',
          clientId: '1h57kf5cpq17m0eml12EXAMPLE',
          profile: 'staging',
          protected: false,
          conventions: DEFAULT_CONVENTIONS,
        },
        {
          name: 'support',
          kind: 'aws',
          poolId: 'us-east-1_WKK1AVJ2m',
          clientId: '570cnagpgoochn29a113du6jnt',
          region: 'us-east-1',
          account: '373544523367',
          roleArn: 'arn:aws:iam::373544523367:role/DirectoryAdministrator',
          externalId: 'stackflow-directory',
          mfaSerial: 'arn:aws:iam::373544523367:mfa/ana.silva',
          endpointUrl: 'http://127.0.0.1:9339',
          tenant: 'tenant_001',
          protected: true,
          conventions: DEFAULT_CONVENTIONS,
        },
        {
          name: 'everything',
          kind: 'aws',
          poolId: 'us-east-1_Sandbox01',
          clientId: 'sandbox0stackflow0client01',
          region: 'us-east-1',
          account: '000000000000',
          profile: 'rehearsal',
          roleArn: 'arn:aws:iam::000000000000:role/Rehearsal',
          externalId: 'rehearsal-id',
          mfaSerial: 'arn:aws:iam::000000000000:mfa/ana.silva',
          endpointUrl: 'http://127.0.0.1:9341',
          protected: true,
          tenant: 'tenant_002',
          conventions: {
            tenant: { pattern: '^tenant_[0-9]{3,}$', list: ['tenant_001', 'tenant_002'] },
            roles: [
              { name: 'itsm_agent', privileged: false },
              { name: 'itsm_admin', privileged: true },
              { name: 'auditor', privileged: false },
            ],
            departmentPattern: '^dept_[a-z]+$',
            emailDomains: ['tenant-one.example', 'tenant-two.example'],
            customAttributes: ['custom:tenant_id', 'custom:role', 'custom:department', 'custom:employee_no'],
          },
        },
      ],
    });
  });
});

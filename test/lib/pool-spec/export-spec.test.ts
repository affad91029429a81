import { expect } from 'chai';

import { exportSpec } from '../../../src/lib/pool-spec/export-spec.js';
import { specFromLive } from '../../../src/lib/pool-spec/live/spec-from-live.js';
import { readPoolFile } from '../../../src/lib/pool-spec/source/read-pool-file.js';
import { standardAttributes } from '../../../src/lib/sandbox/operations/pool/standard-attributes.js';
import { FULL_CLIENT, FULL_POOL, fullLive } from './live/full-pool.js';

describe('exportSpec', () => {
  it("holds every setting of a pool in sf-admin's own dialect", () => {
    const live = fullLive();
    const { text, left } = exportSpec(live, 'sf-admin');
    expect({ spec: readPoolFile('pool.yaml', text).spec, left }).to.deep.equal({
      spec: specFromLive(live).spec,
      left: [],
    });
  });

  it('leaves out the attributes that every pool has, unless the pool has them otherwise', () => {
    const SchemaAttributes = standardAttributes().map((attribute) =>
      attribute.Name === 'email' ? { ...attribute, Required: true } : attribute,
    );
    const { text } = exportSpec(fullLive({ pool: { ...FULL_POOL, SchemaAttributes } }), 'sf-admin');
    expect(readPoolFile('pool.yaml', text).spec.attributes?.map(({ name }) => name)).to.deep.equal(['email']);
  });

  it('names the settings that a template cannot express', () => {
    expect(exportSpec(fullLive(), 'cloudformation').left).to.have.members([
      ...['region', 'passkeys.factor', 'hostedUiCss'],
      ...['callerArn', 'externalId', 'originationIdentity', 'configurationSet', 'entityId', 'templateId', 'region'].map(
        (name) => `sms.endUserMessaging.${name}`,
      ),
      ...['encryption.keyType', 'encryption.kmsKeyArn', 'issuer', 'acrValues.high'],
      ...['enabled', 'open', 'grantTypes', 'openGrantTypes', 'scopes'].map((name) => `clientRegistration.${name}`),
      ...['securityPolicy', 'failover.secondaryRegion', 'failover.healthCheckId'].map((name) => `domain.${name}`),
    ]);
  });

  it('names what sf-admin itself does not know, in every dialect', () => {
    const live = fullLive({
      pool: { ...FULL_POOL, FutureSetting: true },
      clients: [{ client: FULL_CLIENT, unmodelled: { FutureFlag: true }, current: true }],
    });
    for (const dialect of ['sf-admin', 'openmcf', 'stacktape', 'cloudformation'] as const) {
      expect(exportSpec(live, dialect).left).to.include.members(['FutureSetting', 'app client web: FutureFlag']);
    }
  });

  it('names the domain with a prefix that a pool has beside its custom one', () => {
    const { document, left } = exportSpec(fullLive({ pool: { ...FULL_POOL, Domain: 'auth' } }), 'sf-admin');
    expect(document).to.have.nested.property('domain.domain', 'login.x.example');
    expect(left).to.deep.equal(['domain auth']);
  });

  it('writes a pool without an app client too, and says that OpenMCF needs one', () => {
    const { document, left } = exportSpec(fullLive({ clients: [] }), 'openmcf');
    expect(document).to.have.nested.property('spec.region', 'us-east-1');
    expect(left).to.include('spec.clients: at least one app client is required');
  });

  it('never contains a secret', () => {
    expect(exportSpec(fullLive(), 'cloudformation').text).not.to.include(FULL_CLIENT.ClientSecret);
  });
});

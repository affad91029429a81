import { expect } from 'chai';
import { placeJson, placeName, placeText } from '../../../src/lib/changes/place.js';
import { openTestDirectory } from '../../helpers/directory.js';

const SANDBOX = openTestDirectory();
const PROD = openTestDirectory({
  context: {
    name: 'prod',
    kind: 'aws',
    poolId: 'eu-west-1_Prod',
    region: 'eu-west-1',
    account: '111122223333',
    protected: true,
  },
  tenant: 'tenant_001',
});
const UNKNOWN = openTestDirectory({
  context: {
    name: '(none)',
    kind: 'aws',
    poolId: 'local_Other',
    region: 'eu-west-1',
    account: undefined,
    endpointUrl: 'http://127.0.0.1:9229',
  },
});

describe('the place of a change', () => {
  it('is said in one line: context, pool, account, region, an endpoint that is not AWS’s, tenant', () => {
    expect([SANDBOX, PROD, UNKNOWN].map(placeText)).to.deep.equal([
      `context sandbox: user pool ${SANDBOX.endpoint.poolId} (embedded), account 000000000000`,
      'context prod: user pool eu-west-1_Prod, account 111122223333, tenant tenant_001',
      'user pool local_Other, region eu-west-1, endpoint http://127.0.0.1:9229',
    ]);
  });

  it('names the primary Region of a pool at AWS that is looked at in another one', () => {
    const replica = openTestDirectory({
      context: { name: 'dr', kind: 'aws', poolId: 'eu-west-1_Prod', region: 'eu-central-1' },
    });
    expect(placeText(replica)).to.match(/, region eu-central-1, primary Region eu-west-1$/);
  });

  it('is named in a question by the context, or else by the pool', () => {
    expect([PROD, UNKNOWN].map(placeName)).to.deep.equal(['context prod', 'user pool local_Other']);
  });

  it('has all of it as JSON', () => {
    expect([PROD, UNKNOWN].map(placeJson)).to.deep.equal([
      {
        name: 'prod',
        poolId: 'eu-west-1_Prod',
        account: '111122223333',
        region: 'eu-west-1',
        endpoint: null,
        tenant: 'tenant_001',
        protected: true,
      },
      {
        name: '(none)',
        poolId: 'local_Other',
        account: null,
        region: 'eu-west-1',
        endpoint: 'http://127.0.0.1:9229',
        tenant: null,
        protected: false,
      },
    ]);
  });
});

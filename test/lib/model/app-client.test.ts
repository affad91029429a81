import { expect } from 'chai';
import fc from 'fast-check';
import { type AppClient, clientSettings } from '../../../src/lib/model/app-client.js';

const IDS = { UserPoolId: 'us-east-1_Pool', ClientId: 'client' };

describe('clientSettings', () => {
  it('are all that was described but for what an update cannot take', () => {
    const reported = {
      ClientSecret: 'secret',
      CreationDate: new Date(0),
      LastModifiedDate: new Date(1),
      ClientType: 'REGULAR' as const,
    };
    const settings = fc.dictionary(
      fc
        .string({ minLength: 1 })
        .filter((name) => !(name in reported) && !(name in IDS) && name !== '__proto__'),
      fc.jsonValue(),
    );
    fc.assert(
      fc.property(settings, (some) => {
        const described = { ...IDS, ...some, ...reported } as AppClient;
        expect(clientSettings(described)).to.deep.equal({ ...IDS, ...some });
      }),
    );
  });

  it('leave out what the SDK has as undefined, and keep what is empty or off', () => {
    const client = {
      ...IDS,
      ClientName: undefined,
      LogoutURLs: [],
      EnableTokenRevocation: false,
      AuthSessionValidity: 0,
    };
    expect(clientSettings(client)).to.deep.equal({
      ...IDS,
      LogoutURLs: [],
      EnableTokenRevocation: false,
      AuthSessionValidity: 0,
    });
  });
});

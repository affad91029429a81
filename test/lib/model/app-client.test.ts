import { expect } from 'chai';
import fc from 'fast-check';
import { type AppClient, clientSettings } from '../../../src/lib/model/app-client.js';

const IDS = { UserPoolId: 'us-east-1_Pool', ClientId: 'client' };

describe('clientSettings', () => {
  it('returns every setting except those that an update does not accept', () => {
    const reported = {
      ClientSecret: 'secret',
      CreationDate: new Date(0),
      LastModifiedDate: new Date(1),
      ClientType: 'REGULAR' as const,
    };
    const settings = fc.dictionary(
      fc
        .string({ minLength: 1 })
        .filter((name) => !Object.hasOwn(reported, name) && !(name in IDS) && name !== '__proto__'),
      fc.jsonValue(),
    );
    fc.assert(
      fc.property(settings, (some) => {
        const described = { ...IDS, ...some, ...reported } as AppClient;
        expect(clientSettings(described)).to.deep.equal({ ...IDS, ...some });
      }),
    );
  });

  it('leaves out undefined settings, and keeps empty and disabled ones', () => {
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

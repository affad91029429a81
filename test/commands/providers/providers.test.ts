import { expect } from 'chai';

import ProvidersDescribe from '../../../src/commands/providers/describe.js';
import ProvidersList from '../../../src/commands/providers/list.js';
import { ownPlace } from '../../helpers/place.js';
import { commandRunner } from '../../helpers/run-command.js';

describe('providers', () => {
  const place = ownPlace();
  const run = commandRunner(place);

  it('lists every provider of the pool, over several pages', async () => {
    const details = { client_id: 'c', client_secret: 's', authorize_scopes: 'openid' };
    for (let n = 0; n < 61; n += 1) {
      await place().call('CreateIdentityProvider', {
        ProviderName: `Example-${n}`,
        ProviderType: 'OIDC',
        ProviderDetails: { ...details, oidc_issuer: 'https://login.example', attributes_request_method: 'GET' },
      });
    }
    const { stdout } = await run(ProvidersList, ['-q']);
    const names = stdout.trim().split('\n');
    expect([names.length, new Set(names).size, names.includes('AzureAD')]).to.deep.equal([62, 62, true]);
  });

  it('describes one, in a card and as JSON', async () => {
    const card = await run(ProvidersDescribe, ['AzureAD']);
    const { stdout } = await run(ProvidersDescribe, ['AzureAD', '-o', 'json']);
    const { type, attributeMapping, details } = JSON.parse(stdout) as Record<string, unknown>;
    const claims = 'http://schemas.xmlsoap.org/ws/2005/05/identity/claims';
    expect(card.stdout).to.match(/^ {2}given_name +http:\/\/\S+\/givenname$/m);
    expect([type, attributeMapping, (details as { IDPSignout: string }).IDPSignout]).to.deep.equal([
      'SAML',
      { email: `${claims}/emailaddress`, given_name: `${claims}/givenname`, family_name: `${claims}/surname` },
      'false',
    ]);
  });

  it('says which one was probably meant', async () => {
    const { exitCode, stderr } = await run(ProvidersDescribe, ['AzureAd']);
    expect([exitCode, stderr]).to.deep.equal([
      4,
      'error: no identity provider AzureAd in user pool us-east-1_Sandbox01\n' +
        '  Did you mean AzureAD? To list the identity providers: sf-admin providers list\n',
    ]);
  });
});

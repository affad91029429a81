import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { expect } from 'chai';
import { needsSignature, OPERATIONS } from '../../../../src/lib/sandbox/operations/operations.js';

describe('the table of operations', () => {
  const { config } = new CognitoIdentityProviderClient({ region: 'us-east-1' });

  for (const operation of Object.keys(OPERATIONS)) {
    it(`marks ${operation} as unsigned exactly if the API model does`, () => {
      const [scheme] = config.httpAuthSchemeProvider({ operation, region: 'us-east-1' });
      expect(needsSignature(operation)).to.equal(scheme?.schemeId !== 'smithy.api#noAuth');
    });
  }

  it('needs no signature for an operation that the sandbox does not have', () => {
    expect([needsSignature('Nope'), needsSignature('constructor')]).to.deep.equal([false, false]);
  });
});

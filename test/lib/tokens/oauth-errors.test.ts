import { expect } from 'chai';

import { refusalError } from '../../../src/lib/tokens/oauth-errors.js';
import { openTestDirectory } from '../../helpers/directory.js';

describe('refusalError', () => {
  const directory = openTestDirectory();
  const refused = (refusal: string, description?: unknown) =>
    refusalError(
      directory,
      { refusal, description },
      { what: 'the code', hints: { invalid_grant: 'Ask for another code.' }, secrets: ['the-secret-code'] },
    );

  it('says what to do about an error of the service', () => {
    const { code, message, hint } = refused('redirect_mismatch', 'No such URL.');
    expect([code, message]).to.deep.equal([
      'SIGN_IN_REFUSED',
      'Cognito refused the code: redirect_mismatch (No such URL.)',
    ]);
    expect(hint).to.include('must be a callback URL of the app client').and.to.include('sf-admin client describe');
  });

  it('prefers the hint of the call', () => {
    expect(refused('invalid_grant').hint).to.equal('Ask for another code.');
  });

  it('has no hint for an error that it does not know, whatever its name', () => {
    for (const name of ['future_error', 'constructor', '__proto__']) {
      expect(refused(name)).to.include({ message: `Cognito refused the code: ${name}`, hint: undefined });
    }
  });

  it('hides what the service repeats of the request', () => {
    expect(refused('invalid_request', 'the-secret-code is bad').message).not.to.include('the-secret-code');
  });
});

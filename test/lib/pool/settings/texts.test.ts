import { expect } from 'chai';
import { CLIENT_SETTINGS } from '../../../../src/lib/client/settings/client-settings.js';
import { POOL_SETTINGS } from '../../../../src/lib/pool/settings/pool-settings.js';

describe('the name of a user pool or an app client', () => {
  for (const settings of [POOL_SETTINGS, CLIENT_SETTINGS]) {
    const { value } = settings.find(({ flag }) => flag === 'name')!;

    it('is on one line, although Cognito accepts line feeds and tabs', () => {
      expect(value.parse('web app', '--name')).to.equal('web app');
      for (const text of ['web\napp', 'web\tapp', '']) expect(() => value.parse(text, '--name')).to.throw('--name');
    });
  }
});

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

describe('a message of a user pool', () => {
  const parse = (flag: string, text: string) =>
    POOL_SETTINGS.find((setting) => setting.flag === flag)!.value.parse(text, `--${flag}`);

  for (const flag of ['invite-message', 'verify-message', 'verify-link-message', 'mfa-email-message']) {
    it(`may have line breaks and tabs in mail, and no other control characters: --${flag}`, () => {
      const mail = 'Hello,\r\n\n\tyour code: {####} {##link##}\n';
      expect(parse(flag, mail)).to.equal(mail);
      const at = `has U+0007 (a control character) at position ${mail.length + 1}`;
      expect(() => parse(flag, `${mail}\u0007`)).to.throw(
        new RegExp(`^--${flag} .* ${at.replaceAll(/[+()]/g, '\\$&')}$`),
      );
    });
  }

  for (const flag of ['invite-sms', 'verify-sms', 'mfa-sms-message']) {
    it(`is on one line as a text message: --${flag}`, () => {
      expect(parse(flag, 'Code {####}')).to.equal('Code {####}');
      expect(() => parse(flag, 'Code\n{####}')).to.throw('has U+000A LINE FEED at position 5');
    });
  }
});

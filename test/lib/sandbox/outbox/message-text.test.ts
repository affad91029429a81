import { expect } from 'chai';
import { messageText } from '../../../../src/lib/sandbox/outbox/message-text.js';
import type { MessageKind, MessageState } from '../../../../src/lib/sandbox/state/outbox-state.js';
import type { PoolState } from '../../../../src/lib/sandbox/state/state.js';
import { Sandbox } from '../harness.js';

const VALUES = { secret: '123456', name: 'ana' };

/** A pool with a template for every message. */
function poolWithTemplates(): PoolState {
  const { pool } = new Sandbox({ users: 0 });
  pool.settings = {
    ...pool.settings,
    AdminCreateUserConfig: {
      InviteMessageTemplate: {
        SMSMessage: 'Hi {username}: {####}',
        EmailMessage: '<p>Hello {username}, use {####}</p>',
        EmailSubject: 'Welcome',
      },
    },
    VerificationMessageTemplate: {
      SmsMessage: 'Prove it: {####}',
      EmailMessage: '<b>{####}</b> proves it',
      EmailSubject: 'Prove it',
      EmailMessageByLink: 'Follow {##this link##}.',
      EmailSubjectByLink: 'Follow it',
    },
  };
  pool.mfa = {
    SmsMfaConfiguration: { SmsAuthenticationMessage: 'Sign in: {####}' },
    EmailMfaConfiguration: { Message: 'Sign in with {####}', Subject: 'Sign in' },
  };
  return pool;
}

describe('the text of a message', () => {
  const own: [MessageKind, MessageState['medium'], string | undefined, string][] = [
    ['invitation', 'SMS', undefined, 'Hi ana: 123456'],
    ['invitation', 'EMAIL', 'Welcome', '<p>Hello ana, use 123456</p>'],
    ['sign-up', 'SMS', undefined, 'Prove it: 123456'],
    ['sign-up', 'EMAIL', 'Prove it', '<b>123456</b> proves it'],
    ['verification', 'EMAIL', 'Prove it', '<b>123456</b> proves it'],
    ['password-reset', 'EMAIL', 'Prove it', '<b>123456</b> proves it'],
    ['mfa', 'SMS', undefined, 'Sign in: 123456'],
    ['mfa', 'EMAIL', 'Sign in', 'Sign in with 123456'],
  ];
  for (const [kind, medium, subject, text] of own) {
    it(`of kind ${kind} by ${medium} follows the pool's template`, () => {
      expect(messageText(poolWithTemplates(), kind, medium, VALUES)).to.deep.equal({
        ...(subject !== undefined && { subject }),
        text,
      });
    });
  }

  const defaults: [MessageKind, MessageState['medium'], string | undefined, string][] = [
    ['invitation', 'SMS', undefined, 'Your username is ana and temporary password is 123456.'],
    ['invitation', 'EMAIL', 'Your temporary password', 'Your username is ana and temporary password is 123456.'],
    ['password-reset', 'SMS', undefined, 'Your confirmation code is 123456.'],
    ['password-reset', 'EMAIL', 'Your verification code', 'Your confirmation code is 123456.'],
    ['mfa', 'SMS', undefined, 'Your authentication code is 123456.'],
    ['mfa', 'EMAIL', 'Your authentication code', 'Your authentication code is 123456.'],
  ];
  for (const [kind, medium, subject, text] of defaults) {
    it(`of kind ${kind} by ${medium} has a default`, () => {
      expect(messageText(new Sandbox({ users: 0 }).pool, kind, medium, VALUES)).to.deep.equal({
        ...(subject !== undefined && { subject }),
        text,
      });
    });
  }

  it('has a link where the template has one', () => {
    const link = 'https://sandbox.invalid/confirmUser?confirmation_code=123456';
    expect(messageText(poolWithTemplates(), 'sign-up', 'EMAIL', { ...VALUES, link })).to.deep.equal({
      subject: 'Follow it',
      text: `Follow <a href="${link}">this link</a>.`,
    });
  });

  it('uses the older settings of a pool without a verification template', () => {
    const { pool } = new Sandbox({ users: 0 });
    pool.settings.EmailVerificationSubject = 'Old';
    pool.settings.EmailVerificationMessage = 'Old {####}';
    expect(messageText(pool, 'verification', 'EMAIL', VALUES)).to.deep.equal({ subject: 'Old', text: 'Old 123456' });
  });

  it('takes a password literally, whatever characters it has', () => {
    const { text } = messageText(poolWithTemplates(), 'invitation', 'SMS', { name: '$&', secret: "$'{####}" });
    expect(text).to.equal("Hi $&: $'{####}");
  });
});

import { expect } from 'chai';

import type { FieldChange } from '../../../src/lib/model/field-change.js';
import { undoability, undoMessages, undoNote, whyNotUndoable } from '../../../src/lib/undo/undoability.js';

const NAME: FieldChange = { field: 'givenName', before: 'Ana', after: 'Anna' };
const PASSWORD: FieldChange = { field: 'password', before: '(hidden)', after: 'another', unreadable: true };
const TOKENS: FieldChange = {
  field: 'refreshTokens',
  before: 'as issued',
  after: 'revoked',
  unreadable: true,
};

const LOST_PASSWORD = 'the previous password is not stored anywhere';
const LOST_TOKENS = 'revoked tokens cannot be restored: a user who was signed out has to sign in again';

describe('undoability', () => {
  const of = (operation: string, ...fields: FieldChange[]) => undoability({ operation, fields });

  it('restores the fields that changed, and no others', () => {
    const unchanged = { field: 'department', before: 'dept_it', after: 'dept_it' };
    expect(of('users.set-attributes', NAME, unchanged)).to.deep.equal({ fields: [NAME], lost: [] });
  });

  it('gives the reason, once, for each field whose value is lost', () => {
    const status = { field: 'status', before: 'CONFIRMED', after: 'FORCE_CHANGE_PASSWORD' };
    const enabled = { field: 'enabled', before: true, after: false };
    expect(of('users.lockdown', enabled, TOKENS, TOKENS, PASSWORD, status)).to.deep.equal({
      fields: [enabled],
      lost: [LOST_TOKENS, LOST_PASSWORD, 'the status depends on the password, which is not stored anywhere'],
    });
  });

  for (const [field, reason] of [
    ['attributes.seats.type', 'Cognito can neither remove nor change a custom attribute'],
    ['domain.domain', 'sf-admin does not delete a domain; delete it in the AWS console'],
    ['name', 'sf-admin does not delete an app client; delete it in the AWS console'],
  ] as const) {
    it(`restores nothing of what pool apply added, such as ${field}`, () => {
      const added = { field, before: null, after: 'x' };
      expect(of('pool.apply', added)).to.deep.equal({ fields: [], lost: [reason] });
      expect(of('pool.set', added)).to.deep.equal({ fields: [added], lost: [] });
    });
  }

  it('restores a setting that pool apply changed', () => {
    const tier = { field: 'tier', before: 'PLUS', after: 'LITE' };
    expect(of('pool.apply', tier)).to.deep.equal({ fields: [tier], lost: [] });
  });

  for (const [operation, reason] of [
    ['users.create', /would be a deletion/],
    ['users.delete', /Cognito keeps nothing of a deleted user/],
    ['users.import', /would delete the users it created/],
    ['users.import-stop', /a stopped import job cannot continue/],
  ] as const) {
    it(`restores nothing of ${operation}, and says why`, () => {
      const { fields, lost } = of(operation, NAME);
      expect([fields, lost.length]).to.deep.equal([[], 1]);
      expect(lost[0]).to.match(reason);
    });
  }

  describe('of removed TOTP factors', () => {
    const removed: FieldChange = { field: 'totpFactor', before: 'registered', after: null };
    const LOST_TOTP = 'the user has to register a removed TOTP factor again';

    it('turns on only the other methods again', () => {
      const methods = { field: 'mfaMethods', before: ['SMS_MFA', 'SOFTWARE_TOKEN_MFA'], after: [] };
      const preferred = { field: 'mfaPreferred', before: 'SMS_MFA', after: null };
      expect(of('users.reset-mfa', methods, preferred, removed)).to.deep.equal({
        fields: [{ ...methods, before: ['SMS_MFA'] }, preferred],
        lost: [LOST_TOTP],
      });
    });

    it('restores nothing if TOTP was the only method', () => {
      const methods = { field: 'mfaMethods', before: ['SOFTWARE_TOKEN_MFA'], after: [] };
      const preferred = { field: 'mfaPreferred', before: 'SOFTWARE_TOKEN_MFA', after: null };
      expect(of('users.reset-mfa', methods, preferred, removed)).to.deep.equal({
        fields: [],
        lost: [LOST_TOTP],
      });
    });
  });
});

describe('whyNotUndoable', () => {
  const operation = 'users.set-attributes';

  it('is silent about a change of which anything can be undone, however it ended', () => {
    for (const result of ['done', 'partly', 'unknown'] as const) {
      expect(whyNotUndoable({ operation, fields: [NAME, PASSWORD], result })).to.equal(undefined);
    }
  });

  it('says that a failed or an unchanged change changed nothing', () => {
    for (const result of ['failed', 'unchanged'] as const) {
      expect(whyNotUndoable({ operation, fields: [NAME], result })).to.equal('changed nothing');
    }
  });

  it('names every reason if nothing can be undone', () => {
    expect([
      whyNotUndoable({ operation, fields: [PASSWORD, TOKENS], result: 'done' }),
      whyNotUndoable({ operation, fields: [{ ...NAME, after: 'Ana' }], result: 'done' }),
    ]).to.deep.equal([`cannot be undone: ${LOST_PASSWORD}; ${LOST_TOKENS}`, 'cannot be undone: no field changed']);
  });
});

describe('undoNote', () => {
  const directory = { flagsToRepeat: '--context prod' } as Parameters<typeof undoNote>[1];

  it('gives the command that undoes a change, with the flags to repeat', () => {
    expect(undoNote({ id: 'R1', operation: 'users.enable', fields: [NAME] }, directory)).to.equal(
      'To undo it: sf-admin history undo R1 --context prod',
    );
  });

  it('says in a sentence why a change cannot be undone', () => {
    expect(undoNote({ id: 'R1', operation: 'users.sign-out', fields: [TOKENS] }, directory)).to.equal(
      `It cannot be undone: ${LOST_TOKENS}.`,
    );
  });
});

describe('undoMessages', () => {
  it('names the reverted command and its target', () => {
    expect(undoMessages('users.disable', 'ana@example.com')).to.deep.equal({
      doneMessage: 'Reverted users disable on ana@example.com.',
      unchangedMessage: 'ana@example.com is already as it was before users disable.',
    });
  });
});

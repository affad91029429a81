import { expect } from 'chai';
import { parseDepartment } from '../../../src/lib/conventions/department.js';
import { refusal } from './refusal.js';

const conventions = { departmentPattern: '^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$' };

describe('parseDepartment', () => {
  for (const id of ['it', 'IT-Ops.2', '9', 'a'.repeat(64)]) {
    it(`accepts ${id.slice(0, 20)} as typed`, () => {
      expect(parseDepartment(id, conventions)).to.equal(id);
    });
  }

  it('refuses an ID that does not match, and suggests a corrected one', () => {
    expect(refusal(() => parseDepartment('Human  Resources ', conventions))).to.deep.equal({
      code: 'INVALID_DEPARTMENT',
      message: 'department "Human  Resources" is not a StackFlow department ID',
      hint: 'Did you mean Human_Resources? A department ID matches ^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$',
    });
  });

  for (const text of ['', '-it', 'a'.repeat(65), 'it,ops']) {
    it(`refuses ${JSON.stringify(text.slice(0, 20))} without a suggestion`, () => {
      const { code, hint } = refusal(() => parseDepartment(text, conventions));
      expect({ code, hint }).to.deep.equal({
        code: 'INVALID_DEPARTMENT',
        hint: 'A department ID matches ^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$',
      });
    });
  }

  it('refuses more than 256 characters without trying the pattern', () => {
    // This pattern would take longer than the age of the universe.
    const slow = { departmentPattern: '^(?:a|aa)+$' };
    expect(parseDepartment('a'.repeat(256), slow)).to.have.length(256);
    expect(refusal(() => parseDepartment(`${'a'.repeat(256)}!`, slow)).code).to.equal('INVALID_DEPARTMENT');
  });

  it('follows the pattern of the context', () => {
    expect(refusal(() => parseDepartment('ab', { departmentPattern: '[A-Z]{2}' })).hint).to.equal(
      'Did you mean AB? A department ID matches [A-Z]{2}',
    );
  });
});

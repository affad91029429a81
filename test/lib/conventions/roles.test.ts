import { expect } from 'chai';
import fc from 'fast-check';
import { orderRoles, parseRoles, privilegedRoles, storeRoles } from '../../../src/lib/conventions/roles.js';
import { refusal } from './refusal.js';

const conventions = {
  roles: [
    { name: 'itsm_agent', privileged: false },
    { name: 'itsm_admin', privileged: true },
    { name: 'cloud_admin', privileged: true },
    { name: 'super_admin', privileged: true },
  ],
};
const known = conventions.roles.map((role) => role.name);
const ROLES = 'Roles: itsm_agent, itsm_admin, cloud_admin, super_admin';

describe('parseRoles', () => {
  it('trims, drops empty names and duplicates, and returns the roles in the order of the conventions', () => {
    expect(parseRoles([' cloud_admin ,itsm_agent', '', 'itsm_agent,,'], conventions)).to.deep.equal([
      'itsm_agent',
      'cloud_admin',
    ]);
  });

  it('returns an empty list for inputs without a name', () => {
    expect(parseRoles(['', ' , '], conventions)).to.deep.equal([]);
  });

  it('returns the same roles however they are split into inputs', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...known)), (names) => {
        expect(parseRoles([names.join(', ')], conventions)).to.deep.equal(parseRoles(names, conventions));
      }),
    );
  });

  it('refuses an unknown role and suggests the one that was meant', () => {
    expect(refusal(() => parseRoles(['itsm_agnt'], conventions))).to.deep.equal({
      code: 'UNKNOWN_ROLE',
      message: 'role "itsm_agnt" is not a StackFlow role',
      hint: `Did you mean itsm_agent? ${ROLES}`,
    });
  });

  for (const [typed, meant] of [
    ['ITSM Admin', 'itsm_admin'],
    ['Super-Admin', 'super_admin'],
    ['cloudadmin', 'cloud_admin'],
  ] as const) {
    it(`suggests ${meant} for ${typed}`, () => {
      expect(refusal(() => parseRoles([typed], conventions)).hint).to.equal(`Did you mean ${meant}? ${ROLES}`);
    });
  }

  it('names several unknown roles at once', () => {
    expect(refusal(() => parseRoles(['itsm_agnt,itsm_agent', 'janitor', 'Super Admin'], conventions))).to.deep.equal({
      code: 'UNKNOWN_ROLE',
      message: 'roles "itsm_agnt", "janitor", "Super Admin" are not StackFlow roles',
      hint: `Did you mean itsm_agent, super_admin? ${ROLES}`,
    });
  });

  it('lists the roles if none is similar', () => {
    expect(refusal(() => parseRoles(['janitor'], conventions)).hint).to.equal(ROLES);
  });
});

describe('orderRoles', () => {
  it('puts unknown names after the known ones, alphabetically', () => {
    expect(orderRoles(['zeta', 'super_admin', 'alpha', 'itsm_agent', 'zeta'], conventions)).to.deep.equal([
      'itsm_agent',
      'super_admin',
      'alpha',
      'zeta',
    ]);
  });

  const names = fc.array(fc.oneof(fc.constantFrom(...known), fc.string()));

  it('is idempotent, and does not depend on the given order', () => {
    fc.assert(
      fc.property(names, (given) => {
        const ordered = orderRoles(given, conventions);
        expect(orderRoles(ordered, conventions)).to.deep.equal(ordered);
        expect(orderRoles(given.toReversed(), conventions)).to.deep.equal(ordered);
        expect(new Set(ordered)).to.deep.equal(new Set(given));
        expect(ordered).to.have.lengthOf(new Set(given).size);
      }),
    );
  });
});

describe('storeRoles', () => {
  it('joins with commas only', () => {
    expect([storeRoles(['itsm_agent', 'itsm_admin']), storeRoles([])]).to.deep.equal(['itsm_agent,itsm_admin', '']);
  });

  it('accepts 2,048 characters and refuses 2,049', () => {
    expect(storeRoles(['a'.repeat(1024), 'b'.repeat(1023)])).to.have.lengthOf(2048);
    expect(refusal(() => storeRoles(['a'.repeat(1024), 'b'.repeat(1024)]))).to.deep.equal({
      code: 'INVALID_ATTRIBUTE',
      message: '2 roles are too many to store in custom:role',
      hint: 'Joined with commas, they have 2049 characters; the maximum is 2048',
    });
  });
});

describe('privilegedRoles', () => {
  it('keeps the privileged ones', () => {
    expect(privilegedRoles(['super_admin', 'itsm_agent', 'other', 'itsm_admin'], conventions)).to.deep.equal([
      'super_admin',
      'itsm_admin',
    ]);
  });
});

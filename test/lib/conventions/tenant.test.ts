import { expect } from 'chai';
import fc from 'fast-check';
import { parseTenant } from '../../../src/lib/conventions/tenant.js';
import { refusal } from './refusal.js';

const stackflow = { tenant: { pattern: '^tenant_[0-9]{3,}$' } };
const three = { tenant: { pattern: '^tenant_[0-9]{3}$', list: ['tenant_001', 'tenant_002', 'tenant_010'] } };
const words = { tenant: { pattern: '[a-z][a-z-]+' } };

describe('parseTenant', () => {
  it('accepts every ID that matches the pattern, as typed', () => {
    fc.assert(fc.property(fc.stringMatching(/^tenant_[0-9]{3,9}$/), (id) => parseTenant(id, stackflow) === id));
  });

  const nearMisses: [typed: string, meant: string][] = [
    ['tenat_001', 'tenant_001'],
    ['Tenant_001', 'tenant_001'],
    ['tenant-001', 'tenant_001'],
    ['tenant 001', 'tenant_001'],
    ['tenant_1', 'tenant_001'],
    ['tenant001', 'tenant_001'],
    ['TENANT 42', 'tenant_042'],
    ['7', 'tenant_007'],
  ];
  for (const [typed, meant] of nearMisses) {
    it(`refuses ${JSON.stringify(typed)} and suggests ${meant}`, () => {
      expect(refusal(() => parseTenant(typed, stackflow))).to.deep.equal({
        code: 'INVALID_TENANT',
        message: `tenant "${typed}" is not a StackFlow tenant ID`,
        hint: `Did you mean ${meant}? A tenant ID looks like tenant_001`,
      });
    });
  }

  for (const typed of [
    '',
    'acme',
    'tenant_',
    'tenant_1O1',
    'customer_001',
    'tenant_001,tenant_002',
    'x'.repeat(5000),
  ]) {
    it(`refuses ${JSON.stringify(typed.slice(0, 30))} without a suggestion`, () => {
      const { code, hint } = refusal(() => parseTenant(typed, stackflow));
      expect({ code, hint }).to.deep.equal({
        code: 'INVALID_TENANT',
        hint: 'A tenant ID looks like tenant_001',
      });
    });
  }

  it('refuses a line break or a control character even if the pattern matches it', () => {
    for (const typed of ['tenant_001\n', 'a\u0000b', 'a\u001bb', '']) {
      expect(refusal(() => parseTenant(typed, { tenant: { pattern: '[^]*' } })).code).to.equal('INVALID_TENANT');
    }
  });

  it('matches the whole ID even if the pattern is not anchored', () => {
    expect(parseTenant('acme-corp', words)).to.equal('acme-corp');
    expect(refusal(() => parseTenant('Acme Corp', words))).to.deep.equal({
      code: 'INVALID_TENANT',
      message: 'tenant "Acme Corp" is not a StackFlow tenant ID',
      hint: 'Did you mean acme-corp? A tenant ID matches [a-z][a-z-]+',
    });
  });

  it('refuses a tenant that is not on the list', () => {
    expect(refusal(() => parseTenant('tenant_009', three))).to.deep.equal({
      code: 'INVALID_TENANT',
      message: `tenant "tenant_009" is not one of this context's tenants`,
      hint: 'Did you mean tenant_001? Tenants: tenant_001, tenant_002, tenant_010',
    });
  });

  it('prefers the corrected ID over a more similar one on the list', () => {
    expect(refusal(() => parseTenant('tenant_10', three)).hint).to.equal(
      'Did you mean tenant_010? Tenants: tenant_001, tenant_002, tenant_010',
    );
  });

  it('lists ten tenants and counts the others', () => {
    const list = Array.from({ length: 12 }, (_, index) => `tenant_${String(100 + index)}`);
    const conventions = { tenant: { pattern: '.*', list } };
    expect(refusal(() => parseTenant('acme', conventions)).hint).to.equal(
      `Tenants: ${list.slice(0, 10).join(', ')} and 2 more`,
    );
  });

  it('suggests nothing that it would refuse', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[Tt]en?ant[ _-]?[0-9]{1,5}$/)), (typed) => {
        let hint: string | undefined;
        try {
          parseTenant(typed, three);
        } catch (error) {
          hint = (error as { hint?: string }).hint;
        }
        const suggested = /^Did you mean (.*?)\?/.exec(hint ?? '')?.[1];
        if (suggested !== undefined) expect(parseTenant(suggested, three)).to.equal(suggested);
      }),
    );
  });
});

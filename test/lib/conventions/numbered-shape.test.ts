import { expect } from 'chai';
import { correctNumbered, numberedShape } from '../../../src/lib/conventions/numbered-shape.js';

describe('numberedShape', () => {
  const cases: [pattern: string, shape: ReturnType<typeof numberedShape>][] = [
    ['^tenant_[0-9]{3,}$', { prefix: 'tenant_', minDigits: 3, maxDigits: Infinity }],
    ['tenant_\\d{3}', { prefix: 'tenant_', minDigits: 3, maxDigits: 3 }],
    ['^t-[0-9]+$', { prefix: 't-', minDigits: 1, maxDigits: Infinity }],
    ['^org\\d{2,4}$', { prefix: 'org', minDigits: 2, maxDigits: 4 }],
    ['^org[0-9]$', { prefix: 'org', minDigits: 1, maxDigits: 1 }],
    ['^[a-z]+$', undefined],
    ['^(a|b)_[0-9]+$', undefined],
    ['^a.[0-9]+$', undefined],
  ];
  for (const [pattern, shape] of cases) {
    it(`reads ${pattern} as ${shape === undefined ? 'another shape' : shape.prefix}`, () => {
      expect(numberedShape(pattern)).to.deep.equal(shape);
    });
  }
});

describe('correctNumbered', () => {
  const shape = { prefix: 'tenant_', minDigits: 3, maxDigits: 4 };

  it('removes and adds zeros', () => {
    expect([correctNumbered('tenant_00012', shape), correctNumbered('tenant_5', shape)]).to.deep.equal([
      'tenant_012',
      'tenant_005',
    ]);
  });

  it('never shortens the number itself', () => {
    expect(correctNumbered('tenant_12345', shape)).to.equal(undefined);
  });
});

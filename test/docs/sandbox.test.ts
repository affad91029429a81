import { expect } from 'chai';

import { isStoredOnly, OPERATIONS } from '../../src/lib/sandbox/operations/operations.js';
import { DEMO_PASSWORD, DEMO_TEMPORARY_PASSWORD } from '../../src/lib/sandbox/seed/seed-users.js';
import { page } from './page.js';

const script = new URL('../../scripts/build/sandbox-operations.js', import.meta.url).href;
const { SDK_OPERATIONS, withOperations } = (await import(script)) as {
  SDK_OPERATIONS: readonly string[];
  withOperations: (page: string, operations: { modelled: string[]; stored: string[] }) => string;
};

const text = page('docs/sandbox.md');

describe('docs/sandbox.md', () => {
  const modelled = Object.keys(OPERATIONS);

  it('lists every operation of the SDK, as `npm run build` writes it', () => {
    expect(text).to.equal(withOperations(text, { modelled, stored: modelled.filter(isStoredOnly) }));
  });

  it('lists no operation that the SDK does not have', () => {
    expect(SDK_OPERATIONS).to.have.length(140).and.include.members(modelled);
  });

  it('lists the passwords of the seeded users', () => {
    expect(text).to.include(`\`${DEMO_PASSWORD}\``);
    expect(text).to.include(`\`${DEMO_TEMPORARY_PASSWORD}\``);
  });
});

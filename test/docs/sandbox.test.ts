import { expect } from 'chai';

import { SandboxEngine } from '../../src/lib/sandbox/engine/engine.js';
import { DEMO_PASSWORD, DEMO_TEMPORARY_PASSWORD } from '../../src/lib/sandbox/seed/seed-users.js';
import { page, rows, sections } from './page.js';

const text = page('docs/sandbox.md');

describe('docs/sandbox.md', () => {
  it('lists every operation that the sandbox models, and no other', () => {
    const table = rows(sections(text).get('What it models') ?? '').slice(1);
    const listed = table.flatMap(([, names = '']) => names.replaceAll(/ \(.*?\)/g, '').split(', '));
    expect(listed).to.have.members(SandboxEngine.operations);
  });

  it('lists the passwords of the seeded users', () => {
    expect(text).to.include(`\`${DEMO_PASSWORD}\``);
    expect(text).to.include(`\`${DEMO_TEMPORARY_PASSWORD}\``);
  });
});

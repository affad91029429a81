import { existsSync, readFileSync } from 'node:fs';

import { expect } from 'chai';

const ROOT = new URL('../../', import.meta.url);

describe('docs/security.md', () => {
  it('names only tests that exist, and one for each promise', () => {
    const text = readFileSync(new URL('docs/security.md', ROOT), 'utf8');
    const promises = text.split('\n').filter((line) => /^\| .* \| .*`test\/.*\|$/.test(line));
    const rows = text
      .slice(text.indexOf('## The right place'))
      .split('\n')
      .filter((line) => line.startsWith('| ') && line !== '| promise | test |');
    const named = [...text.matchAll(/`(test\/[^`]+)`/g)].map(([, path]) => path!);
    expect({
      missing: named.filter((path) => !existsSync(new URL(path, ROOT))),
      untested: rows.filter((row) => !promises.includes(row)),
      some: named.length > 20,
    }).to.deep.equal({ missing: [], untested: [], some: true });
  });
});

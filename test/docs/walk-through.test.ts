import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { expect } from 'chai';

import { page } from './page.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** Snippets with the file that they are taken from: the info string of the fence is `ts PATH`. */
function snippets(text: string): { path: string; code: string }[] {
  return [...text.matchAll(/^```ts (\S+)\n(.*?)^```$/gms)].map(([, path = '', code = '']) => ({
    path,
    code,
  }));
}

/** Without indentation, so that a snippet may be shown further to the left than it is in its file. */
function dedented(code: string): string {
  return code
    .split('\n')
    .map((line) => line.trim())
    .join('\n')
    .trim();
}

describe('docs/walk-through.md', () => {
  it('shows code as it is in the source', () => {
    const shown = snippets(page('docs/walk-through.md'));
    const outdated = shown.filter(
      ({ path, code }) => !dedented(readFileSync(join(ROOT, path), 'utf8')).includes(dedented(code)),
    );
    expect({ none: shown.length === 0, outdated }).to.deep.equal({ none: false, outdated: [] });
  });
});

describe('docs/', () => {
  const pages = [
    'CONTRIBUTING.md',
    ...readdirSync(join(ROOT, 'docs')).flatMap((name) => (name.endsWith('.md') ? `docs/${name}` : [])),
  ];

  for (const path of pages) {
    it(`${path} names source files and folders that exist`, () => {
      const named = [...page(path).matchAll(/`((?:src|test|scripts|bin)\/[\w./-]+)`/g)].map(([, name = '']) => name);
      expect(named.filter((name) => !existsSync(join(ROOT, name)))).to.deep.equal([]);
    });
  }
});

import { readdirSync } from 'node:fs';

import { expect } from 'chai';

import { page } from './page.js';

const root = new URL('../../', import.meta.url);
const { referencePages } = (await import(new URL('scripts/build/reference.js', root).href)) as {
  referencePages: () => Promise<Map<string, string>>;
};

describe('docs/commands', () => {
  it('is what the build makes of the commands: npm run build', async () => {
    const pages = await referencePages();
    const committed = readdirSync(new URL('docs/commands', root)).sort();
    expect(committed).to.deep.equal([...pages.keys()].sort());
    const stale = committed.filter((name) => page(`docs/commands/${name}`) !== pages.get(name));
    expect(stale).to.deep.equal([]);
  });

  it('has a section for each command, to which the index links', () => {
    const { commands } = JSON.parse(page('oclif.manifest.json')) as { commands: object };
    const index = page('docs/commands/README.md');
    const links = [...index.matchAll(/^\| \[`([\w -]+)`\]\((.+\.md)#(.+)\) \|/gm)];
    const broken = links.filter(([, name = '', file = '', anchor]) => {
      const hasSection = page(`docs/commands/${file}`).includes(`\n## ${name}\n`);
      return !hasSection || anchor !== name.replaceAll(' ', '-');
    });
    expect(broken).to.deep.equal([]);
    expect(links.map(([, name = '']) => name.replaceAll(' ', ':')).sort()).to.deep.equal(Object.keys(commands).sort());
  });
});

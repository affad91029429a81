import { statSync } from 'node:fs';

import { expect } from 'chai';

import { requireBuild } from '../helpers/run-bin.js';
import { page } from './page.js';

describe('docs/pictures', () => {
  before(requireBuild);

  it('terminal.svg shows what the commands print; after a change: npm run pictures', async () => {
    const { terminalPicture } = (await import(
      new URL('../../scripts/pictures/terminal-picture.js', import.meta.url).href
    )) as { terminalPicture: () => string };
    expect(page('docs/pictures/terminal.svg')).to.equal(terminalPicture());
  });

  it('are shown where the README opens, and small enough to load quickly', () => {
    const [opening] = page('README.md').split('\n## ');
    for (const name of ['terminal.svg', 'report.png']) {
      expect(opening).to.include(`(docs/pictures/${name})`);
      expect(statSync(new URL(`../../docs/pictures/${name}`, import.meta.url)).size).to.be.below(300_000);
    }
  });
});

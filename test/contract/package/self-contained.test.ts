import { expect } from 'chai';
import { build, type Metafile } from 'esbuild';

interface SelfContained {
  assertSelfContained: (metafile: Metafile) => void;
}

describe('the check that a bundle carries everything that it loads', () => {
  /** What the check says about a bundle of this source, in which `left-out` and `typescript` are not bundled. */
  async function check(source: string): Promise<string> {
    const { assertSelfContained } = (await import(
      new URL('../../../scripts/build/self-contained.js', import.meta.url).href
    )) as SelfContained;
    const { metafile } = await build({
      stdin: { contents: source, sourcefile: 'source.js' },
      bundle: true,
      platform: 'node',
      external: ['left-out', 'typescript'],
      metafile: true,
      write: false,
    });
    try {
      assertSelfContained(metafile);
      return 'accepted';
    } catch (error) {
      return (error as Error).message;
    }
  }

  it('accepts modules of Node', async () => {
    expect(await check("import 'node:fs'; import('fs/promises'); require('path');")).to.equal('accepted');
  });

  for (const source of ["import 'left-out'", "import('left-out')", "require('left-out')"]) {
    it(`names a package that is left out, and the file that imports it: ${source}`, async () => {
      expect(await check(source)).to.equal('not in the bundle: left-out (imported by source.js)');
    });
  }

  it('lets only oclif load a compiler', async () => {
    expect(await check("require('typescript')")).to.equal('not in the bundle: typescript (imported by source.js)');
  });
});

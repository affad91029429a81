import { readdir, readFile } from 'node:fs/promises';

import { expect } from 'chai';

import { problemsOfSbom } from '../../helpers/cyclonedx.js';
import { requireBuild } from '../../helpers/run-bin.js';

const ROOT = new URL('../../../', import.meta.url);

interface Sbom {
  readonly metadata: { readonly component: { readonly 'bom-ref': string } };
  readonly components: readonly { readonly name: string; readonly version: string; readonly 'bom-ref': string }[];
  readonly dependencies: readonly { readonly ref: string; readonly dependsOn: readonly string[] }[];
}

async function json(path: string): Promise<object> {
  return JSON.parse(await readFile(new URL(path, ROOT), 'utf8')) as object;
}

describe('the software bill of materials of the build', () => {
  let sbom: Sbom;
  before(async () => {
    await requireBuild();
    sbom = (await json('dist/sbom.cdx.json')) as Sbom;
  });

  it('is valid CycloneDX', async () => {
    expect(await problemsOfSbom(sbom)).to.deep.equal([]);
    // The schema itself finds something.
    expect(await problemsOfSbom({ ...sbom, components: [{ name: 'without a type' }] })).to.have.lengthOf(1);
  });

  it('names the packages that the source maps of the build name', async () => {
    const maps = (await readdir(new URL('dist/', ROOT), { recursive: true })).filter((name) => name.endsWith('.map'));
    const sources = await Promise.all(maps.map(async (name) => (await json(`dist/${name}`)) as { sources: string[] }));
    const names = sources.flatMap(({ sources }) =>
      sources.flatMap((source) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(source)?.[1] ?? []),
    );
    expect(new Set(sbom.components.map(({ name }) => name))).to.deep.equal(new Set(names));
  });

  it('has the versions of package-lock.json', async () => {
    const { packages } = (await json('package-lock.json')) as { packages: Record<string, { version?: string }> };
    const locked = new Set(
      Object.entries(packages).map(([path, { version }]) => `${path.replace(/.*node_modules\//, '')} ${version ?? ''}`),
    );
    expect(sbom.components.filter(({ name, version }) => !locked.has(`${name} ${version}`))).to.deep.equal([]);
  });

  it('says of every package which one imports it', () => {
    const imported = new Set(sbom.dependencies.flatMap(({ dependsOn }) => dependsOn));
    const known = new Set([sbom.metadata.component['bom-ref'], ...sbom.components.map((one) => one['bom-ref'])]);
    expect(sbom.components.filter((one) => !imported.has(one['bom-ref']))).to.deep.equal([]);
    expect([...imported].filter((reference) => !known.has(reference))).to.deep.equal([]);
  });
});

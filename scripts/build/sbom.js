import { readFile } from 'node:fs/promises';

import { bundledPackages, packageFolder } from './bundled-packages.js';

/**
 * The software bill of materials of a bundle in CycloneDX 1.6 (https://cyclonedx.org/docs/1.6/json/): the packages whose code
 * is in it, with their licences, and which of them imports which. It has no time and no random number, so that a second
 * build of the same sources gives the same file.
 *
 * @param {import('esbuild').Metafile} metafile
 * @returns {Promise<object>}
 */
export async function sbom(metafile) {
  const { name, version, description } = JSON.parse(await readFile('package.json', 'utf8'));
  const packages = await bundledPackages(metafile);
  const program = { type: 'application', ...identity(name, version), description };
  const references = new Map(packages.map(({ folder, name, version }) => [folder, purl(name, version)]));
  return {
    $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: { component: program },
    components: withoutDuplicates(packages).map(({ name, version, license }) => ({
      type: 'library',
      ...identity(name, version),
      ...licences(license),
    })),
    dependencies: dependencies(metafile, { program: program['bom-ref'], references }),
  };
}

/** npm may install one version of a package in several folders. */
function withoutDuplicates(packages) {
  return [...new Map(packages.map((one) => [purl(one.name, one.version), one])).values()];
}

function identity(name, version) {
  const reference = purl(name, version);
  return { 'bom-ref': reference, name, version, purl: reference };
}

/** https://github.com/package-url/purl-spec: the at sign of a scope is encoded. */
function purl(name, version) {
  return `pkg:npm/${name.replace('@', '%40')}@${version}`;
}

/** A package without the field has a licence text, or third-party-notices.js would have failed. */
function licences(license) {
  if (typeof license !== 'string') return {};
  return { licenses: [/[ ()]/.test(license) ? { expression: license } : { license: { id: license } }] };
}

/**
 * What imports what, by the files that esbuild has read. A package may have no code in the bundle and only pass on what
 * another one exports; then the other one is what is imported.
 */
function dependencies({ inputs }, { program, references }) {
  const imported = new Map();
  for (const [file, { imports }] of Object.entries(inputs)) {
    const owner = packageFolder(file);
    const targets = imports.filter(({ external }) => !external).map(({ path }) => packageFolder(path));
    imported.set(owner, new Set([...(imported.get(owner) ?? []), ...targets]));
  }
  const bundled = (owner, seen = new Set()) =>
    [...(imported.get(owner) ?? [])].flatMap((target) => {
      if (target === undefined || target === owner || seen.has(target)) return [];
      return references.has(target) ? [references.get(target)] : bundled(target, seen.add(target));
    });
  // By reference, since npm may install one version of a package in several folders.
  const found = new Map();
  for (const [owner, ref] of [[undefined, program], ...references]) {
    found.set(ref, new Set([...(found.get(ref) ?? []), ...bundled(owner)]));
  }
  return [...found].map(([ref, targets]) => ({ ref, dependsOn: [...targets].sort() }));
}

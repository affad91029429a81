/**
 * `npm run release:assets`: gathers what a release consists of in out/release, from what was built before: the npm package,
 * the executable, the Debian package, the SBOMs, and SHA256SUMS of all of them.
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFile, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const FOLDER = 'out/release';
const { name, version } = JSON.parse(await readFile('package.json', 'utf8'));

execFileSync(process.execPath, ['scripts/build-if-stale.js', '--check'], { stdio: 'inherit' });
await rm(FOLDER, { recursive: true, force: true });
await mkdir(FOLDER, { recursive: true });
// What was tested is packed, and not built again.
const pack = ['pack', '--ignore-scripts', '--silent', '--pack-destination', FOLDER];
execFileSync('npm', pack, { stdio: ['ignore', 'ignore', 'inherit'] });
// tar keeps the mode of the file, which a download does not, and a third of the size is left.
const owner = ['--owner=0', '--group=0', '--numeric-owner'];
const content = [name, 'THIRD-PARTY-NOTICES.txt'];
execFileSync('tar', [...owner, '-czf', asset(`${version}-linux-x64.tar.gz`), '-C', 'out', ...content]);
for (const file of (await readdir('out')).filter((file) => file.endsWith('.deb'))) {
  await copyFile(join('out', file), join(FOLDER, file));
}
await writeBills();
await writeFile(join(FOLDER, 'SHA256SUMS'), await checksums());
process.stdout.write(`${(await readdir(FOLDER)).sort().join('\n')}\n`);

function asset(ending) {
  return join(FOLDER, `${name}-${ending}`);
}

/** The executable has the same bundle, and Node. */
async function writeBills() {
  const bill = JSON.parse(await readFile('dist/sbom.cdx.json', 'utf8'));
  const node = await nodeOfExecutable();
  await writeFile(asset(`${version}.cdx.json`), text(bill));
  const components = [node, ...bill.components];
  const dependencies = bill.dependencies.map((entry) =>
    entry.ref === bill.metadata.component['bom-ref']
      ? { ...entry, dependsOn: [node['bom-ref'], ...entry.dependsOn] }
      : entry,
  );
  await writeFile(asset(`${version}-linux-x64.cdx.json`), text({ ...bill, components, dependencies }));
}

async function nodeOfExecutable() {
  const lock = JSON.parse(await readFile('scripts/node-versions/package-lock.json', 'utf8'));
  const { version, license } = lock.packages['node_modules/node-24'];
  const purl = `pkg:generic/node@${version}`;
  const component = { type: 'platform', 'bom-ref': purl, name: 'node', version, purl };
  return { ...component, licenses: [{ license: { id: license } }] };
}

/** As `sha256sum --check` reads it. */
async function checksums() {
  const files = (await readdir(FOLDER)).sort();
  const lines = files.map(async (file) => `${sha256(await readFile(join(FOLDER, file)))}  ${file}\n`);
  return (await Promise.all(lines)).join('');
}

function sha256(content) {
  return createHash('sha256').update(content).digest('hex');
}

function text(json) {
  return `${JSON.stringify(json, null, 2)}\n`;
}

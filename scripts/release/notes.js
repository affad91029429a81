/**
 * Prints the part of CHANGELOG.md about the version of package.json, for the page of its release. Exits with 1 if there is
 * none, so that no release is made without.
 */
import { readFileSync } from 'node:fs';

const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
const sections = readFileSync('CHANGELOG.md', 'utf8').split(/^## /m);
const section = sections.find((text) => text.startsWith(`${version}\n`));
if (section === undefined) {
  process.stderr.write(`CHANGELOG.md has no section for ${version}. Run: npm run release:version\n`);
  process.exitCode = 1;
} else {
  process.stdout.write(`${section.slice(version.length).trim()}\n`);
}

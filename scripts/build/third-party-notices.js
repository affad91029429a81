import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { bundledPackages } from './bundled-packages.js';

const LICENCE_FILE = /^(licen[cs]e|copying|notice)([-.].*)?$/i;
const RULE = '-'.repeat(80);

/**
 * The licences of all packages that are in a bundle, as text. Packages with the same licence text share one section.
 *
 * @param {import('esbuild').Metafile} metafile
 * @returns {Promise<string>}
 * @throws {Error} if a package has neither a licence text nor a `license` field
 */
export async function thirdPartyNotices(metafile) {
  const packagesOf = new Map();
  for (const bundled of await bundledPackages(metafile)) {
    const { title, text } = await licenceOf(bundled);
    packagesOf.set(text, [...(packagesOf.get(text) ?? []), title]);
  }
  const sections = [...packagesOf].map(([text, titles]) => `${RULE}\n${titles.join('\n')}\n\n${text}\n`);
  return `sf-admin includes the following packages.\n\n${sections.join('\n')}`;
}

async function licenceOf({ folder, name, version, license }) {
  const files = (await readdir(folder)).filter((file) => LICENCE_FILE.test(file)).sort();
  const texts = await Promise.all(files.map((file) => readFile(join(folder, file), 'utf8')));
  if (texts.length === 0 && typeof license !== 'string') throw new Error(`${name} states no licence`);
  return {
    title: `${name} ${version}${typeof license === 'string' ? ` (${license})` : ''}`,
    text: texts.length === 0 ? 'The package contains no licence text.' : texts.map(normalised).join('\n\n'),
  };
}

/** With line feeds and without trailing white space, so that equal licences compare equal. */
function normalised(text) {
  return text.replaceAll(/[ \t]*\r?\n/g, '\n').trim();
}

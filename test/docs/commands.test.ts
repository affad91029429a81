import { existsSync, readdirSync, readFileSync } from 'node:fs';

import { expect } from 'chai';

import { page } from './page.js';

interface Manifest {
  readonly commands: Readonly<Record<string, { readonly flags: Readonly<Record<string, { readonly char?: string }>> }>>;
}

const root = new URL('../../', import.meta.url);
const docs = readdirSync(new URL('docs', root), { recursive: true, encoding: 'utf8' });
const pages = [
  'README.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  ...docs.filter((name) => name.endsWith('.md')).map((name) => `docs/${name}`),
];

/** Every `sf-admin …` in the code of a page, indented or within a line, each up to what ends a command in a shell. */
function commandLines(text: string): string[] {
  const code = [...text.matchAll(/^ {4}(.*)$/gm), ...text.matchAll(/`([^`\n]+)`/g)].map(([, line = '']) => line);
  return code.flatMap((line) =>
    [...line.matchAll(/(?:^|\s)sf-admin ([^|<>#]*)/g)].map(([, command = '']) => command.trim()),
  );
}

/** What is wrong with a line: a command that there is not, or a flag that the command does not have. */
function faults(line: string, { commands }: Manifest): string[] {
  const words = line.split(/\s+/);
  if (words[0]?.startsWith('--') === true) return [];
  const ids = [3, 2, 1].map((count) => words.slice(0, count).join(':'));
  const id = ids.find((name) => Object.hasOwn(commands, name));
  if (id === undefined) return [`no command: ${line}`];
  const flags = Object.entries(commands[id]?.flags ?? {});
  const known = new Set(['--help', ...flags.flatMap(([name, { char }]) => [`--${name}`, `-${char ?? ''}`])]);
  return words
    .filter((word) => /^--?[a-z]/.test(word) && !known.has(word.replace(/=.*$/, '')))
    .map((flag) => `no ${flag} in: ${line}`);
}

describe('README.md and docs/', () => {
  const manifest = JSON.parse(readFileSync(new URL('oclif.manifest.json', root), 'utf8')) as Manifest;

  for (const path of pages) {
    it(`${path} shows only commands and flags that exist`, () => {
      expect(commandLines(page(path)).flatMap((line) => faults(line, manifest))).to.deep.equal([]);
    });
  }

  it('between them show every command', () => {
    // The reference is made from the manifest, so it has every command anyway.
    const written = pages.filter((path) => !path.startsWith('docs/commands/'));
    const shown = written.flatMap((path) => commandLines(page(path))).join('\n');
    const missing = Object.keys(manifest.commands)
      .map((id) => id.replaceAll(':', ' '))
      .filter((command) => command !== 'help' && !shown.includes(command));
    expect(missing).to.deep.equal([]);
  });

  it('link only to pages that exist', () => {
    const broken = pages.flatMap((path) =>
      [...page(path).matchAll(/\]\((?!https?:)([^)#]+)\)/g)]
        .filter(([, link = '']) => !existsSync(new URL(link, new URL(path, root))))
        .map(([, link = '']) => `${path}: ${link}`),
    );
    expect(broken).to.deep.equal([]);
  });
});

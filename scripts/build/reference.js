/**
 * Makes the reference of the commands, docs/commands: a page for each topic, and one for what they share. The pages are
 * committed, and written by every build.
 */
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { commandEntries } from './command-entries.js';

const NOTICE = '<!-- Made by scripts/build/reference.js in every build; do not edit it. -->';

/** The groups of flags that most commands have, which are described once. */
const SHARED = ['CONNECTION', 'OUTPUT'];

/** The page of the commands without a topic. */
const GENERAL = 'general';

/** Writes the pages that have changed, and removes those of topics that there are no more. */
export async function writeReference(folder) {
  await mkdir(folder, { recursive: true });
  const pages = await referencePages();
  for (const name of await readdir(folder)) if (!pages.has(name)) await rm(join(folder, name));
  for (const [name, text] of pages) {
    const file = join(folder, name);
    if (text !== (await readFile(file, 'utf8').catch(() => ''))) await writeFile(file, text);
  }
}

/** The text of each page, by the name of its file. */
export async function referencePages() {
  const { oclif } = JSON.parse(await readFile('package.json', 'utf8'));
  const entries = await commandEntries();
  const shared = sharedFlags(entries);
  const topics = Object.entries(oclif.topics).map(([id, { description }]) => ({
    topic: id.replaceAll(':', ' '),
    description,
  }));
  const pages = [...topics, { topic: '', description: 'Commands without a topic' }].map(({ topic, description }) => ({
    file: `${topic === '' ? GENERAL : topic.replaceAll(' ', '-')}.md`,
    title: topic === '' ? 'General commands' : `sf-admin ${topic}`,
    description,
    commands: entries.filter(({ name }) => topicOf(name) === topic),
  }));
  return new Map([
    ['README.md', indexPage(pages, shared)],
    ...pages.map(({ file, ...page }) => [file, topicPage(page, shared)]),
  ]);
}

function topicOf(name) {
  return name.split(' ').slice(0, -1).join(' ');
}

/** The flags of the shared groups, each as most commands have it. */
function sharedFlags(entries) {
  return new Map(
    SHARED.map((title) => {
      const flags = entries.flatMap(({ groups }) => flagsIn(title, groups));
      const count = (flag) => flags.filter((other) => row(other) === row(flag)).length;
      const common = new Map(flags.filter((flag) => count(flag) > entries.length / 2).map((flag) => [row(flag), flag]));
      return [title, [...common.values()]];
    }),
  );
}

function flagsIn(title, groups) {
  return groups.find((group) => group.title === title)?.flags ?? [];
}

function indexPage(pages, shared) {
  return lines([
    NOTICE,
    '# Commands',
    'What `--help` shows of every command. [The man pages](../../README.md#build-and-install) have the same.',
    ...pages.flatMap(({ file, title, commands }) => [
      `## [${title}](${file})`,
      table(
        ['command', ''],
        commands.map(({ name, summary }) => [`[\`${name}\`](${file}#${anchor(name)})`, cell(summary)]),
      ),
    ]),
    ...SHARED.flatMap((title) => [`## ${heading(title)}`, table(['flag', ''], shared.get(title).map(row))]),
  ]);
}

function topicPage({ title, description, commands }, shared) {
  return lines([
    NOTICE,
    `# ${title}`,
    `${description}. [All commands](README.md)`,
    ...commands.flatMap((command) => commandSection(command, shared)),
  ]);
}

function commandSection({ name, summary, description, usage, args, groups, examples }, shared) {
  const own = groups.flatMap(({ title, flags }) => flags.filter((flag) => !isShared(title, flag, { groups, shared })));
  const links = SHARED.filter((title) => hasAll(title, { groups, shared })).map(
    (title) => `[${heading(title).toLowerCase()}](README.md#${anchor(heading(title))})`,
  );
  return [
    `## ${name}`,
    escaped(summary),
    `    sf-admin ${name} ${usage}`,
    ...(description === '' ? [] : description.split('\n\n').map(paragraph)),
    ...(args.length === 0
      ? []
      : [
          table(
            ['argument', ''],
            args.map(({ shown, description: text }) => [`\`${shown}\``, cell(text)]),
          ),
        ]),
    ...(own.length === 0 ? [] : [table(['flag', ''], own.map(row))]),
    ...(links.length === 0 ? [] : [`It also has the ${links.join(' and the ')}.`]),
    'Examples:',
    examples.map((example) => `    ${example}`).join('\n'),
  ];
}

/** Whether a command has every flag of a shared group, though perhaps with other values. */
function hasAll(title, { groups, shared }) {
  const names = flagsIn(title, groups).map(({ name }) => name);
  return shared.get(title).every(({ name }) => names.includes(name));
}

function isShared(title, flag, { groups, shared }) {
  return SHARED.includes(title) && hasAll(title, { groups, shared }) && shared.get(title).map(row).includes(row(flag));
}

function row({ shown, summary, note }) {
  return `| \`${shown.replaceAll('|', '\\|')}\` | ${cell(`${summary} ${note}`.trim())} |`;
}

function table(head, rows) {
  const texts = rows.map((each) => (typeof each === 'string' ? each : `| ${each.join(' | ')} |`));
  return [`| ${head.join(' | ')} |`, `|${head.map(() => '---').join('|')}|`, ...texts].join('\n');
}

function cell(text = '') {
  return escaped(text).replaceAll('|', '\\|').replaceAll('\n', ' ');
}

/** Lines that stay lines. */
function paragraph(text) {
  return escaped(text).replaceAll('\n', '  \n');
}

/** Text that Markdown shows as it is. */
function escaped(text) {
  return text.replaceAll(/[<&]/g, (character) => (character === '<' ? '&lt;' : '&amp;')).replaceAll(/[*_\\]/g, '\\$&');
}

function heading(title) {
  return `${title.charAt(0)}${title.slice(1).toLowerCase()} flags`;
}

/** As GitHub makes it from a heading. */
function anchor(text) {
  return text.toLowerCase().replaceAll(' ', '-');
}

function lines(parts) {
  return `${parts.join('\n\n')}\n`;
}

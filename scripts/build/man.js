/**
 * Makes the man pages: sf-admin(1), and one for each command, such as sf-admin-users-create(1). They are written to `man/` by
 * every build. Roff: groff_man(7), groff_char(7).
 */
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { commandEntries } from './command-entries.js';

/** Writes all pages. */
export async function writeManPages(folder) {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const pages = await manPages();
  await Promise.all([...pages].map(([file, text]) => writeFile(join(folder, file), text)));
}

/** The text of each page, by the name of its file. */
export async function manPages() {
  const { version, oclif, description } = JSON.parse(await readFile('package.json', 'utf8'));
  const entries = await commandEntries();
  const header = { version, date: buildDate() };
  const pages = entries.map((entry) => [`${pageName(entry.name)}.1`, commandPage(entry, header)]);
  const main = mainPage({ entries, description, topics: oclif.topics, statuses: await exitStatuses() }, header);
  return new Map([['sf-admin.1', main], ...pages]);
}

/** The day of the build; reproducible with SOURCE_DATE_EPOCH (https://reproducible-builds.org/specs/source-date-epoch/). */
function buildDate() {
  const epoch = process.env.SOURCE_DATE_EPOCH;
  return new Date(epoch === undefined ? Date.now() : Number(epoch) * 1000).toISOString().slice(0, 10);
}

function pageName(command) {
  return `sf-admin-${command.replaceAll(' ', '-')}`;
}

function commandPage({ name, summary, description, usage, args, groups, examples }, header) {
  const paragraphs = [summary, ...description.split('\n\n')].filter((text) => text !== '');
  return page(pageName(name), header, [
    ['NAME', [`${roff(pageName(name))} \\- ${roff(summary.replace(/\.$/, ''))}`]],
    ['SYNOPSIS', [`.B ${roff(`sf-admin ${name}`)}`, roff(usage)]],
    ['DESCRIPTION', paragraphs.flatMap((text, index) => [...(index === 0 ? [] : ['.PP']), ...linesOf(text)])],
    ['ARGUMENTS', args.flatMap(({ shown, description: text }) => term(shown, text))],
    ...groups.map(({ title, flags }) => [
      title === 'FLAGS' ? title : `${title} FLAGS`,
      flags.flatMap(({ shown, summary: text, note }) => term(shown, `${text} ${note}`.trim())),
    ]),
    ['EXAMPLES', examples.flatMap((example, index) => [...(index === 0 ? [] : ['.PP']), '.nf', roff(example), '.fi'])],
    ['SEE ALSO', ['.BR sf\\-admin (1)']],
  ]);
}

function mainPage({ entries, description, topics, statuses }, header) {
  const variables = new Map(
    entries.flatMap(({ groups }) =>
      groups.flatMap(({ flags }) =>
        flags.flatMap(({ name, summary }) => {
          const variable = /\(([A-Z][A-Z_]+)\)/.exec(summary)?.[1];
          return variable === undefined ? [] : [[variable, `Used without --${name}.`]];
        }),
      ),
    ),
  );
  return page('sf-admin', header, [
    ['NAME', [`sf\\-admin \\- ${roff(description.replace(/\.$/, ''))}`]],
    ['SYNOPSIS', ['.B sf\\-admin', roff('COMMAND [arguments] [flags]')]],
    [
      'DESCRIPTION',
      ['The sandbox, an embedded user pool, is the default context, so nothing reaches AWS by accident.'],
    ],
    ['TOPICS', Object.entries(topics).flatMap(([id, topic]) => term(id.replaceAll(':', ' '), topic.description))],
    ['COMMANDS', entries.flatMap(({ name, summary }) => term(`sf-admin ${name}`, summary))],
    ['EXIT STATUS', statuses.flatMap(([status, meaning]) => term(status, meaning))],
    ['ENVIRONMENT', [...variables].sort().flatMap(([name, text]) => term(name, text))],
    [
      'FILES',
      term('~/.config/sf-admin/config.yaml', 'The contexts, if SF_ADMIN_CONFIG_DIR and XDG_CONFIG_HOME are not set.'),
    ],
    [
      'SEE ALSO',
      entries.map(({ name }, index) => `.BR ${roff(pageName(name))} (1)${index < entries.length - 1 ? ',' : ''}`),
    ],
  ]);
}

/** The table of README.md, which is where the meanings are written. */
async function exitStatuses() {
  const readme = await readFile('README.md', 'utf8');
  const section = readme.split(/^## /m).find((text) => text.startsWith('Exit status')) ?? '';
  return [...section.matchAll(/^\| (\d+) \| (.*) \|$/gm)].map(([, status, text]) => [status, text.replaceAll('`', '')]);
}

function page(name, { version, date }, sections) {
  return [
    '.\\" Made by scripts/build/man.js in every build; do not edit it.',
    `.TH ${roff(name.toUpperCase())} 1 ${date} "sf\\-admin ${version}" "sf\\-admin manual"`,
    ...sections.flatMap(([title, lines]) => (lines.length === 0 ? [] : [`.SH ${title}`, ...lines])),
    '',
  ].join('\n');
}

/** A term in bold, with its text indented below it. */
function term(shown, text) {
  return ['.TP', `.B ${roff(shown)}`, ...linesOf(text ?? '')];
}

/** The lines of a text, each on a line of its own. */
function linesOf(text) {
  return text.split('\n').flatMap((line, index) => [...(index === 0 ? [] : ['.br']), roff(line)]);
}

/** What roff would read as something else than the character. A hyphen-minus must stay one, so that a flag can be copied. */
const ESCAPES = { '\\': '\\e', '-': '\\-', "'": '\\(aq', '`': '\\(ga', '^': '\\(ha', '~': '\\(ti', '"': '\\(dq' };

/** Text that roff shows as it is. */
export function roff(text) {
  const escaped = text.replaceAll(/[\\\-'`^~"]/g, (character) => ESCAPES[character]);
  return escaped.replace(/^(?=\.)/, '\\&');
}

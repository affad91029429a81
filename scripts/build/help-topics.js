/**
 * Writes the texts of `help exit-codes` and the other topics into the program. They are sections of the documentation, so that
 * what is explained is explained once.
 */
import { readFile, writeFile } from 'node:fs/promises';

import { format, resolveConfig } from 'prettier';

const OUTPUT = 'src/lib/cli/help/topic-texts.ts';

/** Each topic: its summary, and its sections by page and heading; without headings the whole page. */
export const TOPICS = {
  contexts: {
    summary: 'Where a command acts, and how to say it',
    sections: [
      ['README.md', 'Where a command acts: contexts'],
      ['docs/configuration.md', 'Where it is', 'An example'],
    ],
  },
  csv: { summary: 'The rows that --from and users import start read', sections: [['docs/runs.md', 'The input']] },
  'exit-codes': { summary: 'Exit statuses, and what to do about each error', sections: [['docs/exit-codes.md']] },
  pipelines: {
    summary: 'Output formats, selecting from JSON, and commands one after the other',
    sections: [
      ['README.md', 'Scripts and pipelines'],
      ['docs/json.md', 'Select from it', 'Watch it'],
    ],
  },
};

/** Writes the table that the program reads. */
export async function writeHelpTopics() {
  const topics = {};
  for (const [name, { summary, sections }] of Object.entries(TOPICS)) {
    const texts = await Promise.all(sections.map(([page, ...headings]) => textOf(page, headings)));
    topics[name] = { summary, text: texts.flat().join('\n\n') };
  }
  const source = `/**
 * The help topics, in Markdown. Made from the documentation by scripts/build/help-topics.js in every build; do not edit it.
 */
export const TOPIC_TEXTS: Readonly<Record<string, { readonly summary: string; readonly text: string }>> = ${JSON.stringify(topics)};
`;
  const text = await format(source, { ...(await resolveConfig(OUTPUT)), filepath: OUTPUT });
  // An unchanged file keeps its time, by which a build is known to be older than its sources.
  if (text !== (await readFile(OUTPUT, 'utf8').catch(() => ''))) await writeFile(OUTPUT, text);
}

async function textOf(page, headings) {
  const markdown = await readFile(page, 'utf8');
  // A terminal cannot follow the links between the pages.
  const text = markdown.replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1');
  // The first heading is the title of the page.
  if (headings.length === 0) return [text.replace(/^# .*\n/, '').trim()];
  const parts = text.split(/^(?=## )/m);
  return headings.map((heading) => {
    const part = parts.find((one) => one.startsWith(`## ${heading}\n`));
    if (part === undefined) throw new Error(`${page} has no section "${heading}"`);
    return part.trim();
  });
}

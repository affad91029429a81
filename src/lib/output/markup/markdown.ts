import { visible } from '../sanitise.js';

/**
 * Text that Markdown shows as it is: whatever Markdown or HTML would read as markup, a mention or a link is escaped
 * (CommonMark, "Backslash escapes"; GitHub Flavored Markdown, "Autolinks"). GitHub looks for mentions and references after
 * it has removed the backslashes. An empty comment, which it drops, separates the sign from the name.
 */
export function markdownText(text: string): string {
  return visible(text)
    .replaceAll(/[\\`*_{}[\]<>#|~&@$]/g, '\\$&')
    .replaceAll(/(?<!\w)\\@(?=\w)|\\#(?=\d)/g, '$&<!-- -->')
    .replaceAll('://', ':&#47;/')
    .replaceAll(/\bwww\./gi, (match) => `${match.slice(0, 3)}&#46;`);
}

/**
 * Text in a code span, which ends only at as many backticks as it starts with. A pipe would end the cell of a table even
 * there, so text with one is not in a code span.
 */
export function markdownCode(text: string): string {
  const shown = visible(text);
  if (shown.includes('|')) return markdownText(text);
  const longest = Math.max(0, ...[...shown.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  const pad = longest > 0 ? ' ' : '';
  return `${fence}${pad}${shown}${pad}${fence}`;
}

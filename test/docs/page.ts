import { readFileSync } from 'node:fs';

/** A page of the documentation by its path in the repository. */
export function page(path: string): string {
  return readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
}

/** The cells of every table row of a text, without headings and rules. */
export function rows(text: string): string[][] {
  return text
    .split('\n')
    .filter((line) => line.startsWith('| ') && !line.startsWith('|---'))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
}

/** The text under the second-level headings of a page, by heading. */
export function sections(text: string): Map<string, string> {
  const parts = text.split(/^## (.*)$/m);
  const headings = parts.filter((_, index) => index % 2 === 1);
  return new Map(headings.map((heading, index) => [heading, parts[index * 2 + 2] ?? '']));
}

/** What a text holds in fences of a language. */
export function fenced(text: string, language: string): string[] {
  const fence = new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, 'gms');
  return [...text.matchAll(fence)].map(([, code = '']) => code);
}
